"""Writes: people whom the office adds to a meeting by name, guests above all (列席; handbook 9.1)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.org.models import Person
from yizheng.org.queries import people_visible_to
from yizheng.org.services.people import register_person

from .. import notifications
from .. import workflow as table
from ..enums import InvitationRole, MeetingState
from ..models import Invitation, Meeting
from . import leaving, proving


@transaction.atomic
def add_by_hand(
    *, meeting: Meeting, name: str, where: str, role: InvitationRole, by: Actor, at: datetime
) -> Invitation:
    """
    Add one person to the list by name (增加列席人员); who is not known to the house yet is registered.

    `where` is the unit and post, and tells people of one name apart. Once the notice went out they are called at once.
    Our decision: once people check in only guests are added, so that no denominator moves.
    Raises: Refused `no_name`, `several`, `listed`, `only_guests`, `stale`; nothing is changed then.
    """
    called = name.strip()
    if not called:
        raise Refused("no_name", "请写明姓名。")
    moved = workflow.apply(table.ADD_BY_HAND, meeting, by=by, at=at)
    if role is InvitationRole.ATTEND and moved.state not in (MeetingState.PLANNED, MeetingState.NOTIFIED):
        raise Refused("only_guests", "签到已经开始，只能再增加列席人员；应到人数不能再变。")
    person = person_called(name=called, where=where, by=by, at=at)
    if moved.invitations.filter(person=person).exists():
        raise Refused("listed", f"{person}已经在名单里。")
    last = moved.invitations.aggregate(last=Max("order"))["last"] or 0
    made = Invitation.objects.create(meeting=moved, person=person, role=role, order=last + 1, by_hand=True)
    if moved.state != MeetingState.PLANNED:
        notifications.call_one(made, by=by, at=at)
    return made


@transaction.atomic
def take_off_list(*, invitation: Invitation, by: Actor, at: datetime) -> Meeting:
    """
    Take somebody off whom the office had added by name; nobody waits for their answer or their leave.

    Raises: Refused `drawn` for those drawn by kind; nothing is changed then.
    """
    moved = workflow.apply(table.TAKE_OFF, invitation.meeting, by=by, at=at)
    found = moved.invitations.filter(pk=invitation.pk, by_hand=True).select_related("person").first()
    if found is None:
        raise Refused("drawn", "只有手工增加的人可以移出；按届次和职务生成的名单请重新生成。")
    leaving.take_back(found, by=by, at=at)
    notifications.ask_no_more(found, by=by, at=at)
    proving.drop_proofs_of(moved.invitations.filter(pk=found.pk), by=by, at=at)
    found.delete()
    return moved


def person_called(*, name: str, where: str, by: Actor, at: datetime) -> Person:
    """
    Return whom the house knows by a name and a unit or post; who is not known yet is registered, part of the act.

    Raises: Refused `several` when the name fits more than one.
    """
    called, post = name.strip(), where.strip()
    return _known(called, post, by) or register_person(name=called, by=by, at=at, title=post[:80])


def _known(name: str, where: str, by: Actor) -> Person | None:
    people = people_visible_to(by).filter(name=name)
    if where:
        people = people.filter(Q(title__icontains=where) | Q(employer__icontains=where))
    found = list(people.order_by("pk")[:2])
    if len(found) > 1:
        raise Refused("several", f"名册里不止一位{name}，请写明单位或职务。")
    return found[0] if found else None
