"""Make keys that find Japanese names however they were typed, show hidden characters, read and write Japan dates.

What a person typed is stored as typed; keys serve only to look things up. Everything here is pure and quick enough for a
million rows.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, Literal

from transfer_log.errors import Problem, Text, TransferLogError
from transfer_log.japanese_dates import ERAS, long_date
from transfer_log.kanji_variants import FOLD
from transfer_log.legal_forms import CJK_FORMS, LATIN_FORMS, LATIN_FORMS_BEFORE

if TYPE_CHECKING:
    from collections.abc import Iterable

# --- Search keys -------------------------------------------------------------------------------------------------

#: Ranges of characters that nobody sees or that only space things out: controls, spaces, format characters,
#: variation selectors (they choose a glyph: 葛 + U+E0100), invisible fillers.
_UNSEEN: Final = (
    (0x00, 0x20),
    (0x7F, 0xA0),
    (0xAD, 0xAD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x1680, 0x1680),
    (0x180B, 0x180F),
    (0x2000, 0x200F),
    (0x2028, 0x202F),
    (0x205F, 0x206F),
    (0x3000, 0x3000),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE01EF),
)


def _key_table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(code for low, high in _UNSEEN for code in range(low, high + 1))
    # Accents of Latin names are dropped (Müller = Muller). The voicing marks of kana lie elsewhere and stay.
    table.update(dict.fromkeys(range(0x0300, 0x0370)))
    # The dot between the parts of a foreign name (ジョン・スミス) says no more than a space does.
    table.update(dict.fromkeys(map(ord, "・·•‧")))
    table.update({code: chr(code + 0x60) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)})
    table.update(FOLD)
    # 関ヶ原 and 関ケ原, 三ヵ日 and 三カ日 are written either way.
    table.update({ord("ヶ"): "ケ", ord("ヵ"): "カ", ord("ゖ"): "ケ", ord("ゕ"): "カ"})
    table.update(dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"))
    table.update(dict.fromkeys(map(ord, "‘’ʼ′"), "'"))
    return table


_KEY_TABLE: Final = _key_table()
_LONG_VOWEL_AS_DASH: Final = re.compile(r"(?<=[ァ-ヺー])-")
_REPEATED: Final = re.compile(r"([^々-])(々+)")


def search_key(text: str) -> str:
    """Return what `text` is searched under; two writings of one name have one key, and a key is its own key.

    Folded are half and full width, hiragana and katakana, old and variant kanji, 々, small and capital letters, accents,
    spaces, middle dots, kinds of dashes; variation selectors and unseen characters are dropped.
    """
    if text.isascii():
        return text.lower().translate(_KEY_TABLE)
    key = unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text).casefold().translate(_KEY_TABLE))
    if "-" in key:
        key = _LONG_VOWEL_AS_DASH.sub("ー", key)
    if "々" in key:
        key = _REPEATED.sub(lambda match: match[1] * (1 + len(match[2])), key)
    return key


def bigrams(key: str) -> list[str]:
    """Return the overlapping pairs of characters of a `search_key`: most Japanese family names have just two.

    One character alone stays as it is; nothing gives nothing.
    """
    return [key[start : start + 2] for start in range(len(key) - 1)] or ([key] if key else [])


# --- Names of companies ------------------------------------------------------------------------------------------

_PUNCTUATION: Final = re.compile(r"[\W_]+")
_DOTS: Final = re.compile(r"[.,'’]")


def _any_of(forms: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))


_FORM_CODES: Final = {
    writing: code for forms in (CJK_FORMS, LATIN_FORMS) for code, writings in forms.items() for writing in writings
}
_CJK_ANY: Final = _any_of(writing for writings in CJK_FORMS.values() for writing in writings)
_LATIN_ANY: Final = _any_of(writing for writings in LATIN_FORMS.values() for writing in writings)
_FORM_BEFORE: Final = re.compile(rf"(?:{_CJK_ANY})|(?:{_any_of(LATIN_FORMS_BEFORE)})(?=\s)")
_FORM_AFTER: Final = re.compile(rf"(?:{_CJK_ANY}|(?<=\s)(?:{_LATIN_ANY}))$")


def _without_forms(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the name without the legal forms at its two ends, and the codes of those forms."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(mark for mark in plain if not 0x0300 <= ord(mark) < 0x0370)  # noqa: PLR2004 Latin accents
    rest = " ".join(_DOTS.sub("", unicodedata.normalize("NFC", plain)).replace("/", "").split())
    codes: list[str] = []
    while True:
        found = _FORM_BEFORE.match(rest) or _FORM_AFTER.search(rest)
        if found is None:
            return rest, tuple(codes)
        shorter = (rest[: found.start()] + rest[found.end() :]).strip(" -・")
        if not shorter:  # The form is all there is: then it is the name.
            return rest, tuple(codes)
        rest = shorter
        codes.append(_FORM_CODES[found[0]])


def company_key(name: str) -> str:
    """Return what a company is looked up under: its name without legal form, punctuation and spaces, folded.

    株式会社見本, 見本（株） and ㈱ 見本 have one key; so have Mihon Co., Ltd. and MIHON LTD.
    """
    rest, _ = _without_forms(name)
    return _PUNCTUATION.sub("", search_key(rest.replace("&", " and "))) or search_key(name)


def company_form(name: str) -> str | None:
    """Return the code of the legal form a name states, such as `kabushiki`, or None where it states none.

    Two names with one `company_key` and two different forms are two companies (株式会社見本, 合同会社見本).
    """
    _, codes = _without_forms(name)
    return codes[0] if codes else None


# --- Hidden and misleading characters ----------------------------------------------------------------------------

SuspicionKind = Literal["zero_width", "bidi", "control", "private_use", "replacement", "mixed_scripts", "look_alike"]

_SUSPICIOUS: Final[dict[SuspicionKind, str]] = {
    "zero_width": "\u00ad\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0\U000e0000-\U000e007f",
    "bidi": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "control": "\x00-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb",
    "private_use": "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd",
    "replacement": "\ufffd\ud800-\udfff",
}
_HIDDEN: Final = re.compile(f"[{''.join(_SUSPICIOUS.values())}]")
_HIDDEN_KINDS: Final = tuple((kind, re.compile(f"[{members}]")) for kind, members in _SUSPICIOUS.items())
#: A kanji "one" or a dash inside katakana, where only the long vowel sign makes sense.
_LOOK_ALIKE: Final = re.compile("(?<=[ァ-ヺ])[一―−‐–—-](?=[ァ-ヺ])")
_WORD: Final = re.compile(r"[^\W\d_]+")
#: Nothing in an ordinary name: only Greek and Cyrillic letters can be taken for Latin ones.
_WORTH_A_LOOK: Final = re.compile(f"{_HIDDEN.pattern}|{_LOOK_ALIKE.pattern}|[\u0370-\u052f]")

_SUSPICION_TEXTS: Final[dict[SuspicionKind, Text]] = {
    "zero_width": Text("目に見えない文字", "an invisible character"),
    "bidi": Text("文字の向きを変える制御文字", "a character that changes the direction of the text"),
    "control": Text("制御文字", "a control character"),
    "private_use": Text(
        "外字（ほかの端末では別の文字になります）",
        "a private-use character (it shows as something else on other machines)",
    ),
    "replacement": Text("文字化けした文字", "a character that was lost on the way"),
    "mixed_scripts": Text("形の似た別の文字体系の文字が混ざった語", "a word that mixes letters of different scripts"),
    "look_alike": Text("長音「ー」に似た別の文字", "a character that looks like the long vowel sign ー"),
}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Point at a character that may mislead a reader; `position` counts from 0."""

    position: int
    character: str
    kind: SuspicionKind

    @property
    def text(self) -> Text:
        """Return what it is, with its code point, for people."""
        kind = _SUSPICION_TEXTS[self.kind]
        codes = " ".join(f"U+{ord(one):04X}" for one in self.character[:8])
        return Text(f"{kind.ja}（{codes}）", f"{kind.en} ({codes})")


