"""Read the form that records provisions, judge it, and put together what its page shows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from transfer_log.errors import Problem, RuleViolation, Text
from transfer_log.law import basis_article, basis_label, japan_date
from transfer_log.provisions.drafts import Differs, ProvisionDraft, Recorded, Rejected
from transfer_log.provisions.forms import PAGE_SOURCE
from transfer_log.provisions.operations import record_provisions
from transfer_log.provisions.panel import Panel, judge
from transfer_log.recipients.picks import NEW, Recipients, named_only, recipients_chosen
from transfer_log.situations.methods import METHODS
from transfer_log.subjects.picks import People, people_chosen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.provisions.forms import FactsForm, RecordForm
    from transfer_log.provisions.offers import ItemGroup, ItemOffer, Offers
    from transfer_log.subjects.rules import ConsentFacts

#: More rows than that in one act come by file.
MOST_ROWS: Final = 1000
_NUMBER_BYTES: Final = 8
_NUMBER_SHOWN: Final = 6

_IN_SIGHT: Final = frozenset(
    {
        "people",
        "people_add",
        "recipients",
        "recipients_add",
        "situation",
        "when",
        "wished_on",
        "reason",
        "recipient_name",
        "csrf_token",
    }
)

_CHOOSE_PEOPLE: Final = Text("本人を選んでください。", "Choose the person.")
_UNCLEAR: Final = Text(
    "「{line}」がどなたか決められません。候補から選ぶか、番号を入れてください。",
    "It is not clear who “{line}” is. Choose from the suggestions or enter the number.",
)
_CHOOSE_RECIPIENT: Final = Text("提供先を選ぶか、名称を入れてください。", "Choose the recipient or enter its name.")
_CHOOSE_ITEMS: Final = Text("提供した項目を選んでください。", "Choose the items that were given.")
_TOO_MANY: Final = Text(
    "一度に記録できるのは {most} 件までです。それより多いときはファイルで取り込んでください。",
    "At most {most} rows can be recorded at once. Import a file for more.",
)
_KNOWN_ALREADY: Final = Text(
    "この入力はすでに記録されています。内容を直すときは、記録のページから訂正してください。",
    "This has been recorded already. To change it, correct it on the page of the record.",
)


class Said(NamedTuple):
    """Hold the facts of the form for one plain sentence; what is None or empty is left out."""

    items: tuple[Text, ...]
    method: Text | None
    on: date | None
    time: str
    purpose: Text | None
    basis: Text | None
    basis_article: str | None
    case: str


@dataclass(frozen=True)
class FactsPage:
    """Be what any form of a provision shows beside its fields: the verdict, the facts in a sentence, what may be chosen."""

    panel: Panel
    said: Said
    items: tuple[ItemOffer, ...]
    other_items: tuple[ItemGroup, ...]
    evidence: tuple[Any, ...]
    consents: tuple[ConsentFacts, ...]
    is_open: bool = False


@dataclass(frozen=True)
class RecordPage:
    """Be everything that the page of the record form shows beside the form itself."""

    people: People
    recipients: Recipients
    drafts: tuple[ProvisionDraft, ...]
    problems: tuple[Problem, ...]
    facts: FactsPage


def new_form_number() -> str:
    """Return a number by which sending the same form twice is known."""
    return secrets.token_hex(_NUMBER_BYTES)


def described(form: RecordForm, offers: Offers, actor: Actor, *, typed_people: Sequence[str]) -> tuple[
    People, Recipients, tuple[ProvisionDraft, ...], tuple[Problem, ...]
]:  # fmt: skip
    """Return whom the form names, one draft for each person and recipient, and what keeps it from being judged."""
    lines = [line for text in typed_people for line in text.splitlines()]
    people = people_chosen(actor.operator_id, form.people.data or (), lines)
    typed = form.recipients_add.data or ""
    recipients = recipients_chosen(actor.operator_id, form.recipients.data or (), typed, offers.on)
    problems = [*_whom(people, recipients), *items_missing(form)]
    if len(people.picks) * len(recipients.picks) > MOST_ROWS:
        problems.append(Problem(None, _TOO_MANY.format(most=f"{MOST_ROWS:,}")))
        return people, recipients, (), tuple(problems)
    facts = form.to_draft(offers)
    if form.is_planned:
        facts = facts._replace(stage="planned")
    drafts = [
        _to(recipient.ref, facts._replace(subject_id=person_id))
        for person_id in people.ids
        for recipient in recipients.picks
    ]
    return people, recipients, tuple(drafts), tuple(problems)


def _whom(people: People, recipients: Recipients) -> Iterable[Problem]:
    for line in people.unclear:
        yield Problem("people_add", _UNCLEAR.format(line=line), line)
    if not people.picks and not people.unclear:
        yield Problem("people_add", _CHOOSE_PEOPLE)
    if not recipients.picks:
        yield Problem("recipients_add", _CHOOSE_RECIPIENT)


def items_missing(form: FactsForm) -> list[Problem]:
    """Return the problem of a form without items: nothing ticked must not mean the situation's usual ones."""
    return [] if form.data_items.data else [Problem("data_items", _CHOOSE_ITEMS)]


def _to(ref: str, draft: ProvisionDraft) -> ProvisionDraft:
    name = named_only(ref)
    return draft._replace(recipient_ref=ref) if name is None else draft._replace(recipient_name=name)


