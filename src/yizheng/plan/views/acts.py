"""Acts on a task: each is one row of a table, one form and one service; the page around them is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from yizheng.attachment import services as files
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.kernel.workflow import Transition
from yizheng.org.queries import leaders

from .. import board, forms, queries, services
from .. import workflow as table
from ..models import PlanItem, PlanTask
from ..services import Evidence
from ..suggestions import suggestion_for
from .asking import actor_of, visible_or_404


@dataclass(frozen=True)
class Asked:
    """One request to act: the task as it stands, who asks, when."""

    task: PlanTask
    by: Actor
    at: datetime


@dataclass(frozen=True)
class TaskAct:
    """
    One act of the table: its address, what its page says, its form, and the service it calls.

    `name` names the address, whose last part is `path` (the name itself unless said otherwise). `title` is
    the heading, `label` the word on the button, `said` the sentence after the act.
    """

    name: str
    row: Transition
    title: str
    label: str
    said: str
    perform: Callable[[Asked, Any], object]
    form: Callable[..., Form] = forms.NoForm
    given: Callable[[Asked], dict[str, Any]] = lambda _asked: {}
    first: Callable[[Asked], dict[str, Any]] = lambda _asked: {}
    text: str = ""
    kind: str = "primary"
    path: str = ""
    files: bool = False
    shown: Callable[[Asked], dict[str, Any]] = lambda _asked: {}


def url_of(task_act: TaskAct, task: PlanTask) -> str:
    """Return the address of an act on a task."""
    return address(f"plan:{task_act.name}", public_id=task.public_id)


def view_of(task_act: TaskAct) -> Callable[..., HttpResponse]:
    """Return the page of an act: GET asks, POST does it once."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor = actor_of(request)
        task = visible_or_404(queries.tasks_visible_to(actor), public_id)
        asked = Asked(task, actor, timezone.now())
        chosen = _by_way(task_act, actor)
        require(chosen.row.permission, actor, task)
        return _answer(request, chosen, asked)

    return page


def _by_way(task_act: TaskAct, actor: Actor) -> TaskAct:
    """A clerk cannot cancel; at the same address they enter the decision a leader signed on paper."""
    if task_act is CANCEL and not decides_alone(actor):
        return PAPER_CANCEL
    return task_act


def decides_alone(actor: Actor) -> bool:
    """Tell whether the worn hat decides a cancellation itself."""
    return may(table.CANCEL.permission, actor)


def _answer(request: HttpRequest, task_act: TaskAct, asked: Asked) -> HttpResponse:
    # A card dragged to another month posts its month only: the page then asks for the reason.
    typed = request.method == "POST" and "lane" not in request.POST
    given = task_act.given(asked)
    if not typed:
        initial = {**task_act.first(asked), **_dragged_to(request)}
        return _page(request, task_act, asked, task_act.form(initial=initial, **given))
    form = task_act.form(request.POST, request.FILES, **given)
    if not form.is_valid():
        return _page(request, task_act, asked, form)
    try:
        with transaction.atomic():
            task_act.perform(asked, form)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        asked.task.refresh_from_db()
        return _page(request, task_act, asked, form, status=409)
    return done(request, task_act.said, to=_next(request, asked.task))


def _dragged_to(request: HttpRequest) -> dict[str, str]:
    lane = request.POST.get("lane") or request.GET.get("month") or ""
    return {"new_month": lane} if lane in dict(forms.MONTH_CHOICES) else {}


