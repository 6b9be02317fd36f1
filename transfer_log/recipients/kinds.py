"""List the business kinds of recipients and what each is in law as a rule."""

from __future__ import annotations

from typing import Final, NamedTuple

from transfer_log.errors import Text


class Kind(NamedTuple):
    """Be a kind of recipient; `nature` is the legal nature it has as a rule (assessment.md: counterpart.type)."""

    name: Text
    nature: str


NATURES: Final[dict[str, Text]] = {
    "business": Text("民間の事業者", "business"),
    "individual": Text("個人", "individual"),
    "public_body": Text("国・地方公共団体等（法16条2項の機関）", "public body (Act Art. 16(2))"),
    "foreign_public_body": Text("外国の政府機関等", "foreign public body"),
    "academic": Text("学術研究機関等", "academic institution"),
    "unspecified_public": Text("不特定かつ多数の者", "unspecified many"),
}

KINDS: Final[dict[str, Kind]] = {
    "job_provider": Kind(Text("求人企業", "job provider"), "business"),
    "placement_agency": Kind(Text("職業紹介事業者", "placement agency"), "business"),
    "event_company": Kind(Text("イベント参加企業", "event company"), "business"),
    "advertiser": Kind(Text("広告主", "advertiser"), "business"),
    "prize_provider": Kind(Text("賞品提供者", "prize provider"), "business"),
    "ad_platform": Kind(Text("広告配信事業者", "ad platform"), "business"),
    "supplier": Kind(Text("仕入先", "supplier"), "business"),
    "client": Kind(Text("顧客企業", "client"), "business"),
    "sales_partner": Kind(Text("販売代理店", "sales partner"), "business"),
    "partner_company": Kind(Text("提携企業", "partner company"), "business"),
    "group_company": Kind(Text("グループ会社", "group company"), "business"),
    "contractor": Kind(Text("委託先", "contractor"), "business"),
    "subcontractor": Kind(Text("再委託先", "subcontractor"), "business"),
    "court": Kind(Text("裁判所", "court"), "public_body"),
    "prosecutor": Kind(Text("検察庁", "prosecutor"), "public_body"),
    "police": Kind(Text("警察", "police"), "public_body"),
    "bar_association": Kind(Text("弁護士会", "bar association"), "business"),
    "consumer_centre": Kind(Text("消費生活センター", "consumer centre"), "public_body"),
    "government_agency": Kind(Text("国の行政機関", "government agency"), "public_body"),
    "local_government": Kind(Text("地方公共団体", "local government"), "public_body"),
    "academic": Kind(Text("学術研究機関", "academic institution"), "academic"),
    "successor": Kind(Text("事業の承継先", "successor"), "business"),
    "agent_of_principal": Kind(Text("本人の代理人", "agent of the person"), "individual"),
    "individual": Kind(Text("個人", "individual"), "individual"),
    "public": Kind(Text("不特定多数（公表）", "the public"), "unspecified_public"),
    "other_service": Kind(Text("その他のサービス事業者", "other service provider"), "business"),
}
