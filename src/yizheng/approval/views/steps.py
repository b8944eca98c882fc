"""Acts on a step: each is one row of a table, one form and one service; the page around them is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.accounts.enums import Role
from yizheng.attachment import services as attachment
from yizheng.attachment.models import StoredFile
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Transition
from yizheng.org.enums import PostKind
from yizheng.org.models import PostHolding
from yizheng.org.queries import leaders

from .. import forms, phrases, queries, services
from .. import workflow as table
from ..models import ApprovalStep
from ..services import Signer
from ..subjects import url_of
from .asking import actor_of, visible_or_404

POSTS_OF: dict[str, tuple[PostKind, ...]] = {
    Role.LEADER: (PostKind.CHAIRPERSON, PostKind.VICE_CHAIRPERSON),
    Role.SECRETARY_GENERAL: (PostKind.SECRETARY_GENERAL, PostKind.DEPUTY_SECRETARY_GENERAL),
}
"""Whose signature a role's step takes; for other roles anybody who holds a post."""


@dataclass(frozen=True)
class Asked:
    """One request to act: the step as it stands, who asks, when."""

    step: ApprovalStep
    by: Actor
    at: datetime


@dataclass(frozen=True)
class StepAct:
    """One act: its address, its row, what its page says, its form, the service it calls."""

    name: str
    row: Transition
    label: str
    said: str
    form: Callable[..., Form]
    perform: Callable[[Asked, Any], object]
    text: str = ""
    given: Callable[[Asked], dict[str, Any]] = lambda _asked: {}
    kind: str = "primary"


def view_of(step_act: StepAct) -> Callable[..., HttpResponse]:
    """Return the page of an act: GET asks, POST does it once."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor = actor_of(request)
        step = visible_or_404(queries.steps_visible_to(actor), public_id)
        asked = Asked(step, actor, timezone.now())
        require(step_act.row.permission, actor, step)
        return _answer(request, step_act, asked)

    return page


def _answer(request: HttpRequest, step_act: StepAct, asked: Asked) -> HttpResponse:
    given = step_act.given(asked)
    if request.method != "POST":
        return _page(request, step_act, asked, step_act.form(**given))
    form = step_act.form(request.POST, request.FILES, **given)
    if not form.is_valid():
        return _page(request, step_act, asked, form)
    try:
        with transaction.atomic():
            step_act.perform(asked, form)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, step_act, asked, form, status=409)
    return done(request, step_act.said, to=url_of(asked.step.approval))


def _page(request: HttpRequest, step_act: StepAct, asked: Asked, form: Form, *, status: int = 200) -> HttpResponse:
    approval = asked.step.approval
    context = {
        "act": step_act,
        "step": asked.step,
        "approval": approval,
        "meaning": phrases.MEANING[approval.state],
        "action": address(f"approval:{step_act.name}", public_id=asked.step.public_id),
        "back": url_of(approval),
        "form": form,
    }
    return render(request, "approval/step_act.html", context, status=status)


def _today(asked: Asked) -> dict[str, Any]:
    return {"today": timezone.localdate(asked.at)}


def holdings(asked: Asked) -> list[PostHolding]:
    """Return whose signature the step takes: the leaders in the posts of its role."""
    posts = POSTS_OF.get(asked.step.role)
    held = leaders(timezone.localdate(asked.at))
    return [each for each in held if each.post in posts] if posts else held


def _signers(asked: Asked) -> dict[str, Any]:
    held = [(str(h.person.public_id), f"{h.person.name}（{h.get_post_display()}）") for h in holdings(asked)]
    return {**_today(asked), "signers": held}


def _kept(asked: Asked, form: forms.RecordForm) -> StoredFile | None:
    upload = form.upload()
    if upload is None:
        return None
    return attachment.keep(
        file=upload, name=upload.name or "签批件", by=asked.by, at=asked.at, subject=asked.step.approval
    )


def _decided(asked: Asked, form: forms.PaperDecisionForm) -> object:
    given = form.cleaned_data
    person = next(h.person for h in holdings(asked) if str(h.person.public_id) == given["signed_by"])
    return services.record_paper_decision(
        step=asked.step, signer=Signer(person.name, person.user_id), decided_on=given["decided_on"],
        agreed=form.is_agreed, note=given["note"], scan=_kept(asked, form), by=asked.by, at=asked.at,
    )  # fmt: skip


def _met(asked: Asked, form: forms.MeetingForm) -> object:
    given = form.cleaned_data
    return services.record_meeting(
        step=asked.step, meeting=given["meeting"], decided_on=given["decided_on"], agreed=form.is_agreed,
        note=given["note"], scan=_kept(asked, form), by=asked.by, at=asked.at,
    )  # fmt: skip


def _replied(asked: Asked, form: forms.ReplyForm) -> object:
    given = form.cleaned_data
    return services.record_reply(
        step=asked.step, replied_by=given["replied_by"], decided_on=given["decided_on"], agreed=form.is_agreed,
        note=given["note"], scan=_kept(asked, form), by=asked.by, at=asked.at,
    )  # fmt: skip


ON_PAPER = "照纸质材料如实录入。台账同时记下作出决定的人（或会议）和您的名字。"

STEP_ACTS = (
    StepAct(
        "approve", table.APPROVE, "签批同意", "已签批。", forms.ApproveForm,
        lambda asked, form: services.approve(
            step=asked.step, note=form.cleaned_data["note"], by=asked.by, at=asked.at
        ),
    ),
    StepAct(
        "return", table.RETURN, "退回", "已退回，经办人会看到您写的理由。", forms.ReasonForm,
        lambda asked, form: services.return_(
            step=asked.step, reason=form.cleaned_data["reason"], by=asked.by, at=asked.at
        ),
        text="退回以后这次呈批结束，修改后可以重新呈批。", kind="danger",
    ),
    StepAct(
        "paper", table.RECORD_DECISION, "录入签批件", "已录入。台账上同时记着签批人和您的名字。",
        forms.PaperDecisionForm, _decided, text=ON_PAPER, given=_signers,
    ),
    StepAct(
        "meeting", table.RECORD_MEETING, "登记会议结果", "已登记会议结果。", forms.MeetingForm, _met, text=ON_PAPER,
        given=_today,
    ),
    StepAct(
        "reply", table.RECORD_REPLY, "登记批复", "已登记批复。", forms.ReplyForm, _replied, text=ON_PAPER,
        given=_today,
    ),
)  # fmt: skip
