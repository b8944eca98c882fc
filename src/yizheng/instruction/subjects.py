"""What the shared rooms must know of instructions and of what units owe on them."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from . import queries
from .enums import TrackingState
from .models import Instruction, InstructionTask


def task_owed(task: InstructionTask) -> Iterator[Owed]:
    """The unit owes its report by its day; the keeper owes the check, and the report of a unit without a login."""
    keeper = task.instruction.keeper_role
    if task.state == TrackingState.FED_BACK:
        yield Owed("close_instruction", "核对批示办理", role=keeper, note=str(task.unit))
    elif task.state == TrackingState.RUNNING and task.is_paper:
        yield Owed("feed_back_instruction", "催办并代录批示反馈", role=keeper, due_on=task.due_on, note=str(task.unit))
    elif task.state == TrackingState.RUNNING:
        yield Owed(
            "feed_back_instruction", "反馈批示办理", role=Role.UNIT_CLERK, scope_kind="org_unit", due_on=task.due_on,
            scope_id=task.unit_id,
        )  # fmt: skip


def register_all() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "instruction", Instruction, "批示", visible_to=queries.instructions_visible_to,
            url=lambda row: address("instruction:instruction", public_id=row.public_id),
        ),
        Subject(
            "instruction_task", InstructionTask, "批示办理", visible_to=queries.tasks_visible_to, owed=task_owed,
            url=lambda task: address("instruction:task", public_id=task.public_id),
            title=lambda task: f"{task.instruction}交办",
            caption=lambda task: task.get_state_display(),
        ),
    )  # fmt: skip
