"""Review as the components of the house draw it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from yizheng.assist import elsewhere
from yizheng.assist.texts import Text
from yizheng.document.redline import compare
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.permissions import may
from yizheng.org.models import Session
from yizheng.ui.shapes import Cell, Column, Crumb, Figure, FileRow, Meaning

from .. import similar
from ..enums import Outcome, ReasonCode, ShareRole
from ..figures import counting
from ..learning import suggested_categories
from ..models import ConsentAsk, Proposal, ProposalVersion, ReviewDecision
from ..queries.review import FIRST, SECOND, Queue, next_in, report_handed_in, session_counts
from ..review_dates import review_due
from ..services.shares import Share

AFTER_CLOSING = timedelta(days=7)
"""How long after the plenary the clerk may still note that the report was handed in."""

COLUMNS = (
    Column("来件号"), Column("案由"), Column("提案人"), Column("类别"), Column("拟单位"), Column("意见"),
    Column("操作"),
)  # fmt: skip
ASK_COLUMNS = (Column("提案"), Column("提案人"), Column("征求什么"), Column("问的日子", "date"), Column("操作"))
KINDS = {"merge": "是否同意并案", "convert": "是否同意转送", "withdraw": "申请撤案"}
SHOWN = (
    counting.RECEIVED, counting.FILED, counting.NOT_FILED, counting.CONVERTED, counting.MERGED_AWAY,
    counting.WITHDRAWN, counting.IN_REVIEW,
)  # fmt: skip


def list_url(session: Session | None, queue: Queue) -> str:
    """Return the address of the list at one step."""
    return f"{address('proposal:review')}?step={queue.code}{f'&session={session.public_id}' if session else ''}"


def row(proposal: Any, queue: Queue) -> list[Cell | str]:
    """Return a row under COLUMNS; `units` was fetched with the list."""
    page = address("proposal:review-one", public_id=proposal.public_id)
    return [
        proposal.number,
        Cell(proposal.title, page),
        proposal.proposer_name,
        proposal.category,
        "、".join(str(share.unit) for share in proposal.units),
        opinion_of(proposal),
        Cell(queue.act, page),
    ]


def opinion_of(proposal: Proposal) -> str:
    """Return what the last reader proposed: 立案, or 不予立案：内容空泛…."""
    if not proposal.review_outcome:
        return ""
    words = str(Outcome(proposal.review_outcome).label)
    return f"{words}：{ReasonCode(proposal.review_reason_code).label}" if proposal.review_reason_code else words


def ask_row(ask: ConsentAsk) -> list[Cell | str]:
    """Return a row under ASK_COLUMNS."""
    proposal = ask.proposal
    where = "proposal:withdraw" if ask.kind == "withdraw" else "proposal:consent"
    asked = timezone.localtime(ask.asked_at)
    key = proposal.public_id if ask.kind == "withdraw" else ask.public_id
    return [
        Cell(f"{proposal.number}　{proposal.title}", address("proposal:proposal", public_id=proposal.public_id)),
        proposal.proposer_name,
        KINDS[ask.kind],
        f"{asked.month}月{asked.day}日",
        Cell("办理撤案" if ask.kind == "withdraw" else "代录答复", address(where, public_id=key)),
    ]


def figures(session: Session) -> list[Figure]:
    """Return the figures of a session; every number opens its list."""
    found = session_counts(session)
    where = address("proposal:proposals")
    return [
        Figure(found[each.code], each.label, f"{where}?{each.query}&session={session.public_id}", "件")
        for each in SHOWN
    ]


def papers_of(session: Session, actor: Actor) -> list[FileRow]:
    """Return the papers of the plenary that can be taken out with one button (office-practice 29)."""
    if not may("proposal.see_review", actor):
        return []
    rows = []
    for code, name, ending, kind in PAPERS:
        url = f"{address('document:paper', code=code, format=ending)}?session={session.public_id}"
        rows.append(FileRow(name, url, kind))
    return rows


PAPERS = (
    ("review-report", "提案审查情况的报告（草稿）", "docx", "word"),
    ("daily-collection", "提案收集情况", "docx", "word"),
    ("daily-collection", "提案收集情况（表格）", "xlsx", "sheet"),
)


@dataclass(frozen=True)
class ReportCard:
    """Whether the report on the review was handed to the plenary: said, or asked for on the day it closes."""

    handed_in: LedgerEntry | None
    is_due: bool
    act_url: str


def report_card(session: Session, actor: Actor, today: date) -> ReportCard:
    """Return how the report stands; the plenary cannot close without it. Rule: office-practice 29."""
    handed_in = report_handed_in(session)
    opened = session.opens <= today <= session.closes + AFTER_CLOSING
    asks = handed_in is None and opened and may("proposal.review", actor)
    url = address("proposal:report-handed-in", public_id=session.public_id) if asks else ""
    return ReportCard(handed_in, handed_in is None and session.closes == today, url)


def wished(proposal: Proposal) -> list[Share]:
    """Return the units the proposer suggested, as a first proposal of who handles it."""
    rows = proposal.planned.filter(source="proposer").select_related("unit").order_by("order", "id")
    return [(row.unit, ShareRole(row.role)) for row in rows]


def review_page(proposal: Proposal, actor: Actor, queue: Queue | None, form: Any) -> dict[str, Any]:
    """Return what the page of one proposal under review shows."""
    following = next_in(actor, proposal, queue) if queue in (FIRST, SECOND) and queue else None
    return {
        "proposal": proposal,
        "queue": queue,
        "form": form,
        "suggestions": list(proposal.suggestions.all()),
        "signers": list(proposal.signers.select_related("membership__sector").order_by("order")),
        "reviews": list(proposal.reviews.order_by("id")),
        **similar_parts(proposal, actor),
        "categories": suggested_categories(proposal, timezone.localdate()) if queue is FIRST else [],
        "redline": redline(proposal),
        "due": review_due(proposal),
        "next_url": address("proposal:review-one", public_id=following.public_id) if following else "",
        "crumbs": [Crumb("提案审查", address("proposal:review")), Crumb(proposal.number)],
    }  # fmt: skip


def similar_parts(proposal: Proposal, actor: Actor) -> dict[str, Any]:
    """Return what is on the same matter, what was set aside, and whether this person may judge."""
    text = "\n".join(each.text for each in proposal.suggestions.all())
    found = similar.find_all(proposal.title, text, actor, exclude=proposal)
    return {
        "elsewhere": elsewhere.find(Text(proposal.title, text)),
        "similar": [_similar(each) for each in found.items],
        "set_aside": [_similar(each) for each in found.set_aside],
        "may_judge": may("assist.judge", actor),
    }


def _similar(each: similar.Similar) -> dict[str, Any]:
    return {
        "number": each.proposal.number, "title": each.proposal.title, "words": "、".join(each.shared),
        "url": address("proposal:proposal", public_id=each.proposal.public_id), "outcome": each.outcome,
        "state": each.proposal.get_state_display(), "public_id": each.proposal.public_id, "verdict": each.verdict,
    }  # fmt: skip


def redline(proposal: Proposal) -> list[Any]:
    """Return the last edit of the text as marked paragraphs, nothing when there was none."""
    last = list(proposal.versions.order_by("-ordinal")[:2])
    if len(last) < 2:
        return []
    new, old = (_as_text(each) for each in last)
    return compare(old, new)


def _as_text(version: ProposalVersion) -> str:
    return "\n".join([version.title, version.background, version.analysis, *version.suggestions])


def decision_rows(decision: ReviewDecision) -> list[list[Cell | str]]:
    """Return the lines of a decision: number, title, proposer, what was decided, why."""
    lines = decision.lines.select_related("proposal").order_by("proposal__reception_no")
    return [
        [
            line.proposal.number,
            Cell(line.proposal.title, address("proposal:proposal", public_id=line.proposal.public_id)),
            line.proposal.proposer_name,
            Cell(str(Outcome(line.outcome).label), meaning=Meaning.OK if line.outcome == "file" else Meaning.NEUTRAL),
            ReasonCode(line.reason_code).label if line.reason_code else "",
        ]
        for line in lines
    ]


DECISION_COLUMNS = (Column("编号"), Column("案由"), Column("提案人"), Column("决定"), Column("理由"))
