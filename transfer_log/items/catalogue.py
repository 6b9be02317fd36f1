"""List the data items that come with the product: their codes, names and classes. Only names are ever stored, no values."""

from __future__ import annotations

from typing import Final, NamedTuple

from transfer_log.errors import Text

ITEM_CLASSES: Final[dict[str, Text]] = {
    "identity": Text("本人の特定", "identity"),
    "contact": Text("連絡先", "contact"),
    "career": Text("経歴・職務", "career"),
    "education": Text("学歴・資格", "education"),
    "statements": Text("本人の申告・発言", "what the person said"),
    "activity": Text("利用・活動の履歴", "activity"),
    "derived": Text("加工・算出した情報", "derived"),
    "financial": Text("取引・財産", "financial"),
    "employment": Text("雇用管理", "employment"),
    "identifiers": Text("端末・広告の識別子", "identifiers"),
    "special_care": Text("要配慮個人情報", "special-care"),
    "never_provide": Text("提供しない情報", "never provided"),
}


class Bar(NamedTuple):
    """Say why an item is never given, and the article it rests on; None where it is the product's own rule."""

    why: Text
    article: str | None = None


#: A situation that names one of these among its own items lifts the bar: a notice to the tax office carries My Number.
BARS: Final[dict[str, Bar]] = {
    "my_number": Bar(
        Text(
            "マイナンバーは、番号利用法19条が定める場合のほかは、同意があっても提供できません。",
            "My Number may be given only where the My Number Act says so, whatever the person agrees to.",
        ),
        "My Number Act Art. 19",
    ),
    "password": Bar(
        Text(
            "パスワードは本人だけが知るもので、どの目的にも渡す必要がありません。",
            "A password is for its owner alone: no purpose needs it to be given.",
        ),
    ),
    "legal_domicile": Bar(
        Text(
            "本籍地は差別につながるおそれがあり、求職者については集めることも原則できません。都道府県で足ります。",
            "A legal domicile invites discrimination, and of job seekers it may not even be collected. The prefecture will do.",
        ),
        "Employment Security Act Art. 5-5",
    ),
}

_PERSON_RELATED: Final = frozenset(
    {"cookie_id", "advertising_id", "device_info", "ip_address", "hashed_email", "browsing_history", "location"}
)


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

    @property
    def is_person_related(self) -> bool:
        """Tell whether it tells of a browser or device and, alone, not yet of a person (個人関連情報, Act Art. 2(7)).

        Joined to a register of our own it is personal data.
        """
        return self.code in _PERSON_RELATED


# fmt: off
_ITEMS: Final = (
    ("name", "氏名", "name", "identity", None),
    ("kana", "氏名のフリガナ", "reading of the name", "identity", None),
    ("former_name", "旧姓・旧名", "former name", "identity", None),
    ("photo", "顔写真", "photo", "identity", None),
    ("sex", "性別", "sex", "identity", None),
    ("birth_date", "生年月日", "date of birth", "identity", "age"),
    ("age", "年齢", "age", "identity", None),
    ("nationality", "国籍", "nationality", "identity", None),
    ("residence_status", "在留資格", "residence status", "identity", None),
    ("identity_document", "本人確認書類の写し", "copy of an identity document", "identity", None),
    ("family", "家族の情報", "family", "identity", None),
    ("address", "住所", "address", "contact", "prefecture"),
    ("prefecture", "住所（都道府県）", "prefecture", "contact", None),
    ("phone", "電話番号", "phone", "contact", None),
    ("fax", "ファクス番号", "fax", "contact", None),
    ("email", "メールアドレス", "e-mail", "contact", None),
    ("emergency_contact", "緊急連絡先", "emergency contact", "contact", None),
    ("corporate_name", "会社名", "company name", "career", None),
    ("employer", "勤務先", "employer", "career", None),
    ("department", "所属部署", "department", "career", None),
    ("job_title", "役職", "job title", "career", None),
    ("work_history", "職務経歴", "work history", "career", None),
    ("employment_result", "選考・就業の結果", "result of selection or employment", "career", None),
    ("education", "学歴", "education", "education", None),
    ("qualifications", "資格・免許", "qualifications", "education", None),
    ("learning_record", "学習の記録", "learning record", "education", None),
    ("desired_conditions", "希望条件", "desired conditions", "statements", None),
    ("personal_statement", "志望動機・自己 PR", "personal statement", "statements", None),
    ("interview_notes", "面談の記録", "interview notes", "statements", None),
    ("questionnaire_answers", "アンケートの回答", "questionnaire answers", "statements", None),
    ("inquiry", "お問い合わせの内容", "inquiry", "statements", None),
    ("communications", "連絡・交渉の記録", "record of communications", "statements", None),
    ("call_recording", "通話・面談の録音録画", "call recording", "statements", None),
    ("registration_info", "登録情報", "registration information", "activity", None),
    ("application_details", "応募した求人・応募状況", "application details", "activity", None),
    ("activity_history", "サービスの利用履歴", "activity history", "activity", "activity_score"),
    ("activity_score", "利用履歴から算出した評価", "score derived from activity", "derived", None),
    ("transaction_history", "取引履歴", "transaction history", "financial", None),
    ("purchase_history", "購買履歴", "purchase history", "financial", None),
    ("billing", "請求・支払の情報", "billing", "financial", None),
    ("bank_account", "銀行口座", "bank account", "financial", None),
    ("shareholding", "保有株式", "shareholding", "financial", None),
    ("salary", "給与・報酬", "pay", "employment", None),
    ("tax_details", "源泉徴収・税の情報", "tax details", "employment", None),
    ("insurance_numbers", "年金・雇用保険等の番号", "pension and insurance numbers", "employment", None),
    ("attendance", "勤怠", "attendance", "employment", None),
    ("user_id", "利用者 ID", "user id", "identifiers", None),
    ("ip_address", "IP アドレス", "IP address", "identifiers", None),
    ("cookie_id", "Cookie の識別子", "cookie identifier", "identifiers", None),
    ("advertising_id", "広告識別子", "advertising identifier", "identifiers", None),
    ("device_info", "端末の情報", "device information", "identifiers", None),
    ("hashed_email", "ハッシュ化したメールアドレス", "hashed e-mail", "identifiers", None),
    ("browsing_history", "閲覧履歴", "browsing history", "identifiers", None),
    ("location", "位置情報", "location", "identifiers", None),
    ("health", "病歴・健康診断・診療の情報", "health: history, check-ups, treatment", "special_care", None),
    ("disability", "障害", "disability", "special_care", None),
    ("criminal_record", "犯罪の経歴", "criminal record", "special_care", None),
    ("criminal_procedure", "刑事事件・少年事件の手続", "criminal or juvenile procedure", "special_care", None),
    ("crime_victim", "犯罪の被害に遭った事実", "having been a victim of crime", "special_care", None),
    ("creed", "信条", "creed", "special_care", None),
    ("race", "人種", "race", "special_care", None),
    ("social_status", "社会的身分", "social status", "special_care", None),
    ("my_number", "マイナンバー（個人番号）", "My Number", "never_provide", None),
    ("password", "パスワード", "password", "never_provide", None),
    ("legal_domicile", "本籍地", "legal domicile", "never_provide", "prefecture"),
)
# fmt: on

CATALOGUE: Final[dict[str, CatalogueItem]] = {
    code: CatalogueItem(code, Text(ja, en), item_class, substitute) for code, ja, en, item_class, substitute in _ITEMS
}
