"""Make answers to look at and to test with: legal defaults, a test states only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from transfer_log.answers.document import (
    AnswerDocument,
    AnswerRow,
    Choices,
    Days,
    Desk,
    Item,
    Making,
    Operator,
    Recipient,
    Subject,
)
from transfer_log.answers.terms import COMMON_TERMS, basis_in_words
from transfer_log.errors import Text

CONSENT_ITEMS = frozenset({"third_party", "principal", "data_items", "consent"})
OPT_OUT_ITEMS = frozenset({"date", "third_party", "principal", "data_items"})

NAME = Item("name", Text("氏名", "Name"))
ITEMS = (
    NAME,
    Item("kana", Text("ふりがな", "Reading of the name")),
    Item("birth_date", Text("生年月日", "Date of birth")),
    Item("sex", Text("性別", "Sex")),
    Item("address", Text("住所", "Address")),
    Item("phone", Text("電話番号", "Telephone number")),
    Item("email", Text("電子メールアドレス", "E-mail address")),
    Item("education", Text("学歴", "Education")),
    Item("work_history", Text("職務経歴", "Work history")),
    Item("qualifications", Text("資格・免許", "Qualifications")),
    Item("desired_conditions", Text("希望条件", "Conditions wished for")),
    Item("interview_notes", Text("面談の記録", "Notes of interviews")),
)

DESK = Desk(
    name="個人情報ご相談窓口",
    address="東京都千代田区架空町一丁目2番3号 見本ビル8階",
    phone="03-0000-0000",
    email="privacy@example.co.jp",
    hours="午前10時から午後5時まで",
    closed_days="土曜日、日曜日、祝日、12月29日から1月3日まで",
)

OPERATOR = Operator(
    name=Text("株式会社みほん人材", "Mihon Jinzai Co., Ltd."),
    address="東京都千代田区架空町一丁目2番3号",
    representative="代表取締役 見本 花子",
    desk=DESK,
)

RECIPIENT = Recipient(
    name=Text("株式会社髙橋データ分析", "Takahashi Data Analysis, Inc."),
    address="大阪府大阪市北区架空島二丁目4番6号",
    representative="代表取締役 髙橋 一郎",
)
ABROAD = Recipient(
    name=Text("Công ty TNHH Dịch vụ Nhân lực Ví Dụ", "Công ty TNHH Dịch vụ Nhân lực Ví Dụ"),
    address="Tầng 12, Tòa nhà Mẫu, 99 Đường Nguyễn Thị Minh Khai, Quận 1, Thành phố Hồ Chí Minh, Việt Nam",
    representative="Giám đốc: Nguyễn Văn Mẫu",
    country=Text("ベトナム", "Viet Nam"),
)
LONG_NAMED = Recipient(
    name=Text(
        "一般社団法人架空国際人材交流促進及び地域産業活性化支援事業連絡協議会東日本統括本部",
        "Kaku International Association for the Promotion of Human Resource Exchange and Regional Industry, East Japan",
    ),
    address="北海道札幌市中央区架空条西二十丁目1番地15 架空国際ビジネスセンタービルディング本館2301号室",
    representative="代表理事 勅使河原 権左衛門",
)
PUBLIC = Recipient(name=Text("", ""), is_unspecified_public=True)


def row(number: int = 1, **changes: Any) -> AnswerRow:
    """Return a record of a provision by consent."""
    plain = AnswerRow(
        provision_id=f"01936d00-0000-7000-8000-{number:012d}",
        record_items=CONSENT_ITEMS,
        recipient=RECIPIENT,
        items=ITEMS[:4],
        days=Days(date(2026, 11, 20), date(2026, 11, 20)),
        basis=basis_in_words("consent", "domestic"),
        consent_obtained=True,
    )
    return replace(plain, **changes)


def opt_out_row(number: int = 2, **changes: Any) -> AnswerRow:
    """Return a record of a provision by opt-out: its day is a statutory item."""
    plain = row(number, record_items=OPT_OUT_ITEMS, basis=basis_in_words("opt_out", "domestic"), consent_obtained=None)
    return replace(plain, **changes)


def voluntary_row(number: int = 3, **changes: Any) -> AnswerRow:
    """Return a record kept without a duty: work entrusted to another company."""
    plain = row(
        number, record_items=frozenset(), basis=basis_in_words("entrustment", "domestic"), consent_obtained=None
    )
    return replace(plain, **changes)


def mixed_rows() -> tuple[AnswerRow, ...]:
    """Return eight records of every sort."""
    return (
        row(1),
        row(2, recipient=LONG_NAMED, items=ITEMS, days=Days(date(2026, 4, 1), date(2026, 9, 30))),
        row(3, recipient=ABROAD, items=ITEMS[:7], basis=basis_in_words("consent", "foreign_consent")),
        opt_out_row(4, days=Days(date(2019, 4, 30), date(2019, 4, 30))),
        row(5, days=Days(date(2026, 4, 1), None), recipient=replace(RECIPIENT, address="", representative="")),
        row(6, record_items=CONSENT_ITEMS - {"consent"}, consent_obtained=False, items=ITEMS[:1]),
        voluntary_row(7),
        opt_out_row(8, recipient=PUBLIC, items=(NAME,), days=Days(date(2026, 1, 15), date(2026, 1, 15))),
    )


def many_rows(count: int) -> tuple[AnswerRow, ...]:
    """Return `count` records, varied in every column."""
    recipients = (RECIPIENT, ABROAD, LONG_NAMED)
    return tuple(
        row(
            number,
            recipient=recipients[number % 3],
            items=ITEMS[: 1 + number % len(ITEMS)],
            days=Days(*(2 * (date(2024, 11, 21) + timedelta(days=number),))),
        )
        for number in range(1, count + 1)
    )


def document(*rows: AnswerRow, **changes: Any) -> AnswerDocument:
    """Return an answer about 山田 太郎, printed inside the company on 21 November 2026, 14:05 in Japan."""
    plain = AnswerDocument(
        language="ja",
        operator=OPERATOR,
        subject=Subject(name="山田 太郎", kana="やまだ たろう", refs=("C-000123", "E-77-0045")),
        making=Making(
            number="A-2026-000123",
            prepared_at=datetime(2026, 11, 21, 5, 5, tzinfo=UTC),
            prepared_by="U-0012",
            reason="ご本人からのお問い合わせへの回答の準備",
            is_internal=True,
        ),
        rows=rows,
        choices=Choices(voluntary_records=not all(shown.is_statutory for shown in rows)),
        terms=COMMON_TERMS,
    )
    return replace(plain, **changes)
