"""Hold the words of an answer, in Japanese and English: headings, labels and sentences."""

from __future__ import annotations

from typing import Final

from transfer_log.errors import Text

TITLE: Final = Text("第三者提供記録の一覧", "Records of provision to third parties")
INTERNAL_MARK: Final = Text("社内用", "For internal use")
ADDRESSEE: Final = Text("{name} 様", "{name}")

LEAD_INTERNAL: Final = Text(
    "{operator}が保管している、{name}様の個人データに関する第三者提供記録（個人情報の保護に関する法律（以下「法」といいます。）"
    "第33条第5項）は、次のとおりです。",
    "These are the records that {operator} keeps of provisions of {name}’s personal data to third parties "
    "(Article 33(5) of the Act on the Protection of Personal Information, “the Act”).",
)
LEAD_DISCLOSED: Final = Text(
    "個人情報の保護に関する法律（以下「法」といいます。）第33条第5項の規定に基づき、{name}様の個人データに関する第三者提供記録を"
    "次のとおり開示します。",
    "Under Article 33(5) of the Act on the Protection of Personal Information (“the Act”), we disclose the records of "
    "provisions of your personal data to third parties as follows.",
)
INTERNAL_NOTE: Final = Text(
    "この一覧は社内での確認用です。ご本人への開示の書面としては使用できません。",
    "This list is for checking inside the company. It must not be handed over as a disclosure to the person.",
)
NOTHING: Final = Text(
    "該当する第三者提供記録は存在しません（法33条5項において準用する同条3項）。",
    "No such record exists (Article 33(3) of the Act, applied by Article 33(5)).",
)

RECORDS: Final = Text("提供の記録（{count}件）", "Records of provision ({count})")
TERMS: Final = Text("ことばの説明", "What the words mean")
DESK: Final = Text("お問い合わせ・ご請求の窓口", "Where to ask")
MAKING: Final = Text("この一覧の作成", "How this list was made")

REFS: Final = Text("管理番号", "Reference")
PERIOD: Final = Text("対象期間", "Period")
WHICH: Final = Text("掲載範囲", "Records shown")
WHOLE_PERIOD: Final = Text("期間の指定なし", "No limit of time")
FROM: Final = Text("{first}から", "From {first}")
UNTIL: Final = Text("{last}まで", "Until {last}")
FROM_UNTIL: Final = Text("{first}から{last}まで", "From {first} to {last}")
STATUTORY_ONLY: Final = Text("法令に基づいて作成した記録", "Records the law requires")
WITH_VOLUNTARY: Final = Text(
    "法令に基づいて作成した記録及び任意に作成した記録", "Records the law requires, and records kept voluntarily"
)

SEPARATOR: Final = Text("、", ", ")
LABELLED: Final = Text("{label}：", "{label}: ")
NUMBER: Final = Text("番号", "No.")
DAY: Final = Text("提供年月日", "Date of provision")
RECIPIENT: Final = Text("提供先（第三者）", "Third party")
ITEMS: Final = Text("提供した個人データの項目", "Items of personal data")
GROUND: Final = Text("本人の同意・提供の根拠", "Consent and basis")

CONTINUING: Final = Text("（継続中）", "(continuing)")
TO: Final = Text("{last}まで", "to {last}")
REFERENCE: Final = Text("参考", "For reference")
REFERENCE_HEADING: Final = Text("{heading}（参考）", "{heading} (for reference)")
NOTE: Final = Text("※ {note}", "Note: {note}")
REFERENCE_NOTE: Final = Text(
    "「参考」とした日付は、法令で定められた記録事項ではありませんが、ご確認の便宜のために記載しています。",
    "A date marked “for reference” is not an item the law asks to record; it is given for convenience.",
)
VOLUNTARY: Final = Text("任意の記録", "Voluntary")
VOLUNTARY_NOTE: Final = Text(
    "「任意の記録」とした記録は、法令上の作成義務がなく、法33条5項の開示の対象となる記録ではありません。",
    "A record marked “voluntary” was kept without a duty and is not a record that Article 33(5) of the Act covers.",
)
UNSPECIFIED_PUBLIC: Final = Text(
    "不特定かつ多数の者に対する提供", "Provided to an unspecified and large number of people"
)
ADDRESS: Final = Text("住所", "Address")
REPRESENTATIVE: Final = Text("代表者", "Representative")
COUNTRY: Final = Text("国・地域", "Country or region")
LEGAL_NAME: Final = Text("名称", "Legal name")
NOT_RECORDED: Final = Text("記録がありません", "not recorded")
CONSENT_GIVEN: Final = Text("同意を得ています", "Consent obtained")
CONSENT_MISSING: Final = Text("同意の記録なし", "No record of consent")
BASIS: Final = Text("根拠：{basis}", "Basis: {basis}")
BASIS_NOT_RECORDED: Final = Text("根拠：記録がありません", "Basis: not recorded")

DESK_NAME: Final = Text("名称", "Name")
DESK_PHONE: Final = Text("電話", "Phone")
DESK_EMAIL: Final = Text("メール", "E-mail")
DESK_HOURS: Final = Text("受付時間", "Hours")
DESK_CLOSED: Final = Text("休業日", "Closed")

DOCUMENT_NUMBER: Final = Text("文書番号", "Document number")
PREPARED_AT: Final = Text("作成日時", "Prepared at")
PREPARED_BY: Final = Text("作成者", "Prepared by")
REASON: Final = Text("作成の目的", "Purpose")
DIGEST: Final = Text("記録内容のダイジェスト（SHA-256）", "Digest of the records (SHA-256)")
DIGEST_NOTE: Final = Text(
    "各ページ下部のダイジェストは、記録の内容から計算した値です。同じ内容からは常に同じ値が得られ、"
    "内容が一文字でも異なれば別の値になります。JSON 形式の一覧からも同じ値を計算できます。",
    "The digest at the foot of each page is computed from the records. The same records always give the same value, and "
    "a single changed letter gives another. It can be computed again from the JSON form of this list.",
)
