"""Judge recipients: what they are in law, what of them is missing, whether a basis fits them. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from transfer_log.errors import Problem, Text
from transfer_log.law.statute import statute
from transfer_log.recipients.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

HOME: Final = "JP"

# What a name tells: the State and local governments and their bodies, then schools and institutes of learning.
_PUBLIC_NAME: Final = re.compile(
    r"裁判所|検察庁|警察|都庁|県庁|市役所|区役所|町役場|村役場|税務署|年金事務所|労働局|労働基準監督署|公共職業安定所|ハローワーク"
    r"|(?:都|道|府|県|市|区|町|村)立(?!大学)|[都道府県市区町村]$|省$|庁$|独立行政法人",
)
_ACADEMIC_NAME: Final = re.compile(r"大学|高等専門学校|学会$|学術研究")
_RESEARCH_BODY: Final = re.compile(r"国立研究開発法人|国立大学法人|公立大学法人|大学共同利用機関|国立病院機構")


def suggested_nature(kind: str | None, name: str, country: str | None = None) -> str | None:
    """Return what a recipient probably is in law, for its keeper to confirm; None where nothing speaks for anything.

    A city hospital is a job provider and a public body; national universities and research bodies are among those that
    Act Art. 16(2) leaves to the rules for businesses.
    """
    known = KINDS.get(kind or "")
    nature = known.nature if known else None
    if nature == "public_body" and country not in (None, HOME):
        return "foreign_public_body"
    if nature not in (None, "business"):
        return nature
    if _RESEARCH_BODY.search(name):
        return "academic" if "病院機構" not in name else "business"
    if country in (None, HOME) and _PUBLIC_NAME.search(name):
        return "public_body"
    if _ACADEMIC_NAME.search(name) and kind in (None, "academic", "partner_company", "other_service", "client"):
        return "academic"
    return nature


class Described(Protocol):
    """Be anything that describes a recipient as a register version does."""

    @property
    def address(self) -> str | None:
        """Return the address."""

    @property
    def representative(self) -> str | None:
        """Return the representative."""

    @property
    def kind(self) -> str | None:
        """Return the business kind."""

    @property
    def country(self) -> str | None:
        """Return the country."""

    @property
    def legal_nature(self) -> str | None:
        """Return the legal nature."""


def incomplete_fields(recipient: Described) -> tuple[str, ...]:
    """Return the fields that the record of a provision still lacks (Rules Art. 20(1): name, address, representative).

    A natural person has no representative, the unspecified many have neither; a public body's record falls away, so only
    the country and kind that decide this are asked for.
    """
    missing = [name for name in ("kind", "country") if getattr(recipient, name) is None]
    nature = recipient.legal_nature or "business"
    if nature in ("business", "academic", "individual", "foreign_public_body") and not recipient.address:
        missing.append("address")
    if nature in ("business", "academic") and not recipient.representative:
        missing.append("representative")
    return tuple(missing)


_AUTHORITIES: Final = frozenset(
    {"court", "prosecutor", "police", "consumer_centre", "government_agency", "local_government"},
)
_CONTRACTORS: Final = frozenset({"contractor", "subcontractor"})


def basis_doubt(kind: str | None, nature: str | None, country: str | None, basis: str | None) -> Problem | None:
    """Return why a basis looks wrong for this kind of recipient, None where nothing speaks against it.

    It never stops anything: it asks somebody to look again.
    """
    for article, text, is_doubtful in _DOUBTS:
        if is_doubtful(kind, nature, country, basis):
            return Problem("legal_basis", text, basis, article=article)
    return None


def _is_far(country: str | None) -> bool:
    return country not in (None, HOME) and country not in statute().latest_rules().designated_countries


_Doubt = tuple[str, Text, "Callable[[str | None, str | None, str | None, str | None], bool]"]
_DOUBTS: Final[tuple[_Doubt, ...]] = (
    (
        "Act Art. 27(1)(i)",
        Text(
            "公的機関からの照会は、ふつう同意ではなく法令に基づきます。",
            "An authority is usually answered under a law, not by consent.",
        ),
        lambda kind, _nature, _country, basis: kind in _AUTHORITIES and basis == "consent",
    ),
    (
        "Act Art. 27(5)(i)",
        Text(
            "委託先への提供は、ふつう同意ではなく委託に当たります。",
            "What goes to a contractor is usually an entrustment, not a provision by consent.",
        ),
        lambda kind, _nature, country, basis: kind in _CONTRACTORS and basis == "consent" and not _is_far(country),
    ),
    (
        "Act Art. 28(1)",
        Text(
            "外国のグループ会社との共同利用は、同等の体制がなければ使えません。",
            "Joint use with a group company abroad needs an equivalent system.",
        ),
        lambda kind, _nature, country, basis: kind == "group_company" and basis == "joint_use" and _is_far(country),
    ),
    (
        "Act Art. 27(5)(i)",
        Text(
            "自社の目的で使う広告配信事業者への提供は、委託に当たりません。",
            "An ad platform that uses the data for itself is no contractor.",
        ),
        lambda kind, _nature, _country, basis: kind == "ad_platform" and basis == "entrustment",
    ),
)
