"""The machine of an export: the house finishes it or says why not."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..models.exports import ExportState as S

FINISH_EXPORT = Transition(
    "finish_export", "整理好", sources={S.WAITING}, target=S.READY, permission="export.finish"
)  # fmt: skip
FAIL_EXPORT = Transition(
    "fail_export", "没有做成", sources={S.WAITING}, target=S.FAILED, permission="export.finish"
)  # fmt: skip

EXPORT_MACHINE = Machine("proposal_export", S, (FINISH_EXPORT, FAIL_EXPORT), initial=S.WAITING)