def suspicious_characters(text: str) -> list[Suspicion]:
    """Return what in a one-line text may mislead a reader, in the order it stands there.

    They are flagged and shown, never changed or refused: a real name may hold one.
    """
    if not _WORTH_A_LOOK.search(text):
        return []
    found = [
        Suspicion(match.start(), match[0], next(kind for kind, members in _HIDDEN_KINDS if members.match(match[0])))
        for match in _HIDDEN.finditer(text)
    ]
    found += [Suspicion(match.start(), match[0], "look_alike") for match in _LOOK_ALIKE.finditer(text)]
    found += [
        Suspicion(match.start(), match[0], "mixed_scripts")
        for match in _WORD.finditer(text)
        if _mixes_scripts(match[0])
    ]
    return sorted(found, key=lambda suspicion: suspicion.position)


def _mixes_scripts(word: str) -> bool:
    """Tell whether Latin, Greek and Cyrillic letters, which look alike, stand in one word."""
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in unicodedata.normalize("NFKC", word)}
    return len(scripts & {"LATIN", "GREEK", "CYRILLIC"}) > 1


def visible(text: str) -> str:
    """Return `text` with each hidden character as a mark such as ⟦U+200B⟧; line breaks and tabs stay."""
    return _HIDDEN.sub(lambda match: match[0] if match[0] in "\n\t" else f"⟦U+{ord(match[0]):04X}⟧", text)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` was most likely meant to be, or None: for "did you mean"."""
    folded = {search_key(one): one for one in known}
    # Long input is cut: the comparison grows with the square of the length.
    found = get_close_matches(search_key(word[:80]), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


# --- Japan dates -------------------------------------------------------------------------------------------------

_WESTERN: Final = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)")
_ERA: Final = re.compile(r"([^\d.\-/\s]{1,2}?)\.?(\d{1,2}|元)(?:([-/.])(\d{1,2})\3(\d{1,2})|年(\d{1,2})月(\d{1,2})日)")
_LONGEST_DAY_TEXT: Final = 20
_ERA_STARTS: Final = {
    writing: start for (start, era), letter in zip(ERAS, "rhst", strict=True) for writing in (era, era[0], letter)
}
_WEEKDAYS: Final = (
    ("月", "Mon"),
    ("火", "Tue"),
    ("水", "Wed"),
    ("木", "Thu"),
    ("金", "Fri"),
    ("土", "Sat"),
    ("日", "Sun"),
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class UnreadableDay(TransferLogError, ValueError):
    """Say that a text is no date; `found` is the text."""

    def __init__(self, found: str) -> None:
        """Keep what was found, hidden characters made visible."""
        super().__init__(
            Text(
                "日付として読めません。2026-11-20、2026/11/20、令和8年11月20日 のように書いてください。",
                "This cannot be read as a date. Write it like 2026-11-20, 2026/11/20 or 令和8年11月20日.",
            ),
        )
        self.found = visible(found[:100])

    def problem(self, field: str | None, row: int | None = None) -> Problem:
        """Return the problem to show at a field, and at a row of a file."""
        return Problem(field=field, text=self.text, found=self.found, row=row)


def parse_day(text: str) -> date:
    """Return the Japan date a person wrote: 2026-11-20, 2026/11/20, 2026年11月20日, 令和8年11月20日 or R8.11.20.

    Full-width digits and spaces around are accepted, as is a Japanese year counted on after its era ended (平成33年).

    :raises UnreadableDay: when it is none of these, or no day of the calendar (2026-02-30, a day before its era).
    """
    try:
        # Nearly every row of a file has one of these forms; the checks keep out the week dates of ISO 8601.
        if len(text) == 10 and text[4] == text[7] and text[4] in "-/":  # noqa: PLR2004 YYYY-MM-DD
            return date.fromisoformat(text.replace("/", "-"))
        return _written_day(text)
    except ValueError as error:
        raise UnreadableDay(text) from error


def _written_day(text: str) -> date:
    if len(text) > _LONGEST_DAY_TEXT:
        raise ValueError("too long")
    plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
    if western := _WESTERN.fullmatch(plain):
        year, _, *rest = western.groups()
        month, day = (part for part in rest if part)
        return date(int(year), int(month), int(day))
    era = _ERA.fullmatch(plain)
    if era is None or era[1] not in _ERA_STARTS:
        raise ValueError("no known form")
    start = _ERA_STARTS[era[1]]
    month, day = (part for part in (era[4], era[5], era[6], era[7]) if part)
    found = date(start.year - 1 + (1 if era[2] == "元" else int(era[2])), int(month), int(day))
    if found < start:
        raise ValueError("before the era began")
    return found


def japan_day_text(day: date, language: str) -> str:
    """Return a day as pages show it: 2026-11-21 (土) in Japanese, 21 Nov 2026 (Sat) in English."""
    ja, en = _WEEKDAYS[day.weekday()]
    return f"{day.isoformat()} ({ja})" if language == "ja" else f"{day.day} {_MONTHS[day.month - 1]} {day.year} ({en})"


def reiwa(day: date) -> str:
    """Return a day in the Japanese calendar, as letters need it: 令和8年11月21日; earlier eras for earlier days."""
    return long_date(day, "ja")