def record_page(
    form: RecordForm, offers: Offers, *, typed_people: Sequence[str], actor: Actor, at: datetime
) -> RecordPage:
    """Return what the page shows for a filled-in form. Nothing is written."""
    people, recipients, drafts, problems = described(form, offers, actor, typed_people=typed_people)
    return RecordPage(people, recipients, drafts, problems, facts_page(form, offers, drafts, actor=actor, at=at))


def facts_page(
    form: FactsForm,
    offers: Offers,
    drafts: Sequence[ProvisionDraft],
    *,
    actor: Actor,
    at: datetime,
    but: UUID | None = None,
) -> FactsPage:
    """Return what a form shows beside its fields, with the verdict on its drafts; `but` is the row they replace."""
    panel = judge(drafts, offers, actor=actor, at=at, but=but) if drafts and form.data_items.data else Panel()
    return FactsPage(
        panel,
        said_of(form, offers),
        *item_offers(form, offers),
        tuple(form.evidence.form.shown(form.legal_basis.data or "", panel.missing_facts)),
        usable_consents(form, panel),
        is_open=_has_folded_errors(form),
    )


def said_of(form: FactsForm, offers: Offers) -> Said:
    """Return the facts of a form for one plain sentence."""
    basis = form.legal_basis.data or ""
    return Said(
        offers.item_names(form.data_items.data or ()),
        METHODS.get(form.method.data or ""),
        form.provided_on.data,
        f"{form.provided_time.data:%H:%M}" if form.provided_time.data else "",
        offers.purpose_title(form.purpose.data or ""),
        basis_label(basis) if basis else None,
        basis_article(basis) if basis else None,
        (form.case_ref.data or "").strip(),
    )


def item_offers(form: FactsForm, offers: Offers) -> tuple[tuple[ItemOffer, ...], tuple[ItemGroup, ...]]:
    """Return the items shown first and all others, for the situation and the ticks of a form."""
    situation = form.situation.data or ""
    shown = offers.items(situation, form.data_items.data or ())
    return shown, offers.other_items(shown, situation)


def usable_consents(form: FactsForm, panel: Panel) -> tuple[ConsentFacts, ...]:
    """Return the consents to choose from, where one person and one recipient are judged and more than one would do."""
    if len(panel.verdicts) != 1:
        return ()
    (verdict,) = panel.verdicts
    usable = [
        *([verdict.consent] if verdict.consent else []),
        *(each.consent for each in verdict.others if not each.gaps),
    ]
    chosen = form.consent_ref.data
    usable += [each.consent for each in verdict.others if chosen and each.gaps and each.consent.ref == chosen]
    named = tuple(consent for consent in usable if consent.ref)
    return named if len(named) > 1 or chosen else ()


def _has_folded_errors(form: FactsForm) -> bool:
    """Tell whether an error stands at a field that is folded away at first."""
    return any(field.errors for field in form if field.short_name not in _IN_SIGHT)


def save(form: RecordForm, page: RecordPage, *, actor: Actor, at: datetime) -> list[Recorded]:
    """Record what the form describes: all of it or nothing. The same form sent again is the same record.

    :raises RuleViolation: with every problem.
    """
    batch_ref = (form.batch_ref.data or "").strip()
    if not batch_ref and len(page.drafts) > 1:
        batch_ref = f"{japan_date(at):%Y%m%d}-{str(form.form_number.data)[:_NUMBER_SHOWN].upper()}"
    drafts = [
        draft._replace(source=PAGE_SOURCE, external_id=form.external_id(draft), batch_ref=batch_ref)
        for draft in page.drafts
    ]
    outcomes = record_provisions(drafts, actor=actor, at=at, door="page")
    problems = [problem for one in outcomes if isinstance(one, Rejected) for problem in one.problems]
    if any(isinstance(one, Differs) for one in outcomes):
        problems.append(Problem(None, _KNOWN_ALREADY))
    if problems:
        raise RuleViolation(list(dict.fromkeys(problems)))
    return [one for one in outcomes if isinstance(one, Recorded)]


# --- Buttons that mend -------------------------------------------------------------------------------------------------


def mend(form: RecordForm, wish: str) -> None:
    """Do what a button beside a verdict or a suggestion says; `wish` is its value, such as `remove:<id>`."""
    verb, _colon, value = wish.partition(":")
    match verb:
        case "remove":
            form.people.data = [known for known in form.people.data or () if known != value]
        case "person":
            form.people.data = [*(form.people.data or ()), value]
            form.people_add.data = ""
        case "recipient":
            ref, _mark, instead_of = value.partition(">")
            known = [one for one in form.recipients.data or () if one != NEW + instead_of]
            form.recipients.data = [*known, ref]
            form.recipients_add.data = ""
        case _:
            mend_items(form, wish)


def mend_items(form: FactsForm, wish: str) -> None:
    """Take an item out (`drop:<code>`) or give another in its place (`swap:<code>><other>`)."""
    verb, _colon, value = wish.partition(":")
    if verb in ("drop", "swap"):
        old, _mark, new = value.partition(">")
        kept = [code for code in form.data_items.data or () if code != old]
        form.data_items.data = list(dict.fromkeys([*kept, *filter(None, [new])]))
