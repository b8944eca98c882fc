"""The ledger of an approval as a timeline: who began it, who decided each step, by which way it came in."""

from __future__ import annotations

from django.db.models import Q

from yizheng.kernel.acting import SOURCE_LABELS, Source
from yizheng.kernel.models import LedgerEntry
from yizheng.ui.shapes import TimelineEntry

from . import phrases
from .enums import ApprovalState
from .models import Approval
from .workflow import APPROVAL_MACHINE, STEP_MACHINE

_WORDS = {
    "begin_approval": "开始呈批",
    **{row.name: row.label for row in (*STEP_MACHINE.transitions, *APPROVAL_MACHINE.transitions)},
}
_STATES = dict(ApprovalState.choices)


def entries(approval: Approval) -> list[TimelineEntry]:
    """Return what happened to an approval and its steps, newest first; its steps have been read along."""
    labels = {step.pk: step.label for step in approval.steps.all()}
    mine = Q(kind="approval", object_id=approval.pk)
    steps = Q(kind="approval_step", object_id__in=labels.keys())
    rows = LedgerEntry.objects.filter(mine | steps).select_related("entered_by").order_by("-id")
    return [_entry(row, labels.get(row.object_id, "") if row.kind == "approval_step" else "") for row in rows]


def _entry(row: LedgerEntry, label: str) -> TimelineEntry:
    on_paper = row.source == Source.PAPER
    return TimelineEntry(
        act=f"{label} {_WORDS.get(row.act, '有变动')}".strip(),
        who=row.actor_name,
        at=row.at,
        hat="" if on_paper or row.hat == "system" else row.hat_label,
        source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
        entered_by=row.entered_by.name if row.entered_by else "",
        reason=row.reason,
        state=_STATES.get(row.to_state, "") if row.kind == "approval" else "",
        meaning=phrases.MEANING.get(row.to_state, "neutral"),
    )
