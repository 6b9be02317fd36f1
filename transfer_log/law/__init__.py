"""Know the Act on the Protection of Personal Information: what an act of giving or receiving means in law.

Plain Python: no database, no web framework, no clock. `assess(Facts(...))` answers; the rest reads facts, counts days and names codes.
The law itself is dated data in `statute.yaml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfer_log.law.articles import article_label
from transfer_log.law.assess import Assessment, Retention, assess, assess_all
from transfer_log.law.calendar import (
    CompanyHolidays,
    add_business_days,
    business_days_between,
    is_business_day,
    japan_date,
)
from transfer_log.law.decisive import decisive_facts
from transfer_log.law.facts import Anonymised, BasisFacts, Counterpart, Data, Facts, PersonalRelated, Record
from transfer_log.law.labels import (
    basis_article,
    basis_explanation,
    basis_label,
    duty_label,
    fact_article,
    fact_label,
    label_of,
    mode_label,
    record_item_article,
    record_item_label,
    regime_label,
    retention_label,
)
from transfer_log.law.lines import assess_entry, assess_lines, identifier_of
from transfer_log.law.permission import Violation
from transfer_log.law.problems import FactsError
from transfer_log.law.retention import keep_until
from transfer_log.law.statute import Period, statute
from transfer_log.law.vocabulary import (
    Act,
    Article35Stop,
    CounterpartType,
    Duty,
    EquivalentSystem,
    Information,
    LegalBasis,
    Order11Ground,
    RecordItem,
    RecordMode,
    Regime,
    Relation,
    RetentionClass,
    Role,
)

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "Act",
    "Anonymised",
    "Article35Stop",
    "Assessment",
    "BasisFacts",
    "CompanyHolidays",
    "Counterpart",
    "CounterpartType",
    "Data",
    "Duty",
    "EquivalentSystem",
    "Facts",
    "FactsError",
    "Information",
    "LegalBasis",
    "Order11Ground",
    "Period",
    "PersonalRelated",
    "Record",
    "RecordItem",
    "RecordMode",
    "Regime",
    "Relation",
    "Retention",
    "RetentionClass",
    "Role",
    "Violation",
    "add_business_days",
    "article_label",
    "assess",
    "assess_all",
    "assess_entry",
    "assess_lines",
    "basis_article",
    "basis_explanation",
    "basis_label",
    "business_days_between",
    "decisive_facts",
    "duty_label",
    "fact_article",
    "fact_label",
    "identifier_of",
    "is_business_day",
    "japan_date",
    "keep_until",
    "label_of",
    "law_version",
    "mode_label",
    "period_of",
    "record_item_article",
    "record_item_label",
    "regime_label",
    "retention_label",
]


def period_of(on: date) -> Period:
    """Return the statute period that the Japan date `on` lies in.

    :raises FactsError: if `on` lies before the first dated rule; names the earliest day known.
    """
    return statute().period_of(on)


def law_version() -> str:
    """Return the day whose state of knowledge the statute file holds, as `YYYY-MM-DD`; stored assessments name it."""
    return statute().version.isoformat()
