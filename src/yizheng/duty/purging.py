"""Where words about members lie in duty records; kinds, days, states and points are facts and stay."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import DutyRecord

RECORD = ("title", "evidence", "dispute_words", "proposed_words")
SHEET = ("narrative", "appeal_words", "answer_words", "override_reason")
VISIT = ("matters", "follow_up")


def of_subject(kind: str, object_id: int, _url: str) -> Iterator[Part]:
    """Return what records say of an object of another room: its title goes out of sight with it."""
    for row in DutyRecord.objects.filter(subject_kind=kind, subject_id=object_id):
        yield Part(row, RECORD)


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.register(
        Content("duty_record", RECORD), Content("score_sheet", SHEET), Content("contact_visit", VISIT)
    )
    purging_kinds.trace(of_subject)
