"""Make up people: every name is put together from common parts, every address lies in a reserved domain."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from transfer_log.subjects.drafts import PersonDraft

if TYPE_CHECKING:
    from random import Random

_FAMILY: Final = (
    ("佐藤", "サトウ"), ("鈴木", "スズキ"), ("高橋", "タカハシ"), ("田中", "タナカ"), ("伊藤", "イトウ"),
    ("渡邊", "ワタナベ"), ("山本", "ヤマモト"), ("中村", "ナカムラ"), ("小林", "コバヤシ"), ("加藤", "カトウ"),
    ("𠮷田", "ヨシダ"), ("山田", "ヤマダ"), ("佐々木", "ササキ"), ("山口", "ヤマグチ"), ("松本", "マツモト"),
    ("井上", "イノウエ"), ("木村", "キムラ"), ("林", "ハヤシ"), ("斎藤", "サイトウ"), ("清水", "シミズ"),
    ("髙﨑", "タカサキ"), ("長谷川", "ハセガワ"), ("葛城", "カツラギ"), ("濵田", "ハマダ"), ("大森", "オオモリ"),
)  # fmt: skip
_GIVEN: Final = (
    ("翔", "ショウ"), ("陽菜", "ヒナ"), ("蓮", "レン"), ("結衣", "ユイ"), ("大和", "ヤマト"),
    ("葵", "アオイ"), ("悠真", "ユウマ"), ("凛", "リン"), ("湊", "ミナト"), ("美咲", "ミサキ"),
    ("健", "ケン"), ("花子", "ハナコ"), ("太郎", "タロウ"), ("さくら", "サクラ"), ("直樹", "ナオキ"),
    ("真由美", "マユミ"), ("誠", "マコト"), ("恵", "メグミ"), ("隆", "タカシ"), ("由美子", "ユミコ"),
)  # fmt: skip
_ABROAD: Final = (
    ("Nguyễn Thị Mẫu", "グエン ティ マウ"),
    ("Anna Beispiel", "アンナ バイシュピール"),
    ("Liam Sample", "リアム サンプル"),
    ("陳 範例", "チン ハンレイ"),
    ("김 견본", "キム ギョンボン"),
)
_PREFECTURES: Final = (
    "東京都",
    "神奈川県",
    "大阪府",
    "愛知県",
    "北海道",
    "福岡県",
    "千葉県",
    "埼玉県",
    "京都府",
    "宮城県",
)
_CLASSES: Final = ("candidate",) * 8 + ("applicant", "customer")
_SOURCES: Final = ("application", "referral", "business_card")
_FOREIGN_ONE_IN: Final = 25
_LEFT_ONE_IN: Final = 20
_FORMER_ONE_IN: Final = 15


def make_people(random: Random, count: int, prefix: str) -> list[PersonDraft]:
    """Return `count` people with numbers such as C-00001."""
    return [_person(random, f"{prefix}-{number:05}", number) for number in range(1, count + 1)]


def _person(random: Random, ref: str, number: int) -> PersonDraft:
    if number % _FOREIGN_ONE_IN == 0:
        name, kana = random.choice(_ABROAD)
        former: tuple[str, ...] = ()
    else:
        (family, family_kana), (given, given_kana) = random.choice(_FAMILY), random.choice(_GIVEN)
        name, kana = f"{family} {given}", f"{family_kana} {given_kana}"
        former = (f"{random.choice(_FAMILY)[0]} {given}",) if number % _FORMER_ONE_IN == 0 else ()
    return PersonDraft(
        ref=ref,
        name=name,
        kana=kana,
        former_names=former,
        email=f"{ref.lower()}@mail.example.jp",
        phone=f"090-0000-{number % 10_000:04}",
        birth_date=date(1965, 1, 1) + timedelta(days=random.randrange(14_000)),
        prefecture=random.choice(_PREFECTURES),
        subject_class=random.choice(_CLASSES),
        status="left" if number % _LEFT_ONE_IN == 0 else "registered",
    )
