"""Say what the API reads and shows of situations (場面)."""

from __future__ import annotations

from typing import Any, Final

import marshmallow as ma

from transfer_log.api.fields import LARGEST_NUMBER, Code, Line, Several, Value, Words
from transfer_log.api.registers import DatedBody, EntryView
from transfer_log.law import Act, Information, LegalBasis, RecordMode, Relation
from transfer_log.recipients.kinds import KINDS
from transfer_log.situations.methods import METHODS
from transfer_log.situations.operations import LONGEST_PRACTICES

_OPTIONAL: Final[dict[str, Any]] = {"allow_none": True, "load_default": None}
_MOST_ITEMS: Final = 500
_ACTS: Final = [act.value for act in Act if act not in (Act.VIEWED_ONLY, Act.UNSOLICITED)]


class SituationBody(DatedBody):
    """State what the company's policy declares about one way of providing."""

    name_ja = Line(200, required=True, least=1, example="求人企業への推薦")
    name_en = Line(200, required=True, least=1, example="Introduction to a company with a job")
    recipient_kinds = Several(Code(list(KINDS)), len(KINDS), "who may receive; empty: any", load_default=list)
    usual_items = Several(Line(80, least=1), _MOST_ITEMS, "codes of items given as a rule", load_default=list)
    allowed_items = Several(
        Line(80, least=1), _MOST_ITEMS, "codes of items that may be given; empty: any", load_default=list
    )
    substitutions = ma.fields.Dict(
        keys=Line(80, least=1),
        values=Line(80, least=1),
        validate=ma.validate.Length(max=_MOST_ITEMS),
        load_default=dict,
        metadata={"description": "barred item → item given instead", "maxProperties": _MOST_ITEMS},
    )
    purpose_ref = Line(80, "number of the purpose", **_OPTIONAL)
    basis = Code([basis.value for basis in LegalBasis], "on which ground", **_OPTIONAL)
    relation = Code([each.value for each in Relation], load_default=Relation.NONE.value)
    information = Code([each.value for each in Information], load_default=Information.PERSONAL_DATA.value)
    act = Code(_ACTS, load_default=Act.SENT.value)
    mode = Code([each.value for each in RecordMode], load_default=RecordMode.EACH_TIME.value)
    method = Code(list(METHODS), **_OPTIONAL)
    practices = Words(LONGEST_PRACTICES, "where in a policy it is declared", **_OPTIONAL)


class SituationView(EntryView):
    """A situation (場面) that the company's policy declares."""

    name_ja = Line(200)
    name_en = Line(200)
    recipient_kinds = Several(Line(40), LARGEST_NUMBER)
    usual_items = Several(Line(80), LARGEST_NUMBER)
    allowed_items = Several(Line(80), LARGEST_NUMBER)
    substitutions = Value({"type": "object", "additionalProperties": {"type": "string"}})
    purpose_ref = Line(80, allow_none=True)
    basis = Line(40, allow_none=True)
    relation = Line(40)
    information = Line(40)
    act = Line(40)
    mode = Line(20)
    method = Line(20, allow_none=True)
    practices = Words(LONGEST_PRACTICES, allow_none=True)
