"""The record of which plan item was suggested for a task, and which was chosen (归到要点)."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.assist.enums import Level, Question
from yizheng.assist.services import Chosen, record_decisions
from yizheng.assist.sources import Example, Source, offer
from yizheng.kernel.workflow import Moved

from .models import PlanItem, PlanTask
from .suggesting import Confidence
from .suggestions import suggestion_for
from .workflow import LINK_ITEM

AREA = "plan_task"
LEVELS = {
    Confidence.SURE.label: Level.SURE,
    Confidence.LIKELY.label: Level.LIKELY,
    Confidence.DOUBTFUL.label: Level.UNSURE,
}


def offer_sources() -> None:
    """Say that these decisions are recorded; items are new each year, so nothing is trained on them."""
    offer(Source(Question.PLAN_ITEM, AREA, "任务归要点推荐", _nothing, learns=False))


def _nothing(_most: int) -> Iterator[Example]:
    return iter(())


def note_item(moved: Moved) -> None:
    """Remember to which item a task was put, beside the one its words had suggested."""
    task = moved.obj
    if moved.act != LINK_ITEM.name or not isinstance(task, PlanTask) or task.item is None:
        return
    found = suggestion_for(task)
    chosen = Chosen(
        AREA, task.pk, str(task.item.pk), _called(task.item),
        [(str(found.item.pk), found.score)] if found else [], LEVELS[found.confidence] if found else "",
    )  # fmt: skip
    record_decisions(question=Question.PLAN_ITEM, chosen=[chosen], act=moved.act, by=moved.by, at=moved.at)


def _called(item: PlanItem) -> str:
    """The record holds no words of the plan: the number says which item it was."""
    return f"第{item.number}项" if item.number is not None else "没有编号的一项"
