"""Approvals, as JSON: the same services and permissions as the pages."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from yizheng.attachment import services as attachment
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.json_door import Done, Page, act, actor_of, page_of
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Transition

from . import phrases, queries, services
from . import workflow as table
from .enums import ApprovalState
from .models import Approval, ApprovalStep
from .schemas import ApprovalOut, ApprovalQuery, NoteIn, PaperDecisionIn, ReasonIn, StepOut
from .services import Signer
from .subjects import url_of
from .views.steps import Asked, holdings

router = Router(tags=["呈批"])


@router.get("approvals/", response=Page[ApprovalOut], summary="呈批清单")
def list_approvals(request: HttpRequest, wanted: Query[ApprovalQuery]) -> Page[ApprovalOut]:
    """List what waits, the oldest first, or what has ended, the newest first."""
    actor = actor_of(request)
    require("approval.read", actor)
    visible = queries.with_steps(queries.approvals_visible_to(actor))
    ended = visible.exclude(state=ApprovalState.RUNNING).order_by("-ended_at", "-id")
    waiting = visible.filter(state=ApprovalState.RUNNING).order_by("begun_at", "id")
    return page_of(ended if wanted.ended else waiting, wanted.page, _approval)


@router.post("approvals/steps/{uuid:public_id}/approve/", response=Done, summary="签批同意")
@act
def approve_step(request: HttpRequest, public_id: UUID, given: NoteIn) -> str:
    """Agree to a step on screen."""
    actor, step = _asked(request, public_id, table.APPROVE)
    services.approve(step=step, note=given.note, by=actor, at=timezone.now())
    return _here()


@router.post("approvals/steps/{uuid:public_id}/return/", response=Done, summary="退回")
@act
def return_step(request: HttpRequest, public_id: UUID, given: ReasonIn) -> str:
    """Send the subject back from a step on screen."""
    actor, step = _asked(request, public_id, table.RETURN)
    services.return_(step=step, reason=given.reason, by=actor, at=timezone.now())
    return _here()


@router.post("approvals/steps/{uuid:public_id}/paper/", response=Done, summary="录入签批件")
@act
def record_decision(
    request: HttpRequest, public_id: UUID, given: Form[PaperDecisionIn], scan: File[UploadedFile]
) -> str:
    """Enter what a leader signed on the printed sheet, with its scan."""
    actor, step = _asked(request, public_id, table.RECORD_DECISION)
    now = timezone.now()
    signer = _signer(Asked(step, actor, now), given.signed_by)
    kept = attachment.keep(file=scan, name=scan.name or "签批件", by=actor, at=now, subject=step.approval)
    services.record_paper_decision(
        step=step, signer=signer, decided_on=given.decided_on, agreed=given.agreed == "yes", note=given.note,
        scan=kept, by=actor, at=now,
    )  # fmt: skip
    return _here()


def _asked(request: HttpRequest, public_id: UUID, row: Transition) -> tuple[Actor, ApprovalStep]:
    actor = actor_of(request)
    step = get_object_or_404(queries.steps_visible_to(actor), public_id=public_id)
    require(row.permission, actor, step)
    return actor, step


def _signer(asked: Asked, public_id: UUID) -> Signer:
    found = next((held.person for held in holdings(asked) if held.person.public_id == public_id), None)
    if found is None:
        raise Refused("no_signer", phrases.NO_SIGNER)
    return Signer(found.name, found.user_id)


def _here() -> str:
    return address("api:list-approvals")


def _approval(row: Approval) -> ApprovalOut:
    current = queries.current_step(row)
    return ApprovalOut(
        id=row.public_id, title=row.title, state=row.state, state_label=row.get_state_display(),
        begun_at=row.begun_at, ended_at=row.ended_at, waits_for=current.public_id if current else None,
        steps=[_step(step) for step in row.steps.all()], url=url_of(row),
    )  # fmt: skip


def _step(row: ApprovalStep) -> StepOut:
    return StepOut(
        id=row.public_id, label=row.label, kind=row.kind, state=row.state, state_label=row.get_state_display(),
        decided_on=row.decided_on, decided_by=row.meeting or row.decided_by_name,
    )  # fmt: skip
