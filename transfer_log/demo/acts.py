"""Make up two years of consents and provisions, with the slips that real life has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.provisions.drafts import ProvisionDraft
from transfer_log.situations.ready_made import READY_MADE
from transfer_log.subjects.drafts import ConsentDraft, PersonDraft, ScopeDraft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from transfer_log.recipients.drafts import RecipientDraft

# What the consent form of the demo names: whatever its situations give as a rule.
_ITEMS: Final = tuple(sorted({item for situation in READY_MADE for item in situation.usual_items}))
_KINDS: Final = ("job_provider", "placement_agency", "event_company")
_PARTNER_KINDS: Final = ("advertiser", "prize_provider")
_COUNTRIES: Final = ("JP", "VN", "DE", "GB", "SG", "US", "KR", "TW")


class Usual(NamedTuple):
    """Be a way of providing that comes up in the demo: how often, to which kinds, and what is stated."""

    weight: int
    situation: str
    kinds: tuple[str, ...]
    purpose: str
    stated: Mapping[str, object] = {}
    evidence: Mapping[str, object] | None = None


USUAL: Final = (
    Usual(46, "placement", ("job_provider",), "P1"),
    Usual(12, "scouting", ("job_provider", "placement_agency"), "P1"),
    Usual(6, "event", ("event_company",), "P2"),
    Usual(5, "agency_contact", ("placement_agency",), "P1"),
    Usual(4, "own_application", ("job_provider",), "P1"),
    Usual(3, "questionnaire", ("job_provider",), "P1"),
    Usual(4, "advertisement_request", ("advertiser",), "P3"),
    Usual(3, "prize", ("prize_provider",), "P3"),
    Usual(8, "outsourcing", ("contractor", "subcontractor"), "P4", evidence={"contract_ref": "委託契約 2024-07"}),
    Usual(2, "outsourcing", ("contractor",), "P4"),
    Usual(3, "authority_request", ("police", "court", "bar_association"), "P5",
          evidence={"legal_article": "刑事訴訟法197条2項", "document_no": "照第120号"}),
    Usual(1, "authority_request", ("police",), "P5"),
    Usual(3, "statutory_notice", ("government_agency", "local_government"), "P5",
          evidence={"legal_article": "所得税法226条"}),
    Usual(1, "own_notice", ("police",), "P5"),
    Usual(1, "publication", ("public",), "P2"),
)  # fmt: skip


@dataclass(slots=True)
class Story:
    """Tell what happens at one operator: the same seed tells the same story."""

    random: Random
    people: list[PersonDraft]
    recipients: list[RecipientDraft]
    today: date
    by_kind: dict[str, list[str]] = field(default_factory=dict)
    _count: int = 0

    def __post_init__(self) -> None:
        """Sort the recipients by kind."""
        for recipient in self.recipients:
            self.by_kind.setdefault(recipient.kind or "", []).append(recipient.ref)

    def consents(self) -> list[ConsentDraft]:
        """Return a general consent for most people, and for some an older or a narrower one."""
        drafts = []
        for number, person in enumerate(self.people, start=1):
            if number % 12 == 0:
                continue  # nobody asked them
            given = self.today - timedelta(days=760 + number % 60)
            is_told = number % 12 != 5
            drafts.append(
                ConsentDraft(
                    consent_ref=f"K-{person.ref}",
                    subject_ref=person.ref,
                    given_on=given,
                    method=("click", "click", "paper", "oral")[number % 4],
                    text_version="2024-07",
                    scope=ScopeDraft((), _KINDS, ("P1", "P2", *_purposes(_KINDS)), _ITEMS, _COUNTRIES),
                    evidence_ref=f"録音 {number:05}" if number % 4 == 3 else "",
                    expires_on=self._expiry(number),
                    information_given_on=given if is_told else None,
                ),
            )
            if number % 9:
                drafts.append(self._campaign_consent(person, given))
        return drafts

    def _expiry(self, number: int) -> date | None:
        """Let a few consents have run out, and a few run out within the month."""
        if number % 40 == 0:
            return self.today - timedelta(days=30)
        return self.today + timedelta(days=20) if number % 37 == 0 else None

    def _campaign_consent(self, person: PersonDraft, given: date) -> ConsentDraft:
        return ConsentDraft(
            consent_ref=f"KC-{person.ref}",
            subject_ref=person.ref,
            given_on=given + timedelta(days=20),
            method="click",
            text_version="2024-campaign",
            scope=ScopeDraft((), _PARTNER_KINDS, ("P3", *_purposes(_PARTNER_KINDS)), (), ()),
        )

    def week(self, friday: date, count: int) -> list[ProvisionDraft]:
        """Return what was recorded on one Friday: the week's provisions, some of them late, doubtful or wrong."""
        return [self._provision(friday) for _ in range(count)]

    def _provision(self, friday: date) -> ProvisionDraft:
        self._count += 1
        random = self.random
        usual = random.choices(USUAL, weights=[known.weight for known in USUAL])[0]
        kind = random.choice(usual.kinds)
        days_ago = random.randrange(0, 4) if self._count % 60 else random.randrange(14, 25)
        draft = ProvisionDraft(
            subject_ref=random.choice(self.people).ref,
            recipient_ref=random.choice(self.by_kind[kind]),
            provided_on=friday - timedelta(days=days_ago),
            situation=usual.situation,
            purpose=usual.purpose,
            evidence=usual.evidence,
            case_ref=f"J-{friday.year}-{self._count % 400:04}" if usual.situation == "placement" else "",
            protection="tls" if self._count % 3 else "",
            department=_DEPARTMENTS.get(usual.situation, ""),
            external_id=f"DEMO-{self._count:06}",
            source="ats",
        )
        return self._with_slip(draft)

    def _with_slip(self, draft: ProvisionDraft) -> ProvisionDraft:
        """Let one row in some dozens carry what auditors find: a full address, an unstated basis, a name only."""
        if self._count % 97 == 0 and draft.situation == "scouting":
            return draft._replace(data_items=("name", "address", "work_history"))
        if self._count % 89 == 0:
            return draft._replace(situation="", legal_basis="", data_items=("name", "email"), method="email")
        if self._count % 151 == 0:
            return draft._replace(recipient_ref="R-9001")
        if self._count % 173 == 0:
            misused: dict[str, object] = {"within_entrusted_work": False}
            recipient = self.by_kind["contractor"][0]
            return draft._replace(situation="outsourcing", recipient_ref=recipient, purpose="P4", evidence=misused)
        if self._count % 499 == 0:
            return draft._replace(situation="", legal_basis="consent", data_items=("name", "health"), method="fax")
        return draft


def _purposes(kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the ready-made purposes for which people are asked, where recipients of these kinds are concerned."""
    asked = (known for known in READY_MADE if known.basis == "consent" and set(known.recipient_kinds) & set(kinds))
    return tuple(known.ref for known in asked)


_DEPARTMENTS: Final = {
    "placement": "placement",
    "scouting": "placement",
    "event": "events",
    "authority_request": "legal",
    "statutory_notice": "legal",
}
