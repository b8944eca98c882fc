"""Who is told what of a unit's work on an instruction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from yizheng.accounts.queries import holders, holders_in
from yizheng.kernel import subjects
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.ui.tags.marks import month_day

from .models import InstructionTask


def _unit(task: InstructionTask, on: date) -> list[int]:
    return holders_in("org_unit", task.unit_id, on=on)


def _keepers(task: InstructionTask, on: date) -> list[int]:
    return holders(task.instruction.keeper_role, "", None, on=on)


_WORDS: dict[str, tuple[str, Callable[[InstructionTask, date], list[int]]]] = {
    "assign_instruction": ("领导有批示交贵单位办理，请在{due}前反馈办理情况。", _unit),
    "feed_back_instruction": ("{unit}反馈了批示办理情况，请核对。", _keepers),
    "send_back_instruction": ("批示办理情况被退回，请补充后再报，期限{due}。", _unit),
    "put_off_instruction": ("批示办理的期限延到{due}。", _unit),
    "close_instruction": ("批示办理情况已核对，办结。", _unit),
    "cancel_instruction": ("有一件批示不用再办，原因见办理页。", _unit),
}


def tell(moved: Moved) -> None:
    """Tell unit or office what was done; other acts concern nobody here."""
    if not isinstance(moved.obj, InstructionTask) or moved.act not in _WORDS:
        return
    task, (words, audience) = moved.obj, _WORDS[moved.act]
    people = [user for user in audience(task, timezone.localdate(moved.at)) if user != moved.by.user_id]
    notify.tell(
        recipients=people, text=words.format(unit=task.unit, due=month_day(task.due_on)),
        url=subjects.of(task).url(task), key=f"{moved.act}-{task.pk}-{moved.at.isoformat()}", at=moved.at,
    )  # fmt: skip
