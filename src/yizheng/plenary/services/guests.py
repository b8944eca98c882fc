"""Writes: guests and staff of a plenary (列席、特邀、旁听、工作人员): on the pack, never due, never in a quorum."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.meeting.enums import InvitationRole, MeetingKind
from yizheng.meeting.models import Invitation
from yizheng.meeting.services.guests import person_called
from yizheng.org.models import Person
from yizheng.org.queries import superior_members

from .. import workflow as table
from ..enums import GuestKind
from ..models import Attendee, Pack
from .groups import refuse_out
from .packs import NOWHERE, opened


@transaction.atomic
def add_guest(*, pack: Pack, name: str, where: str, kind: GuestKind, by: Actor, at: datetime) -> Attendee:
    """
    Put a guest or somebody of the staff on the pack by name (加列席、工作人员); who is not known yet is registered.

    `where` is the unit and post, and tells people of one name apart. Rule: handbook 9.1, 9.5: they attend without a
    vote. Raises: Refused `closed`, `no_name`, `several`, `member`, `listed`; nothing is changed then.
    """
    locked = opened(pack, by)
    if not name.strip():
        raise Refused("no_name", "请写明姓名。")
    person = person_called(name=name, where=where, by=by, at=at)
    if locked.attendees.filter(membership__person=person, is_out=False).exists():
        raise Refused("member", f"{person}是这次全会的委员，已经在名单里。")
    row, made = Attendee.objects.get_or_create(pack=locked, guest=person, defaults={"kind": kind})
    if not made and not row.is_out:
        raise Refused("listed", f"{person}已经在名单里（{row.get_kind_display()}）。")
    row.is_out, row.kind = False, kind
    row.save(update_fields=["is_out", "kind"])
    ledger.record(
        "add_guest", row, by=by, at=at, from_state=locked.state, to_state=locked.state, fields={"kind": kind.value}
    )
    return row


@transaction.atomic
def take_off_guest(*, attendee: Attendee, by: Actor, at: datetime) -> Attendee:
    """Take a guest off the pack (移出名单); seat, room and bus are free. Raises: Refused `closed`, `due`, `out`."""
    locked = opened(attendee.pack, by)
    row = Attendee.objects.select_related("membership__person", "guest").get(pk=attendee.pk)
    if not row.is_guest:
        raise Refused("due", "委员不能移出名单；已经不在任的，请点“核对名单”。")
    refuse_out(row)
    Attendee.objects.filter(pk=row.pk).update(is_out=True, **NOWHERE)
    ledger.record("take_off_guest", row, by=by, at=at, from_state=locked.state, to_state=locked.state)
    return row


@transaction.atomic
def draw_guests(*, pack: Pack, by: Actor, at: datetime) -> int:
    """
    Put on the pack whom the house knows to attend without a vote (列入列席人员); return how many are new.

    Members of higher committees who live here (F023), and the observers on the list of the plenary's meeting. Whoever
    is on the pack already stays as they are, and whoever was taken off by hand stays off.
    """
    moved = workflow.apply(table.DRAW_GUESTS, pack, by=by, at=at)
    superior = [row.person for row in superior_members(moved.session.opens)]
    known: set[int | None] = set(moved.attendees.values_list("guest", flat=True))
    known |= set(moved.attendees.filter(is_out=False).values_list("membership__person", flat=True))
    new = _once([(each, GuestKind.SUPERIOR) for each in superior] + _observers(moved), known)
    Attendee.objects.bulk_create(Attendee(pack=moved, guest=person, kind=kind) for person, kind in new)
    return len(new)


def _observers(pack: Pack) -> list[tuple[Person, GuestKind]]:
    session = pack.session
    rows = Invitation.objects.filter(
        meeting__kind=MeetingKind.PLENARY, meeting__term=session.term_id, meeting__ordinal=session.ordinal,
        role=InvitationRole.OBSERVE,
    )  # fmt: skip
    return [(row.person, GuestKind.OBSERVER) for row in rows.select_related("person").order_by("order", "id")]


def _once(found: Iterable[tuple[Person, GuestKind]], known: set[int | None]) -> list[tuple[Person, GuestKind]]:
    first: dict[int, tuple[Person, GuestKind]] = {}
    for person, kind in found:
        if person.pk not in known:
            first.setdefault(person.pk, (person, kind))
    return list(first.values())
