"""Writes: a pack from its beginning to the end of the plenary, and who is on its roll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import Session
from yizheng.org.queries import members_of

from .. import notices
from .. import workflow as table
from ..enums import OPEN
from ..models import Attendee, Pack
from .recording import renew_recorders

MOST_ROWS, MOST_SEATS = 80, 60
NOWHERE: dict[str, Any] = {
    "group": None, "lodging": None, "bus": None, "presidium": "", "seat_row": None, "seat_number": None,
}  # fmt: skip
"""What somebody who leaves the roll gives free."""
LEAVE_RULES = (
    "委员应按时出席全会的各次会议。\n"
    "确因病因事不能出席的，会前书面向大会秘书处请假；整个全会都请假的，报主席批准。\n"
    "会议期间临时离会的，向本组召集人说明，并报大会秘书处。"
)
"""What a new pack begins with; the office changes it. Rule: handbook 9.5."""


@dataclass(frozen=True)
class Basics:
    """Where the plenary meets, whom to ring, the rules of leave, and the hall: rows, seats a row, seats on stage."""

    place: str
    contact: str
    leave_rules: str
    rows: int
    seats_a_row: int
    stage_seats: int


@transaction.atomic
def begin_pack(*, session: Session, by: Actor, at: datetime) -> Pack:
    """
    Begin to prepare a plenary (筹备全会): all members in office on its first day are on the roll.

    Raises: PermissionDenied; Refused `begun` when somebody else has begun; nothing is kept then.
    """
    require(table.PREPARE, by)
    pack, made = Pack.objects.get_or_create(session=session, defaults={"leave_rules": LEAVE_RULES})
    if not made:
        raise Refused("begun", f"{session.label}的会务已经在筹备，请刷新后查看。")
    added, _ = _follow_roll(pack)
    ledger.record("begin_pack", pack, by=by, at=at, to_state=pack.state, fields={"people": added})
    events.publish(workflow.Moved("plenary_pack", pack, "begin_pack", "", pack.state, by, at))
    return pack


def opened(pack: Pack, by: Actor) -> Pack:
    """Return a pack locked, to be changed for one person. Raises: PermissionDenied; Refused `closed`."""
    require(table.PREPARE, by, pack)
    locked = Pack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    if locked.state not in OPEN:
        raise Refused("closed", "这次全会已经结束，安排不能再改。")
    return locked


@transaction.atomic
def refresh_roll(*, pack: Pack, by: Actor, at: datetime) -> tuple[int, int]:
    """
    Bring the roll in line with who is in office on the first day (核对名单); return how many came and went.

    Who went leaves group, seat, room and bus free; their row stays.
    """
    moved = workflow.apply(table.REFRESH_ROLL, pack, by=by, at=at)
    return _follow_roll(moved)


def _follow_roll(pack: Pack) -> tuple[int, int]:
    due = {row.pk: row for row in members_of(pack.session.term, pack.session.opens)}
    known = set(pack.attendees.values_list("membership", flat=True))
    Attendee.objects.bulk_create(Attendee(pack=pack, membership=row) for pk, row in due.items() if pk not in known)
    back = pack.attendees.filter(is_out=True, membership__in=due).update(is_out=False)
    members = Q(membership__isnull=False) & ~Q(membership__in=due)
    seated_twice = Q(guest__in=[row.person_id for row in due.values()])  # a guest who became a member
    gone = pack.attendees.filter(members | seated_twice, is_out=False)
    pack.groups.exclude(convener__isnull=True).exclude(convener__in=due).update(convener=None)
    left = gone.update(is_out=True, **NOWHERE)
    return len(due.keys() - known) + back, left


@transaction.atomic
def change_pack(*, pack: Pack, basics: Basics, by: Actor, at: datetime) -> Pack:
    """
    Change where it meets and how the hall is built (改基本情况).

    Raises: Refused `hall` for numbers no hall has, `seat_lost` when somebody sits where no seat would be left.
    """
    moved = workflow.apply(table.CHANGE_PACK, pack, by=by, at=at, changes=vars(basics))
    if not (0 <= basics.rows <= MOST_ROWS and 0 <= basics.seats_a_row <= MOST_SEATS):
        raise Refused("hall", f"排数最多{MOST_ROWS}，每排座位最多{MOST_SEATS}，请核对。")
    if not 0 <= basics.stage_seats <= MOST_SEATS:
        raise Refused("hall", f"主席台座位最多{MOST_SEATS}，请核对。")
    _keep_seats(moved)
    return moved


def _keep_seats(pack: Pack) -> None:
    seated = pack.attendees.filter(seat_row__isnull=False).select_related("membership__person", "guest")
    for row in seated:
        most = pack.seats_a_row if row.seat_row else pack.stage_seats
        if (row.seat_row or 0) > pack.rows or (row.seat_number or 0) > most:
            raise Refused("seat_lost", f"{row}坐在{row.seat}，改后没有这个座位。请改大一些，或先重新排座。")


@transaction.atomic
def publish(*, pack: Pack, by: Actor, at: datetime) -> Pack:
    """Publish the arrangements (公布) and tell every member. Raises: Refused `guarded` while something is missing."""
    moved = workflow.apply(table.PUBLISH, pack, by=by, at=at, changes={"published_on": timezone.localdate(at)})
    notices.tell_of_publication(moved, by=by, at=at)
    renew_recorders(moved)
    return moved


@transaction.atomic
def announce_change(*, pack: Pack, reason: str, by: Actor, at: datetime) -> Pack:
    """Tell everybody what was changed after the publication (通知变动); `reason` is what they read."""
    moved = workflow.apply(table.ANNOUNCE, pack, by=by, at=at, reason=reason)
    notices.tell_of_change(moved, reason.strip(), by=by, at=at)
    return moved


@transaction.atomic
def close_pack(*, pack: Pack, by: Actor, at: datetime) -> Pack:
    """
    End the plenary (全会结束): nothing is changed from now on; briefs that wait can still be issued.

    Rule: office-practice 29. Raises: Refused `guarded` while the report on the review of proposals is not handed in.
    """
    moved = workflow.apply(table.CLOSE, pack, by=by, at=at)
    renew_recorders(moved)
    return moved


@transaction.atomic
def note_book_taken(*, pack: Pack, people: int, by: Actor, at: datetime) -> None:
    """Note that the address book with telephone numbers left the house (office-practice 5)."""
    require("plenary.export_book", by)
    ledger.record(
        "take_address_book", pack, by=by, at=at, from_state=pack.state, to_state=pack.state, fields={"people": people}
    )
