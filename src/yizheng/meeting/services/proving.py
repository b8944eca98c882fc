"""Writes: what proves why somebody could not come: kept for whoever decides, destroyed when its time is over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from yizheng.attachment import services as files
from yizheng.attachment.content_types import PDF
from yizheng.attachment.models import StoredFile
from yizheng.attachment.purging import destroy_bytes
from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import LeaveState
from ..models import Invitation, LeaveProof, LeaveRequest

PICTURES_AND_PDF = ("image/jpeg", "image/png", PDF)


def keep_proof(*, leave: LeaveRequest, file: File[Any], by: Actor, at: datetime) -> LeaveProof:
    """
    Keep what proves a request (附证明材料): a photograph or a PDF; part of the act that files the request.

    Raises: Refused `not_a_proof`, `too_large`; the request is not filed then.
    """
    kept = files.keep(file=file, name=file.name or "证明材料", by=by, at=at)
    if kept.content_type not in PICTURES_AND_PDF:
        raise Refused("not_a_proof", "证明材料要用照片（JPG、PNG）或PDF，请换一个文件。")
    made = LeaveProof.objects.create(request=leave, file=kept, added_at=at)
    files.attach(file=kept, subject=made)
    ledger.record("keep_proof", leave, by=by, at=at, fields={"sha256": kept.sha256})
    return made


@transaction.atomic
def open_proof(*, leave: LeaveRequest, by: Actor, at: datetime) -> StoredFile:
    """
    Hand the proof to whoever decides, and note who read it (看证明材料). Rule: office-practice 5.

    Raises: PermissionDenied; Refused `no_proof`, `closed`; nothing is noted then.
    """
    require("meeting.read_proof", by, leave)
    proof = LeaveProof.objects.select_related("file").filter(request=leave).first()
    if proof is None:
        raise Refused("no_proof", "这次请假没有证明材料，或者已经销毁。")
    if not proof.file.kind:
        raise Refused("closed", "这份材料已经封存，不能再打开，有疑问请问办公室。")
    ledger.record("read_proof", leave, by=by, at=at)
    return proof.file


def drop_proof(leave: LeaveRequest, *, by: Actor, at: datetime) -> None:
    """Destroy the proof of a request that nobody decides on any more (销毁证明材料)."""
    proof = LeaveProof.objects.select_related("file").filter(request=leave).first()
    if proof is None:
        return
    file = proof.file
    proof.delete()
    destroy_bytes(file)
    file.delete()
    ledger.record("destroy_proof", leave, by=by, at=at)


def drop_proofs_of(invitations: QuerySet[Invitation], *, by: Actor, at: datetime) -> None:
    """Destroy what people sent who leave the list: their requests go with them, and nobody finds the files again."""
    for leave in LeaveRequest.objects.filter(proof__isnull=False, invitation__in=invitations).order_by("id"):
        drop_proof(leave, by=by, at=at)


def hand_over_proof(old: LeaveRequest, new: LeaveRequest) -> None:
    """Let a request that replaces another keep the proof that was sent with the first."""
    LeaveProof.objects.filter(request=old).update(request=new)


@transaction.atomic
def destroy_proofs_between(first: date, last: date, *, by: Actor, at: datetime) -> int:
    """
    Destroy every proof of the meetings that began in a year that was closed, its first and last day included.

    Returns how many. Rule: office-practice 5.
    """
    return _destroy(_proven_between(first, last), by=by, at=at)


@transaction.atomic
def destroy_decided_proofs_between(first: date, last: date, *, by: Actor, at: datetime) -> int:
    """Do the same for leave that was asked after the year had closed, once somebody has decided on it."""
    return _destroy(_proven_between(first, last).exclude(state=LeaveState.REQUESTED), by=by, at=at)


def _proven_between(first: date, last: date) -> QuerySet[LeaveRequest]:
    held = {"invitation__meeting__starts_at__date__gte": first, "invitation__meeting__starts_at__date__lte": last}
    return LeaveRequest.objects.filter(proof__isnull=False, **held)


def _destroy(proven: QuerySet[LeaveRequest], *, by: Actor, at: datetime) -> int:
    leaves = list(proven.order_by("id"))
    for leave in leaves:
        drop_proof(leave, by=by, at=at)
    return len(leaves)
