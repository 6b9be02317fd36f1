"""List the codes that people (本人), their consents and stops carry, with the words people read for them."""

from __future__ import annotations

from typing import Final, NamedTuple

from transfer_log.errors import Text
from transfer_log.subjects.rules import StopGround


class SubjectClass(NamedTuple):
    """Be a class of people: what it is called, and the codes of the items usually held about them."""

    label: Text
    usual_items: tuple[str, ...]


_CONTACT: Final = ("name", "kana", "phone", "email")
_APPLICATION: Final = (
    *_CONTACT,
    "photo",
    "birth_date",
    "sex",
    "address",
    "education",
    "work_history",
    "qualifications",
    "desired_conditions",
)

CLASSES: Final[dict[str, SubjectClass]] = {
    "candidate": SubjectClass(
        Text("求職者・会員", "candidate or member"),
        (*_APPLICATION, "interview_notes", "registration_info", "activity_history"),
    ),
    "applicant": SubjectClass(Text("自社への応募者", "applicant for a job with us"), _APPLICATION),
    "employee": SubjectClass(
        Text("役員・従業員", "officer or employee"),
        (*_APPLICATION, "emergency_contact", "department", "job_title", "bank_account"),
    ),
    "customer": SubjectClass(Text("顧客", "customer"), (*_CONTACT, "address", "transaction_history")),
    "partner_staff": SubjectClass(
        Text("取引先の役員・従業員", "officer or employee of a business partner"),
        (*_CONTACT, "employer", "department", "job_title", "transaction_history"),
    ),
    "investor": SubjectClass(Text("株主・投資家", "shareholder or investor"), (*_CONTACT, "address", "shareholding")),
    "inquirer": SubjectClass(Text("問い合わせをした人", "somebody who inquired"), _CONTACT),
    "visitor": SubjectClass(
        Text("来訪者・ウェブサイトの閲覧者", "visitor of our premises or sites"), ("name", "employer")
    ),
    "prize_entrant": SubjectClass(
        Text("懸賞・キャンペーンの応募者", "entrant of a prize draw"), (*_CONTACT, "address")
    ),
    "interviewee": SubjectClass(Text("取材・調査の協力者", "interviewee"), (*_CONTACT, "questionnaire_answers")),
    "public_person": SubjectClass(Text("公人・著名人", "public person"), ("name", "job_title")),
}

SOURCES: Final[dict[str, Text]] = {
    "application": Text("本人の申込み・応募", "application by the person"),
    "web_form": Text("ウェブフォームへの入力", "entry in a web form"),
    "written": Text("書面", "in writing"),
    "oral": Text("口頭・電話", "orally or by phone"),
    "call_recording": Text("通話の録音", "recorded call"),
    "business_card": Text("名刺", "business card"),
    "event": Text("イベント・説明会", "event"),
    "referral": Text("紹介", "referral"),
    "partner": Text("提携先・第三者からの提供", "given by a partner or other third party"),
    "group_company": Text("グループ会社", "group company"),
    "public_register": Text("公的な登録簿・住民票", "public register"),
    "official_gazette": Text("官報", "official gazette"),
    "telephone_directory": Text("電話帳", "telephone directory"),
    "credit_bureau": Text("信用情報機関", "credit bureau"),
    "published": Text("公開された情報", "published information"),
    "access_log": Text("サイトやアプリの利用による自動取得", "collected by use of a site or app"),
    "monitoring": Text("防犯カメラなどの記録", "monitoring, such as security cameras"),
    "other": Text("その他", "other"),
}

STATUSES: Final[dict[str, Text]] = {
    "registered": Text("登録中", "registered"),
    "left": Text("退会・登録終了", "left"),
}

CONSENT_METHODS: Final[dict[str, Text]] = {
    "paper": Text("書面", "on paper"),
    "click": Text("画面での同意操作", "click on a page"),
    "oral": Text("口頭", "orally"),
    "email": Text("メール", "by e-mail"),
    "other": Text("その他", "in another way"),
}

SIGNERS: Final[dict[str, Text]] = {
    "person": Text("本人", "the person"),
    "guardian": Text("法定代理人", "guardian (legal representative)"),
    "proxy": Text("任意代理人", "proxy (appointed representative)"),
}

CONSENT_EVENTS: Final[dict[str, Text]] = {
    "withdrawn": Text("同意の撤回", "withdrawn"),
    "evidence_added": Text("証拠の追加", "evidence added"),
    "voided": Text("誤登録の取消し", "recorded in error"),
}

SCOPE_DIMENSIONS: Final[dict[str, Text]] = {
    "recipients": Text("提供先", "recipients"),
    "kinds": Text("提供先の種類", "kinds of recipients"),
    "purposes": Text("利用目的", "purposes"),
    "items": Text("項目", "items"),
    "countries": Text("国", "countries"),
}

STOP_GROUNDS: Final[dict[str, Text]] = {
    StopGround.ASKED: Text("本人の希望", "the person asked"),
    StopGround.OPT_OUT: Text("オプトアウト（法第27条第2項）", "opt-out (Act Art. 27(2))"),
    StopGround.BREACH: Text(
        "第三者提供の停止請求（法第35条第3項）：第27条第1項・第28条違反",
        "request to stop provision (Act Art. 35(3)): breach of Art. 27(1) or 28",
    ),
    StopGround.HARM: Text(
        "第三者提供の停止請求（法第35条第5項）：権利利益を害するおそれなど",
        "request to stop provision (Act Art. 35(5)): rights or interests may be harmed",
    ),
}

MATCHED_FIELDS: Final[dict[str, Text]] = {
    "name": Text("氏名", "name"),
    "kana": Text("フリガナ", "kana"),
    "birth_date": Text("生年月日", "date of birth"),
    "email": Text("メールアドレス", "e-mail address"),
    "phone": Text("電話番号", "phone number"),
    "address": Text("住所", "address"),
    "identity_document": Text("本人確認書類", "identity document"),
    "own_statement": Text("本人の申告", "the person said so"),
}

#: 47 prefectures in the order of the national code (JIS X 0401).
PREFECTURES: Final = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県",
    "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県",
    "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県",
    "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県",
    "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県",
    "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
)  # fmt: skip
_SHORT: Final = {name if name == "北海道" else name[:-1]: name for name in PREFECTURES}


def prefecture_name(text: str) -> str:
    """Return the full name of a prefecture written without its last character (東京 → 東京都); other text as it is."""
    return _SHORT.get(text, text)
