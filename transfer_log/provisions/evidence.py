"""Know what has to be shown for a basis: which fact, by which paper, under which article. Pure.

Where the ledger holds neither a yes nor a no for such a fact, the law's default stays and a finding `evidence_missing`
says so. Whether a provision is unlawful is for `law.assess` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.errors import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Need(NamedTuple):
    """Name a fact that a basis rests on, the papers that show it, and the article that asks for it."""

    fact: str
    article: str
    papers: tuple[str, ...] = ()


# Facts that a person may state, by the part of `assessment.md` they belong to.
STATED_FACTS: Final[dict[str, tuple[str, ...]]] = {
    "basis_facts": (
        "consent_obtained",
        "consent_was_hard",
        "foreign_law_only",
        "information_given",
        "country_reason_given",
        "measures_reason_given",
        "opt_out_filed",
        "opt_out_notified",
        "opt_out_published",
        "objection_period_left",
        "art_35_substitute",
        "within_entrusted_work",
        "entrustment_by_nature",
        "rights_unjustly_harmed",
        "own_academic",
        "matched_across_entrusters",
        "notice_complete",
        "within_notified_scope",
        "published_instead_of_notified",
        "measures_kept",
        "before_contract",
        "safety_contract",
    ),
    "data": ("special_care", "improperly_acquired", "acquired_by_opt_out"),
    "personal_related": (
        "expected_as_personal_data",
        "consent_confirmed",
        "consent_by_action",
        "foreign_information_confirmed",
    ),
    "anonymised": ("made_by_self", "published_beforehand", "stated_to_recipient"),
    "record": ("continuous", "connected_with_service", "items_concrete", "principal_concrete"),
}
PART_OF: Final = {fact: part for part, facts in STATED_FACTS.items() for fact in facts}

# Papers and reasons that a person may name. They are kept as stated; some stand for a fact.
PAPERS: Final[dict[str, Text]] = {
    "legal_article": Text("根拠となる法令の条文", "article of the law relied on"),
    "authority": Text("照会した機関", "authority that asked"),
    "document_no": Text("文書番号", "document number"),
    "is_voluntary": Text("任意の照会か", "whether the inquiry is voluntary"),
    "request_copy_ref": Text("照会書の写しの保管場所", "where the copy of the request is kept"),
    "reason": Text("理由", "reason"),
    "contract_ref": Text("契約書", "contract"),
    "deal_ref": Text("承継の取引", "deal of the succession"),
    "ppc_filing_no": Text("個人情報保護委員会への届出番号", "PPC filing number"),
    "notice_ref": Text("通知・公表の文書", "notice or publication"),
    "statement_ref": Text("提供先の申告書", "statement of the recipient"),
    "check_ref": Text("措置の確認記録", "check of the measures"),
    "information_ref": Text("本人への情報提供の記録", "what the person was told"),
    "note": Text("覚え書き", "note"),
}

_HARD: Final = ("reason",)
_BASIS_NEEDS: Final[dict[str, tuple[Need, ...]]] = {
    "law": (Need("legal_article", "Act Art. 27(1)(i)", ("legal_article",)),),
    "life_body_property": (Need("consent_was_hard", "Act Art. 27(1)(ii)", _HARD),),
    "public_health_children": (Need("consent_was_hard", "Act Art. 27(1)(iii)", _HARD),),
    "public_body_cooperation": (Need("consent_was_hard", "Act Art. 27(1)(iv)", _HARD),),
    "academic_publication": (
        Need("own_academic", "Act Art. 27(1)(v)"),
        Need("rights_unjustly_harmed", "Act Art. 27(1)(v)"),
    ),
    "academic_joint_research": (
        Need("own_academic", "Act Art. 27(1)(vi)"),
        Need("rights_unjustly_harmed", "Act Art. 27(1)(vi)"),
    ),
    "academic_recipient": (Need("rights_unjustly_harmed", "Act Art. 27(1)(vii)"),),
    "opt_out": (
        Need("opt_out_filed", "Act Art. 27(2)", ("ppc_filing_no",)),
        Need("opt_out_notified", "Act Art. 27(2)", ("notice_ref",)),
        Need("opt_out_published", "Rules Art. 14", ("notice_ref",)),
        Need("objection_period_left", "Rules Art. 11(1)"),
        Need("acquired_by_opt_out", "Act Art. 27(2)"),
        Need("improperly_acquired", "Act Art. 27(2)"),
    ),
    "entrustment": (Need("within_entrusted_work", "Act Art. 27(5)(i)", ("contract_ref",)),),
    "succession": (Need("deal_ref", "Act Art. 27(5)(ii)", ("deal_ref",)),),
    "joint_use": (
        Need("notice_complete", "Act Art. 27(5)(iii)", ("notice_ref",)),
        Need("within_notified_scope", "Act Art. 27(5)(iii)"),
    ),
}
_TEXT_FACTS: Final = frozenset({"legal_article", "deal_ref"})

FOREIGN_CONSENT_NEED: Final = Need("information_given", "Act Art. 28(2)", ("information_ref",))
EQUIVALENT_SYSTEM_NEED: Final = Need("measures_kept", "Act Art. 28(3)", ("check_ref",))
PERSONAL_RELATED_NEEDS: Final = (
    Need("consent_confirmed", "Act Art. 31(1)", ("statement_ref",)),
    Need("consent_by_action", "Act Art. 31(1)", ("statement_ref",)),
)
PERSONAL_RELATED_ABROAD: Final = Need("foreign_information_confirmed", "Act Art. 31(1)", ("statement_ref",))
ANONYMISED_NEEDS: Final = (
    Need("published_beforehand", "Act Art. 43(4)", ("notice_ref",)),
    Need("stated_to_recipient", "Act Art. 43(4)", ("statement_ref",)),
)
LUMP_NEED: Final = Need("continuous", "Rules Art. 19(2)", ("contract_ref",))
CONTRACT_NEED: Final = Need("connected_with_service", "Rules Art. 19(3)", ("contract_ref",))


def needs_of_basis(basis: str | None) -> tuple[Need, ...]:
    """Return what a stated basis rests on; nothing for consent, whose evidence is the register of consents."""
    return _BASIS_NEEDS.get(basis or "", ())


def is_held(need: Need, evidence: Mapping[str, object]) -> bool:
    """Tell whether the ledger holds a yes or a no for the fact: it is stated itself, or a paper shows it."""
    if need.fact in evidence and (need.fact in _TEXT_FACTS or isinstance(evidence[need.fact], bool)):
        return bool(evidence[need.fact]) or need.fact not in _TEXT_FACTS
    return any(evidence.get(paper) for paper in need.papers)


def evidence_problems(evidence: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what is wrong with stated evidence: an unknown key, or a value of the wrong type."""
    known = (*PART_OF, *PAPERS)
    for key, value in evidence.items():
        if key in PART_OF and not isinstance(value, bool):
            text = Text("はい（true）かいいえ（false）で答えてください。", "Answer true or false.")
            yield Problem(f"evidence.{key}", text, str(value), ("true", "false"))
        elif key in PAPERS and not isinstance(value, str | bool):
            yield Problem(f"evidence.{key}", Text("文字で書いてください。", "Write it as text."), str(value))
        elif key not in known:
            text = Text("この項目は根拠の資料として使えません。", "This is not a fact or paper that can be stated.")
            yield Problem(f"evidence.{key}", text, key, known)
