"""Hold what is known about one country's protection of personal information, as frozen values.

The words are those of `country_profiles/*.yaml`. `unknown` in a text field means that nobody has found it out yet; a field that
does not apply is absent (None). Notes are kept in the English they were written in; `wording` gives the Japanese.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from transfer_log.errors import Text

UNKNOWN: Final = "unknown"
FEDERAL: Final = "federal"


class Presence(StrEnum):
    """Say whether a law, a duty or a system exists."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    UNKNOWN = "unknown"


class PPCStatus(StrEnum):
    """Say how the Personal Information Protection Commission (PPC) of Japan has dealt with a country.

    EQUIVALENT: designated under Act Art. 28(1) and Rules Art. 15. SURVEYED: in the PPC's survey of foreign systems.
    UNKNOWN: not in the list of the survey that was read, which does not mean that the PPC has no page.
    """

    EQUIVALENT = "equivalent"
    SURVEYED = "surveyed"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """Say whether the main facts (law, dates, standing with the PPC and the EU) were read in a named source."""

    SOURCE_READ = "source-read"
    FROM_KNOWLEDGE = "from-knowledge"


class OECDBasis(StrEnum):
    """Say whose judgement the values of the eight principles are. Only PPC_SURVEY is the PPC's."""

    PPC_SURVEY = "ppc-survey"
    SOURCE_READ = "source-read"
    FROM_KNOWLEDGE = "from-knowledge"
    NOT_ASSESSED = "not-assessed"


class EUStatus(StrEnum):
    """Say how the General Data Protection Regulation stands to a country."""

    MEMBER = "member"
    ADEQUATE = "adequate"
    PARTIAL = "partial"
    NONE = "none"


class Principle(StrEnum):
    """Be one of the eight principles of the OECD Privacy Guidelines, in their order."""

    COLLECTION_LIMITATION = "collection_limitation"
    DATA_QUALITY = "data_quality"
    PURPOSE_SPECIFICATION = "purpose_specification"
    USE_LIMITATION = "use_limitation"
    SECURITY_SAFEGUARDS = "security_safeguards"
    OPENNESS = "openness"
    INDIVIDUAL_PARTICIPATION = "individual_participation"
    ACCOUNTABILITY = "accountability"


@dataclass(frozen=True, slots=True)
class ComprehensiveLaw:
    """Be the general data-protection law. Without one, all but `scope` are None and `scope` says what there is.

    `effective` and `amended` are prose ("2020-09-18 (sanctions 2021-08-01)"); `year` is the year of the law.
    """

    exists: Presence
    name_en: str | None
    name_ja: str | None
    year: int | None
    effective: str | None
    amended: str | None
    scope: str
    url: str | None


@dataclass(frozen=True, slots=True)
class SupervisoryAuthority:
    """Be the authority that watches over the law; `name` is "none" where there is none."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class EUAdequacy:
    """Be the standing with the European Union; `since` is YYYY-MM-DD, the day of the adequacy decision."""

    status: EUStatus
    since: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class CBPRMembership:
    """Be the standing in the Cross-Border Privacy Rules; `since` is YYYY-MM-DD or YYYY-MM."""

    member: bool
    since: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class PrincipleValue:
    """Be what the law has of one OECD principle, and in which article."""

    principle: Principle
    value: Presence
    article: str | None


@dataclass(frozen=True, slots=True)
class SystemNote:
    """Be a note on a system that may gravely affect people's rights: data localisation or government access."""

    exists: Presence
    note: str | None


@dataclass(frozen=True, slots=True)
class CountryProfile:
    """Be all that is known about one country, one state of it, or one regime inside it.

    `id` is the alpha-2 code (VN), the subdivision (US-CA), or alpha-2 and regime (AE/DIFC, US/federal).
    `checked_on` is the Japan date on which the facts were last checked.
    """

    id: str
    alpha_2: str
    alpha_3: str
    subdivision: str | None
    regime: str | None
    name: Text
    name_ja_official: str
    confidence: Confidence
    confidence_note: str | None
    checked_on: date
    ppc_status: PPCStatus
    ppc_note: str
    ppc_url: str | None
    comprehensive_law: ComprehensiveLaw
    sectoral_laws: tuple[str, ...]
    supervisory_authority: SupervisoryAuthority
    eu_adequacy: EUAdequacy
    cbpr: CBPRMembership
    oecd_basis: OECDBasis
    oecd_note: str | None
    oecd_principles: tuple[PrincipleValue, ...]
    data_localisation: SystemNote
    government_access: SystemNote
    principal_rights_note: str
    sources: tuple[str, ...]

    @property
    def slug(self) -> str:
        """Return the id as it stands in file names and URLs: AE-DIFC for AE/DIFC. No two ids share one."""
        return self.id.replace("/", "-")

    @property
    def is_whole_country(self) -> bool:
        """Say whether the profile speaks of the country itself and not of a state or a regime in it."""
        return self.id == self.alpha_2
