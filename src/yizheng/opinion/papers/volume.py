"""The annual volume of all issues (年度汇编; handbook 6.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, PaperOffer, Paragraphs, Report, Table, offer
from yizheng.ui.tags.marks import short_date

from .. import queries
from .. import showing_issues as showing
from ..enums import IssueState
from ..models import OpinionIssue
from .asking import house, year_of

COLUMNS = (
    Column("期数", 2.2), Column("标题", 4.5), Column("作者", 2), Column("编发", 1, "center"),
)  # fmt: skip
Part = Paragraphs | Table


def offer_volumes() -> None:
    """Offer the volume of a year, which takes `year`."""
    offer(PaperOffer("opinion-volume", "社情民意年度汇编", "opinion.export", volume, formats=("docx", "pdf")))


def volume(actor: Actor, asked: Mapping[str, str]) -> Report:
    """Return all issues of a year, first as a table, then word for word. Raises: Http404 for a year without any."""
    year = year_of(asked)
    rows = queries.issues_visible_to(actor).filter(year=year, state=IssueState.ISSUED)
    issues = list(rows.order_by("periodical", "year_no"))
    if not issues:
        raise Http404("no issue in this year")
    items = [(each, showing.items_of(each)) for each in issues]
    pieces = sum(len(of_issue) for _issue, of_issue in items)
    table = Table("目录", COLUMNS, tuple(_rows(items)), subtitle=f"{len(issues)} 期，{pieces} 篇")
    return Report(f"{house().short_name}{year}年社情民意汇编", (table, *_texts(items)))


def _rows(items: list[tuple[OpinionIssue, list[dict[str, Any]]]]) -> Iterator[tuple[str, ...]]:
    for issue, of_issue in items:
        for each in of_issue:
            yield (
                f"《{issue.periodical}》第{issue.year_no}期",
                each["title"],
                each["authors"],
                short_date(issue.issued_on),
            )


def _texts(items: list[tuple[OpinionIssue, list[dict[str, Any]]]]) -> Iterator[Part]:
    for issue, of_issue in items:
        for each in of_issue:
            lines = (*each["paragraphs"], f"（{each['authors']}）")
            yield Paragraphs(f"{each['title']}（《{issue.periodical}》{showing.number_words(issue)}）", lines)
