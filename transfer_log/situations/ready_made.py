"""List the situations that come with the product: what five published privacy policies declare about giving data.

An operator gets them at `init` and changes them to what its own policy says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from transfer_log.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyMade:
    """Be a situation as it is shipped; the fields are those of a situation, `purpose` is a wording to start from."""

    ref: str
    name: Text
    purpose: Text
    recipient_kinds: tuple[str, ...] = ()
    usual_items: tuple[str, ...] = ()
    allowed_items: tuple[str, ...] = ()
    substitutions: Mapping[str, str] = field(default_factory=dict)
    basis: str | None = None
    relation: str = "none"
    information: str = "personal_data"
    act: str = "sent"
    mode: str = "each_time"
    method: str | None = None
    practices: str = ""


_CAREER: Final = ("education", "qualifications", "employer", "job_title", "work_history")
_MASKED: Final = {"name": "age", "kana": "age", "address": "prefecture", "birth_date": "age"}
_MASKED_ITEMS: Final = (
    "age",
    "sex",
    "prefecture",
    *_CAREER,
    "desired_conditions",
    "activity_score",
    "registration_info",
)
_FULL: Final = ("name", "kana", "age", "birth_date", "sex", "photo", "address", "prefecture", "phone", "email")
_IDENTIFIERS: Final = (
    "hashed_email",
    "cookie_id",
    "advertising_id",
    "ip_address",
    "device_info",
    "user_id",
    "browsing_history",
    "purchase_history",
    "activity_history",
)
_PARTNERS: Final = ("supplier", "client", "sales_partner", "partner_company", "group_company", "other_service")

READY_MADE: Final[tuple[ReadyMade, ...]] = (
    ReadyMade(
        ref="placement",
        name=Text("職業紹介（応募の代行）", "Employment placement"),
        purpose=Text("求人企業への職業紹介", "introducing job seekers to job providers"),
        recipient_kinds=("job_provider", "placement_agency"),
        usual_items=("name", "age", "education", "work_history", "interview_notes"),
        allowed_items=(*_FULL, *_CAREER, "desired_conditions", "interview_notes", "registration_info"),
        basis="consent",
        method="email",
        practices="001-18 001-19 001-24 001-26",
    ),
    ReadyMade(
        ref="scouting",
        name=Text("スカウト（求人企業による閲覧）", "Scouting: the job provider views"),
        purpose=Text("求人企業からのスカウト", "scouting by job providers"),
        recipient_kinds=("job_provider", "placement_agency"),
        usual_items=("age", "prefecture", "education", "work_history"),
        allowed_items=_MASKED_ITEMS,
        substitutions=_MASKED | {"activity_history": "activity_score"},
        basis="consent",
        act="made_available",
        method="view",
        practices="001-20 001-25 001-27",
    ),
    ReadyMade(
        ref="scouting_full",
        name=Text("スカウト後の開示（本人の希望により）", "After scouting, on the person's wish"),
        purpose=Text("スカウトに応じた本人の紹介", "introducing people who answered a scout"),
        recipient_kinds=("job_provider", "placement_agency"),
        usual_items=("name", "email", "phone", "work_history"),
        allowed_items=(*_FULL, *_CAREER, "desired_conditions", "registration_info"),
        basis="consent",
        method="portal",
        practices="001-25 001-31",
    ),
    ReadyMade(
        ref="own_application",
        name=Text("本人の応募操作による提供", "The person's own application"),
        purpose=Text("本人の応募の取次ぎ", "passing on the person's own application"),
        recipient_kinds=("job_provider", "placement_agency"),
        usual_items=("name", "age", "education", "work_history", "email", "phone"),
        allowed_items=(*_FULL, *_CAREER, "desired_conditions", "registration_info"),
        basis="consent",
        relation="on_behalf_of_principal",
        method="portal",
        practices="001-21",
    ),
    ReadyMade(
        ref="event",
        name=Text("イベントへの参加登録", "Event registration"),
        purpose=Text("イベントの運営と参加企業からの案内", "running events and information from the companies"),
        recipient_kinds=("event_company", "job_provider"),
        usual_items=("name", "email", "education"),
        allowed_items=(*_FULL, *_CAREER, "questionnaire_answers"),
        basis="consent",
        method="email",
        practices="001-22",
    ),
    ReadyMade(
        ref="questionnaire",
        name=Text("求人企業のアンケートへの回答", "Answer to a job provider's questionnaire"),
        purpose=Text("アンケートを作成した企業への回答の提供", "passing answers to the company that asked"),
        recipient_kinds=("job_provider",),
        usual_items=("questionnaire_answers", "age", "prefecture"),
        allowed_items=("questionnaire_answers", "name", "age", "sex", "prefecture", "email", *_CAREER),
        substitutions={"address": "prefecture", "birth_date": "age"},
        basis="consent",
        method="email",
        practices="001-23",
    ),
    ReadyMade(
        ref="agency_contact",
        name=Text("職業紹介事業者からの連絡", "Contact by another agency"),
        purpose=Text("ほかの職業紹介事業者による求人の紹介", "introduction of jobs by other agencies"),
        recipient_kinds=("placement_agency",),
        usual_items=("age", "prefecture", "work_history", "desired_conditions"),
        allowed_items=_MASKED_ITEMS,
        substitutions=_MASKED,
        basis="consent",
        act="made_available",
        method="view",
        practices="001-28 001-29 001-31",
    ),
    ReadyMade(
        ref="interview_wish",
        name=Text("面談の希望（本人の希望により）", "Wish for an interview"),
        purpose=Text("面談を希望した職業紹介事業者への紹介", "introducing people who wish an interview to the agency"),
        recipient_kinds=("placement_agency", "job_provider"),
        usual_items=("name", "phone", "email", "work_history"),
        allowed_items=(*_FULL, *_CAREER, "desired_conditions", "registration_info"),
        basis="consent",
        method="portal",
        practices="001-30 001-31",
    ),
    ReadyMade(
        ref="other_consented",
        name=Text("本人の同意によるその他の提供", "Other provision by consent"),
        purpose=Text("本人が同意した提供", "what the person agreed to"),
        basis="consent",
        practices="001-32",
    ),
    ReadyMade(
        ref="advertisement_request",
        name=Text("広告についての資料請求", "Request about an advertisement"),
        purpose=Text("請求のあった資料・情報の送付", "sending what was asked for"),
        recipient_kinds=("advertiser",),
        usual_items=("name", "email"),
        allowed_items=("name", "kana", "address", "prefecture", "phone", "email", "inquiry"),
        basis="consent",
        method="email",
        practices="002-7",
    ),
    ReadyMade(
        ref="prize",
        name=Text("懸賞・プレゼントの発送", "Sending a prize"),
        purpose=Text("当選者への賞品の発送", "sending prizes to winners"),
        recipient_kinds=("prize_provider",),
        usual_items=("name", "address", "phone"),
        allowed_items=("name", "kana", "address", "prefecture", "phone", "email"),
        basis="consent",
        method="email",
        practices="002-8",
    ),
    ReadyMade(
        ref="partner_notice",
        name=Text("取引先による案内・イベント", "Notices and events of business partners"),
        purpose=Text("取引先による案内、イベント、アンケート", "notices, events and questionnaires of partners"),
        recipient_kinds=_PARTNERS,
        usual_items=("name", "corporate_name", "email"),
        allowed_items=("name", "corporate_name", "department", "job_title", "email", "phone", "inquiry"),
        practices="003-7 003-8",
    ),
    ReadyMade(
        ref="partner_service",
        name=Text("提携サービスの提供", "Service with a partner company"),
        purpose=Text("提携企業と行うサービスの提供", "services given together with a partner"),
        recipient_kinds=("partner_company", "other_service"),
        usual_items=("name", "email", "registration_info"),
        practices="003-9 001-15",
    ),
    ReadyMade(
        ref="ad_list",
        name=Text("広告配信のためのリスト提供", "Audience list for an ad platform"),
        purpose=Text("お客様への案内と分析", "notices to customers and analysis"),
        recipient_kinds=("ad_platform",),
        usual_items=("hashed_email",),
        allowed_items=_IDENTIFIERS,
        information="personal_related",
        mode="lump",
        method="api",
        practices="003-10 002-12",
    ),
    ReadyMade(
        ref="outsourcing",
        name=Text("業務の委託", "Outsourcing"),
        purpose=Text("委託した業務の遂行", "doing the entrusted work"),
        recipient_kinds=("contractor", "subcontractor", "group_company"),
        usual_items=("name", "address", "phone"),
        basis="entrustment",
        method="portal",
        practices="000-25 002-11 003-19 004-21",
    ),
    ReadyMade(
        ref="authority_request",
        name=Text("公的機関からの照会への回答", "Answer to an authority's inquiry"),
        purpose=Text("法令に基づく照会への対応", "answering inquiries under the law"),
        recipient_kinds=(
            "court",
            "prosecutor",
            "police",
            "bar_association",
            "consumer_centre",
            "government_agency",
            "local_government",
        ),
        usual_items=("name", "address"),
        basis="law",
        method="letter",
        practices="003-12 001-42",
    ),
    ReadyMade(
        ref="own_notice",
        name=Text("不正行為等についての自主的な通報", "Notice on own initiative about wrongful acts"),
        purpose=Text("不正行為等の防止", "preventing wrongful acts"),
        recipient_kinds=("police", "government_agency", "local_government", "consumer_centre"),
        usual_items=("name", "inquiry"),
        practices="003-11 003-13 001-9",
    ),
    ReadyMade(
        ref="statutory_notice",
        name=Text("従業員についての法定の届出", "Statutory notice about employees"),
        purpose=Text("税・社会保険・労働の届出", "notices on tax, social insurance and labour"),
        recipient_kinds=("government_agency", "local_government"),
        usual_items=("name", "birth_date", "address"),
        basis="law",
        method="portal",
        practices="000-13 002-9",
    ),
    ReadyMade(
        ref="succession",
        name=Text("事業の承継", "Business succession"),
        purpose=Text("承継した事業の継続", "carrying on the business taken over"),
        recipient_kinds=("successor",),
        usual_items=("name", "address", "registration_info"),
        basis="succession",
        method="media",
        practices="000-28",
    ),
    ReadyMade(
        ref="joint_use",
        name=Text("共同利用", "Joint use"),
        purpose=Text("公表した共同利用の目的", "the purpose published for the joint use"),
        recipient_kinds=("group_company", "partner_company"),
        usual_items=("name", "corporate_name", "email"),
        basis="joint_use",
        method="portal",
        practices="001-38 001-39 003-6",
    ),
    ReadyMade(
        ref="publication",
        name=Text("広報媒体への掲載", "Publication in the media"),
        purpose=Text("広報", "public relations"),
        recipient_kinds=("public",),
        usual_items=("name", "employer", "photo"),
        allowed_items=("name", "employer", "job_title", "photo", "questionnaire_answers"),
        basis="consent",
        act="published",
        practices="001-16",
    ),
)
