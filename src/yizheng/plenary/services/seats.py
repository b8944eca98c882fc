"""Writes: everybody gets a seat in one act; one is moved to another place by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from .. import queries
from .. import workflow as table
from ..arranging import from_centre, rows_of_seats
from ..enums import GuestKind
from ..models import STAGE, Attendee, Pack
from .groups import refuse_out
from .packs import opened

Seat = tuple[int, int]
"""Row and number; row 0 is the stage."""
MOVED_MEANWHILE = "座位刚被同事调过，这次没有改动。请看新的座位图，再点一次。"


@dataclass(frozen=True)
class Seen:
    """What a clerk saw on the chart: where the person sat, and who sat in the other place (an attendee's id)."""

    seat: Seat | None
    there: int | None


@transaction.atomic
def seat_all(*, pack: Pack, by: Actor, at: datetime) -> int:
    """
    Seat everybody (排座): the presidium on the stage from the middle, the others by group, then by strokes.

    Guests sit behind the members, from a row of their own where the hall allows it; the staff gets no seat. All seats
    are given anew; return how many. Rule: office-practice 14; the order on stage and of guests is our decision.
    Raises: Refused `no_hall`, `small_stage`, `small_hall`; nothing is changed then.
    """
    moved = workflow.apply(table.SEAT_ALL, pack, by=by, at=at)
    everybody = queries.everybody(moved)
    people = [row for row in everybody if row.kind != GuestKind.STAFF]
    stage = queries.in_presidium(people)
    hall = queries.by_groups(row for row in people if not row.presidium and not row.is_guest)
    guests = [row for row in people if row.is_guest]
    _check(moved, len(stage), len(hall) + len(guests))
    for row in everybody:
        row.seat_row = row.seat_number = None
    for row, number in zip(stage, from_centre(len(stage)), strict=True):
        row.seat_row, row.seat_number = STAGE, number
    seats = list(rows_of_seats(moved.rows, moved.seats_a_row))
    behind = _behind(len(hall), len(guests), moved)
    for row, seat in [*zip(hall, seats, strict=False), *zip(guests, seats[behind:], strict=False)]:
        row.seat_row, row.seat_number = seat
    Attendee.objects.bulk_update(everybody, ["seat_row", "seat_number"])
    return len(people)


def _behind(members: int, guests: int, pack: Pack) -> int:
    """Return how many seats lie before the first guest: whole rows, when all guests find a seat then."""
    rows = -(-members // pack.seats_a_row) if pack.seats_a_row else 0
    whole = rows * pack.seats_a_row
    return whole if whole + guests <= pack.rows * pack.seats_a_row else members


def _check(pack: Pack, on_stage: int, in_hall: int) -> None:
    seats = pack.rows * pack.seats_a_row
    if not seats:
        raise Refused("no_hall", "还不知道会场有几排、每排几座，请先在“基本情况”里填上。")
    if on_stage > pack.stage_seats:
        raise Refused("small_stage", f"主席团{on_stage}人，主席台只有{pack.stage_seats}个座位，请核对。")
    if in_hall > seats:
        raise Refused("small_hall", f"台下要坐{in_hall}人，会场只有{seats}个座位，请核对排数和每排座位。")


@transaction.atomic
def move_seat(*, attendee: Attendee, to: Seat, seen: Seen, by: Actor, at: datetime) -> Attendee | None:
    """
    Seat one person in another place of the hall by hand (调座位); who sits there takes the free seat.

    `seen` is the chart the clerk had in hand: two clerks never undo each other unseen. One ledger row, on the pack;
    return who changed places with them. Raises: Refused `closed`, `out`, `no_seat`, `moved`; nothing is changed then.
    """
    pack = opened(attendee.pack, by)
    row = _person(attendee)
    there = (
        pack.attendees.filter(seat_row=to[0], seat_number=to[1]).select_related("membership__person", "guest").first()
    )
    if seat_of(row) != seen.seat or (there.pk if there else None) != seen.there:
        raise Refused("moved", MOVED_MEANWHILE)
    if not _is_in_hall(pack, to):
        raise Refused("no_seat", "会场没有这个座位，请核对“会场排数”。")
    if there is not None and there.pk == row.pk:
        raise Refused("same", f"{row}已经坐在这里，请点另一个座位。")
    _exchange(pack, row, there, to, by=by, at=at)
    return there


@transaction.atomic
def swap_seats(*, one: Attendee, other: Attendee, by: Actor, at: datetime) -> tuple[Attendee, Attendee]:
    """
    Let two people change seats (换座); one of them may have none. One ledger row, as `move_seat`.

    Raises: Refused `closed`, `same`, `other_pack`, `out`, `no_seats`; nothing is changed then.
    """
    pack = opened(one.pack, by)
    if one.pk == other.pk:
        raise Refused("same", "请选两位不同的人。")
    if one.pack_id != other.pack_id:
        raise Refused("other_pack", "两位要在同一次全会里。")
    pair = _person(one), _person(other)
    first, second = pair if seat_of(pair[1]) is not None else pair[::-1]
    to = seat_of(second)
    if to is None:
        raise Refused("no_seats", f"{one}和{other}都还没有座位，请在座位图上安排。")
    _exchange(pack, first, second, to, by=by, at=at)
    return pair


def seat_of(row: Attendee) -> Seat | None:
    """Return where somebody sits."""
    return None if row.seat_row is None or row.seat_number is None else (row.seat_row, row.seat_number)


def _person(attendee: Attendee) -> Attendee:
    row = Attendee.objects.select_related("membership__person", "guest").get(pk=attendee.pk)
    refuse_out(row)
    return row


def _is_in_hall(pack: Pack, seat: Seat) -> bool:
    row, number = seat
    most = pack.stage_seats if row == STAGE else pack.seats_a_row
    return 0 <= row <= pack.rows and 1 <= number <= most


def _exchange(pack: Pack, row: Attendee, there: Attendee | None, to: Seat, *, by: Actor, at: datetime) -> None:
    """Seat one in a place and whoever sat there in the free one; the database looks at the end of the act."""
    was = seat_of(row)
    row.seat_row, row.seat_number = to
    moved = [row]
    if there is not None:
        there.seat_row, there.seat_number = was or (None, None)
        moved.append(there)
    Attendee.objects.bulk_update(moved, ["seat_row", "seat_number"])
    fields = {"person": row.pk, "seat": (was, to), "changed_with": there.pk if there else None}
    ledger.record("move_seat", pack, by=by, at=at, from_state=pack.state, to_state=pack.state, fields=fields)
