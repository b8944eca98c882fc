"""The ledger of plans and tasks as a timeline: who did what, when, in which hat, by which way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from yizheng.kernel.acting import SOURCE_LABELS, Source
from yizheng.kernel.models import LedgerEntry
from yizheng.ui.shapes import TimelineEntry

from . import phrases, queries
from .models import PlanTask

_EXPLAINED = ("return_task", "cancel_task", "record_cancellation", "give_delay_reason", "reschedule_task")
"""Acts whose sentence is a reason; with the others it is a remark."""


def of_tasks(tasks: Mapping[int, PlanTask], most: int) -> list[TimelineEntry]:
    """Return what happened last to several tasks, newest first, each entry naming its task."""
    return naming_tasks(newest_of(tasks.keys())[:most], tasks)


def newest_of(task_ids: Any) -> QuerySet[LedgerEntry]:
    """Return the ledger of several tasks, the newest first; `task_ids` are numbers, or the query that finds them."""
    rows = LedgerEntry.objects.filter(kind="plan_task", object_id__in=task_ids)
    # By transaction, because that index begins with the committee: by id the newest of all committees are read first.
    return rows.select_related("entered_by").order_by("-xact", "-id")


def naming_tasks(rows: Iterable[LedgerEntry], tasks: Mapping[int, PlanTask]) -> list[TimelineEntry]:
    """Return ledger rows in their order as entries, each naming its task."""
    return [_entry(row, about=tasks[row.object_id].content) for row in rows]


def entries(rows: QuerySet[LedgerEntry] | Iterable[LedgerEntry]) -> list[TimelineEntry]:
    """Return ledger rows, given oldest first, as entries, newest first."""
    return [_entry(row) for row in reversed(list(rows))]


def _entry(row: LedgerEntry, about: str = "") -> TimelineEntry:
    explained = row.act in _EXPLAINED
    remark = "" if explained else row.reason
    return TimelineEntry(
        act=phrases.act_word(row.act),
        who=row.actor_name,
        at=row.at,
        hat=_hat(row),
        source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
        entered_by=row.entered_by.name if row.entered_by else "",
        reason=row.reason if explained else "",
        text="；".join(part for part in (about, _moved(row.fields), remark) if part),
        state=_state(row),
        meaning=queries.MEANING.get(row.to_state, "neutral"),
    )


def _hat(row: LedgerEntry) -> str:
    """On paper the hat of the row is the clerk's, and the name the signer's: only the name is printed."""
    return "" if row.source in (Source.PAPER, Source.SYSTEM) else row.hat_label


def _state(row: LedgerEntry) -> str:
    if not row.to_state or row.from_state == row.to_state:
        return ""
    return phrases.STATE_WORDS.get(row.to_state, "")


def _moved(values: Mapping[str, Any]) -> str:
    last = values.get("month_end")
    return f"改到{last}月完成" if last else ""
