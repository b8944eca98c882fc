"""What the plenary prints: handbook, schedule, groups, rooms, seats, briefs, address book."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Format, PaperOffer, Report, Table, offer

from .. import queries
from ..models import Pack
from . import book, brief, handbook, rolls

ON_PAPER: tuple[Format, ...] = ("docx", "pdf")
READS = "plenary.read"


def offer_papers() -> None:
    """Offer the papers of a plenary; each takes `pack`, a brief takes `brief`: public ids."""
    offer(
        PaperOffer("plenary-handbook", "会议手册", READS, _handbook, ON_PAPER),
        PaperOffer("plenary-schedule", "日程", READS, lambda a, q: rolls.schedule(pack_of(a, q))),
        PaperOffer("plenary-groups", "小组名单", READS, lambda a, q: rolls.groups(pack_of(a, q))),
        PaperOffer("plenary-guests", "列席和工作人员", READS, lambda a, q: rolls.guests(pack_of(a, q))),
        PaperOffer("plenary-rooms", "住宿和车辆", READS, lambda a, q: rolls.rooms(pack_of(a, q))),
        PaperOffer("plenary-seats", "座位图", READS, lambda a, q: rolls.seats(pack_of(a, q))),
        PaperOffer("plenary-brief", "简报", READS, _brief, ON_PAPER),
        PaperOffer("plenary-book", "通讯录", "plenary.export_book", _book),
    )


def _handbook(actor: Actor, asked: Mapping[str, str]) -> Report:
    return handbook.handbook(pack_of(actor, asked))


def _book(actor: Actor, asked: Mapping[str, str]) -> Table:
    return book.book(pack_of(actor, asked), actor)


def _brief(actor: Actor, asked: Mapping[str, str]) -> Report:
    row = get_object_or_404(queries.briefs_visible_to(actor), public_id=_uuid(asked, "brief"))
    return brief.brief(row)


def pack_of(actor: Actor, asked: Mapping[str, str]) -> Pack:
    """Return the pack a paper is about, when the person may read it. Raises: Http404."""
    return get_object_or_404(queries.packs_visible_to(actor), public_id=_uuid(asked, "pack"))


def _uuid(asked: Mapping[str, str], name: str) -> UUID:
    try:
        return UUID(asked.get(name, ""))
    except ValueError:
        raise Http404("no such id") from None
