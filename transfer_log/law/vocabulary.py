"""Name every code of the assessment as a type, stored and sent by its value.

The words are those of the Act on the Protection of Personal Information; what each code means stands beside it.
"""

from __future__ import annotations

from enum import StrEnum

from transfer_log.law.statute import statute


class Role(StrEnum):
    """Say whose duty is asked about."""

    PROVIDER = "provider"
    RECIPIENT = "recipient"


class Information(StrEnum):
    """Say what kind of information reaches the other side (Act Art. 2, 16)."""

    PERSONAL_DATA = "personal_data"
    PERSONAL_INFORMATION = "personal_information"
    PERSONAL_RELATED = "personal_related"
    PSEUDONYMISED_PERSONAL_DATA = "pseudonymised_personal_data"
    PSEUDONYMISED_INFORMATION = "pseudonymised_information"
    ANONYMISED = "anonymised"
    STATISTICAL = "statistical"


class Act(StrEnum):
    """Say how the information reaches the other side, or that it does not."""

    SENT = "sent"
    MADE_AVAILABLE = "made_available"
    PUBLISHED = "published"
    INTERNAL = "internal"
    STORED_NOT_HANDLED = "stored_not_handled"
    OWN_SERVER = "own_server"
    VIEWED_ONLY = "viewed_only"
    UNSOLICITED = "unsolicited"


class Relation(StrEnum):
    """Say how the person stands to the act (Record Guideline 2-2)."""

    NONE = "none"
    BY_PRINCIPAL = "by_principal"
    ON_BEHALF_OF_PRINCIPAL = "on_behalf_of_principal"
    ONE_WITH_PRINCIPAL = "one_with_principal"
    PUBLIC_INFORMATION = "public_information"


class CounterpartType(StrEnum):
    """Say what the other side is in law; the bodies that Art. 16(2) leaves out are business or academic."""

    BUSINESS = "business"
    INDIVIDUAL = "individual"
    PUBLIC_BODY = "public_body"
    FOREIGN_PUBLIC_BODY = "foreign_public_body"
    ACADEMIC = "academic"
    UNSPECIFIED_PUBLIC = "unspecified_public"


class EquivalentSystem(StrEnum):
    """Say which equivalent system is relied on (Rules Art. 16)."""

    NONE = "none"
    CONTRACT = "contract"
    GROUP_RULES = "group_rules"
    CBPR = "cbpr"


class LegalBasis(StrEnum):
    """Name the ground on which data is given."""

    CONSENT = "consent"
    LAW = "law"
    LIFE_BODY_PROPERTY = "life_body_property"
    PUBLIC_HEALTH_CHILDREN = "public_health_children"
    PUBLIC_BODY_COOPERATION = "public_body_cooperation"
    ACADEMIC_PUBLICATION = "academic_publication"
    ACADEMIC_JOINT_RESEARCH = "academic_joint_research"
    ACADEMIC_RECIPIENT = "academic_recipient"
    OPT_OUT = "opt_out"
    ENTRUSTMENT = "entrustment"
    SUCCESSION = "succession"
    JOINT_USE = "joint_use"

    @property
    def article(self) -> str:
        """Return the article of this ground in the latest rules known, such as `Act Art. 27(1)(i)`."""
        return statute().latest_rules().bases[self.value].article


class BasisKind(StrEnum):
    """Sort the grounds by what follows from them."""

    CONSENT = "consent"
    ITEM = "item"  # Act Art. 27(1)(i)-(vii): no consent, no record
    OPT_OUT = "opt_out"
    SHARED = "shared"  # Act Art. 27(5): the other side is no third party


class Article35Stop(StrEnum):
    """Say how far a request to stop under Act Art. 35 has come."""

    NONE = "none"
    REQUESTED = "requested"
    WELL_FOUNDED_35_3 = "well_founded_35_3"
    WELL_FOUNDED_35_5 = "well_founded_35_5"


class RecordMode(StrEnum):
    """Say how the record is made (Rules Art. 19, 23, 27)."""

    EACH_TIME = "each_time"
    LUMP = "lump"
    CONTRACT = "contract"


class Order11Ground(StrEnum):
    """Name the item of Order Art. 11 under which a record's very existence must not come out."""

    I = "i"  # noqa: E741 - the item's own number
    II = "ii"
    III = "iii"
    IV = "iv"


class Regime(StrEnum):
    """Name the set of rules on giving that an act falls under."""

    DOMESTIC = "domestic"
    FOREIGN_CONSENT = "foreign_consent"
    FOREIGN_EQUIVALENT_COUNTRY = "foreign_equivalent_country"
    FOREIGN_EQUIVALENT_SYSTEM = "foreign_equivalent_system"
    PERSONAL_RELATED = "personal_related"
    ANONYMISED = "anonymised"
    NONE = "none"


class RecordItem(StrEnum):
    """Name one thing that a record must hold (Rules Art. 20, 24, 28)."""

    DATE = "date"
    FIRST_DATE = "first_date"
    LAST_DATE = "last_date"
    THIRD_PARTY = "third_party"
    PRINCIPAL = "principal"
    DATA_ITEMS = "data_items"
    CONSENT = "consent"
    CONSENT_CONFIRMED = "consent_confirmed"
    FOREIGN_INFORMATION_CONFIRMED = "foreign_information_confirmed"
    ACQUISITION_HISTORY = "acquisition_history"
    PPC_PUBLICATION = "ppc_publication"


class RetentionClass(StrEnum):
    """Name how long a record is kept (Rules Art. 21, 25, 29)."""

    R3 = "R3"
    RL = "RL"
    RC = "RC"


class Duty(StrEnum):
    """Name a duty that comes with the act besides the record."""

    INFORM_28_2 = "inform_28_2"
    ANNUAL_CHECK_28_3 = "annual_check_28_3"
    INFORM_ON_REQUEST_28_3 = "inform_on_request_28_3"
    SUPERVISE_25 = "supervise_25"
    CONFIRM_30_1 = "confirm_30_1"
    CONFIRM_31_1 = "confirm_31_1"
    PUBLISH_ANONYMISED = "publish_anonymised"
    STATE_ANONYMISED = "state_anonymised"
    JOINT_USE_NOTICE = "joint_use_notice"
    OPT_OUT_FILING = "opt_out_filing"
