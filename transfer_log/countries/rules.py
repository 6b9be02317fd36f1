"""Say how sure a country profile is, when it is stale, and what its codes mean in words for people."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from transfer_log.countries.facts import Confidence, CountryProfile, EUStatus, OECDBasis, PPCStatus, Presence, Principle
from transfer_log.errors import Text


@dataclass(frozen=True, slots=True)
class Label:
    """Name a code in a word or two and explain it in a plain sentence."""

    name: Text
    explanation: Text


CONFIDENCE_LABELS: Final = {
    Confidence.SOURCE_READ: Label(
        Text("読んだ資料による", "read in a source"),
        Text(
            "法律、日付、個人情報保護委員会とEUの扱いなど主な事実を、名前を挙げた資料で読んでいます。読んでいない点は注記にあります。",
            "The main facts (law, dates, standing with the PPC and the EU) were read in a named source. The note says what was not.",
        ),
    ),
    Confidence.FROM_KNOWLEDGE: Label(
        Text("知識による(要確認)", "from general knowledge (to be checked)"),
        Text(
            "一般的な知識による下書きで、資料とはまだ照らし合わせていません。使う前に担当者が原典を確認してください。",
            "A draft from general knowledge, not yet compared with a source. A reviewer must check it before it is used.",
        ),
    ),
}

OECD_BASIS_LABELS: Final = {
    OECDBasis.PPC_SURVEY: Label(
        Text("個人情報保護委員会の調査による", "from the PPC's survey"),
        Text(
            "個人情報保護委員会の判断を、委員会のページで読むか、それを引用する資料で読んだものです。調査の時点に注意してください。",
            "The PPC's own judgement, read on its page or as others restate it. Mind the date of the survey.",
        ),
    ),
    OECDBasis.SOURCE_READ: Label(
        Text("読んだ資料による整理(委員会の判断ではない)", "our mapping from a source (not the PPC's judgement)"),
        Text(
            "読んだ資料を基にした当方の整理で、個人情報保護委員会の判断ではありません。",
            "A mapping of ours from a source that was read; not a judgement of the PPC.",
        ),
    ),
    OECDBasis.FROM_KNOWLEDGE: Label(
        Text("知識による下書き(委員会の判断ではない)", "our draft from knowledge (not the PPC's judgement)"),
        Text(
            "一般的な知識による当方の下書きで、個人情報保護委員会の判断ではありません。使う前に担当者が確認してください。",
            "A draft of ours from general knowledge; not a judgement of the PPC. A reviewer must check it before it is used.",
        ),
    ),
    OECDBasis.NOT_ASSESSED: Label(
        Text("評価していない", "not assessed"),
        Text(
            "8原則についてはまだ評価していません。個人情報保護委員会の判断でもありません。",
            "The eight principles have not been assessed yet, nor is this a judgement of the PPC.",
        ),
    ),
}

PPC_STATUS_LABELS: Final = {
    PPCStatus.EQUIVALENT: Label(
        Text("同等の水準にある国として指定", "designated as equivalent"),
        Text(
            "個人情報保護委員会が、日本と同等の水準の制度がある国として定めています(法第28条第1項)。法第28条第2項の情報提供は要りません。",
            "The PPC has designated it as having a system equivalent to Japan's (Act Art. 28(1)). "
            "The information of Act Art. 28(2) is not required.",
        ),
    ),
    PPCStatus.SURVEYED: Label(
        Text("個人情報保護委員会の調査あり", "surveyed by the PPC"),
        Text(
            "個人情報保護委員会が制度の調査結果を公表しています。調査の後に制度が変わっていることがあります。",
            "The PPC has published a survey of its system. The system may have changed since.",
        ),
    ),
    PPCStatus.UNKNOWN: Label(
        Text("個人情報保護委員会の調査は未確認", "PPC survey not found out"),
        Text(
            "読んだ調査の一覧には載っていません。個人情報保護委員会のページがないという意味ではありません。",
            "It is not in the list of the survey that was read, which does not mean that the PPC has no page.",
        ),
    ),
}

PRESENCE_LABELS: Final = {
    Presence.YES: Text("あり", "yes"),
    Presence.PARTIAL: Text("一部あり", "in part"),
    Presence.NO: Text("なし", "no"),
    Presence.UNKNOWN: Text("確認できていない", "not found out yet"),
}

EU_STATUS_LABELS: Final = {
    EUStatus.MEMBER: Text("GDPRが直接に適用される", "the GDPR applies directly"),
    EUStatus.ADEQUATE: Text("十分性認定あり", "adequacy decision"),
    EUStatus.PARTIAL: Text("一部について十分性認定あり", "adequacy decision for a part"),
    EUStatus.NONE: Text("十分性認定なし", "no adequacy decision"),
}

PRINCIPLE_LABELS: Final = {
    Principle.COLLECTION_LIMITATION: Text("収集制限の原則", "Collection limitation"),
    Principle.DATA_QUALITY: Text("データ内容の原則", "Data quality"),
    Principle.PURPOSE_SPECIFICATION: Text("目的明確化の原則", "Purpose specification"),
    Principle.USE_LIMITATION: Text("利用制限の原則", "Use limitation"),
    Principle.SECURITY_SAFEGUARDS: Text("安全保護措置の原則", "Security safeguards"),
    Principle.OPENNESS: Text("公開の原則", "Openness"),
    Principle.INDIVIDUAL_PARTICIPATION: Text("個人参加の原則", "Individual participation"),
    Principle.ACCOUNTABILITY: Text("責任の原則", "Accountability"),
}


#: How long facts about a country count as fresh: the system abroad is to be looked at about once a year (Rules Art. 18(1)).
CHECK_EVERY_MONTHS: Final = 12


def fresh_until(checked_on: date, months: int) -> date:
    """Return the last Japan date on which facts checked on a day still count as fresh.

    Counts calendar months; where the month lacks the day, its last day (Civil Code Art. 143(2)).
    """
    year, month = divmod(checked_on.year * 12 + checked_on.month - 1 + months, 12)
    return date(year, month + 1, min(checked_on.day, monthrange(year, month + 1)[1]))


def is_stale(profile: CountryProfile, today: date, months: int) -> bool:
    """Say whether more than `months` have gone by since the facts were checked.

    The system abroad must be looked at about once a year or more (Act Art. 28(3), Rules Art. 18(1)).
    """
    return today > fresh_until(profile.checked_on, months)
