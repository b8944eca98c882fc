"""The ledger of an appraisal or selection as a timeline."""

from __future__ import annotations

from django.db.models import Model

from yizheng.kernel import ledger, subjects
from yizheng.kernel.acting import SOURCE_LABELS, Source
from yizheng.kernel.workflow import Machine
from yizheng.ui.shapes import TimelineEntry

from ..workflow import appraising as table

_MACHINES = [each for each in vars(table).values() if isinstance(each, Machine)]
_WORDS = {
    "prepare_round": "筹备",
    "prepare_unit_appraisal": "筹备",
    "begin_selection": "启动",
    **{row.name: row.label for machine in _MACHINES for row in machine.transitions},
}


def course(obj: Model) -> list[TimelineEntry]:
    """Return who did what with an object, the newest first."""
    rows = ledger.history(subjects.kind_of(obj), obj.pk).select_related("entered_by")
    return [
        TimelineEntry(
            act=_WORDS.get(row.act, row.act), who=row.actor_name, at=row.at, hat=row.hat_label,
            source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
            entered_by=row.entered_by.name if row.entered_by else "", reason=row.reason,
        )
        for row in reversed(list(rows))
    ]  # fmt: skip
