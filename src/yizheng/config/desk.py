"""The administrator's card: was the house backed up last night, and did the backup come back (F161)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.models import UpkeepRun
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps
from yizheng.todo.desk import ASIDE, DeskCard, offer

STALE_AFTER = timedelta(hours=36)
"""Our decision: a night missed is seen in the morning, a late night is not."""


@dataclass(frozen=True)
class Line:
    """One line of the card. `sentence` says what is wrong and what to do; empty when all is well."""

    name: str
    ended_at: datetime | None
    sentence: str

    @property
    def meaning(self) -> str:
        """Return the colour of the word."""
        return "over" if self.sentence else "ok"

    @property
    def word(self) -> str:
        """Return the word beside the date."""
        return "请处理" if self.sentence else "正常"


@Asked
def read_upkeep(actor: Actor, _on: date) -> Steps[list[Line] | None]:
    """Return a line for backup and drill; None for whoever does not keep the house."""
    if not may("kernel.see_upkeep", actor):
        return None
    now = timezone.now()
    newest = yield UpkeepRun.objects.order_by("kind", "-ended_at").distinct("kind")
    runs = {run.kind: run for run in newest}
    return [_line(kind, runs.get(kind), now) for kind in UpkeepRun.Kind]


def upkeep(lines: list[Line]) -> dict[str, Any]:
    """Return what the card shows."""
    return {"lines": lines}


def offer_cards() -> None:
    """Put the card on the administrator's desk."""
    offer(DeskCard("house-upkeep", ASIDE, "house/desk/upkeep.html", read_upkeep, upkeep))


def _line(kind: UpkeepRun.Kind, run: UpkeepRun | None, now: datetime) -> Line:
    if run is None:
        return Line(kind.label, None, f"还没有做过{kind.label}；请运行 yizheng {kind}，并设置每晚定时执行。")
    if not run.is_good:
        return Line(kind.label, run.ended_at, run.sentence)
    if now - run.ended_at > STALE_AFTER:
        return Line(kind.label, run.ended_at, f"已超过一天没有{kind.label}；请检查夜间任务，或运行 yizheng {kind}。")
    return Line(kind.label, run.ended_at, "")
