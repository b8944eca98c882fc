"""What the pages of issues show: the list, the pieces in their order, to whom an issue goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yizheng.kernel.acting import SOURCE_LABELS, Source
from yizheng.kernel.addresses import address
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.quarantine import ACT_WORDS
from yizheng.ui.shapes import Cell, Column, FileRow, Meaning, TimelineEntry
from yizheng.ui.tags.marks import long_date, short_date

from .enums import IssueState
from .models import IssueItem, OpinionIssue
from .services.issuing import authors_line
from .texts import text_of
from .workflow import ISSUE_MACHINE

COLUMNS = (Column("期数"), Column("刊名"), Column("内容"), Column("签发"), Column("编发", "date"), Column("状态"))
MEANING = {
    IssueState.LAID_OUT: Meaning.BUSY, IssueState.SIGNING: Meaning.WARN, IssueState.ISSUED: Meaning.OK,
    IssueState.RECALLED: Meaning.NEUTRAL,
}  # fmt: skip
_WORDS = {**ACT_WORDS, **{row.name: row.label for row in ISSUE_MACHINE.transitions}, "begin_issue": "新编一期"}


def url_of(issue: OpinionIssue) -> str:
    """Return the page of an issue."""
    return address("opinion:issue", public_id=issue.public_id)


def rows_of(issues: Iterable[Any]) -> list[list[Cell | str]]:
    """Return rows under COLUMNS; `titles` is prefetched with each issue."""
    return [
        [
            Cell(number_words(each), url_of(each)), f"《{each.periodical}》{_kind(each)}", contents(each),
            each.signed_by_name, short_date(each.issued_on),
            Cell(each.get_state_display(), meaning=MEANING[IssueState(each.state)]),
        ]
        for each in issues
    ]  # fmt: skip


def number_words(issue: OpinionIssue) -> str:
    """Return 2026年第3期（总第158期）, or that there is no number yet."""
    if issue.year_no is None:
        return f"{issue.year}年（未编号）"
    return f"{issue.year}年第{issue.year_no}期（总第{issue.running_no}期）"


def _kind(issue: OpinionIssue) -> str:
    return "" if issue.kind == "regular" else issue.get_kind_display()


def contents(issue: Any) -> str:
    """Say what is in an issue in a few words."""
    if issue.headline:
        return str(issue.headline)
    items = list(issue.items.all())
    if not items:
        return "还没有稿件"
    first = items[0].title or str(items[0].opinion)
    return first if len(items) == 1 else f"{first}等{len(items)}篇"


def items_of(issue: OpinionIssue) -> list[dict[str, Any]]:
    """Return the pieces in their order: as they were issued, or as they stand while it is laid out."""
    return [_item(each) for each in issue.items.select_related("opinion").order_by("order", "id")]


def _item(item: IssueItem) -> dict[str, Any]:
    opinion = item.opinion
    return {
        "pk": item.pk,
        "order": item.order,
        "opinion": opinion,
        "title": item.title or str(opinion),
        "paragraphs": (item.body or text_of(opinion)).splitlines(),
        "authors": item.authors_line or authors_line(opinion),
        "url": address("opinion:opinion", public_id=opinion.public_id),
    }


def recipients_of(issue: OpinionIssue) -> dict[str, list[str]]:
    """Return to whom an issue goes: reported to, copied to."""
    rows = list(issue.recipients.order_by("order", "id"))
    return {
        "to": [each.name for each in rows if not each.is_copy],
        "copies": [each.name for each in rows if each.is_copy],
    }


def facts(issue: OpinionIssue) -> list[tuple[str, str]]:
    """Return what stands beside the pieces."""
    pairs = [
        ("刊名", f"《{issue.periodical}》"), ("种类", issue.get_kind_display()), ("期数", number_words(issue)),
        ("编排", f"{issue.laid_out_by_name} {long_date(issue.laid_out_at)}"), ("送签", issue.signer_name),
        ("签发", issue.signed_by_name), ("编发", long_date(issue.issued_on)),
    ]  # fmt: skip
    return [(label, words) for label, words in pairs if words]


def papers(issue: OpinionIssue, *, at_desk: bool) -> list[FileRow]:
    """Return what can be printed of an issue; the sheet to sign is the office's."""
    formats = (("docx", "Word", "word"), ("pdf", "PDF", "pdf"))
    codes = [("opinion-issue", "刊物"), *([("opinion-issue-sheet", "签发单")] if at_desk else [])]
    return [
        FileRow(
            f"{label}（{word}）",
            f"{address('document:paper', code=code, format=form)}?issue={issue.public_id}", kind,
        )
        for code, label in codes
        for form, word, kind in formats
    ]  # fmt: skip


def timeline(issue: OpinionIssue) -> list[TimelineEntry]:
    """Return what happened to an issue, newest first; for the office."""
    rows = LedgerEntry.objects.filter(kind="opinion_issue", object_id=issue.pk).select_related("entered_by")
    return [
        TimelineEntry(
            act=_WORDS.get(row.act, row.act), who=row.actor_name, at=row.at,
            hat="" if row.source in (Source.PAPER, Source.SYSTEM) else row.hat_label,
            source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
            entered_by=row.entered_by.name if row.entered_by else "", reason=row.reason,
        )
        for row in rows.order_by("-id")[:100]
    ]  # fmt: skip
