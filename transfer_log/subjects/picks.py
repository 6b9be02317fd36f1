"""Turn what stands in a form into people: ticked boxes, typed names, a pasted column of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from transfer_log.i18n import gettext as _
from transfer_log.recipients.picks import Pick
from transfer_log.subjects.names import people_named
from transfer_log.subjects.queries import known_subjects
from transfer_log.subjects.search import find_many, search_people

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transfer_log.subjects.names import PersonName
    from transfer_log.subjects.search import PersonHit

#: More people than that in one act come by file.
MOST_PEOPLE: Final = 500
SUGGESTIONS: Final = 8


class People(NamedTuple):
    """Hold the people of a form; `unclear` is typed text that fits nobody or several, with whom it may mean."""

    picks: tuple[Pick, ...] = ()
    unclear: tuple[str, ...] = ()
    suggestions: tuple[Pick, ...] = ()

    @property
    def ids(self) -> tuple[UUID, ...]:
        """Return the ids of the people chosen."""
        return tuple(UUID(pick.ref) for pick in self.picks)


def person_pick(person: PersonName) -> Pick:
    """Return a person as a box to untick: year of birth, place and number tell namesakes apart."""
    year = str(person.birth_year) if person.birth_year else ""
    return Pick(str(person.subject_id), person.name, " · ".join(filter(None, (year, person.prefecture, person.ref))))


def hit_pick(hit: PersonHit) -> Pick:
    """Return somebody found as a choice: the reading too, and the old name that explains why."""
    year = str(hit.birth_year) if hit.birth_year else ""
    old = _("formerly %(name)s", name=hit.other_name) if hit.other_name else ""
    number = hit.refs[0] if hit.refs else ""
    note = " · ".join(filter(None, (hit.kana, old, year, hit.prefecture, number)))
    return Pick(str(hit.subject_id), hit.name or number, note, " · ".join(filter(None, (year, hit.prefecture, number))))


def people_chosen(operator_id: UUID, values: Iterable[str], lines: Iterable[str]) -> People:
    """Return the people of ticked boxes and typed lines, each once, in the order in which they were added."""
    ticked = [known for value in values if (known := _uuid(value)) is not None]
    here = known_subjects(operator_id, ticked)
    found, unclear = people_of_lines(operator_id, lines)
    chosen = list(dict.fromkeys([*(known for known in ticked if known in here), *found]))[:MOST_PEOPLE]
    named = people_named(chosen, operator_id)
    suggestions = suggested_people(operator_id, unclear[0]) if len(unclear) == 1 else []
    return People(tuple(person_pick(named[known]) for known in chosen), tuple(unclear), tuple(suggestions))


def people_of_lines(operator_id: UUID, lines: Iterable[str]) -> tuple[list[UUID], list[str]]:
    """Return the people that lines mean, each a number or a whole name, and the lines that fit nobody or several."""
    found = find_many(operator_id, list(lines)[:MOST_PEOPLE], limit=2)
    sure = [each.hits[0].subject_id for each in found if each.state == "found"]
    return sure, [each.line for each in found if each.state != "found"]


def suggested_people(operator_id: UUID, text: str) -> list[Pick]:
    """Return the people that somebody may mean who has typed `text`."""
    return [hit_pick(hit) for hit in search_people(operator_id, text, limit=SUGGESTIONS)]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
