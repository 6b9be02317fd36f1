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
_WISHES: Final = ("desired_conditions", "personal_statement", "registration_info", "application_details")
_PERSON: Final = ("name", "kana", "age", "birth_date", "sex", "photo", "address", "prefecture", "phone", "email")
_CONTACT: Final = ("name", "kana", "address", "prefecture", "phone", "email")
_CANDIDATE: Final = (*_PERSON, *_CAREER, *_WISHES, "interview_notes", "residence_status")
# What is shown before the person wishes to be known: no name, no contact; address and birth date in a coarser form.
_MASKED: Final = {"address": "prefecture", "birth_date": "age", "activity_history": "activity_score"}
_MASKED_ITEMS: Final = ("age", "sex", "prefecture", *_CAREER, *_WISHES, "activity_score")
_MASKED_USUAL: Final = ("age", "prefecture", *_CAREER, "desired_conditions", "activity_score")
_DEVICES: Final = ("cookie_id", "advertising_id", "ip_address", "device_info", "browsing_history")
_AUTHORITIES: Final = (
    "court",
    "prosecutor",
    "police",
    "bar_association",
    "consumer_centre",
    "government_agency",
    "local_government",
)
_PARTNERS: Final = ("supplier", "client", "sales_partner", "partner_company", "other_service")

