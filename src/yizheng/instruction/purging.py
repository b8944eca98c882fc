"""Where the content of instructions lies; levels, kinds, dates, units and states are facts and stay."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import Instruction, InstructionTask

INSTRUCTION, TASK = ("gist",), ("feedback",)


def _of_instruction(instruction: Instruction) -> Iterator[Part]:
    for task in InstructionTask.objects.filter(instruction=instruction):
        yield Part(task, TASK)


def on_target(kind: str, object_id: int, _url: str) -> Iterator[Part]:
    """Return what instructions say of an object of another room: it goes out of sight with the object."""
    for row in Instruction.objects.filter(target_kind=kind, target_id=object_id):
        yield Part(row, INSTRUCTION)
        yield from _of_instruction(row)


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.register(Content("instruction", INSTRUCTION, _of_instruction), Content("instruction_task", TASK))
    purging_kinds.inside("instruction", lambda row: (row.target_kind, row.target_id))
    purging_kinds.inside("instruction_task", lambda row: ("instruction", row.instruction_id))
    purging_kinds.trace(on_target)
