"""Promises as the components of the house draw them."""

from __future__ import annotations

from datetime import date

from yizheng.kernel import ledger
from yizheng.kernel.acting import SOURCE_LABELS, Source
from yizheng.kernel.addresses import address
from yizheng.kernel.models import LedgerEntry
from yizheng.ui.shapes import Cell, Column, Meaning, TimelineEntry
from yizheng.ui.tags.marks import long_date

from .enums import PromiseState
from .models import Promise
from .workflow import PROMISE_MACHINE

MEANING = {
    PromiseState.RUNNING: Meaning.BUSY,
    PromiseState.REPORTED: Meaning.WARN,
    PromiseState.KEPT: Meaning.OK,
    PromiseState.NOT_KEPT: Meaning.OVER,
    PromiseState.VOID: Meaning.NEUTRAL,
    PromiseState.ENDED: Meaning.NEUTRAL,
}
COLUMNS = [Column("承诺"), Column("承诺单位"), Column("何时承诺"), Column("应完成"), Column("状态")]
_WORDS = {"make_promise": "作出承诺", **{row.name: row.label for row in PROMISE_MACHINE.transitions}}


def row(promise: Promise, on: date) -> list[Cell]:
    """Return one row of the list."""
    word, meaning = standing(promise, on)
    return [
        Cell(promise.text, url=address("promise:promise", public_id=promise.public_id)),
        Cell(promise.promiser_name),
        Cell(long_date(promise.made_on)),
        Cell(long_date(promise.due_on) + _moved(promise)),
        Cell(word, meaning=meaning),
    ]


def standing(promise: Promise, on: date) -> tuple[str, str]:
    """Return the state in a word with its meaning; overdue stands in place of 兑现中."""
    if promise.state == PromiseState.RUNNING and promise.due_on < on:
        return f"逾期{(on - promise.due_on).days}天", Meaning.OVER
    return promise.get_state_display(), MEANING[PromiseState(promise.state)]


def timeline(promise: Promise) -> list[TimelineEntry]:
    """Return what was done with a promise, the newest first, with the notes on its progress."""
    rows = ledger.history("promise", promise.pk).select_related("entered_by")
    acts = [_entry(each) for each in rows if each.act != "note_progress"]
    notes = [TimelineEntry(act="记进展", who=each.who, at=each.at, text=each.words) for each in promise.notes.all()]
    return sorted([*acts, *notes], key=lambda entry: entry.at, reverse=True)


def _entry(entry: LedgerEntry) -> TimelineEntry:
    return TimelineEntry(
        act=_WORDS.get(entry.act, entry.act), who=entry.actor_name, at=entry.at, hat=entry.hat_label,
        source="" if entry.source == Source.WEB else SOURCE_LABELS[Source(entry.source)],
        entered_by=entry.entered_by.name if entry.entered_by else "", reason=entry.reason,
    )  # fmt: skip


def _moved(promise: Promise) -> str:
    return "" if promise.due_on == promise.first_due_on else f"（原定{long_date(promise.first_due_on)}）"
