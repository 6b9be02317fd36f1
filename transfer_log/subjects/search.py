"""Find people (本人) of an operator by whatever somebody types: a name or reading, an old name, a number, an address.

Asked for two characters, 200,000 people answer in about a millisecond: the index is asked for the best matches first,
and only until the list is full.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from transfer_log.db import db
from transfer_log.subjects.grams import day_key, marks_of, name_keys, phone_key, sought, word_key
from transfer_log.subjects.links import distinct_ids
from transfer_log.subjects.people import all_values, newest_values, registrations_of
from transfer_log.subjects.queries import linked_ids, person_ids, resolve_refs
from transfer_log.subjects.search_index import is_full_text, names_ever

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from transfer_log.subjects.people import PersonValues

LONGEST_SEARCH: Final = 100
MOST_LINES: Final = 1000
_MOST_DOUBLES: Final = 50
_AFTER_ALL_ROWS: Final = 1 << 62
_AFTER_ALL_IDS: Final = UUID(int=(1 << 128) - 1)

# The grams of a word may stand apart: the engine looks at the words themselves in what the index has found.
_FULL_TEXT: Final = (
    "SELECT r.row_id, r.subject_id, r.found_by FROM subject_search s "
    "JOIN subject_search_rows r ON r.row_id = s.rowid "
    "WHERE s.subject_search MATCH ? AND s.rowid < ? AND r.operator_id = ?{words} ORDER BY s.rowid DESC LIMIT ?"
)
_FULL_TEXT_WORD: Final = " AND instr(replace(r.found_by, ' ', ''), ?) > 0"
_ARRAYS: Final = (
    "SELECT subject_id, subject_id, found_by FROM subject_search "
    "WHERE grams @> %s::text[] AND subject_id < %s AND operator_id = %s{words} ORDER BY subject_id DESC LIMIT %s"
)
_ARRAYS_WORD: Final = " AND strpos(replace(found_by, ' ', ''), %s) > 0"


class PersonHit(NamedTuple):
    """Be somebody who was found, with what tells them from others. Empty text means: not known, or erased.

    `refs` are all registration numbers at the operator; `other_name` is the old name that was searched for, where the
    present one does not explain the hit.
    """

    subject_id: UUID
    name: str = ""
    kana: str = ""
    birth_year: int | None = None
    prefecture: str = ""
    refs: tuple[str, ...] = ()
    has_left: bool = False
    other_name: str = ""


def search_people(operator_id: UUID, text: str, limit: int = 20) -> list[PersonHit]:
    """Return the people of an operator who match every word of `text`, the best first, within that the newest first.

    A whole match goes before a beginning, a beginning before a match inside. Linked registrations are one person. Kanji
    variants, kana, widths, hyphens and spaces make no difference; `+81` is read as the 0 of a phone number.
    """
    words, stages = sought(text[:LONGEST_SEARCH], marks_of(operator_id))
    return _hits(operator_id, _found(operator_id, words, stages, limit), words)


def _found(operator_id: UUID, words: Sequence[str], stages: Sequence[Sequence[str]], limit: int) -> dict[UUID, str]:
    """Return one id for each of at most `limit` people who match all words, with its keys, in the order of the stages."""
    found: dict[UUID, str] = {}
    people: set[UUID] = set()
    for stage in stages:
        for page in _pages(operator_id, stage, words, limit):
            linked = linked_ids(subject_id for subject_id, _ in page)
            for subject_id, keys in page:
                if subject_id not in people:
                    found[subject_id] = keys
                    people.update(linked.get(subject_id, (subject_id,)))
                    if len(found) == limit:
                        return found
    return found


def _pages(
    operator_id: UUID, grams: Sequence[str], words: Sequence[str], size: int
) -> Iterator[list[tuple[UUID, str]]]:
    """Yield who is kept under all of these grams and has all words, with their keys, the newest first, page by page."""
    connection = db.session.connection()
    is_sqlite = is_full_text()
    statement = _FULL_TEXT if is_sqlite else _ARRAYS
    statement = statement.format(words=(_FULL_TEXT_WORD if is_sqlite else _ARRAYS_WORD) * len(words))
    asked: Any = " ".join(f'"{gram}"' for gram in grams) if is_sqlite else list(grams)
    place: Any = _AFTER_ALL_ROWS if is_sqlite else _AFTER_ALL_IDS
    operator: Any = operator_id.bytes if is_sqlite else operator_id
    while True:
        result = connection.exec_driver_sql(statement, (asked, place, operator, *words, size))
        rows = result.cursor.fetchall()
        result.close()
        yield [(UUID(bytes=subject_id) if is_sqlite else subject_id, keys) for _, subject_id, keys in rows]
        if len(rows) < size:
            return
        place = rows[-1][0]


def _hits(operator_id: UUID, found: dict[UUID, str], words: Sequence[str]) -> list[PersonHit]:
    """Return what is shown of the people found, with everything that is known of each over linked ids."""
    linked = linked_ids(found)
    ids = set(found).union(*linked.values())
    values = newest_values(found)
    registrations = registrations_of(operator_id, ids)
    hits = []
    for subject_id, keys in found.items():
        known = values.get(subject_id)
        own = (subject_id, *(one for one in linked.get(subject_id, ()) if one != subject_id))
        numbers = [registration for one in own for registration in registrations.get(one, ())]
        hit = PersonHit(
            subject_id,
            refs=tuple(registration.ref for registration in numbers),
            has_left=all(registration.status == "left" for registration in numbers),
        )
        if known is not None:
            hit = hit._replace(
                name=known.name,
                kana=known.kana,
                birth_year=known.birth_date.year if known.birth_date else None,
                prefecture=known.prefecture,
                other_name=_other_name(known, keys, words),
            )
        hits.append(hit)
    return hits


def _other_name(known: PersonValues, keys: str, words: Sequence[str]) -> str:
    """Return the old name that explains a hit, '' where what is known now explains it."""
    now = [word_key(name) for name in (known.name, known.kana) if name]
    old = [key for key in name_keys(keys) if key not in now]
    for word in words:
        if not any(word in key for key in now) and any(word in key for key in old):
            names = names_ever(all_values([known.subject_id])[known.subject_id])
            return next((name for name in names if word in word_key(name)), "")
    return ""


# --- Many at once ------------------------------------------------------------------------------------------------


class LineHits(NamedTuple):
    """Be what one pasted line means: nobody, one person, or several to choose from."""

    line: str
    hits: tuple[PersonHit, ...]

    @property
    def state(self) -> str:
        """Return found, several or not_found."""
        return "not_found" if not self.hits else "found" if len(self.hits) == 1 else "several"


def find_many(operator_id: UUID, lines: Iterable[str], limit: int = 10) -> list[LineHits]:
    """Return what each line of a pasted column means: a registration number, an e-mail address, a phone number or a name.

    Empty lines are left out; at most `MOST_LINES` are read. Only whole matches count: a list made from half-names would
    put wrong people on it.
    """
    wanted = [line for line in (one.strip()[:LONGEST_SEARCH] for one in lines) if line][:MOST_LINES]
    by_ref = resolve_refs(operator_id, wanted)
    known: dict[str, tuple[PersonHit, ...]] = {}
    shown = {hit.subject_id: hit for hit in _hits(operator_id, dict.fromkeys(by_ref.values(), "\t\t"), ())}
    for line in dict.fromkeys(wanted):
        if line in by_ref:
            known[line] = (shown[by_ref[line]],)
        else:
            known[line] = tuple(_whole(operator_id, line, limit))
    return [LineHits(line, known[line]) for line in wanted]


def _whole(operator_id: UUID, text: str, limit: int) -> list[PersonHit]:
    words, stages = sought(text, marks_of(operator_id))
    # The last two stages ask for beginnings and for what stands inside.
    return next(
        filter(None, (_hits(operator_id, _found(operator_id, words, [stage], limit), words) for stage in stages[:-2])),
        [],
    )


# --- Doubles -----------------------------------------------------------------------------------------------------


class Double(NamedTuple):
    """Be somebody who may be the same person; `matched` are codes of `vocabulary.MATCHED_FIELDS`."""

    person: PersonHit
    matched: tuple[str, ...]


def suggest_doubles(operator_id: UUID, subject_id: UUID) -> list[Double]:
    """Return people of the operator who may be the same: same e-mail, same phone, or same name or kana and day of birth.

    Those already linked, and those known not to be the same, are left out. The most matches come first.
    """
    own = person_ids(subject_id)
    mine = newest_values(own).get(subject_id)
    if mine is None:
        return []
    barred = {*own, *distinct_ids(own)}
    whole = marks_of(operator_id).whole
    found: dict[UUID, str] = {}
    for keys in _matching_keys(mine):
        page = next(_pages(operator_id, [whole + key for key in keys], (), _MOST_DOUBLES))
        found.update((other, its_keys) for other, its_keys in page if other not in barred)
    values = newest_values(found)
    matched = {other: _matched(mine, theirs) for other, theirs in values.items()}
    hits = _hits(operator_id, {other: keys for other, keys in found.items() if matched.get(other)}, ())
    doubles = [Double(hit, matched[hit.subject_id]) for hit in hits]
    return sorted(doubles, key=lambda double: len(double.matched), reverse=True)


def _matching_keys(mine: PersonValues) -> Iterator[tuple[str, ...]]:
    if mine.email:
        yield (word_key(mine.email),)
    if mine.phone:
        yield (phone_key(mine.phone),)
    if mine.birth_date:
        for name in filter(None, (mine.name, mine.kana)):
            yield (word_key(name), day_key(mine.birth_date))


def _matched(mine: PersonValues, theirs: PersonValues) -> tuple[str, ...]:
    same_birth = mine.birth_date is not None and mine.birth_date == theirs.birth_date
    name = word_key(mine.name) == word_key(theirs.name)
    kana = bool(mine.kana) and word_key(mine.kana) == word_key(theirs.kana)
    email = bool(mine.email) and word_key(mine.email) == word_key(theirs.email)
    phone = bool(mine.phone) and phone_key(mine.phone) == phone_key(theirs.phone)
    if not (email or phone or (same_birth and (name or kana))):
        return ()
    pairs = {"name": name, "kana": kana, "birth_date": same_birth, "email": email, "phone": phone}
    return tuple(field for field, is_same in pairs.items() if is_same)
