"""Say in plain words what each finding means and how to mend it."""

from __future__ import annotations

from typing import Final, NamedTuple

from transfer_log.errors import Text
from transfer_log.law import fact_label
from transfer_log.law.statute import statute


class Wording(NamedTuple):
    """Be the name of a finding, what it means, and what to do about it."""

    name: Text
    meaning: Text
    remedy: Text


SEVERITY_LABELS: Final[dict[str, Text]] = {
    "unlawful": Text("違反", "unlawful"),
    "doubtful": Text("要確認", "doubtful"),
}
STATE_LABELS: Final[dict[str, Text]] = {
    "open": Text("未対応", "open"),
    "overridden": Text("上長の判断で容認", "overridden"),
    "resolved": Text("解決済み", "resolved"),
}
HOW_LABELS: Final[dict[str, Text]] = {
    "evidence_added": Text("資料を確認・追加した", "evidence seen or added"),
    "corrected": Text("記録を訂正した", "record corrected"),
    "register_completed": Text("登録情報を補った", "register completed"),
    "recipient_told": Text("提供先に連絡した", "recipient told"),
    "data_returned": Text("データの返却・消去を確認した", "data returned or erased"),
    "no_issue": Text("問題がないことを確認した", "found to be in order"),
    "reported": Text("委員会・本人に報告した", "reported to the PPC or the person"),
}

_UNLAWFUL_REMEDY: Final = Text(
    "事実のまま残っています。提供先への連絡や本人への対応を決め、結果を記録してください。",
    "The fact stays on record. Decide what to tell the recipient and the person, and record how it ended.",
)
_WORDINGS: Final[dict[str, Wording]] = {
    "evidence_missing": Wording(
        Text("根拠の資料がない", "Evidence missing"),
        Text(
            "提供の根拠を示すものが、台帳にありません。",
            "The ledger holds nothing that shows what the provision rests on.",
        ),
        Text("資料を登録するか、根拠を訂正してください。", "Enter the paper, or correct the basis."),
    ),
    "basis_missing": Wording(
        Text("根拠が未入力", "Basis not stated"),
        Text("どの根拠で提供したかが記録されていません。", "On which basis the data was given is not recorded."),
        Text("正しい根拠を入れて訂正してください。", "Correct the record with the true basis."),
    ),
    "stop_asked": Wording(
        Text("本人が停止を求めている", "The person asked to stop"),
        Text("本人から、提供をやめるよう申し出があります。", "The person has asked that provision stop."),
        Text(
            "窓口に確かめ、停止するか、続ける理由を記録してください。", "Ask the desk; stop, or record why it goes on."
        ),
    ),
    "undecided": Wording(
        Text("可否が決まらない", "Not decided by what is on record"),
        Text(
            "入力された事実だけでは、提供してよいかが決まりません。",
            "What is on record does not decide whether it may be given.",
        ),
        Text("根拠となる法令と事情を確かめて記録してください。", "Find out under which law, and record it."),
    ),
    "basis_doubtful": Wording(
        Text("根拠が提供先に合わない", "Basis looks wrong for this recipient"),
        Text(
            "この種類の提供先には、ふつう別の根拠が当てはまります。",
            "Another basis usually applies to this kind of recipient.",
        ),
        Text("根拠を確かめ、違っていれば訂正してください。", "Check the basis and correct it if it is wrong."),
    ),
    "recipient_incomplete": Wording(
        Text("提供先の情報が足りない", "Recipient incomplete"),
        Text(
            "記録に必要な氏名・名称、住所、代表者のどれかが登録されていません。",
            "Name, address or representative, which the record needs, is missing.",
        ),
        Text(
            "提供先の登録を補ってください。待っている記録すべてに効きます。",
            "Complete the recipient once; it serves all waiting records.",
        ),
    ),
    "recorded_late": Wording(
        Text("記録が遅い", "Recorded late"),
        Text(
            "提供から記録まで、会社の定めた営業日数を超えています。",
            "More business days lie between act and record than the company allows.",
        ),
        Text("遅れた理由を確かめ、次から速やかに記録してください。", "Find out why, and record promptly from now on."),
    ),
    "no_country_profile": Wording(
        Text("国の情報がない", "No country note"),
        Text(
            "この国の個人情報保護の制度について、確認した情報がありません。",
            "Nothing is on record about data protection in this country.",
        ),
        Text("国の情報を調べて登録してください。", "Look it up and enter a country note."),
    ),
    "earlier_than_known_law": Wording(
        Text("現行法より前の提供", "Before the law known here"),
        Text(
            "提供日の法令は登録されていないため、登録されている最も古い法令で判定しました。",
            "The law of that day is not on record; the oldest law known was applied.",
        ),
        Text("当時の法令で必要な事項を確かめてください。", "Check what the law of that day asked for."),
    ),
    "item_barred": Wording(
        Text("提供しない項目", "Item that is never given"),
        Text(
            "法令または会社の定めにより、提供しないことになっている項目です。",
            "By law or own rule this item is not to be given.",
        ),
        Text(
            "本当に渡したかを確かめ、渡していれば提供先に連絡してください。",
            "Find out whether it was given; if so, tell the recipient.",
        ),
    ),
    "item_not_allowed": Wording(
        Text("場面で認めていない項目", "Item not allowed in this situation"),
        Text(
            "この場面では渡さないことになっている項目が含まれています。",
            "An item is included that is not given in this situation.",
        ),
        Text(
            "代わりの項目（住所なら都道府県など）に訂正するか、理由を記録してください。",
            "Correct it to the substitute, or record the reason.",
        ),
    ),
    "item_not_usual": Wording(
        Text("いつもより多い項目", "More items than usual"),
        Text("この場面でふつう渡す項目より多く渡しています。", "More was given than is usual in this situation."),
        Text("必要だった理由を記録してください。", "Record why it was needed."),
    ),
    "sent_in_error": Wording(
        Text("誤って提供", "Sent in error"),
        Text(
            "誤って提供したと記録されています。漏えい等に当たるか判断が必要です。",
            "Recorded as sent in error: decide whether it is a leak.",
        ),
        Text("提供先に削除を求め、必要な報告をしてください。", "Ask the recipient to erase it, and report where due."),
    ),
}

