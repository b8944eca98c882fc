"""The machine of a deadline (handbook 2.1)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .models import DeadlineState as S

OPEN = {S.RUNNING, S.PAUSED}

PAUSE = Transition(
    "pause_deadline", "暂停计时", sources={S.RUNNING}, target=S.PAUSED, permission="deadline.pause", needs_reason=True
)
RESUME = Transition("resume_deadline", "恢复计时", sources={S.PAUSED}, target=S.RUNNING, permission="deadline.resume")
EXTEND = Transition(
    "extend_deadline", "延期", sources={S.RUNNING}, target=None, permission="deadline.extend", needs_reason=True
)
MEET = Transition("meet_deadline", "按期办结", sources=OPEN, target=S.MET, permission="deadline.meet")
MISS = Transition("miss_deadline", "逾期办结", sources={S.RUNNING}, target=S.MISSED, permission="deadline.meet")
CANCEL = Transition(
    "cancel_deadline", "取消期限", sources=OPEN, target=S.CANCELLED, permission="deadline.cancel", needs_reason=True
)

DEADLINE_MACHINE = Machine("deadline", S, (PAUSE, RESUME, EXTEND, MEET, MISS, CANCEL), initial=S.RUNNING)
