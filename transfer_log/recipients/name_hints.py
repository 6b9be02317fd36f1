"""List what the name of a recipient tells about its legal nature, in the order in which hints are tried.

The line that matters is Act Art. 16(2): the State, local governments, 独立行政法人等 and 地方独立行政法人 are no handling
business operators, so that no record is due for what they receive (Act Art. 29(1) bracket). But the bodies of Schedule 2
(national universities, research agencies, the national hospital organisation) and the local agencies that run hospitals,
universities or research are left to the rules for businesses. A hospital or school that a city runs itself is the city.

A hint is a guess that a keeper confirms. Where a name could be read either way, the guess is the side that keeps a record.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from transfer_log.errors import Text


class NameHint(NamedTuple):
    """Say what names of a pattern are in law; `abroad` is what they are in another country, None: says nothing there."""

    pattern: re.Pattern[str]
    nature: str
    abroad: str | None
    why: Text


def _hint(pattern: str, nature: str, abroad: str | None, ja: str, en: str) -> NameHint:
    return NameHint(re.compile(pattern, re.IGNORECASE), nature, abroad, Text(ja, en))


# A clinic near the city hall and a shop at the police station are neither: 市役所前歯科.
_NOT_BESIDE: Final = r"(?!前|通|横|内|共済|生協|職員)"
# 都立川 in 東京都立川市 is the town of Tachikawa, 立花 a family name; 川崎市立川崎病院 is run by its city.
_RUN_BY: Final = r"(?:都|道|府|県|市|区|町|村|広域連合|組合)立(?!川(?:市|病院|相互|中央)|花|大学)"
_BUREAU: Final = (
    r"税務署|国税局|税関|法務局|労働局|労働基準監督署|公共職業安定所|ハローワーク|入国管理局|出入国在留管理|運輸局|整備局|"
    r"年金事務所|保健所|児童相談所|福祉事務所|消防署|消防本部|消防局|拘置所|刑務所|自衛隊|国会図書館"
)
_BOARD: Final = r"(?:教育|選挙管理|公正取引|個人情報保護|国家公安|公安|人事|公平|農業|労働|収用|監査)委員会$"
_SCHEDULE_1: Final = (
    r"日本年金機構|日本銀行|日本司法支援センター|法テラス|日本私立学校振興・共済事業団|日本中央競馬会|預金保険機構|貯金保険機構|"
    r"外国人技能実習機構|沖縄振興開発金融公庫|日本政策金融公庫|国際協力銀行|日本貿易保険|原子力損害賠償・廃炉等支援機構|"
    r"脱炭素成長型経済構造移行推進機構"
)
_COMPANY: Final = (
    r"(?:株式|有限|合同|合資|合名|相互)会社|\((?:株|有|同)\)|"
    r"\b(?:inc|ltd|llc|corp|co|plc|gmbh|ag|sa|jsc)\b\.?$|\b(?:inc|ltd|llc|corp|gmbh)\b"
)

NAME_HINTS: Final[tuple[NameHint, ...]] = (
    _hint(
        r"大使館|領事館|\bembassy\b|\bconsulate\b",
        "foreign_public_body",
        "foreign_public_body",
        "大使館・領事館は外国の政府の機関です。",
        "An embassy or consulate belongs to a foreign government.",
    ),
    _hint(
        _SCHEDULE_1,
        "public_body",
        None,
        "個人情報保護法の別表第一の法人（独立行政法人等）です。",
        "A body of Schedule 1 of the Act, treated as an incorporated administrative agency.",
    ),
    _hint(_COMPANY, "business", "business", "会社の名称です。", "This is the name of a company."),
    _hint(
        r"国立大学法人|公立大学法人|大学共同利用機関|科学技術大学院大学|放送大学学園|国立研究開発法人|福島国際研究教育機構|"
        r"国立健康危機管理研究機構",
        "academic",
        "academic",
        "国公立大学や国立の研究開発法人には、民間と同じ規律が適用されます（法16条2項、別表第二）。",
        "State universities and research agencies stand under the rules for businesses (Act Art. 16(2), Schedule 2).",
    ),
    _hint(
        r"国立病院機構|地域医療機能推進機構|国立.*(?:病院|医療)",
        "business",
        None,
        "国立病院機構などには、民間の病院と同じ規律が適用されます（法16条2項、別表第二）。",
        "The national hospital organisations stand under the rules for businesses (Act Art. 16(2), Schedule 2).",
    ),
    _hint(
        r"地方独立行政法人.*(?:病院|医療|がん|成人病)",
        "business",
        None,
        "病院を営む地方独立行政法人には、民間の病院と同じ規律が適用されます（法16条2項4号）。",
        "A local agency that runs hospitals stands under the rules for businesses (Act Art. 16(2)(iv)).",
    ),
    _hint(
        r"地方独立行政法人.*(?:大学|研究|試験|技術)",
        "academic",
        None,
        "大学や試験研究を行う地方独立行政法人には、民間と同じ規律が適用されます（法16条2項4号）。",
        "A local agency for research or a university stands under the rules for businesses (Act Art. 16(2)(iv)).",
    ),
    _hint(
        r"大学(?:院|校|部|法人|学園|病院|医学部|附属|付属|研究|$)|学校法人.*大学|(?:短期|医科|工業|女子|学院)大学|\buniversit|"
        r"\bcollege\b|institute of technology",
        "academic",
        "academic",
        "大学は学術研究機関です。",
        "A university is an academic institution.",
    ),
    _hint(
        r"学会$|(?:財団|社団)法人.*(?:研究所|研究機構|学術)|国立.*(?:研究所|研究センター)|\bacademy of sciences\b",
        "academic",
        "academic",
        "学術研究を主な目的とする団体とみられます。",
        "It seems to exist for academic research.",
    ),
    _hint(
        r"独立行政法人",
        "public_body",
        None,
        "独立行政法人・地方独立行政法人は、法16条2項の機関です。",
        "Incorporated administrative agencies are bodies of Act Art. 16(2).",
    ),
    _hint(
        rf"裁判所{_NOT_BESIDE}|検察庁{_NOT_BESIDE}|警視庁{_NOT_BESIDE}|警察(?:署|本部|庁|局){_NOT_BESIDE}|{_BUREAU}|{_BOARD}|"
        rf"(?:都|道|府|県)庁{_NOT_BESIDE}|(?:市|区)役所{_NOT_BESIDE}|(?:町|村)役場{_NOT_BESIDE}|^(?:衆議院|参議院|人事院|会計検査院|内閣府)|"
        r"^[^\s]{1,6}(?:省|庁)(?:$|[^\s]*(?:局|部|課|室)$)",
        "public_body",
        "foreign_public_body",
        "国または地方公共団体の機関です。",
        "An organ of the State or of a local government.",
    ),
    _hint(
        _RUN_BY,
        "public_body",
        "foreign_public_body",
        "地方公共団体が自ら営む施設は、その地方公共団体です（法16条2項2号）。",
        "An institution that a local government runs itself is that local government (Act Art. 16(2)(ii)).",
    ),
    _hint(
        r"^国立(?!市|音楽|学園)",
        "public_body",
        "foreign_public_body",
        "国の機関または独立行政法人とみられます。",
        "It seems to be an organ or agency of the State.",
    ),
    _hint(
        r"^(?:東京都|北海道|大阪府|京都府|.{2,3}県)$|^.{1,8}(?:市|区)$|^.*[都道府県郡].{1,6}[町村]$",
        "public_body",
        "foreign_public_body",
        "地方公共団体の名称です。",
        "This is the name of a local government.",
    ),
    _hint(
        r"\bministry\b|\bpolice\b|\bcourt\b|\bprosecut|\bmunicipal|\bcity of\b|\bgovernment\b",
        "public_body",
        "foreign_public_body",
        "政府または自治体の機関とみられます。",
        "It seems to be an organ of a government.",
    ),
)
