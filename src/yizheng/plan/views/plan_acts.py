"""Acts on a plan as a whole: one row of a table, one form, one service each; the page around them is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.approval.models import Approval
from yizheng.approval.queries import of_subject
from yizheng.approval.subjects import url_of as approval_url
from yizheng.attachment import services as files
from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Transition

from .. import doc_numbers, forms, forms_plan, queries, services
from .. import workflow as table
from ..models import WorkPlan
from .asking import actor_of, visible_or_404


@dataclass(frozen=True)
class PlanAct:
    """
    One act on a plan: its address, its words, its form, the service it calls.

    `perform` returns what is said besides `said`, empty for nothing more.
    """

    name: str
    row: Transition
    said: str
    text: str
    form: type[Form]
    perform: Callable[[WorkPlan, Any, Actor], str]
    look: str = "primary"
    files: bool = False
    to: Callable[[WorkPlan], str] = lambda plan: address("plan:plan", public_id=plan.public_id)

    @property
    def label(self) -> str:
        """Return the word on the button: that of the row."""
        return self.row.label


def _begin(plan: WorkPlan, form: Form, by: Actor) -> str:
    services.begin_approval(plan=plan, summary=form.cleaned_data["summary"], by=by, at=timezone.now())
    return ""


def _adopt(plan: WorkPlan, form: Form, by: Actor) -> str:
    given = form.cleaned_data
    services.adopt(
        plan=plan, adopted_on=given["adopted_on"], meeting=given["meeting"], by=by, at=timezone.now()
    )  # fmt: skip
    return ""


def _issue(plan: WorkPlan, form: Form, by: Actor) -> str:
    typed = form.cleaned_data["doc_number"]
    issued = services.issue(plan=plan, doc_number=typed, by=by, at=timezone.now())
    return doc_numbers.hint(typed, issued.doc_number)


def _reissue(plan: WorkPlan, form: forms_plan.ReissueForm, by: Actor) -> str:
    at, upload = timezone.now(), forms.uploaded(form, "scan")
    scan = files.keep(file=upload, name=upload.name or "通知", by=by, at=at, subject=plan) if upload else None
    moved = services.record_reissue(plan=plan, notice=form.notice(), scan=scan, by=by, at=at)
    return doc_numbers.hint(form.cleaned_data["number"], (moved.reissue or {}).get("number", ""))


def _close(plan: WorkPlan, _form: Form, by: Actor) -> str:
    services.close(plan=plan, by=by, at=timezone.now())
    return ""


def _running(plan: WorkPlan) -> str:
    return approval_url(plan_approvals(plan)[0])


def plan_approvals(plan: WorkPlan) -> list[Approval]:
    """Return the approvals of a plan, newest first, with their steps."""
    return list(of_subject("work_plan", plan.pk))


PLAN_ACTS = (
    PlanAct(
        "approval", table.BEGIN_APPROVAL, "已开始呈批。先打印呈批单，或登记第一步的结果。",
        "按本会设置的步骤走：每一步的结果由经办人照纸质材料录入，最后一步通过，工作要点就算通过。",
        forms_plan.BeginApprovalForm, _begin, to=_running,
    ),
    PlanAct(
        "adopt", table.ADOPT, said="已登记通过，任务已交各责任部门。", look="",
        text="通过以后文字不再改动，任务进入各部门的待办，每个部门会收到一条通知。",
        form=forms.AdoptionForm, perform=_adopt,
    ),
    PlanAct(
        "issue", table.ISSUE, said="已登记印发。", text="文号由办公室的公文系统给出，在这里照录。",
        form=forms.IssueForm, perform=_issue,
    ),
    PlanAct(
        "reissue", table.REISSUE, said="已登记批转通知。", look="", files=True,
        text="照收到的通知录入。台账记批转机关和您的名字，抄送按党委、人大、政府、政协的次序排列。",
        form=forms_plan.ReissueForm, perform=_reissue,
    ),
    PlanAct(
        "close", table.CLOSE, said="已归档，任务不再变动。", look="",
        text="归档以后这一年的任务不能再办理，只供查阅。", form=forms.NoForm, perform=_close,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Button:
    """One act as drawn."""

    label: str
    url: str
    look: str


def buttons(row: WorkPlan, actor: Actor, *, in_approval: bool) -> list[Button]:
    """Return what this person may do with the plan now; on its way through the chain it waits for the chain."""
    if in_approval:
        return []
    allowed = {each.name for each in engine.available(table.PLAN_MACHINE, row, actor)}
    offered = (each for each in PLAN_ACTS if each.row.name in allowed)
    return [Button(each.label, _url(each, row), each.look) for each in offered]


def view_of(plan_act: PlanAct) -> Callable[..., HttpResponse]:
    """Return the page of an act: GET asks, POST does it once."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor = actor_of(request)
        row = visible_or_404(queries.plans_visible_to(actor), public_id)
        require(plan_act.row.permission, actor, row)
        return _answer(request, plan_act, row, actor)

    return page


def _answer(request: HttpRequest, plan_act: PlanAct, row: WorkPlan, actor: Actor) -> HttpResponse:
    form = plan_act.form(request.POST or None, request.FILES or None, initial=_first(row))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                more = plan_act.perform(row, form, actor)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            row.refresh_from_db()
            status = 409
        else:
            return done(request, plan_act.said + more, to=plan_act.to(row))
    context = {"plan": row, "act": plan_act, "form": form, "action": _url(plan_act, row)}
    return render(request, "plan/plan_act.html", context, status=status)


def _url(plan_act: PlanAct, row: WorkPlan) -> str:
    return address(f"plan:{plan_act.name}", public_id=row.public_id)


def _first(row: WorkPlan) -> dict[str, object]:
    return {
        "adopted_on": row.adopted_on,
        "meeting": row.adopted_meeting,
        "doc_number": row.doc_number,
        "title": f"批转《{row.title}》的通知",
    }
