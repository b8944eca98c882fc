"""A piece as a document, and the list as a table, narrowed as on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, Letter, PaperOffer, Table, offer
from yizheng.ui.tags.marks import long_date, month_day

from .. import listing, queries, showing
from ..filters import OpinionFilter
from ..models import Opinion
from .asking import id_of

COLUMNS = (
    Column("编号", 1, "center"), Column("标题", 4), Column("来源", 2), Column("类别", 1.2), Column("报送", 1, "center"),
    Column("缓急", 0.8, "center"), Column("状态", 1.2, "center"),
)  # fmt: skip
MOST_ROWS = 5000


def offer_reading_papers() -> None:
    """Offer the words of a piece, which take `opinion`, and the list, which takes the filters of the page."""
    offer(
        PaperOffer("opinion-text", "社情民意信息", "opinion.read", opinion_text, formats=("docx", "pdf")),
        PaperOffer("opinion-list", "社情民意信息目录", "opinion.export", opinion_list),
    )


def opinion_or_closed(actor: Actor, asked: Mapping[str, str]) -> Opinion:
    """Return the piece of the address. Raises: Http404 for what one may not see, or what is sealed away."""
    rows = queries.opinions_visible_to(actor).exclude(quarantine.is_closed("opinion"))
    return get_object_or_404(rows, public_id=id_of(asked, "opinion"))


def opinion_text(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return a piece as a document, in the words its reader reads on the page. Raises: Http404."""
    found = opinion_or_closed(actor, asked)
    shown = showing.texts(found, actor)
    body = shown["edited"] or "\n".join(_own(found) if shown["own"] else ())
    if not body:
        raise Http404("nothing to print")
    return Letter("notice", str(found), {"paragraphs": "\n".join([*_head(found), body]), "addressee": ""})


def _head(opinion: Opinion) -> Iterator[str]:
    yield f"编号：{opinion.number}　报送：{long_date(opinion.submitted_at)}"
    yield f"来源：{opinion.source_name}（{opinion.get_source_kind_display()}）"


def _own(opinion: Opinion) -> Iterator[str]:
    for mark, words in (
        ("一、情况", opinion.situation),
        ("二、问题", opinion.problem),
        ("三、建议", opinion.suggestion),
    ):
        if words:
            yield from (mark, words)


def opinion_list(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the list as the address narrows it."""
    today = timezone.localdate()
    wanted = OpinionFilter.from_values(asked)
    rows = listing.in_order(wanted.apply(queries.opinions_visible_to(actor)), wanted)[:MOST_ROWS]
    drawn = tuple(_row(each) for each in rows)
    return Table("社情民意信息目录", COLUMNS, drawn, subtitle=f"{long_date(today)}，共 {len(drawn)} 篇", landscape=True)


def _row(opinion: Opinion) -> tuple[str, ...]:
    return (
        opinion.number, str(opinion), f"{opinion.source_name}（{opinion.get_source_kind_display()}）", opinion.category,
        month_day(opinion.submitted_at), opinion.get_urgency_display(), opinion.get_state_display(),
    )  # fmt: skip
