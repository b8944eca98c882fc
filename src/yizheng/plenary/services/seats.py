"""Writes: everybody gets a seat in one act; two change places."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import queries
from .. import workflow as table
from ..arranging import from_centre, rows_of_seats
from ..enums import OPEN
from ..models import STAGE, Attendee, Pack
from .groups import refuse_out


@transaction.atomic
def seat_all(*, pack: Pack, by: Actor, at: datetime) -> int:
    """
    Seat everybody (排座): the presidium on the stage from the middle, the others by group, then by strokes.

    All seats are given anew; return how many. Rule: office-practice 14; the order on stage is our decision.
    Raises: Refused `no_hall`, `small_stage`, `small_hall`; nothing is changed then.
    """
    moved = workflow.apply(table.SEAT_ALL, pack, by=by, at=at)
    people = queries.here(moved)
    stage = queries.in_presidium(people)
    hall = queries.by_groups(row for row in people if not row.presidium)
    _check(moved, len(stage), len(hall))
    for row, number in zip(stage, from_centre(len(stage)), strict=True):
        row.seat_row, row.seat_number = STAGE, number
    for row, seat in zip(hall, rows_of_seats(moved.rows, moved.seats_a_row), strict=False):
        row.seat_row, row.seat_number = seat
    Attendee.objects.bulk_update(people, ["seat_row", "seat_number"])
    return len(people)


def _check(pack: Pack, on_stage: int, in_hall: int) -> None:
    seats = pack.rows * pack.seats_a_row
    if not seats:
        raise Refused("no_hall", "还不知道会场有几排、每排几座，请先在“基本情况”里填上。")
    if on_stage > pack.stage_seats:
        raise Refused("small_stage", f"主席团{on_stage}人，主席台只有{pack.stage_seats}个座位，请核对。")
    if in_hall > seats:
        raise Refused("small_hall", f"台下要坐{in_hall}人，会场只有{seats}个座位，请核对排数和每排座位。")


@transaction.atomic
def swap_seats(*, one: Attendee, other: Attendee, by: Actor, at: datetime) -> tuple[Attendee, Attendee]:
    """
    Let two members change seats (换座); one of them may have none. A ledger row for each, of one act.

    Raises: Refused `closed`, `same`, `other_pack`, `out`; nothing is changed then.
    """
    require(table.PREPARE, by, one.pack)
    pack = Pack.objects.select_for_update(of=("self",)).get(pk=one.pack_id)
    if pack.state not in OPEN:
        raise Refused("closed", "这次全会已经结束，座位不能再改。")
    if one.pk == other.pk:
        raise Refused("same", "请选两位不同的委员。")
    if one.pack_id != other.pack_id:
        raise Refused("other_pack", "两位要在同一次全会里。")
    pair = list(Attendee.objects.filter(pk__in=[one.pk, other.pk]).select_related("membership__person"))
    for row in pair:
        refuse_out(row)
    first, second = sorted(pair, key=lambda row: row.pk != one.pk)
    seats = (first.seat_row, first.seat_number), (second.seat_row, second.seat_number)
    (second.seat_row, second.seat_number), (first.seat_row, first.seat_number) = seats
    Attendee.objects.bulk_update([first, second], ["seat_row", "seat_number"])
    act_id = uuid.uuid4()
    for row, was in ((first, seats[0]), (second, seats[1])):
        fields = {"seat_row": (was[0], row.seat_row), "seat_number": (was[1], row.seat_number)}
        ledger.record(
            "swap_seats", row, by=by, at=at, from_state=pack.state, to_state=pack.state, fields=fields, act_id=act_id
        )
    return first, second
