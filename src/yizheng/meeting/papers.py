"""What the meeting room prints: the sign-in sheet, the notice, the desk cards (桌签)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Cards, Column, Group, Letter, PaperOffer, Report, Table, offer

from . import queries
from .enums import InvitationRole
from .minutes import parts_of
from .models import Invitation, Meeting
from .notifications import notice_text, when


def offer_papers() -> None:
    """Offer the papers of a meeting; each takes `meeting`, its public id."""
    reads = "meeting.read_replies"
    offer(
        PaperOffer("sign-in-sheet", "签到表", reads, sign_in_sheet),
        PaperOffer("meeting-notice", "会议通知", reads, notice, formats=("docx", "pdf")),
        PaperOffer("meeting-minutes", "会议纪要", reads, minutes, formats=("docx", "pdf")),
        PaperOffer("meeting-cards", "桌签", reads, cards, formats=("docx", "pdf")),
    )


def sign_in_sheet(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the sheet people sign (签到表): who is due, in stroke order, a box for each half-day."""
    meeting = _meeting(actor, asked)
    halves = [str(half) for half in meeting.half_days.all()]
    columns = (
        Column("序号", 0.5, "center"),
        Column("姓名", 1.2, pad_names=True),
        Column("界别或职务", 1.6),
        *(Column(half, 1.4) for half in halves),
    )
    rows = tuple(_rows(list(_people(meeting)), len(halves)))
    return Table(f"{meeting.title}签到表", columns, rows, subtitle=f"{when(meeting)} {meeting.place}")


def _rows(people: list[Invitation], halves: int) -> Iterator[tuple[str, ...] | Group]:
    for role in InvitationRole:
        asked = [each for each in people if each.role == role]
        if asked:
            yield Group(f"{role.label}（{len(asked)}人）")
        for number, each in enumerate(asked, start=1):
            yield (str(number), each.person.name, _where(each), *([""] * halves))


def notice(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return the notice as a letter."""
    meeting = _meeting(actor, asked)
    body = [notice_text(meeting), *(line for line in meeting.agenda.splitlines() if line.strip())]
    return Letter("notice", f"关于召开{meeting.title}的通知", {"paragraphs": body, "addressee": "各位委员"})


def cards(actor: Actor, asked: Mapping[str, str]) -> Cards:
    """Return a desk card for everybody who attends."""
    meeting = _meeting(actor, asked)
    names = tuple(each.person.name for each in _people(meeting) if each.role == InvitationRole.ATTEND)
    return Cards(f"{meeting.title}桌签", names)


def minutes(actor: Actor, asked: Mapping[str, str]) -> Report:
    """Return the minutes (纪要): who came, what was heard, voted and decided, the decisions numbered."""
    meeting = _meeting(actor, asked)
    return Report(f"{meeting.title}纪要", tuple(parts_of(meeting)))


def _meeting(actor: Actor, asked: Mapping[str, str]) -> Meeting:
    try:
        public_id = UUID(asked.get("meeting", ""))
    except ValueError:
        raise Http404("no such id") from None
    return get_object_or_404(queries.meetings_visible_to(actor), public_id=public_id)


def _people(meeting: Meeting) -> Iterator[Invitation]:
    yield from meeting.invitations.select_related("person", "membership__sector").order_by("role", "order", "id")


def _where(invitation: Invitation) -> str:
    return invitation.where
