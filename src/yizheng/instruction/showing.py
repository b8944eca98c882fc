"""Instructions as the components of the house draw them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Model

from yizheng.kernel import ledger, subjects
from yizheng.kernel.acting import SOURCE_LABELS, Actor, Source
from yizheng.kernel.addresses import address
from yizheng.kernel.models import LedgerEntry
from yizheng.ui.shapes import Cell, Column, Figure, Meaning, TimelineEntry
from yizheng.ui.tags.marks import long_date

from .enums import InstructionKind, InstructionLevel, InstructionState, TrackingState
from .models import Instruction, InstructionTask
from .queries import YearCount
from .workflow import INSTRUCTION_MACHINE, TASK_MACHINE

MEANING = {
    TrackingState.RUNNING: Meaning.BUSY, TrackingState.FED_BACK: Meaning.WARN, TrackingState.CLOSED: Meaning.OK,
    TrackingState.VOID: Meaning.NEUTRAL,
}  # fmt: skip
COLUMNS = [
    Column("日期"), Column("领导"), Column("方式"), Column("批示对象"), Column("要点"), Column("登记编号"),
    Column("办理"),
]  # fmt: skip
TASK_COLUMNS = [Column("批示"), Column("要点"), Column("反馈期限"), Column("状态")]
_WORDS = {
    "register_instruction": "登记", "assign_instruction": "交办",
    **{row.name: row.label for row in (*INSTRUCTION_MACHINE.transitions, *TASK_MACHINE.transitions)},
}  # fmt: skip
Targets = Mapping[tuple[str, int], tuple[str, str]]


def targets_of(rows: Iterable[Instruction], actor: Actor) -> Targets:
    """Return title and address of what instructions speak of, of those the person may see; a read a kind."""
    kinds: dict[str, set[int]] = {}
    for row in rows:
        kinds.setdefault(row.target_kind, set()).add(row.target_id)
    return {
        (kind, pk): (subjects.get(kind).title(obj), subjects.get(kind).url(obj))
        for kind, ids in kinds.items()
        for pk, obj in _seen(kind, ids, actor).items()
    }


def _seen(kind: str, ids: set[int], actor: Actor) -> dict[int, Model]:
    found: dict[int, Model] = subjects.get(kind).visible_to(actor).in_bulk(list(ids))
    return found


def row(each: Instruction, targets: Targets, tasks: Sequence[InstructionTask], on: date) -> list[Cell]:
    """Return one row of the register."""
    page = address("instruction:instruction", public_id=each.public_id)
    title, url = targets.get((each.target_kind, each.target_id), (subjects.get(each.target_kind).label, ""))
    void = each.state == InstructionState.VOID
    word, meaning = ("登记有误", Meaning.NEUTRAL) if void else tracking(tasks, on)
    return [
        Cell(long_date(each.instructed_on), url=page), Cell(_level_and_leader(each)),
        Cell(each.get_kind_display(), meaning=kind_meaning(each)), Cell(title, url=url), Cell(each.gist),
        Cell(each.register_reference), Cell(word, meaning=meaning),
    ]  # fmt: skip


def _level_and_leader(each: Instruction) -> str:
    """Return 市级领导：副市长 某某; the level alone where nobody is named."""
    named = _named(each)
    return f"{each.get_level_display()}：{named}" if named else each.get_level_display()


def leader(each: Instruction) -> str:
    """Return who instructed: post and name as far as they are kept."""
    return _named(each) or "—"


def _named(each: Instruction) -> str:
    return " ".join(part for part in (each.leader_post, each.leader_name) if part)


def kind_meaning(each: Instruction) -> str:
    """An instruction stands out; circling does not."""
    return Meaning.ACCENT if each.kind == InstructionKind.SUBSTANTIVE else Meaning.NEUTRAL


def tracking(tasks: Sequence[InstructionTask], on: date) -> tuple[str, str]:
    """Return how far the units are, in a word with its meaning."""
    live = [each for each in tasks if each.state != TrackingState.VOID]
    if not live:
        return "不交办", Meaning.NEUTRAL
    late = sum(is_late(each, on) for each in live)
    done = sum(each.state == TrackingState.CLOSED for each in live)
    if late:
        return f"{late}家逾期", Meaning.OVER
    return f"办结{done}/{len(live)}", Meaning.OK if done == len(live) else Meaning.BUSY


def is_late(task: InstructionTask, on: date) -> bool:
    """Tell whether a unit's day has passed without a report."""
    return task.state == TrackingState.RUNNING and task.due_on < on


def standing(task: InstructionTask, on: date) -> tuple[str, str]:
    """Return the state of a task in a word; overdue stands in place of 办理中."""
    if is_late(task, on):
        return f"逾期{(on - task.due_on).days}天", Meaning.OVER
    return task.get_state_display(), MEANING[TrackingState(task.state)]


def task_row(task: InstructionTask, on: date) -> list[Cell]:
    """Return one row of a unit's list."""
    word, meaning = standing(task, on)
    return [
        Cell(str(task.instruction), url=address("instruction:task", public_id=task.public_id)),
        Cell(task.instruction.gist or "见书面通知"), Cell(long_date(task.due_on)), Cell(word, meaning=meaning),
    ]  # fmt: skip


def figures(counts: Sequence[YearCount], base: str) -> list[Figure]:
    """Return the year in numbers: instructions a level, then what was only circled."""
    found = [
        Figure(each.instructions, each.level.label, "" if each.level == InstructionLevel.CENTRE else
               f"{base}&level={each.level.value}&kind=substantive", "件",
               note="只计数，不逐条列" if each.level == InstructionLevel.CENTRE else "")
        for each in counts if each.instructions
    ]  # fmt: skip
    circled = sum(each.circled for each in counts)
    return [*found, Figure(circled, "圈阅", f"{base}&kind=circled", "件", note="算看过，不算批示")]


def timeline(kind: str, object_id: int) -> list[TimelineEntry]:
    """Return what was done with an instruction or a task, the newest first."""
    rows = ledger.history(kind, object_id).select_related("entered_by").order_by("-id")
    return [_entry(each) for each in rows]


def _entry(entry: LedgerEntry) -> TimelineEntry:
    return TimelineEntry(
        act=_WORDS.get(entry.act, entry.act), who=entry.actor_name, at=entry.at, hat=entry.hat_label,
        source="" if entry.source == Source.WEB else SOURCE_LABELS[Source(entry.source)],
        entered_by=entry.entered_by.name if entry.entered_by else "", reason=entry.reason,
    )  # fmt: skip
