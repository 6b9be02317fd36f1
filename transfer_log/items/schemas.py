"""Say what the API reads and shows of data items."""

from __future__ import annotations

from typing import Any, Final

from transfer_log.api.fields import Code, Line, YesNo
from transfer_log.api.registers import DatedBody, EntryView
from transfer_log.items.catalogue import ITEM_CLASSES

_OPTIONAL: Final[dict[str, Any]] = {"allow_none": True, "load_default": None}


class ItemBody(DatedBody):
    """State what a data item is called and how it is classed."""

    name_ja = Line(100, required=True, least=1, example="希望勤務地")
    name_en = Line(100, required=True, least=1, example="Wished place of work")
    item_class = Code(list(ITEM_CLASSES), "its class", required=True, example="career")
    is_special_care = YesNo("要配慮個人情報 (Act Art. 2(3))", load_default=False)
    is_never_provided = YesNo("barred by law or by own rule", load_default=False)
    substitute = Line(80, "code of the coarser item to give instead", **_OPTIONAL)


class ItemView(EntryView):
    """A data item (個人データの項目); only names of items are kept, never values."""

    name_ja = Line(100)
    name_en = Line(100)
    item_class = Line(30)
    is_special_care = YesNo()
    is_never_provided = YesNo()
    substitute = Line(80, allow_none=True)
