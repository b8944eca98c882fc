"""
The machine of an import (导入).

A correction moves nothing and writes no ledger row: until it is confirmed the tree is a draft, and the
row of the batch itself says who corrected it last.
"""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .models import ImportState as S

FINISH_READING = Transition(
    "finish_reading", "读完", sources={S.WAITING}, target=S.READ, permission="intake.finish_reading"
)
FAIL_READING = Transition(
    "fail_reading", "读不了", sources={S.WAITING}, target=S.FAILED, permission="intake.finish_reading"
)
READ_AGAIN = Transition("read_again", "重新读取", sources={S.READ}, target=S.WAITING, permission="intake.correct")
CONFIRM = Transition("confirm_import", "确认导入", sources={S.READ}, target=S.CONFIRMED, permission="intake.confirm")
DISCARD = Transition(
    "discard_import",
    "放弃",
    sources={S.WAITING, S.READ, S.FAILED},
    target=S.DISCARDED,
    permission="intake.discard",
)

MACHINE = Machine("import", S, (FINISH_READING, FAIL_READING, READ_AGAIN, CONFIRM, DISCARD), initial=S.WAITING)
