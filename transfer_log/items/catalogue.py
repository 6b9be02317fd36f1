"""List the data items that come with the product: their codes, names and classes. Only names are ever stored, no values."""

from __future__ import annotations

from typing import Final, NamedTuple

from transfer_log.errors import Text

ITEM_CLASSES: Final[dict[str, Text]] = {
    "identity": Text("本人の特定", "identity"),
    "contact": Text("連絡先", "contact"),
    "career": Text("経歴・職務", "career"),
    "education": Text("学歴・資格", "education"),
    "activity": Text("利用・活動の履歴", "activity"),
    "derived": Text("加工・算出した情報", "derived"),
    "financial": Text("取引・財産", "financial"),
    "identifiers": Text("端末・広告の識別子", "identifiers"),
    "special_care": Text("要配慮個人情報", "special-care"),
    "never_provide": Text("提供しない情報", "never provided"),
}


class CatalogueItem(NamedTuple):
    """Be an item of the shipped catalogue; `substitute` is the coarser item given in its place where it is barred."""

    code: str
    name: Text
    item_class: str
    substitute: str | None = None

    @property
    def is_special_care(self) -> bool:
        """Tell whether it is 要配慮個人情報 (Act Art. 2(3), Order Art. 2)."""
        return self.item_class == "special_care"

    @property
    def is_never_provided(self) -> bool:
        """Tell whether it is never to be given: by law (My Number Act Art. 19) or by own rule."""
        return self.item_class == "never_provide"


# fmt: off
_ITEMS: Final = (
    ("name", "氏名", "name", "identity", None),
    ("kana", "氏名のフリガナ", "reading of the name", "identity", None),
    ("former_name", "旧姓・旧名", "former name", "identity", None),
    ("photo", "顔写真", "photo", "identity", None),
    ("sex", "性別", "sex", "identity", None),
    ("birth_date", "生年月日", "date of birth", "identity", "age"),
    ("age", "年齢", "age", "identity", None),
    ("family", "家族の情報", "family", "identity", None),
    ("corporate_name", "会社名", "company name", "career", None),
    ("address", "住所", "address", "contact", "prefecture"),
    ("prefecture", "住所（都道府県）", "prefecture", "contact", None),
    ("phone", "電話番号", "phone", "contact", None),
    ("fax", "ファクス番号", "fax", "contact", None),
    ("email", "メールアドレス", "e-mail", "contact", None),
    ("emergency_contact", "緊急連絡先", "emergency contact", "contact", None),
    ("employer", "勤務先", "employer", "career", None),
    ("department", "所属部署", "department", "career", None),
    ("job_title", "役職", "job title", "career", None),
    ("work_history", "職務経歴", "work history", "career", None),
    ("desired_conditions", "希望条件", "desired conditions", "career", None),
    ("interview_notes", "面談の所見", "interview notes", "career", None),
    ("employment_result", "選考・就業の結果", "result of selection or employment", "career", None),
    ("education", "学歴", "education", "education", None),
    ("qualifications", "資格・免許", "qualifications", "education", None),
    ("questionnaire_answers", "アンケートの回答", "questionnaire answers", "activity", None),
    ("registration_info", "登録情報", "registration information", "activity", None),
    ("inquiry", "お問い合わせの内容", "inquiry", "activity", None),
    ("learning_record", "学習の記録", "learning record", "activity", None),
    ("activity_history", "サービスの利用履歴", "activity history", "activity", "activity_score"),
    ("call_recording", "通話・面談の録音録画", "call recording", "activity", None),
    ("activity_score", "利用履歴から算出した評価", "score derived from activity", "derived", None),
    ("transaction_history", "取引履歴", "transaction history", "financial", None),
    ("purchase_history", "購買履歴", "purchase history", "financial", None),
    ("billing", "請求・支払の情報", "billing", "financial", None),
    ("bank_account", "銀行口座", "bank account", "financial", None),
    ("shareholding", "保有株式", "shareholding", "financial", None),
    ("user_id", "利用者 ID", "user id", "identifiers", None),
    ("ip_address", "IP アドレス", "IP address", "identifiers", None),
    ("cookie_id", "Cookie の識別子", "cookie identifier", "identifiers", None),
    ("advertising_id", "広告識別子", "advertising identifier", "identifiers", None),
    ("device_info", "端末の情報", "device information", "identifiers", None),
    ("hashed_email", "ハッシュ化したメールアドレス", "hashed e-mail", "identifiers", None),
    ("browsing_history", "閲覧履歴", "browsing history", "identifiers", None),
    ("location", "位置情報", "location", "identifiers", None),
    ("health", "病歴・健康診断の結果", "health", "special_care", None),
    ("criminal_record", "犯罪の経歴", "criminal record", "special_care", None),
    ("creed", "信条", "creed", "special_care", None),
    ("race", "人種", "race", "special_care", None),
    ("social_status", "社会的身分", "social status", "special_care", None),
    ("disability", "障害", "disability", "special_care", None),
    ("crime_victim", "犯罪の被害に遭った事実", "having been a victim of crime", "special_care", None),
    ("my_number", "マイナンバー（個人番号）", "My Number", "never_provide", None),
    ("password", "パスワード", "password", "never_provide", None),
    ("legal_domicile", "本籍地", "legal domicile", "never_provide", "prefecture"),
)
# fmt: on

CATALOGUE: Final[dict[str, CatalogueItem]] = {
    code: CatalogueItem(code, Text(ja, en), item_class, substitute) for code, ja, en, item_class, substitute in _ITEMS
}
