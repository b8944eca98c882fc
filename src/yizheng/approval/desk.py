"""What the approval room shows on desks: what is on its way, and at which step it waits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps
from yizheng.todo.desk import ASIDE, LINES, DeskCard, Line, offer

from .enums import ApprovalState, StepKind, StepState
from .models import ApprovalStep
from .queries import approvals_visible_to
from .subjects import url_of

MOST = 4
WORDS = {StepKind.MEETING: "等{}研究", StepKind.REPORT: "等{}批复"}


@Asked
def read_running(actor: Actor, _on: date) -> Steps[list[Any] | None]:
    """Return the running approvals this hat reads with the step they wait for, in one query; None without any."""
    if not may("approval.read", actor) or not actor.wears(Role.LEADER, Role.SECRETARY_GENERAL):
        return None  # the clerks have it among their to-dos
    waiting = ApprovalStep.objects.filter(approval=OuterRef("pk"), state=StepState.PENDING).order_by("order")
    running = approvals_visible_to(actor).filter(state=ApprovalState.RUNNING)
    marked = running.annotate(label=Subquery(waiting.values("label")[:1]), kind=Subquery(waiting.values("kind")[:1]))
    found = yield marked.order_by("begun_at", "id")[:MOST]
    return found or None


def running(found: list[Any]) -> dict[str, Any]:
    """Return the card."""
    return {"title": "正在呈批", "lines": [_line(each) for each in found], "more": "全部",
            "url": address("approval:approvals")}  # fmt: skip


def offer_cards() -> None:
    """Put the card on the desks of those who read approvals."""
    offer(DeskCard("approval-running", ASIDE, LINES, read_running, running))


def _line(approval: Any) -> Line:
    begun = timezone.localdate(approval.begun_at)
    word = f"待{approval.label}" if approval.kind == StepKind.DECISION else WORDS[approval.kind].format(approval.label)
    return Line(approval.title, url_of(approval), word, "busy", f"{begun.month}月{begun.day}日送出")
