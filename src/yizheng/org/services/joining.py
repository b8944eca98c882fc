"""Becoming a member: nominated, decided, in office; and guests from higher committees."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Level
from yizheng.kernel.permissions import require

from .. import workflow as table
from ..enums import MembershipRole, MembershipState
from ..models import Decision, Membership, Person, Sector, Term
from .rulings import Ruling, record_decision

VOTING_ROLES = (MembershipRole.MEMBER, MembershipRole.STANDING_MEMBER, MembershipRole.INVITED_MEMBER)


@transaction.atomic
def propose_member(
    *,
    person: Person,
    sector: Sector,
    role: MembershipRole = MembershipRole.MEMBER,
    joined_on: date,
    join_basis: str = "",
    renominated: bool | None = None,
    by: Actor,
    at: datetime,
) -> Membership:
    """
    Put a person on the list of nominees (建议名单) of the sector's term; only named persons see it.

    Rule: handbook 1.3, office-practice 5. Raises: Refused `closed`, `already`; nothing is changed then.
    """
    require("org.propose_member", by)
    _check_open(sector.term)
    if role not in VOTING_ROLES:
        raise Refused("role", "辖区上级委员请用“邀请上级委员”登记，他们不进建议名单。")
    seats = Membership.objects.filter(person=person, term=sector.term)
    if seats.exclude(role=MembershipRole.RESIDENT_SUPERIOR_MEMBER).exists():
        raise Refused("already", f"{person.name}在{sector.term}已经有委员资格记录，不能再提一次。")
    row = Membership.objects.create(
        person=person, term=sector.term, sector=sector, role=role, state=MembershipState.PROPOSED,
        joined_on=joined_on, join_basis=join_basis.strip(), renominated=renominated,
    )  # fmt: skip
    _opened("propose_member", row, by, at, {"sector_id": sector.pk, "role": str(role)})
    return row


@transaction.atomic
def activate(*, membership: Membership, ruling: Ruling, on: date, by: Actor, at: datetime) -> Membership:
    """
    Let a nominee take office (确认就任) from a day, by a decision of the standing committee.

    Rule: handbook 1.3. Raises: Refused `stale`, `guarded`, `no_meeting`, `future`, `full` over the quota.
    """
    require(table.ACTIVATE.permission, by, membership)
    _check_quota(membership.term, 1, on)
    decision = record_decision(ruling, today=timezone.localdate(at))
    return _activate(membership, decision, on, by, at, uuid.uuid4())


@transaction.atomic
def activate_list(*, term: Term, ruling: Ruling, on: date, by: Actor, at: datetime) -> list[Membership]:
    """
    Let all nominees of a term take office by one decision: one act, one ledger row each.

    Raises: Refused `nobody`, `full`, and as `activate`; nothing is changed then.
    """
    require("org.activate", by)
    rows = list(Membership.objects.filter(term=term, state=MembershipState.PROPOSED).order_by("id"))
    if not rows:
        raise Refused("nobody", f"{term}的建议名单上没有人。")
    _check_quota(term, len(rows), on)
    decision, act_id = record_decision(ruling, today=timezone.localdate(at)), uuid.uuid4()
    return [_activate(row, decision, on, by, at, act_id) for row in rows]


def _activate(row: Membership, decision: Decision, on: date, by: Actor, at: datetime, act_id: uuid.UUID) -> Membership:
    changes = {"joined_on": on, "join_decision": decision}
    return workflow.apply(table.ACTIVATE, row, by=by, at=at, changes=changes, act_id=act_id)


def drop_nominee(*, membership: Membership, by: Actor, at: datetime, reason: str = "") -> Membership:
    """Note that a nominee did not come onto the list (未列入名单)."""
    return workflow.apply(table.DROP, membership, by=by, at=at, reason=reason)


@transaction.atomic
def invite_superior_member(
    *, person: Person, term: Term, level: Level, joined_on: date, basis: str = "", by: Actor, at: datetime
) -> Membership:
    """
    Register a member of a higher committee who lives here (辖区上级委员): invited, never counted or scored.

    Rule: handbook 1.2. Raises: Refused `closed`, `level` for a committee of our own level, `already`.
    """
    require("org.invite_superior_member", by)
    _check_open(term)
    if level == Level.COUNTY_DISTRICT:
        raise Refused("level", "上级委员只能是地市、省或全国政协的委员，请核对层级。")
    role = MembershipRole.RESIDENT_SUPERIOR_MEMBER
    if Membership.objects.filter(person=person, term=term, role=role).exists():
        raise Refused("already", f"{person.name}已经登记为辖区上级委员。")
    row = Membership.objects.create(
        person=person, term=term, role=role, superior_level=level, joined_on=joined_on,
        join_basis=basis.strip(), state=MembershipState.ACTIVE,
    )  # fmt: skip
    _opened("invite_superior_member", row, by, at, {"level": str(level), "joined_on": joined_on})
    return row


def _opened(act: str, row: Membership, by: Actor, at: datetime, fields: dict[str, object]) -> None:
    ledger.record(act, row, by=by, at=at, to_state=row.state, fields=fields)
    events.publish(workflow.Moved("membership", row, act, "", row.state, by, at, fields))


def _check_open(term: Term) -> None:
    if term.closed_on is not None:
        raise Refused("closed", f"{term}已经闭届，不能再增加委员。")


def _check_quota(term: Term, more: int, on: date) -> None:
    # Two lists decided at once must not both fit into the last seats.
    Term.objects.select_for_update().get(pk=term.pk)
    taken = (
        Membership.objects.filter(term=term, state__in=table.IN_OFFICE)
        .exclude(role=MembershipRole.RESIDENT_SUPERIOR_MEMBER)
        .count()
    )
    if taken + more > term.member_quota:
        raise Refused("full", f"{term}名额{term.member_quota}名，已有{taken}名在任，再加{more}名就超了，请核对。")
