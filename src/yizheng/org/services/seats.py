"""Seats in special committees: chosen by the member, approved by the office, ended."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import configuration
from .. import workflow as table
from ..enums import BodyKind, MembershipRole, SeatState
from ..keys import MAX_SEATS, MULTI_SEAT_ALLOWED
from ..models import Body, Membership, Seat


def seats_allowed(on: date) -> int:
    """Return how many special committees a member may sit in on a date."""
    return configuration.value(MAX_SEATS, on=on) if configuration.value(MULTI_SEAT_ALLOWED, on=on) else 1


@transaction.atomic
def choose_seats(*, membership: Membership, bodies: Sequence[Body], by: Actor, at: datetime) -> list[Seat]:
    """
    Choose special committees (选专委会), the first wish first; the office approves each.

    An earlier choice that still waits is replaced. Rule: handbook 1.2 (S4-4); keys `org.multi_seat_allowed`,
    `org.max_seats_per_member`. Raises: Refused `none`, `twice`, `too_many`, `not_special`, `not_in_office`, `seated`.
    """
    require("org.choose_seats", by, membership)
    today = timezone.localdate(at)
    locked = _locked(membership)
    _check_choice(locked, bodies, today)
    act_id = uuid.uuid4()
    for waiting in Seat.objects.filter(membership=locked, state=SeatState.CHOSEN).order_by("id"):
        workflow.apply(table.WITHDRAW_CHOICE, waiting, by=by, at=at, act_id=act_id)
    return [_choose(locked, body, place, today, by, at, act_id) for place, body in enumerate(bodies, start=1)]


def _choose(
    membership: Membership, body: Body, place: int, today: date, by: Actor, at: datetime, act_id: uuid.UUID
) -> Seat:
    seat = Seat.objects.create(
        membership=membership, body=body, state=SeatState.CHOSEN, choice_order=place, valid_from=today
    )
    fields = {"body_id": body.pk, "choice_order": place}
    ledger.record("choose_seat", seat, by=by, at=at, to_state=seat.state, fields=fields, act_id=act_id)
    events.publish(workflow.Moved("seat", seat, "choose_seat", "", seat.state, by, at, fields))
    return seat


def _check_choice(membership: Membership, bodies: Sequence[Body], today: date) -> None:
    if not bodies:
        raise Refused("none", "请至少选一个专委会。")
    if len({body.pk for body in bodies}) < len(bodies):
        raise Refused("twice", "同一个专委会选了两次，请换一个。")
    for body in bodies:
        _check_body(body, today)
    held = Seat.objects.held(today).filter(membership=membership)
    if seated := held.filter(body__in=bodies).select_related("body").first():
        raise Refused("seated", f"已经是{seated.body.short_name}的成员，不用再选。")
    allowed, taken = seats_allowed(today), held.count()
    if taken + len(bodies) > allowed:
        already = f"，现在已有{taken}个" if taken else ""
        raise Refused("too_many", f"每位委员最多参加{allowed}个专委会{already}，请减少所选的专委会。")


@transaction.atomic
def approve_seat(*, seat: Seat, on: date, duty: str = "委员", by: Actor, at: datetime) -> Seat:
    """
    Approve a chosen seat (同意) from a day. Raises: Refused `too_many`, `not_special`, `stale`, `guarded`.
    """
    require(table.APPROVE_SEAT.permission, by, seat)
    membership = _locked(seat.membership)
    _check_body(seat.body, on)
    _check_room(membership, on)
    changes = {"valid_from": on, "duty": duty}
    return workflow.apply(table.APPROVE_SEAT, seat, by=by, at=at, changes=changes)


def decline_seat(*, seat: Seat, reason: str, by: Actor, at: datetime) -> Seat:
    """Decline a chosen seat (不同意), with a reason the member reads."""
    return workflow.apply(table.DECLINE_SEAT, seat, by=by, at=at, reason=reason)


@transaction.atomic
def seat_member(*, membership: Membership, body: Body, on: date, duty: str = "委员", by: Actor, at: datetime) -> Seat:
    """Let a member sit in a special committee without a choice of their own (编入专委会), as the office decides."""
    require("org.seat_member", by, membership)
    locked = _locked(membership)
    _check_body(body, on)
    if Seat.objects.held(on).filter(membership=locked, body=body).exists():
        raise Refused("seated", f"{locked.person.name}已经是{body.short_name}的成员。")
    _check_room(locked, on)
    seat = Seat.objects.create(membership=locked, body=body, duty=duty, valid_from=on)
    fields = {"body_id": body.pk, "duty": duty, "valid_from": on}
    ledger.record("seat_member", seat, by=by, at=at, to_state=seat.state, fields=fields)
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, on: date, by: Actor, at: datetime, reason: str = "") -> Seat:
    """Let a seat end (退出专委会); `on` is the first day without it. Raises: Refused `ended`, `backwards`, `stale`."""
    require(table.END_SEAT.permission, by, seat)
    if seat.valid_to is not None:
        raise Refused("ended", "这个席位已经结束，不用再办。")
    if on < seat.valid_from:
        raise Refused("backwards", "退出的日期早于进入的日期，请核对。")
    return workflow.apply(table.END_SEAT, seat, by=by, at=at, reason=reason, changes={"valid_to": on})


def _locked(membership: Membership) -> Membership:
    """Two approvals at once must not both take the last seat; only who is in office may sit."""
    locked = Membership.objects.select_for_update(of=("self",)).select_related("person", "term").get(pk=membership.pk)
    if locked.state not in table.IN_OFFICE:
        raise Refused("not_in_office", f"{locked.person.name}现在是“{locked.get_state_display()}”，不能参加专委会。")
    if locked.role == MembershipRole.RESIDENT_SUPERIOR_MEMBER:
        raise Refused("superior", "辖区上级委员受邀参加活动，不编入专委会。")
    return locked


def _check_room(membership: Membership, on: date) -> None:
    allowed = seats_allowed(on)
    if Seat.objects.held(on).filter(membership=membership).count() >= allowed:
        raise Refused("too_many", f"{membership.person.name}已经参加了{allowed}个专委会，到了上限。")


def _check_body(body: Body, on: date) -> None:
    if body.kind != BodyKind.SPECIAL_COMMITTEE:
        raise Refused("not_special", f"{body.short_name}不是专委会，请重新选。")
    if body.valid_from > on or (body.valid_to is not None and body.valid_to <= on):
        raise Refused("not_special", f"{body.short_name}在这一天不存在，请重新选。")