#: Codes of what is doubtful; every other code of a finding is a violation of the law, and speaks in its words.
OWN_CODES: Final = tuple(_WORDINGS)


def wording_of(code: str, document: str | None = None) -> Wording:
    """Return the words of a finding; a code that is a violation of the law speaks in the law's own message."""
    known = _WORDINGS.get(code)
    if known is None:
        message = statute().latest_rules().violations[code].message
        return Wording(message, message, _UNLAWFUL_REMEDY)
    if code in _ITEM_CODES and document:
        return known._replace(name=Text(f"{known.name.ja}：{document}", f"{known.name.en}: {document}"))
    if code == "evidence_missing" and document:
        what = _DOCUMENTS.get(document) or _fact(document)
        name = Text(f"資料がない：{what.ja}", f"Evidence missing: {what.en}")
        return known._replace(name=name)
    return known


_ITEM_CODES: Final = frozenset({"item_barred", "item_not_allowed", "item_not_usual"})
_DOCUMENTS: Final[dict[str, Text]] = {
    "consent": Text("本人の同意", "consent of the person"),
    "purpose": Text("利用目的", "purpose of use"),
    "legal_article": Text("根拠となる法令の条文", "article of the law relied on"),
    "deal_ref": Text("事業承継の取引", "deal of the succession"),
}


_PARTS: Final = ("basis_facts", "data", "personal_related", "anonymised", "record")


def _fact(name: str) -> Text:
    """Return a fact of the assessment in words; a country code stands for itself."""
    for part in _PARTS:
        try:
            return fact_label(f"{part}.{name}")
        except KeyError:
            continue
    return Text(name, name)
