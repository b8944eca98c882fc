"""What the worn hat sends in itself: its drafts, what came back, what it sent; for the office what it entered."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.ui.shapes import Cell, Column
from yizheng.ui.tags.marks import short_date

from . import queries
from .enums import CallState, EntrySource, OpinionState, UpLevel
from .models import Opinion, OpinionAdoption, OpinionFeedback, TopicCall
from .phrases import MEANING
from .queries_following import feedback_to, standing_adoptions
from .services.writing import WRITABLE, check_writable
from .subjects.sourcing import calls_visible_to

COLUMNS = (Column("编号"), Column("标题"), Column("报送"), Column("采用和批示"), Column("现在"))


def of(actor: Actor) -> QuerySet[Opinion]:
    """Return the worn hat's own pieces; for the information office what it entered for others."""
    if actor.wears(Role.OPINION_CLERK):
        return queries.opinions_visible_to(actor).filter(source=EntrySource.CLERK)
    return queries.own_opinions(actor)


def found(actor: Actor, public_id: str) -> Opinion | None:
    """Return one of the worn hat's own pieces by the text of its public id; None for anything else."""
    try:
        key = UUID(public_id)
    except ValueError:
        return None
    return of(actor).filter(public_id=key).first()


def drafts(actor: Actor) -> list[Opinion]:
    """Return the drafts and what came back, newest first."""
    return list(of(actor).filter(state__in=WRITABLE).order_by("-touched_at", "-id")[:50])


def sent(actor: Actor) -> QuerySet[Opinion]:
    """Return what was sent in, newest first, each marked with its highest adoption and whether news waits."""
    return with_marks(of(actor).exclude(state__in=WRITABLE), actor).order_by("-submitted_at", "-id")


def with_marks(rows: QuerySet[Opinion], actor: Actor) -> QuerySet[Opinion]:
    """Mark each piece with its adoptions and whether the worn hat was told what it has not seen yet."""
    news = feedback_to(actor).filter(opinion=OuterRef("pk"), seen_by_me__isnull=True)
    standing = Prefetch("adoptions", queryset=standing_adoptions())
    return rows.annotate(has_news=Exists(news)).prefetch_related(standing)


def rows(page: Iterable[Opinion]) -> list[tuple[Cell | str, ...]]:
    """Return the rows of the list of what was sent in."""
    return [_row(each) for each in page]


def may_change(opinion: Opinion, actor: Actor) -> bool:
    """Tell whether this hat may write in the piece as it stands."""
    try:
        check_writable(opinion, actor)
    except Refused:
        return False
    return True


def adopted(adoptions: Iterable[OpinionAdoption]) -> str:
    """Return the highest level at which a piece was adopted, empty for none."""
    levels = [str(each.level) for each in adoptions]
    if not levels:
        return ""
    highest = max(levels, key=list(UpLevel.values).index)
    return f"{UpLevel(highest).label}采用"


def told(opinion: Opinion, actor: Actor) -> list[OpinionFeedback]:
    """
    Return what the worn hat was told of a piece, newest first: what was told to all authors, and to this one.

    `seen_by_me` on each is when this author saw it.
    """
    return list(feedback_to(actor).filter(opinion=opinion).order_by("-given_on", "-id"))


def _row(each: Opinion) -> tuple[Cell | str, ...]:
    url = address("opinion:opinion", public_id=each.public_id)
    state = OpinionState(each.state)
    marks = [adopted(each.adoptions.all()), "有批示" if state == OpinionState.INSTRUCTED else ""]
    news = "，有反馈" if getattr(each, "has_news", False) else ""
    sent_on = short_date(each.submitted_at)
    return (
        each.number, Cell(str(each), url), sent_on, "、".join(mark for mark in marks if mark),
        Cell(f"{state.label}{news}", meaning=str(MEANING[state])),
    )  # fmt: skip


def open_calls(actor: Actor) -> QuerySet[TopicCall]:
    """Return the calls for pieces that the worn hat may answer now, the nearest end first."""
    if actor.wears(Role.OPINION_CLERK):
        return TopicCall.objects.none()
    return calls_visible_to(actor).filter(state=CallState.OPEN).order_by("due_on", "id")[:5]
