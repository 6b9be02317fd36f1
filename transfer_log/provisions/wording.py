"""Say fields and values of a provision in words: what a correction changed, what a happening tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from transfer_log.countries.names import country_name
from transfer_log.errors import Text
from transfer_log.i18n import current_language
from transfer_log.japanese_dates import JAPAN
from transfer_log.law import basis_label, fact_label, label_of
from transfer_log.provisions.evidence import PAPERS, PART_OF
from transfer_log.provisions.vocabulary import ACTS, MODES
from transfer_log.recipients.queries import RecipientBook
from transfer_log.situations.methods import METHODS, PROTECTIONS
from transfer_log.text import japan_day_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from transfer_log.provisions.drafts import ProvisionDraft
    from transfer_log.provisions.offers import Offers

FIELD_LABELS: Final[Mapping[str, Text]] = {
    "recipient_ref": Text("提供先", "Recipient"),
    "provided_on": Text("提供日", "Day of the provision"),
    "provided_at": Text("時刻", "Time of day"),
    "last_provided_on": Text("最後の日", "Last day"),
    "legal_basis": Text("根拠", "Legal basis"),
    "consent_ref": Text("同意", "Consent"),
    "data_items": Text("項目", "Items"),
    "method": Text("方法", "Method"),
    "purpose": Text("利用目的", "Purpose of use"),
    "situation": Text("場面", "Situation"),
    "mode": Text("記録のしかた", "Way of recording"),
    "act": Text("したこと", "What was done"),
    "information": Text("情報の種類", "Kind of information"),
    "relation": Text("本人の関わり", "The person’s part in it"),
    "country": Text("国", "Country"),
    "protection": Text("保護の方法", "Protected by"),
    "case_ref": Text("案件", "Case"),
    "department": Text("部署", "Department"),
    "decided_by": Text("決めた人", "Decided by"),
    "batch_ref": Text("まとめの番号", "Batch"),
    "evidence": Text("根拠の資料", "Evidence"),
    "override_reason": Text("上長が認めた理由", "Why a superior let it pass"),
    "sent_digest": Text("送ったもののダイジェスト", "Digest of what was sent"),
    "sent_bytes": Text("送ったものの大きさ", "Size of what was sent"),
    "wished_on": Text("本人が希望した日", "Day of the person’s wish"),
    "stage": Text("段階", "Stage"),
}
#: What no correction changes, or what follows from it without being one.
_NOT_SAID: Final = frozenset(
    {"subject_ref", "source_ledger", "staged_after_id", "leans_on_id", "recipient_name", "stage"}
)
_STAGES: Final = {"planned": Text("予定", "planned"), "done": Text("提供済み", "done")}


class FieldChange(NamedTuple):
    """Be one field that a newer version says otherwise, in words."""

    label: Text
    before: Text
    after: Text


class ItemsChange(NamedTuple):
    """Be what a newer version keeps, adds and takes away of the items."""

    kept: tuple[Text, ...]
    added: tuple[Text, ...]
    removed: tuple[Text, ...]


def field_changes(changed: Mapping[str, tuple[object, object]], offers: Offers) -> list[FieldChange]:
    """Return the changed fields in words; items are said by `items_change`."""
    return [
        FieldChange(FIELD_LABELS.get(name, Text(name, name)), _words(name, before, offers), _words(name, after, offers))
        for name, (before, after) in changed.items()
        if name not in _NOT_SAID and name != "data_items"
    ]


def items_change(before: ProvisionDraft, after: ProvisionDraft, offers: Offers) -> ItemsChange | None:
    """Return how the items differ, None where they do not."""
    old, new = set(before.data_items), set(after.data_items)
    if old == new:
        return None
    return ItemsChange(offers.item_names(old & new), offers.item_names(new - old), offers.item_names(old - new))


def evidence_lines(evidence: Mapping[str, object] | None) -> list[tuple[Text, Text]]:
    """Return stated evidence in words: facts and papers, each with its answer."""
    return [(_evidence_label(name), _answer(value)) for name, value in (evidence or {}).items()]


def _evidence_label(name: str) -> Text:
    if name in PART_OF:
        return fact_label(f"{PART_OF[name]}.{name}")
    return PAPERS.get(name, Text(name, name))


def _answer(value: object) -> Text:
    if isinstance(value, bool):
        return Text("はい", "yes") if value else Text("いいえ", "no")
    return Text(str(value), str(value))


def _words(name: str, value: Any, offers: Offers) -> Text:  # noqa: ANN401 any field of a draft
    if value in (None, "", ()):
        return Text("なし", "none")
    say = _SAY.get(name)
    return _same(str(value)) if say is None else say(value, offers)


def _same(text: str) -> Text:
    return Text(text, text)


def _day(value: Any, _offers: Offers) -> Text:  # noqa: ANN401 a date
    return _same(japan_day_text(value, current_language()))


def _choice(labels: Mapping[str, Text]) -> Callable[[Any, Offers], Text]:
    return lambda value, _offers: labels.get(value, _same(str(value)))


def _evidence(value: Any, _offers: Offers) -> Text:  # noqa: ANN401 a mapping
    lines = evidence_lines(value)
    return Text(
        "、".join(f"{label.ja}：{answer.ja}" for label, answer in lines),
        ", ".join(f"{label.en}: {answer.en}" for label, answer in lines),
    )


def _recipient(value: Any, offers: Offers) -> Text:  # noqa: ANN401 a ref
    entry = RecipientBook.load(offers.actor.operator_id, [value]).by_ref.get(value)
    return _same(entry.versions[-1].name if entry else str(value))


def _situation(value: Any, offers: Offers) -> Text:  # noqa: ANN401 a ref
    version = offers.situation(value)
    return Text(version.name_ja, version.name_en) if version else _same(str(value))


_SAY: Final[Mapping[str, Callable[[Any, Offers], Text]]] = {
    "recipient_ref": _recipient,
    "situation": _situation,
    "provided_on": _day,
    "last_provided_on": _day,
    "wished_on": _day,
    "provided_at": lambda value, _offers: _same(f"{value.astimezone(JAPAN):%H:%M}"),
    "legal_basis": lambda value, _offers: basis_label(value),
    "method": _choice(METHODS),
    "protection": _choice(PROTECTIONS),
    "mode": _choice(MODES),
    "act": _choice(ACTS),
    "stage": _choice(_STAGES),
    "information": lambda value, _offers: label_of("information", value),
    "relation": lambda value, _offers: label_of("relation", value),
    "country": lambda value, _offers: country_name(value),
    "evidence": _evidence,
    "purpose": lambda value, offers: dict(offers.purposes()).get(value, _same(str(value))),
    "department": lambda value, offers: dict(offers.departments()).get(value, _same(str(value))),
    "decided_by": lambda value, offers: _same(dict(offers.users()).get(value, str(value))),
    "sent_digest": lambda value, _offers: _same(value.hex()),
}
