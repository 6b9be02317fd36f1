"""Define the fields of the API's schemas: each reads JSON of one type only, and says in the OpenAPI document what it reads.

marshmallow is generous: it reads "yes" as true, a number as text, a date without hyphens. Here a value either is what the
document says or it is refused, so that what was sent and what was stored never differ by a guess.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, NoReturn
from uuid import UUID

import marshmallow as ma

from transfer_log.db import instant_text
from transfer_log.errors import Text
from transfer_log.field_checks import EARLIEST_YEAR, LATEST_YEAR

if TYPE_CHECKING:
    from collections.abc import Collection

#: What JSON in JavaScript and RFC 8785 can hold exactly.
LARGEST_NUMBER: Final = 2**53 - 1
#: Control characters but tab and line breaks: nobody sees them, and not every engine keeps them.
WORDS_PATTERN: Final = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
LINE_PATTERN: Final = r"^[^\u0000-\u001f\u007f]*$"
#: A code stands in addresses: no blanks, and none of the signs that part an address. The blanks are listed, because
#: readers of patterns differ on what a blank is.
REF_PATTERN: Final = r"^[^;/?#%\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+$"

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_ID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HEX: Final = re.compile(r"[0-9a-fA-F]{64}")

_NO_LINE: Final = Text("文字列で書いてください。", "Write it as text.")
_TOO_LONG: Final = Text("{most} 文字以内で書いてください。", "At most {most} characters.")
_TOO_SHORT: Final = Text("空にできません。", "It may not be empty.")
_BAD_CHARACTER: Final = Text(
    "使えない文字（制御文字など）が含まれています。",
    "It holds a character that cannot be used, such as a control character.",
)
_NO_DAY: Final = Text(
    "日付を 2026-11-20 の形で書いてください（{first} 年から {last} 年まで）。",
    "Write a date such as 2026-11-20, from {first} to {last}.",
).format(first=EARLIEST_YEAR, last=LATEST_YEAR)
_NO_INSTANT: Final = Text(
    "日時を 2026-11-20T14:05:00+09:00 の形（時差つき）で書いてください（{first} 年から {last} 年まで）。",
    "Write date and time with their offset, such as 2026-11-20T14:05:00+09:00, from {first} to {last}.",
).format(first=EARLIEST_YEAR, last=LATEST_YEAR)
_NO_NUMBER: Final = Text(
    "{least} 以上 {most} 以下の整数で書いてください。", "Write a whole number from {least} to {most}."
)
_NO_ID: Final = Text("UUID の形で書いてください。", "Write a UUID.")
_NO_DIGEST: Final = Text("SHA-256 を 16 進数 64 文字で書いてください。", "Write a SHA-256 as 64 hexadecimal digits.")
_NO_BOOLEAN: Final = Text("true か false で書いてください。", "Write true or false.")
_NOT_AMONG: Final = Text("次のどれかを書いてください：{allowed}。", "Write one of: {allowed}.")


def refuse(text: Text) -> NoReturn:
    """Refuse the value of a field, in both languages."""
    raise ma.ValidationError([text])


class Words(ma.fields.String):
    """Read text of at most `most` characters that may have line breaks."""

    pattern = WORDS_PATTERN

    def __init__(self, most: int, about: str = "", *, least: int = 0, **options: Any) -> None:  # noqa: ANN401 options of marshmallow
        """Say how long it may be; `about` is what the document says of it."""
        self._most, self._least = most, least
        self._fits = re.compile(self.pattern).match
        said = {"maxLength": most, "pattern": self.pattern, **({"minLength": least} if least else {})}
        super().__init__(metadata=_said(about, said, options), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_options: Any) -> str:  # noqa: ANN401 as in marshmallow
        del attr, data
        if not isinstance(value, str):
            refuse(_NO_LINE)
        if len(value) > self._most:
            refuse(_TOO_LONG.format(most=self._most))
        if len(value) < self._least:
            refuse(_TOO_SHORT)
        if self._fits(value) is None:
            refuse(_BAD_CHARACTER)
        return value


class Line(Words):
    """Read one line of text."""

    pattern = LINE_PATTERN


class Ref(Words):
    """Read the code by which an entry of a register is known: 1 to 80 characters, fit for an address."""

    pattern = REF_PATTERN

    def __init__(self, about: str = "", **options: Any) -> None:  # noqa: ANN401 options of marshmallow
        """Take the length that codes have."""
        super().__init__(80, about, least=1, **options)


class Code(ma.fields.String):
    """Read a code of a list that the operation checks, which can tell the one most likely meant.

    With `may_be_blank`, empty text is allowed, too, and says nothing, as an empty cell of a file does.
    """

    def __init__(
        self,
        allowed: Collection[str],
        about: str = "",
        *,
        may_be_blank: bool = False,
        **options: Any,  # noqa: ANN401 options of marshmallow
    ) -> None:
        """Say which codes there are."""
        self._may_be_blank = may_be_blank
        enum = [*map(str, allowed), *([""] if may_be_blank else []), *([None] if options.get("allow_none") else [])]
        super().__init__(metadata=_said(about, {"enum": enum}, options), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_options: Any) -> str:  # noqa: ANN401 as in marshmallow
        del attr, data
        if not isinstance(value, str):
            refuse(_NO_LINE)
        if value != value.strip() or (not value and not self._may_be_blank):
            refuse(_TOO_SHORT if not value else _BAD_CHARACTER)
        return value


class Choice(ma.fields.String):
    """Read one of a few words that only the API knows."""

    def __init__(self, allowed: Collection[str], about: str = "", **options: Any) -> None:  # noqa: ANN401 options of marshmallow
        """Say which words there are."""
        self._allowed = tuple(map(str, allowed))
        enum = [*self._allowed, *([None] if options.get("allow_none") else [])]
        super().__init__(metadata=_said(about, {"enum": enum}, options), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_options: Any) -> str:  # noqa: ANN401 as in marshmallow
        del attr, data
        if not isinstance(value, str) or value not in self._allowed:
            refuse(_NOT_AMONG.format(allowed=", ".join(self._allowed)))
        return value


class Day(ma.fields.Date):
    """Read a Japan date, `YYYY-MM-DD`, of a year in which people or companies of a ledger can have lived."""

    def __init__(self, about: str = "", **options: Any) -> None:  # noqa: ANN401 options of marshmallow
        """Say what day it is."""
        super().__init__(metadata=_said(about, {}, options), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_options: Any) -> date:  # noqa: ANN401 as in marshmallow
        del attr, data
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                day = date.fromisoformat(value)
            except ValueError:
                refuse(_NO_DAY)
            if EARLIEST_YEAR <= day.year <= LATEST_YEAR:
                return day
        refuse(_NO_DAY)


class Instant(ma.fields.DateTime):
    """Read an instant with its offset (RFC 3339) and give it in UTC, to the microsecond."""

    def __init__(self, about: str = "", **options: Any) -> None:  # noqa: ANN401 options of marshmallow
        """Say what moment it is."""
        super().__init__(metadata=_said(about, {}, options), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_options: Any) -> datetime:  # noqa: ANN401 as in marshmallow
        del attr, data
        if isinstance(value, str) and _INSTANT.fullmatch(value):
            try:
                instant = datetime.fromisoformat(value.upper()).astimezone(UTC)
            except (ValueError, OverflowError):
                refuse(_NO_INSTANT)
            if EARLIEST_YEAR <= instant.year <= LATEST_YEAR:
                return instant
        refuse(_NO_INSTANT)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_options: Any) -> str | None:  # noqa: ANN401 as in marshmallow
        del attr, obj
        return None if value is None else instant_text(value)


class Whole(ma.fields.Integer):
    """Read a whole number within bounds; 3.0 is one, true is none."""

    def __init__(self, least: int, most: int, about: str = "", **options: Any) -> None:  # noqa: ANN401 options of marshmallow
        """Say between which numbers it lies, both included."""
        self._least, self._most = least, most
        super().__init__(metadata=_said(about, {"minimum": least, "maximum": most}, options), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_options: Any) -> int:  # noqa: ANN401 as in marshmallow
        del attr, data
        number = self._read(value)
        if number is None or not self._least <= number <= self._most:
            refuse(_NO_NUMBER.format(least=self._least, most=self._most))
        return number

    def _read(self, value: object) -> int | None:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) else None


class WholeInAddress(Whole):
    """Read a whole number from the query of an address."""

    def _read(self, value: object) -> int | None:
        """Take digits only: no sign, no blanks, no digits of other scripts."""
        is_number = (
            isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= len(str(self._most))
        )
        return int(str(value)) if is_number else None


class YesNo(ma.fields.Boolean):
    """Read true or false, and nothing that looks like them."""

    def __init__(self, about: str = "", **options: Any) -> None:  # noqa: ANN401 options of marshmallow
        """Say what is answered."""
        super().__init__(metadata=_said(about, {}, options), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_options: Any) -> bool:  # noqa: ANN401 as in marshmallow
        del attr, data
        if not isinstance(value, bool):
            refuse(_NO_BOOLEAN)
        return value


class Id(ma.fields.UUID):
    """Read an opaque id: a UUID with its hyphens."""

    def __init__(self, about: str = "", **options: Any) -> None:  # noqa: ANN401 options of marshmallow
        """Say whose id it is."""
        super().__init__(metadata=_said(about, {}, options), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_options: Any) -> UUID:  # noqa: ANN401 as in marshmallow
        del attr, data
        if not isinstance(value, str) or not _ID.fullmatch(value):
            refuse(_NO_ID)
        return UUID(value)


class Digest(ma.fields.String):
    """Read a SHA-256 as 64 hexadecimal digits and give its 32 bytes."""

    def __init__(self, about: str = "", **options: Any) -> None:  # noqa: ANN401 options of marshmallow
        """Say of what it is the digest."""
        super().__init__(metadata=_said(about, {"pattern": "^[0-9a-fA-F]{64}$"}, options), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_options: Any) -> Any:  # noqa: ANN401 bytes, where marshmallow says str
        del attr, data
        if not isinstance(value, str) or not _HEX.fullmatch(value):
            refuse(_NO_DIGEST)
        return bytes.fromhex(value)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_options: Any) -> str | None:  # noqa: ANN401 as in marshmallow
        del attr, obj
        return None if value is None else value.hex()


class Several(ma.fields.List[Any]):
    """Read a list of at most `most` values."""

    def __init__(
        self,
        each: ma.fields.Field[Any],
        most: int,
        about: str = "",
        *,
        least: int = 0,
        **options: Any,  # noqa: ANN401 options of marshmallow
    ) -> None:
        """Say of what, and how many."""
        said = _said(about, {}, options)
        length = ma.validate.Length(min=least or None, max=most)
        super().__init__(each, metadata=said, validate=length, **options)


class Value(ma.fields.Raw):
    """Give any JSON value as it is; `shape` is its JSON schema in the document."""

    def __init__(self, shape: dict[str, Any] | None = None, about: str = "", **options: Any) -> None:  # noqa: ANN401 options of marshmallow
        """Say what it looks like."""
        super().__init__(metadata=_said(about, shape or {}, options), **options)


class Both(ma.fields.Field[Text]):
    """Give a text of the product in Japanese and English."""

    def __init__(self, about: str = "", **options: Any) -> None:  # noqa: ANN401 options of marshmallow
        """Say what it tells."""
        shape = {
            "type": ["object", "null"] if options.get("allow_none") else "object",
            "properties": {"ja": {"type": "string"}, "en": {"type": "string"}},
            "required": ["ja", "en"],
        }
        super().__init__(metadata=_said(about, shape, options), **options)

    def _serialize(self, value: Text | None, attr: str | None, obj: Any, **_options: Any) -> dict[str, str] | None:  # noqa: ANN401 as in marshmallow
        del attr, obj
        return None if value is None else {"ja": value.ja, "en": value.en}


class Body(ma.Schema):
    """Be what a call sends: fields that are not declared are refused by name."""

    class Meta:
        """Refuse unknown fields, and say so in the document."""

        unknown = ma.RAISE


class View(ma.Schema):
    """Be what an answer shows: every field declared here is always there; later versions may show more."""

    class Meta:
        """Leave room in the document for what later versions add."""

        unknown = ma.EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: ma.fields.Field[Any]) -> None:
        """Let the document say that the field is always there."""
        del field_name
        field_obj.required = True


def _said(about: str, shape: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Return what the document says of a field; `examples` among the options of a field belong there, too."""
    said = dict(shape)
    if about:
        said["description"] = about
    if "example" in options:
        said["examples"] = [options.pop("example")]
    return said
