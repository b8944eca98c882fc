"""The ledger of a call or a speech as a timeline."""

from __future__ import annotations

from yizheng.kernel import ledger
from yizheng.kernel.acting import SOURCE_LABELS, Source
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.quarantine import ACT_WORDS
from yizheng.ui.shapes import TimelineEntry

from .models import Speech
from .services.calling import MADE
from .services.taking_over import TAKEN_OVER
from .workflow import CALL_MACHINE, SPEECH_MACHINE

_WORDS = {
    **ACT_WORDS,
    MADE: "发起征集",
    TAKEN_OVER: "由社情民意转来",
    **{row.name: row.label for machine in (CALL_MACHINE, SPEECH_MACHINE) for row in machine.transitions},
}
TOLD_LATER = ("shortlist_speech", "drop_speech")
"""What the list holds is told once it is approved, and then by what each speech became."""


def entries(kind: str, object_id: int, *, for_author: bool = False) -> list[TimelineEntry]:
    """Return what was done to an object, newest first; an author is not told what was only proposed."""
    rows = ledger.history(kind, object_id).select_related("entered_by")
    shown = [row for row in rows if not (for_author and row.act in TOLD_LATER)]
    return [_entry(row) for row in reversed(shown)]


def _entry(row: LedgerEntry) -> TimelineEntry:
    on_paper = row.source in (Source.PAPER, Source.SYSTEM)
    return TimelineEntry(
        act=_WORDS.get(row.act, row.act),
        who=row.actor_name,
        at=row.at,
        hat="" if on_paper else row.hat_label,
        source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
        entered_by=row.entered_by.name if row.entered_by else "",
        reason=row.reason,
    )


def last_reason(speech: Speech) -> str:
    """Return why a speech was given back last."""
    row = ledger.history("speech", speech.pk).filter(act="return_speech").last()
    return row.reason if row is not None else ""
