"""Say what the API reads and shows of provisions. The names of fields are those of the import files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import marshmallow as ma

from transfer_log.api.fields import (
    LARGEST_NUMBER,
    Both,
    Choice,
    Code,
    Day,
    Digest,
    Id,
    Instant,
    Line,
    Several,
    Value,
    View,
    Whole,
    WholeInAddress,
    Words,
    YesNo,
    refuse,
)
from transfer_log.api.fields import Body as ApiBody
from transfer_log.api.paging import PageQuery, PageView
from transfer_log.errors import Text
from transfer_log.provisions.drafts import ProvisionDraft
from transfer_log.provisions.evidence import PAPERS, PART_OF
from transfer_log.provisions.steps import STATE_LABELS, STEPS
from transfer_log.provisions.vocabulary import CODES, LONGEST
from transfer_log.recipients.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_ITEMS: Final = 200
LONGEST_EVIDENCE: Final = 2000
MOST_ROWS_IN_A_LEDGER: Final = 999_999_999
_MAY_BE_LEFT_OUT: Final[dict[str, Any]] = {"allow_none": True}

_NO_EVIDENCE: Final = Text("オブジェクト（{…}）で書いてください。", "Write an object, {…}.")
_LONG_EVIDENCE: Final = Text(
    f"{LONGEST_EVIDENCE} 文字以内で書いてください。", f"At most {LONGEST_EVIDENCE} characters."
)


class Evidence(ma.fields.Field["Mapping[str, object]"]):
    """Read what is stated for the basis: facts are true or false, papers are named. What is known is checked later."""

    def __init__(self, about: str) -> None:
        """Say which facts and papers there are."""
        facts = {fact: {"type": "boolean"} for fact in PART_OF}
        papers = {
            paper: {"type": ["string", "boolean"], "maxLength": LONGEST_EVIDENCE, "description": name.en}
            for paper, name in PAPERS.items()
        }
        shape = {"type": "object", "properties": {**facts, **papers}, "additionalProperties": False}
        super().__init__(metadata={**shape, "description": about}, allow_none=True)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_options: Any) -> Mapping[str, object]:  # noqa: ANN401 as in marshmallow
        del attr, data
        if not isinstance(value, dict):
            refuse(_NO_EVIDENCE)
        if any(isinstance(said, str) and len(said) > LONGEST_EVIDENCE for said in value.values()):
            refuse(_LONG_EVIDENCE)
        return value


def _text(name: str, about: str, **options: Any) -> Line:  # noqa: ANN401 options of marshmallow
    return Line(LONGEST[name], about, **_MAY_BE_LEFT_OUT, **options)


def _ref(about: str, **options: Any) -> Line:  # noqa: ANN401 options of marshmallow
    return Line(80, about, **_MAY_BE_LEFT_OUT, **options)


def _code(name: str, about: str, **options: Any) -> Code:  # noqa: ANN401 options of marshmallow
    return Code(sorted(CODES[name]), about, may_be_blank=True, **_MAY_BE_LEFT_OUT, **options)


class ProvisionBody(ApiBody):
    """State one provision of one person's data to one recipient.

    Null, empty text and a field left out say the same: not stated.
    """

    external_id = _text(
        "external_id", "its id in your system: the same one again is the same row", example="SL-2026-1120"
    )
    source = _text("source", "which system `external_id` belongs to; left out: your main one", example="ats")
    subject_ref = _text("subject_ref", "number of the person (本人)", example="C-1001")
    subject_name = _text("subject_name", "name, where the number is new: makes the person", example="見本 花子")
    subject_id = Id("the person by opaque id, instead of the number", **_MAY_BE_LEFT_OUT)
    recipient_ref = _text("recipient_ref", "code of the recipient (第三者)", example="R-0001")
    recipient_name = _text("recipient_name", "name of a recipient not yet registered: begins a provisional one")
    provided_on = Day("day of the provision (Japan)", **_MAY_BE_LEFT_OUT, example="2026-11-20")
    provided_at = Instant("moment of the provision, where the time of day is known", **_MAY_BE_LEFT_OUT)
    last_provided_on = Day("last day, of a lump record or a viewing that has ended", **_MAY_BE_LEFT_OUT)
    legal_basis = _code("legal_basis", "on which ground it was given; left out: the situation's", example="consent")
    consent_ref = _ref("the consent it rests on; left out: the one on record that covers it")
    data_items = Several(
        Line(80),
        MOST_ITEMS,
        "codes of the items that were given, never their values; left out: the situation's",
        **_MAY_BE_LEFT_OUT,
        example=["name", "work_history"],
    )
    method = _code("method", "how it was given; left out: the situation's", example="email")
    purpose = _ref("number of the purpose of use; left out: the situation's", example="P1")
    situation = _ref("code of the situation (場面), which fills what is left out", example="placement")
    mode = _code("mode", "how it is recorded (Rules Art. 19)")
    act = _code("act", "what was done; `sent` if left out")
    information = _code("information", "what kind of information it is; personal data if left out")
    relation = _code("relation", "how the recipient stands to the company")
    country = Line(10, "where the recipient is, if not where the register says: a code such as VN", **_MAY_BE_LEFT_OUT)
    protection = _code("protection", "how it was protected on the way")
    case_ref = _text("case_ref", "your case or job number")
    department = _ref("code of the department; left out: that of the token's user")
    decided_by = Line(254, "e-mail address of the user who decided", **_MAY_BE_LEFT_OUT)
    recorded_on = Day("day on which an older record was made, when it is carried over", **_MAY_BE_LEFT_OUT)
    batch_ref = _text("batch_ref", "what you call one act with many people or recipients")
    source_ledger = _text("source_ledger", "the old ledger it is carried over from")
    source_row = Whole(0, MOST_ROWS_IN_A_LEDGER, "its row there", **_MAY_BE_LEFT_OUT)
    evidence = Evidence("facts and papers that show the basis")
    sent_digest = Digest("SHA-256 of what was sent; the thing itself is never kept", **_MAY_BE_LEFT_OUT)
    sent_bytes = Whole(0, LARGEST_NUMBER, "how large it was", **_MAY_BE_LEFT_OUT)
    staged_after_id = Id("the narrower disclosure to the same recipient before this one", **_MAY_BE_LEFT_OUT)
    wished_on = Day("day on which the person wished the wider disclosure", **_MAY_BE_LEFT_OUT)
    leans_on_id = Id("an older record of the same content (Rules Art. 20(2))", **_MAY_BE_LEFT_OUT)
    stage = _code("stage", "`planned`: not yet done, to be confirmed; else `done`")


#: What a single body has to name, beside what a situation may fill in.
NEEDED: Final[dict[str, Any]] = {
    "allOf": [
        {"anyOf": [{"required": [one]}, {"required": [other]}]}
        for one, other in (
            ("subject_ref", "subject_id"),
            ("recipient_ref", "recipient_name"),
            ("provided_on", "provided_at"),
        )
    ]
}


def draft_of_body(body: Mapping[str, Any]) -> ProvisionDraft:
    """Return the draft that a body states; what is null is not stated."""
    stated = {name: value for name, value in body.items() if value is not None}
    if "data_items" in stated:
        stated["data_items"] = tuple(dict.fromkeys(stated["data_items"]))
    if not stated.get("stage", "done"):
        del stated["stage"]
    return ProvisionDraft(**stated)


class EventBody(ApiBody):
    """State what happened to a provision later."""

    kind = Choice([kind for kind in STEPS if kind not in ("confirmed", "corrected")], "what happened", required=True)
    occurred_on = Day("on which day (Japan)", required=True, example="2026-11-20")
    occurred_at = Instant("at which moment, where it is known", load_default=None, allow_none=True)
    reason = Words(2000, "why; needed where something is taken back", load_default="")
    details = ma.fields.Dict(
        keys=Line(40, least=1),
        values=Line(400),
        validate=ma.validate.Length(max=20),
        load_default=None,
        allow_none=True,
        metadata={
            "description": "what belongs to it, such as a slip number or how many views",
            "maxProperties": 20,
            "examples": [{"slip_number": "1234-5678"}],
        },
    )


class CorrectionBody(ApiBody):
    """State what a record should have said, whole, and why it is corrected; or confirm a plan."""

    provision = ma.fields.Nested(ProvisionBody, required=True)
    reason = Words(2000, "why; may be left out only where a plan is confirmed", load_default="")


class MoveBody(ApiBody):
    """State under which person a record belongs, whole, and why it stood under another."""

    provision = ma.fields.Nested(ProvisionBody, required=True)
    reason = Words(2000, "why", required=True, least=1)


class LedgerQuery(PageQuery):
    """Choose rows of the ledger."""

    from_on = Day("first day (Japan)")
    to_on = Day("last day (Japan)")
    legal_basis = Choice([*sorted(CODES["legal_basis"]), "none"], "on which ground; `none`: none stated")
    recipient_kind = Choice(list(KINDS), "kind of the recipient")
    recipient_ref = Line(80, "code of the recipient")
    country = Line(10, "code of the country")
    situation = Line(80, "code of the situation")
    method = Choice(sorted(CODES["method"]), "how it was given")
    door = Choice(["page", "api", "file"], "how it came into the ledger")
    batch_ref = Line(80, "what you call one act with many people or recipients")
    external_id = Line(120, "its id in your system")
    finding = Choice(["any", "none", "unlawful", "doubtful"], "with which findings")
    state = Choice(
        ["all", *(state for state in STATE_LABELS if state)], "in which state; left out: what happened and still stands"
    )
    late_after_days = WholeInAddress(0, 366, "recorded later than so many business days")


class RecordedView(View):
    """The provision stands in the ledger."""

    subject_id = Id()
    id = Id()
    is_new = YesNo("false: the same one had been sent before")
    finding_count = Whole(0, LARGEST_NUMBER, "how many findings there are about it")


class PersonNameView(View):
    """Tell one person from another."""

    ref = Line(80)
    name = Line(200)
    kana = Line(200)
    birth_year = Whole(1800, 2300, allow_none=True)
    prefecture = Line(40)


class RecipientNameView(View):
    """Say how a recipient was called and where it was, as of the provision."""

    ref = Line(80)
    name = Line(200)
    kind = Line(40, allow_none=True)
    country = Line(10, allow_none=True)


class ProvisionView(View):
    """A provision as it stands in the ledger."""

    subject_id = Id()
    id = Id()
    state = Line(20, "empty: the ordinary one")
    stage = Line(10)
    external_id = Line(120, allow_none=True)
    source = Line(80)
    door = Line(10)
    batch_ref = Line(80, allow_none=True)
    person = ma.fields.Nested(PersonNameView)
    recipient = ma.fields.Nested(RecipientNameView)
    country = Line(10, allow_none=True)
    provided_on = Day()
    provided_at = Instant(allow_none=True)
    last_provided_on = Day(allow_none=True)
    recorded_on = Day()
    recorded_at = Instant()
    recorded_by = Id("user")
    days_to_record = Whole(0, LARGEST_NUMBER, "business days from act to record")
    situation = Line(80, allow_none=True)
    purpose = Line(80, allow_none=True)
    department = Line(80, allow_none=True)
    data_items = Several(Line(80), LARGEST_NUMBER)
    legal_basis = Line(40, allow_none=True)
    method = Line(20, allow_none=True)
    protection = Line(40, allow_none=True)
    mode = Line(20)
    act = Line(30)
    information = Line(40)
    relation = Line(40)
    case_ref = Line(120, allow_none=True)
    is_provision = YesNo()
    permitted = YesNo("null: cannot be said", allow_none=True)
    record_required = YesNo()
    disclosable = YesNo("a statutory record under Act Art. 33(5)")
    retention_class = Line(2, allow_none=True)
    findings = Several(Line(60), LARGEST_NUMBER, "codes of what is doubtful or unlawful, the gravest first")


class LedgerView(PageView):
    """A page of the ledger, newest first."""

    items = ma.fields.List(ma.fields.Nested(ProvisionView))


class ReasonView(View):
    """Say what is doubtful or unlawful, with its article."""

    code = Line(60)
    severity = Line(10)
    article = Line(60)
    field = Line(80, allow_none=True)
    document = Line(80, "the paper or fact that is missing, or what it is about", allow_none=True)
    text = Both()
    remedy = Both()


class FindingOfProvisionView(ReasonView):
    """Say what is doubtful or unlawful about a record, and how it stands."""

    id = Id()
    state = Line(20)


class EventView(View):
    """Say what happened later."""

    id = Id()
    about_id = Id("which version it is about")
    kind = Line(40)
    occurred_on = Day()
    occurred_at = Instant(allow_none=True)
    reason = Words(2000, allow_none=True)
    details = Value({"type": ["object", "null"]})
    recorded_at = Instant()
    recorded_by = Id("user")


class VersionView(View):
    """Be one version of a record in the line of its corrections."""

    id = Id()
    version_reason = Line(20, "correction, confirmed, completed; null: the first", allow_none=True)
    reason = Words(2000, allow_none=True)
    recorded_at = Instant()
    recorded_by = Id("user")


class AssessmentView(View):
    """Say what the law made of it, in the vocabulary of the assessment."""

    law_version = Line(40)
    facts = Value({"type": "object"})
    result = Value({"type": "object"})


class ProvisionDetailView(ProvisionView):
    """A provision with all it rests on and all that happened to it."""

    evidence = Value({"type": ["object", "null"]})
    filled = Several(Line(80), LARGEST_NUMBER, "fields that the situation or the register filled in")
    consent_id = Id(allow_none=True)
    sent_digest = Digest(allow_none=True)
    sent_bytes = Whole(0, LARGEST_NUMBER, allow_none=True)
    source_ledger = Line(200, allow_none=True)
    source_row = Whole(0, LARGEST_NUMBER, allow_none=True)
    decided_by = Id("user", allow_none=True)
    override_reason = Words(2000, allow_none=True)
    staged_after_id = Id(allow_none=True)
    wished_on = Day(allow_none=True)
    leans_on_id = Id(allow_none=True)
    assessment = ma.fields.Nested(AssessmentView)
    finding_list = ma.fields.List(ma.fields.Nested(FindingOfProvisionView))
    events = ma.fields.List(ma.fields.Nested(EventView))
    versions = ma.fields.List(ma.fields.Nested(VersionView), metadata={"description": "the first one first"})


class AddedEventView(View):
    """The event is on record."""

    id = Id()
    state = Line(20, "the state of the provision now; empty: the ordinary one")


class ClearanceView(View):
    """Whether it may be sent now, and why."""

    clearance_id = Id("under which the question and the answer are on record")
    is_allowed = YesNo()
    permitted = YesNo("what the law says; null: cannot be said", allow_none=True)
    subject_id = Id()
    asked_on = Day("as of which day (Japan)")
    consent_ref = Line(80, "the consent that covers it", allow_none=True)
    reasons = ma.fields.List(ma.fields.Nested(ReasonView), metadata={"description": "what stands in the way"})
    remarks = ma.fields.List(
        ma.fields.Nested(ReasonView), metadata={"description": "what is to be mended, and can wait"}
    )
