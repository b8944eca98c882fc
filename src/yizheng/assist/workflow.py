"""The machine of a version of what was learned: trained by a job, put to use, replaced, put to use again."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import ModelState as S
from .models import ModelVersion


def _is_whole(version: ModelVersion) -> str | None:
    """学到的内容还在"""
    if version.learned:
        return None
    return "这一版学过的内容里有已封存或销毁的，已经停用，不能再启用。请重新训练。"


FINISH = Transition(
    "finish_training", "训练完成", sources={S.WAITING}, target=S.READY, permission="assist.finish_training"
)
FAIL = Transition(
    "fail_training", "训练没有做成", sources={S.WAITING}, target=S.FAILED, permission="assist.finish_training"
)
ACTIVATE = Transition(
    "activate_version", "启用", sources={S.READY}, target=None, permission="assist.train", guard=_is_whole
)

MODEL_MACHINE = Machine("model_version", S, (FINISH, FAIL, ACTIVATE), initial=S.WAITING)
