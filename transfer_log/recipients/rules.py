"""Judge recipients: what they are in law, what of them is missing, whether a basis fits them. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from transfer_log.errors import Problem, Text
from transfer_log.law.statute import statute
from transfer_log.recipients.kinds import KINDS, NATURES
from transfer_log.recipients.name_hints import NAME_HINTS

HOME: Final = "JP"
_NO_CLUE: Final = Text("名称と種別からは判断できません。", "Neither name nor kind tells.")
_BY_KIND: Final = Text("「{kind}」は、ふつう「{nature}」です。", "As a rule, {kind} is {nature}.")
_AUTHORITY_ABROAD: Final = Text("外国の機関です。", "An authority of another country.")


class NatureSuggestion(NamedTuple):
    """Say what a recipient probably is in law, and why; `nature` is None where nothing tells."""

    nature: str | None
    why: Text


def suggest_legal_nature(kind: str | None, name: str, country: str | None = None) -> NatureSuggestion:
    """Return what a recipient probably is in law (assessment: counterpart.type), for its keeper to confirm.

    A city hospital is a job provider and a public body. `country` None counts as Japan, `unknown` as abroad.

    Law: Act Art. 16(2), (8).
    """
    is_home = country in (None, HOME)
    usual = KINDS[kind].nature if kind in KINDS else None
    if usual == "public_body" and not is_home:
        return NatureSuggestion("foreign_public_body", _AUTHORITY_ABROAD)
    if usual in (None, "business"):
        plain = unicodedata.normalize("NFKC", name)
        for hint in NAME_HINTS:
            nature = hint.nature if is_home else hint.abroad
            if nature is not None and hint.pattern.search(plain):
                return NatureSuggestion(nature, hint.why)
    if usual is None or kind is None:
        return NatureSuggestion(None, _NO_CLUE)
    words = {"kind": KINDS[kind].name, "nature": NATURES[usual]}
    ja = _BY_KIND.ja.format(**{key: text.ja for key, text in words.items()})
    en = _BY_KIND.en.format(**{key: text.en for key, text in words.items()})
    return NatureSuggestion(usual, Text(ja, en))


def suggested_nature(kind: str | None, name: str, country: str | None = None) -> str | None:
    """Return the nature that `suggest_legal_nature` suggests, without its reason."""
    return suggest_legal_nature(kind, name, country).nature


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
    is_person = recipient.kind in ("individual", "agent_of_principal")
    if nature in ("business", "academic") and not is_person and not recipient.representative:
        missing.append("representative")
    return tuple(missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubt:
    """Describe a pair of recipient and basis that rarely fits; None leaves open what it may be."""

    article: str
    text: Text
    bases: frozenset[str]
    kinds: frozenset[str] | None = None
    natures: frozenset[str] | None = None
    is_far: bool | None = None

    def fits(self, kind: str | None, nature: str | None, basis: str, *, is_far: bool) -> bool:
        """Tell whether a recipient and basis are such a pair."""
        return (
            basis in self.bases
            and (self.kinds is None or kind in self.kinds)
            and (self.natures is None or nature in self.natures)
            and (self.is_far is None or is_far == self.is_far)
        )


def basis_doubt(
    kind: str | None,
    nature: str | None,
    country: str | None,
    basis: str | None,
    *,
    is_like_home: bool = False,
) -> Problem | None:
    """Return why a basis looks wrong for this kind of recipient, None where nothing speaks against it.

    It never stops anything: it asks somebody to look again. `is_like_home` says that a recipient abroad has an equivalent
    system (Rules Art. 16) or handles data for business in Japan; the designated countries are known.
    """
    if basis is None:
        return None
    is_far = not is_like_home and country not in (None, HOME, *statute().latest_rules().designated_countries)
    for doubt in _DOUBTS:
        if doubt.fits(kind, nature, basis, is_far=is_far):
            return Problem("legal_basis", doubt.text, basis, article=doubt.article)
    return None


_WITHIN: Final = frozenset({"entrustment", "succession", "joint_use"})
_AUTHORITIES: Final = frozenset(
    {"court", "prosecutor", "police", "bar_association", "government_agency", "local_government"}
)
_FOR_THEMSELVES: Final = frozenset({"job_provider", "placement_agency", "event_company", "advertiser"})

_DOUBTS: Final[tuple[_Doubt, ...]] = (
    _Doubt(
        article="Act Art. 27(5)",
        bases=_WITHIN,
        natures=frozenset({"unspecified_public"}),
        text=Text(
            "公表は、委託・事業の承継・共同利用のどれにも当たりません。",
            "Publication is no entrustment, succession or joint use.",
        ),
    ),
    _Doubt(
        article="Act Art. 27(1)(i)",
        bases=frozenset({"law"}),
        natures=frozenset({"foreign_public_body"}),
        text=Text(
            "外国の法令は、法27条1項1号の「法令」に含まれません。",
            "The law of another country is no law in the sense of Act Art. 27(1)(i).",
        ),
    ),
    _Doubt(
        article="Act Art. 27(1)(iv)",
        bases=frozenset({"public_body_cooperation"}),
        natures=frozenset({"foreign_public_body"}),
        text=Text(
            "法27条1項4号は、外国の機関への協力には使えません。",
            "Act Art. 27(1)(iv) does not serve cooperation with bodies of other countries.",
        ),
    ),
    _Doubt(
        article="Act Art. 28(1)",
        bases=_WITHIN,
        is_far=True,
        text=Text(
            "外国への提供では、同等の水準の国か基準に適合する体制でなければ、委託・承継・共同利用の例外を使えません。",
            "Abroad, entrustment, succession and joint use need a designated country or an equivalent system.",
        ),
    ),
    _Doubt(
        article="Act Art. 28(1)",
        bases=frozenset({"opt_out"}),
        is_far=True,
        text=Text(
            "外国への提供では、同等の水準の国か基準に適合する体制でなければ、オプトアウトを使えません。",
            "Abroad, the opt-out needs a designated country or an equivalent system.",
        ),
    ),
    _Doubt(
        article="Act Art. 27(1)(i)",
        bases=frozenset({"consent"}),
        kinds=_AUTHORITIES,
        text=Text(
            "公的機関や弁護士会からの照会は、ふつう同意ではなく法令に基づきます。",
            "An authority or bar association is usually answered under a law, not by consent.",
        ),
    ),
    _Doubt(
        article="Act Art. 27(1)(i)",
        bases=_WITHIN | {"opt_out"},
        kinds=frozenset({"court", "prosecutor", "police"}),
        text=Text(
            "裁判所・検察・警察は、自らの職務のために情報を使います。法令などの根拠を確かめてください。",
            "Courts, prosecutors and police use data for their own task. Look for the law behind it.",
        ),
    ),
    _Doubt(
        article="Act Art. 27(5)(i)",
        bases=frozenset({"consent"}),
        kinds=frozenset({"contractor", "subcontractor"}),
        is_far=False,
        text=Text(
            "委託先への提供は、ふつう同意ではなく委託に当たります。",
            "What goes to a contractor is usually an entrustment, not a provision by consent.",
        ),
    ),
    _Doubt(
        article="Act Art. 27(5)(i)",
        bases=frozenset({"entrustment"}),
        kinds=frozenset({"ad_platform"}),
        text=Text(
            "自社の目的で使う広告配信事業者への提供は、委託に当たりません。",
            "An ad platform that uses the data for itself is no contractor.",
        ),
    ),
    _Doubt(
        article="Act Art. 27(5)(i)",
        bases=frozenset({"entrustment"}),
        kinds=_FOR_THEMSELVES,
        text=Text(
            "提供先が自らの目的で使うなら、委託に当たりません。",
            "Where the recipient uses the data for itself, it is no entrustment.",
        ),
    ),
    _Doubt(
        article="Act Art. 27(5)(ii)",
        bases=frozenset({"succession"}),
        kinds=frozenset(KINDS) - {"successor", "group_company"},
        text=Text(
            "事業の承継に当たるのは、合併や事業譲渡などの相手への提供です。",
            "Succession means a merger, a transfer of business or the like with the recipient.",
        ),
    ),
    _Doubt(
        article="Act Art. 27(1)(vii)",
        bases=frozenset({"academic_recipient"}),
        natures=frozenset({"business", "individual", "public_body", "foreign_public_body", "unspecified_public"}),
        text=Text(
            "法27条1項7号は、提供先が学術研究機関等であるときの根拠です。",
            "Act Art. 27(1)(vii) is for recipients that are academic institutions.",
        ),
    ),
)
