"""The order of speeches (大会发言次序) as a part of the handbook, once a leader has approved the list."""

from __future__ import annotations

from yizheng.kernel.papers import Column, Table
from yizheng.org.models import Session
from yizheng.speech.models import SpeechCall
from yizheng.speech.papers import OPEN_TO_READ
from yizheng.speech.queries import in_order

COLUMNS = (
    Column("序号", 0.5, "center"), Column("题目", 3), Column("提出", 1.2), Column("发言人", 1, pad_names=True),
)  # fmt: skip


def order_of_speeches(session: Session) -> Table | None:
    """Return who speaks in which order at a plenary; None before the list is approved, or where nobody speaks."""
    call = SpeechCall.objects.filter(session=session, state__in=OPEN_TO_READ).first()
    speeches = list(in_order(call)) if call is not None else []
    rows = tuple(
        (str(number), str(each), each.owner_name, each.speaker.person.name if each.speaker else "")
        for number, each in enumerate(speeches, start=1)
    )
    return Table("大会发言次序", COLUMNS, rows) if rows else None
