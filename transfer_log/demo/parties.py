"""Make up recipients of every kind, at home and abroad. All names are invented."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from transfer_log.recipients.drafts import RecipientDraft
from transfer_log.recipients.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_STEMS: Final[dict[str, tuple[str, ...]]] = {
    "job_provider": (
        "株式会社見本精機", "例示ソフトウェア株式会社", "みほん食品株式会社", "株式会社サンプル物流", "架空建設株式会社",
        "見本市立病院", "株式会社例示商事", "見本重工業株式会社", "例示薬品株式会社", "株式会社みほん電機",
    ),
    "placement_agency": ("例示キャリア株式会社", "見本エージェント株式会社", "株式会社架空人材"),
    "event_company": ("株式会社みほんイベント", "例示フェア運営株式会社"),
    "advertiser": ("例示広告主株式会社", "見本スクール株式会社"),
    "prize_provider": ("株式会社みほんギフト",),
    "ad_platform": ("Northfield Sample Ads Inc.", "例示アドネットワーク株式会社"),
    "supplier": ("見本資材株式会社",),
    "client": ("例示システムズ株式会社", "見本大学"),
    "sales_partner": ("株式会社みほん販売",),
    "partner_company": ("例示パートナーズ株式会社",),
    "group_company": ("株式会社見本ホールディングス", "Mihon Asia Sample Pte. Ltd."),
    "contractor": ("例示データ入力株式会社", "見本クラウド運用株式会社", "株式会社みほん発送"),
    "subcontractor": ("架空オペレーション株式会社",),
    "court": ("見本地方裁判所",),
    "prosecutor": ("見本地方検察庁",),
    "police": ("見本県警察本部", "例示警察署"),
    "bar_association": ("見本弁護士会",),
    "consumer_centre": ("例示市消費生活センター",),
    "government_agency": ("見本労働局", "例示年金事務所"),
    "local_government": ("見本市",),
    "academic": ("例示大学社会調査研究所",),
    "successor": ("株式会社見本ネクスト",),
    "agent_of_principal": ("例示法律事務所の弁護士",),
    "individual": ("個人事業主 例示 三郎",),
    "public": ("広報誌の読者",),
    "other_service": ("株式会社みほんサービス",),
}  # fmt: skip
#: Job providers abroad: name, country, profile where the country has several.
_ABROAD: Final = (
    ("Saigon Blue Sample JSC", "VN", None),
    ("Rhein Muster GmbH", "DE", None),
    ("Thames Example Ltd.", "GB", None),
    ("Lion City Sample Pte. Ltd.", "SG", None),
    ("Golden Gate Example Inc.", "US", "US-CA"),
    ("台北範例股份有限公司", "TW", None),
    ("Seoul Sample Co., Ltd.", "KR", None),
    ("Gulf Example LLC", "AE", None),
)
_HEADLESS: Final = frozenset({"individual", "agent_of_principal", "public"})
#: How the head of an office is called, by the end of its name; a company has a representative.
_HEADS: Final = {
    "病院": "院長", "大学": "学長", "研究所": "所長", "裁判所": "所長", "検察庁": "検事正", "本部": "本部長", "署": "署長",
    "弁護士会": "会長", "センター": "センター長", "局": "局長", "事務所": "所長", "市": "市長",
}  # fmt: skip
_REPRESENTATIVES: Final = ("例示 一郎", "見本 京子", "架空 二郎", "例示 春子")


def make_recipients(count: int, valid_from: date) -> list[RecipientDraft]:
    """Return up to `count` recipients: every kind first, then more companies; the last two are known by name only."""
    named = list(_at_home()) + list(_abroad())
    extra = count - 2 - len(named)
    named += [_company(f"R-{len(named) + n:04}", f"株式会社見本第{n}工業", "job_provider") for n in range(1, extra + 1)]
    drafts = list(named[: count - 2])
    drafts += [
        RecipientDraft(ref="R-9001", name="株式会社これから登録", is_provisional=True),
        RecipientDraft(ref="R-9002", name="名称のみ聞いた会社", is_provisional=True),
    ]
    return [_since(draft, valid_from) for draft in drafts]


def _since(draft: RecipientDraft, valid_from: date) -> RecipientDraft:
    return replace(draft, valid_from=valid_from)


def _at_home() -> Iterator[RecipientDraft]:
    number = 0
    for kind in KINDS:
        for name in _STEMS[kind]:
            number += 1
            is_abroad = name.isascii()
            yield _company(
                f"R-{number:04}", name, kind, country="US" if "Inc." in name else "SG" if is_abroad else "JP"
            )


def _abroad() -> Iterator[RecipientDraft]:
    for number, (name, country, profile) in enumerate(_ABROAD, start=1):
        yield _company(f"R-80{number:02}", name, "job_provider", country=country, profile=profile)


def _company(ref: str, name: str, kind: str, country: str = "JP", profile: str | None = None) -> RecipientDraft:
    number = sum(map(ord, ref))
    is_home = country == "JP"
    return RecipientDraft(
        ref=ref,
        name=name,
        kind=kind,
        country=country,
        country_profile=profile,
        address=f"東京都見本区例示町{number % 9 + 1}-{number % 20 + 1}"
        if is_home
        else f"{number} Sample Street, {country}",
        representative=None if kind in _HEADLESS else _head(name, number) if is_home else "Sam Sample, CEO",
    )


def _head(name: str, number: int) -> str:
    office = next((head for end, head in _HEADS.items() if name.endswith(end)), "代表取締役")
    return f"{office} {_REPRESENTATIVES[number % 4]}"
