"""Where words about members lie in duty records; kinds, days, states and points are facts and stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import DutyRecord, Saying

RECORD = ("title", "evidence", "dispute_words", "proposed_words")
SHEET = ("narrative", "appeal_words", "answer_words", "override_reason")
VISIT = ("matters", "follow_up")


SUMMARY = ("words",)


def said_of(kind: str) -> Callable[[Any], Iterator[Part]]:
    """Return where the words of acts on one kind lie."""

    def parts(obj: Any) -> Iterator[Part]:
        for row in Saying.objects.filter(kind=kind, object_id=obj.pk):
            yield Part(row, ("words",))

    return parts


def of_subject(kind: str, object_id: int, _url: str) -> Iterator[Part]:
    """Return what records say of an object of another room: its title goes out of sight with it."""
    for row in DutyRecord.objects.filter(subject_kind=kind, subject_id=object_id):
        yield Part(row, RECORD)
        yield from said_of("duty_record")(row)


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.register(
        Content("duty_record", RECORD, inner=said_of("duty_record")),
        Content("score_sheet", SHEET, inner=said_of("score_sheet")),
        Content("contact_visit", VISIT),
        Content("year_summary", SUMMARY),
    )
    purging_kinds.trace(of_subject)