READY_MADE: Final[tuple[ReadyMade, ...]] = (
    ReadyMade(
        ref="placement",
        name=Text("職業紹介（求人企業への推薦）", "Employment placement"),
        purpose=Text("求人企業への職業紹介", "introducing job seekers to job providers"),
        recipient_kinds=("job_provider", "placement_agency"),
        usual_items=(
            "name",
            "kana",
            "age",
            "sex",
            "prefecture",
            *_CAREER,
            "desired_conditions",
            "personal_statement",
            "interview_notes",
        ),
        allowed_items=_CANDIDATE,
        basis="consent",
        method="email",
        practices="001-18 001-19 001-24 001-26",
    ),
    ReadyMade(
        ref="scouting",
        name=Text("スカウト（求人企業による閲覧）", "Scouting: the job provider views"),
        purpose=Text("求人企業からのスカウト", "scouting by job providers"),
        recipient_kinds=("job_provider", "placement_agency"),
        usual_items=_MASKED_USUAL,
        allowed_items=_MASKED_ITEMS,
        substitutions=_MASKED,
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
        usual_items=("name", "kana", "age", "prefecture", "phone", "email", *_CAREER, "desired_conditions"),
        allowed_items=_CANDIDATE,
        basis="consent",
        method="portal",
        practices="001-25 001-31",
    ),
    ReadyMade(
        ref="own_application",
        name=Text("本人の応募操作による提供", "The person's own application"),
        purpose=Text("本人の応募の取次ぎ", "passing on the person's own application"),
        recipient_kinds=("job_provider", "placement_agency"),
        usual_items=(*_PERSON, *_CAREER, *_WISHES),
        allowed_items=_CANDIDATE,
        basis="consent",
        relation="on_behalf_of_principal",
        method="portal",
        practices="001-21",
    ),
    ReadyMade(
        ref="foreign_application",
        name=Text("外国の求人企業への応募", "Application to a job provider abroad"),
        purpose=Text("外国の求人企業への職業紹介", "introducing job seekers to job providers abroad"),
        recipient_kinds=("job_provider", "placement_agency"),
        usual_items=("name", "age", "phone", "email", "nationality", *_CAREER, *_WISHES),
        allowed_items=(*_CANDIDATE, "nationality"),
        basis="consent",
        method="portal",
        practices="001-33 001-34 001-35 001-36",
    ),
    ReadyMade(
        ref="event",
        name=Text("イベントへの参加登録", "Event registration"),
        purpose=Text("イベントの運営と参加企業からの案内", "running events and information from the companies"),
        recipient_kinds=("event_company", "job_provider"),
        usual_items=("name", "kana", "phone", "email", "education", "employer"),
        allowed_items=(*_PERSON, *_CAREER, "desired_conditions", "questionnaire_answers"),
        basis="consent",
        method="email",
        practices="001-22",
    ),
    ReadyMade(
        ref="questionnaire",
        name=Text("求人企業のアンケートへの回答", "Answer to a job provider's questionnaire"),
        purpose=Text("アンケートを作成した企業への回答の提供", "passing answers to the company that asked"),
        recipient_kinds=("job_provider", "event_company"),
        usual_items=("questionnaire_answers", "age", "sex", "prefecture"),
        allowed_items=("questionnaire_answers", "name", "age", "sex", "prefecture", "email", *_CAREER),
        substitutions={"address": "prefecture", "birth_date": "age"},
        basis="consent",
        method="email",
        practices="001-23",
    ),
    ReadyMade(
        ref="agency_contact",
        name=Text("ほかの職業紹介事業者からの連絡", "Contact by another agency"),
        purpose=Text("ほかの職業紹介事業者による求人の紹介", "introduction of jobs by other agencies"),
        recipient_kinds=("placement_agency",),
        usual_items=_MASKED_USUAL,
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
        usual_items=("name", "kana", "age", "prefecture", "phone", "email", *_CAREER, "desired_conditions"),
        allowed_items=_CANDIDATE,
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
        usual_items=("name", "email", "inquiry"),
        allowed_items=(*_CONTACT, "corporate_name", "inquiry"),
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
        allowed_items=_CONTACT,
        basis="consent",
        method="email",
        practices="002-8",
    ),
    ReadyMade(
        ref="partner_notice",
        name=Text("取引先による案内・イベント", "Notices and events of business partners"),
        purpose=Text("取引先による案内、イベント、アンケート", "notices, events and questionnaires of partners"),
        recipient_kinds=_PARTNERS,
        usual_items=("name", "corporate_name", "department", "job_title", "email"),
        allowed_items=(*_CONTACT, "corporate_name", "department", "job_title", "inquiry", "communications"),
        practices="003-7 003-8 003-14",
    ),
    ReadyMade(
        ref="partner_service",
        name=Text("提携サービスの提供", "Service with a partner company"),
        purpose=Text("提携企業と行うサービスの提供", "services given together with a partner"),
        recipient_kinds=("partner_company", "other_service"),
        usual_items=("name", "email", "registration_info"),
        practices="003-9 001-5 001-15",
    ),
    ReadyMade(
        ref="ad_list",
        name=Text("広告配信のための顧客リスト", "Customer list for an ad platform"),
        purpose=Text("お客様への案内と分析", "notices to customers and analysis"),
        recipient_kinds=("ad_platform",),
        usual_items=("hashed_email",),
        allowed_items=("hashed_email", "user_id", "purchase_history", "activity_history", *_DEVICES),
        basis="consent",
        mode="lump",
        method="api",
        practices="003-10",
    ),
    ReadyMade(
        ref="ad_identifiers",
        name=Text("Cookie などの識別子の広告利用", "Cookies and identifiers for advertising"),
        purpose=Text("広告の配信と効果の測定", "showing advertisements and measuring them"),
        recipient_kinds=("ad_platform",),
        usual_items=("cookie_id", "browsing_history"),
        allowed_items=_DEVICES,
        information="personal_related",
        mode="lump",
        method="api",
        practices="002-12 001-57",
    ),
    ReadyMade(
        ref="outsourcing",
        name=Text("業務の委託", "Outsourcing"),
        purpose=Text("委託した業務の遂行", "doing the entrusted work"),
        recipient_kinds=("contractor", "subcontractor", "group_company"),
        usual_items=("name", "address", "phone", "email"),
        basis="entrustment",
        method="portal",
        practices="000-25 002-11 003-19 004-21",
    ),
    ReadyMade(
        ref="authority_request",
        name=Text("公的機関・弁護士会からの照会への回答", "Answer to an authority's inquiry"),
        purpose=Text("法令に基づく照会への対応", "answering inquiries under the law"),
        recipient_kinds=_AUTHORITIES,
        usual_items=("name", "birth_date", "address", "phone"),
        basis="law",
        method="letter",
        practices="003-12 001-42 002-9",
    ),
    ReadyMade(
        ref="own_notice",
        name=Text("不正行為等についての自主的な通報", "Notice on own initiative about wrongful acts"),
        purpose=Text("不正行為等の防止", "preventing wrongful acts"),
        recipient_kinds=("police", "government_agency", "local_government", "consumer_centre"),
        usual_items=("name", "address", "phone", "email", "activity_history"),
        practices="003-11 003-13 001-9",
    ),
    ReadyMade(
        ref="emergency",
        name=Text("人の生命・身体・財産の保護", "Protecting life, body or property"),
        purpose=Text("緊急時の人の保護", "protecting people in an emergency"),
        recipient_kinds=("police", "local_government", "individual", "other_service"),
        usual_items=("name", "phone", "address", "emergency_contact"),
        basis="life_body_property",
        method="oral",
        practices="004-9",
    ),
    ReadyMade(
        ref="statutory_notice",
        name=Text("従業員についての法定の届出", "Statutory notice about employees"),
        purpose=Text("税・社会保険・労働の届出", "notices on tax, social insurance and labour"),
        recipient_kinds=("government_agency", "local_government"),
        usual_items=("name", "kana", "birth_date", "sex", "address", "salary", "tax_details", "insurance_numbers"),
        allowed_items=(
            "name",
            "kana",
            "former_name",
            "birth_date",
            "sex",
            "address",
            "family",
            "salary",
            "tax_details",
            "insurance_numbers",
            "attendance",
            "nationality",
            "residence_status",
            "my_number",
        ),
        basis="law",
        method="portal",
        practices="000-13 002-9",
    ),
    ReadyMade(
        ref="succession",
        name=Text("事業の承継", "Business succession"),
        purpose=Text("承継した事業の継続", "carrying on the business taken over"),
        recipient_kinds=("successor",),
        usual_items=(*_CONTACT, "registration_info", "transaction_history"),
        basis="succession",
        method="media",
        practices="000-28",
    ),
    ReadyMade(
        ref="joint_use",
        name=Text("共同利用", "Joint use"),
        purpose=Text("公表した共同利用の目的", "the purpose published for the joint use"),
        recipient_kinds=("group_company", "partner_company"),
        usual_items=(*_CONTACT, "corporate_name", "department", "job_title", "transaction_history", "communications"),
        basis="joint_use",
        method="portal",
        practices="001-38 001-39 003-6",
    ),
    ReadyMade(
        ref="publication",
        name=Text("広報媒体への掲載", "Publication in the media"),
        purpose=Text("広報", "public relations"),
        recipient_kinds=("public",),
        usual_items=("name", "employer", "job_title", "photo", "questionnaire_answers"),
        allowed_items=("name", "employer", "department", "job_title", "photo", "questionnaire_answers", "work_history"),
        basis="consent",
        act="published",
        practices="001-16",
    ),
)