def _next(request: HttpRequest, task: PlanTask) -> str:
    """Go on where the work goes on: the board a card was moved on, else the task's page."""
    back = request.POST.get("back", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return address("plan:task", public_id=task.public_id)


def _page(request: HttpRequest, task_act: TaskAct, asked: Asked, form: Form, *, status: int = 200) -> HttpResponse:
    url = address("plan:task", public_id=asked.task.public_id)
    context = {
        "task": asked.task,
        "task_meaning": queries.MEANING[asked.task.state],
        "act": task_act,
        "action": url_of(task_act, asked.task),
        "form": form,
        "back": request.POST.get("back") or request.GET.get("back") or url,
        **task_act.shown(asked),
    }
    return render(request, "plan/act.html", context, status=status)


def _months(asked: Asked) -> dict[str, Any]:
    offered = board.moves(asked.task.plan.year, timezone.localdate(asked.at))
    return {"months": [(move.value, move.title) for move in offered]}


def _signers(asked: Asked) -> dict[str, Any]:
    today = timezone.localdate(asked.at)
    held = [(str(h.person.public_id), f"{h.person.name}（{h.get_post_display()}）") for h in leaders(today)]
    return {"signers": held, "today": today}


def _report(asked: Asked, form: forms.ReportForm) -> object:
    given = form.cleaned_data
    upload = forms.uploaded(form, "file")
    kept = (
        files.keep(file=upload, name=upload.name or "附件", by=asked.by, at=asked.at, subject=asked.task)
        if upload
        else None
    )
    evidence = Evidence(given["kind"], given["happened_on"], given["note"], kept)
    return services.report_done(task=asked.task, evidence=[evidence], by=asked.by, at=asked.at)


def _cancel_on_paper(asked: Asked, form: forms.PaperCancellationForm) -> object:
    given = form.cleaned_data
    holding = next(h for h in leaders(form.today) if str(h.person.public_id) == given["signed_by"])
    upload = forms.uploaded(form, "scan")
    if upload:
        files.keep(file=upload, name=upload.name or "签字页", by=asked.by, at=asked.at, subject=asked.task)
    signer = replace(
        asked.by,
        user_id=holding.person.user_id,
        name=holding.person.name,
        source=Source.PAPER,
        entered_by_id=asked.by.user_id,
    )
    day = given["signed_on"]
    reason = f"{given['reason']}（{day.year}年{day.month}月{day.day}日纸质签批）"
    return services.cancel(task=asked.task, reason=reason, by=signer, at=asked.at)


def _link(asked: Asked, form: forms.ItemForm) -> object:
    item: PlanItem = form.cleaned_data["item"]
    found = suggestion_for(asked.task)
    reason = found.reason if found and found.item == item else f"由{asked.by.name}选定"
    return services.link_item(task=asked.task, item=item, reason=reason, by=asked.by, at=asked.at)


def _suggested(asked: Asked) -> dict[str, Any]:
    found = suggestion_for(asked.task)
    chosen = asked.task.item or (found.item if found else None)
    return {"item": chosen.public_id} if chosen else {}


START = TaskAct(
    "start", table.START, "启动这项任务", "启动", "已启动，做完后请报完成。",
    lambda asked, _form: services.start(task=asked.task, by=asked.by, at=asked.at),
)  # fmt: skip
REPORT = TaskAct(
    "report", table.REPORT, "报完成", "报完成", "已报办公室核对。", _report,
    form=forms.ReportForm, files=True,
    first=lambda asked: {"happened_on": timezone.localdate(asked.at), "kind": "meeting_record"},
)  # fmt: skip
CONFIRM = TaskAct(
    "confirm", table.CONFIRM, "核对后销号", "销号", "已销号，计入完成率。",
    lambda asked, _form: services.confirm(task=asked.task, by=asked.by, at=asked.at),
    text="完成依据看过无误，这项任务就此了结。",
)  # fmt: skip
RETURN = TaskAct(
    "return", table.RETURN, "退回补充依据", "退回", "已退回，责任部门会收到您写的意见。",
    lambda asked, form: services.send_back(
        task=asked.task, reason=form.cleaned_data["reason"], by=asked.by, at=asked.at
    ),
    form=forms.ReturnForm,
)  # fmt: skip
DELAY = TaskAct(
    "delay", table.GIVE_DELAY_REASON, "说明延期", "说明延期", "已说明延期，新的期限从今天起算数。",
    lambda asked, form: services.give_delay_reason(
        task=asked.task, reason=form.cleaned_data["reason"], new_month=form.cleaned_data["new_month"],
        by=asked.by, at=asked.at,
    ),
    form=forms.MonthForm, given=_months, text="原来的月份会保留在变更记录里。",
)  # fmt: skip
RESCHEDULE = TaskAct(
    "reschedule", table.RESCHEDULE, "改月份", "改月份", "已改月份，原来的月份留在变更记录里。",
    lambda asked, form: services.reschedule(
        task=asked.task, new_month=form.cleaned_data["new_month"], reason=form.cleaned_data["reason"],
        by=asked.by, at=asked.at,
    ),
    form=forms.MonthForm, given=_months, text="责任部门会看到新的月份和理由，原来的月份保留在变更记录里。",
)  # fmt: skip
CANCEL = TaskAct(
    "cancel", table.CANCEL, "取消这项任务", "取消任务", "已取消。任务仍留在表里，划去显示，不计入完成率。",
    lambda asked, form: services.cancel(
        task=asked.task, reason=form.cleaned_data["reason"], by=asked.by, at=asked.at
    ),
    form=forms.ReasonForm, kind="danger", text="取消后任务仍留在表里，划去显示，不计入完成率。",
)  # fmt: skip
PAPER_CANCEL = TaskAct(
    "cancel", table.RECORD_CANCELLATION, "代录领导取消任务的签批", "代录取消",
    "已代录。台账上同时记着签批人和您的名字。", _cancel_on_paper,
    form=forms.PaperCancellationForm, given=_signers, kind="danger", files=True,
    text="领导在呈批单上签了字，由您照录。台账同时记下签批人和录入人。",
)  # fmt: skip
LINK_ITEM = TaskAct(
    "link-item", table.LINK_ITEM, "归到哪一项要点", "归到这一项", "已归到要点。", _link,
    path="item",
    form=forms.ItemForm, given=lambda asked: {"plan": asked.task.plan}, first=_suggested,
    shown=lambda asked: {"suggestion": suggestion_for(asked.task), "suggestion_asked": True},
)  # fmt: skip

TASK_ACTS = (START, REPORT, CONFIRM, RETURN, DELAY, RESCHEDULE, CANCEL, LINK_ITEM)
