"""The list of approvals, the page of one, its printed sheet, its withdrawal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import subjects
from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Cell, Column, Crumb, Tab
from yizheng.ui.tags.marks import long_date, short_date

from .. import chains, history, phrases, queries, services, sheet
from .. import workflow as table
from ..enums import ApprovalState, StepState
from ..forms import ReasonForm
from ..models import Approval, ApprovalStep
from ..subjects import url_of
from .asking import actor_of, visible_or_404
from .steps import STEP_ACTS

PAGE_ROWS = 50
COLUMNS = (Column("事项"), Column("到哪一步"), Column("等谁"), Column("自哪天起", "date"), Column("谁送的"))
ENDED_COLUMNS = (Column("事项"), Column("结果"), Column("办结", "date"), Column("送呈", "date"), Column("谁送的"))


@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """List what waits, with whom and since when; a second tab holds what has ended."""
    actor = actor_of(request)
    require("approval.read", actor)
    visible = queries.approvals_visible_to(actor)
    waiting = visible.filter(state=ApprovalState.RUNNING)
    ended = request.GET.get("ended") == "1"
    chosen = visible.exclude(state=ApprovalState.RUNNING).order_by("-ended_at", "-id") if ended else waiting.order_by(
        "begun_at", "id"
    )  # fmt: skip
    page = Paginator(queries.with_steps(chosen), PAGE_ROWS).get_page(request.GET.get("page"))
    here, count = address("approval:approvals"), waiting.count()
    context = {
        "heading": phrases.list_heading(count),
        "tabs": [Tab("呈批中", here, not ended, count), Tab("已了结", f"{here}?ended=1", ended)],
        "columns": ENDED_COLUMNS if ended else COLUMNS,
        "rows": [_ended_row(each) if ended else _row(each) for each in page.object_list],
        "page": page,
        "ended": ended,
    }
    return render(request, "approval/approvals.html", context)


def _row(approval: Approval) -> list[Cell]:
    step = queries.current_step(approval)
    return [
        Cell(approval.title, url_of(approval)),
        Cell(step.label if step else ""),
        Cell(phrases.waits_for(step) if step else ""),
        Cell(short_date(_waits_since(approval))),
        Cell(approval.begun_by.name),
    ]


def _waits_since(approval: Approval) -> Any:
    """Return the day the last step was decided, or the day of begin."""
    decided = [step.decided_on for step in approval.steps.all() if step.decided_on]
    return max([timezone.localdate(approval.begun_at), *decided])


def _ended_row(approval: Approval) -> list[Cell]:
    ended = timezone.localdate(approval.ended_at) if approval.ended_at else None
    return [
        Cell(approval.title, url_of(approval)),
        Cell(approval.get_state_display(), meaning=phrases.MEANING[approval.state]),
        Cell(short_date(ended) if ended else ""),
        Cell(short_date(timezone.localdate(approval.begun_at))),
        Cell(approval.begun_by.name),
    ]


@dataclass(frozen=True)
class StepButton:
    """One act on the current step as drawn."""

    label: str
    url: str
    look: str


@dataclass(frozen=True)
class StepBlock:
    """One step of the progress: how it was decided, or what can be done now."""

    step: ApprovalStep
    mark: str
    meaning: str
    words: str
    scan_url: str
    is_now: bool
    buttons: list[StepButton]


@require_GET
def approval(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one approval: the chain as a progress, each step with who, when, how and its scan."""
    actor = actor_of(request)
    require("approval.read", actor)
    row = visible_or_404(queries.with_steps(queries.approvals_visible_to(actor)), public_id)
    current = queries.current_step(row)
    blocks = [_block(step, current, actor) for step in row.steps.all()]
    context = {
        "approval": row,
        "chain": chains.get(row.chain),
        "meaning": phrases.MEANING[row.state],
        "heading": phrases.page_heading(row, current),
        "blocks": blocks,
        "subject": _subject(row, actor),
        "timeline": history.entries(row),
        "paper_params": f"id={row.public_id}",
        "sheet_url": address("approval:sheet", public_id=row.public_id),
        "withdraw_url": address("approval:withdraw", public_id=row.public_id),
        "may_withdraw": table.WITHDRAW in engine.available(table.APPROVAL_MACHINE, row, actor),
        "crumbs": [Crumb("呈批", address("approval:approvals")), Crumb(row.title)],
    }
    return render(request, "approval/approval.html", context)


def _subject(row: Approval, actor: Actor) -> dict[str, str] | None:
    """Return the object that is being approved, if this person may see it."""
    subject = subjects.get(row.subject_kind)
    obj = subject.visible_to(actor).filter(pk=row.object_id).first()
    if obj is None:
        return None
    return {"label": subject.label, "title": subject.title(obj), "url": subject.url(obj)}


def _block(step: ApprovalStep, current: ApprovalStep | None, actor: Actor) -> StepBlock:
    now = current is not None and step.pk == current.pk
    mark = "等这一步" if now else "未办" if step.state == StepState.PENDING else step.get_state_display()
    return StepBlock(
        step=step,
        mark=mark,
        meaning="busy" if now else phrases.STEP_MEANING[step.state],
        words=_decided_words(step) if step.decided_on else phrases.waits_for(step),
        scan_url=address("attachment:open", public_id=step.scan.public_id) if step.scan else "",
        is_now=now,
        buttons=_buttons(step, actor) if now else [],
    )


def _decided_words(step: ApprovalStep) -> str:
    assert step.decided_on is not None
    parts = [step.meeting or step.decided_by_name, long_date(step.decided_on)]
    if step.entered_by_name:
        parts.append(f"纸质，{step.entered_by_name}代录")
    return "　".join(parts)


def _buttons(step: ApprovalStep, actor: Actor) -> list[StepButton]:
    """The first act that stands open is the primary one."""
    allowed = {row.name for row in engine.available(table.STEP_MACHINE, step, actor)}
    offered = [each for each in STEP_ACTS if each.row.name in allowed]
    return [
        StepButton(each.label, address(f"approval:{each.name}", public_id=step.public_id), "" if place else "primary")
        for place, each in enumerate(offered)
    ]


@require_GET
def print_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the sheet as it is printed: boxes for signatures, what was decided already filled in."""
    actor = actor_of(request)
    require("approval.read", actor)
    row = visible_or_404(queries.with_steps(queries.approvals_visible_to(actor)), public_id)
    context = {
        "approval": row,
        "sheet": sheet.sheet_context(row),
        "meaning": phrases.MEANING[row.state],
        "crumbs": [Crumb("呈批", address("approval:approvals")), Crumb(row.title, url_of(row)), Crumb("呈批单")],
    }
    return render(request, "approval/sheet.html", context)


@require_http_methods(["GET", "POST"])
@act
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a running approval back."""
    actor = actor_of(request)
    row = visible_or_404(queries.approvals_visible_to(actor), public_id)
    require(table.WITHDRAW.permission, actor, row)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(approval=row, reason=form.cleaned_data["reason"], by=actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
            status = 409
        else:
            return done(request, "已撤回，这次呈批到此为止。", to=url_of(row))
    context = {
        "title": "撤回呈批",
        "text": "撤回以后，已经办过的步骤留在台账里，再呈批要从第一步开始。",
        "action": address("approval:withdraw", public_id=row.public_id),
        "label": "撤回",
        "kind": "danger",
        "back": url_of(row),
        "form": form,
    }
    return render(request, "ui/confirm.html", context, status=status)
