"""Feedback, tracked proposals and look-backs as the components of the house draw them."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Cell, Column, Figure, Meaning
from yizheng.ui.tags.marks import long_date, short_date

from ..enums import FeedbackSource, FeedbackState, ProposalState, Rating
from ..figures.rates import Rate
from ..models import Feedback, LookBack, Proposal
from ..phrases import FEEDBACK_MEANING, MEANING, RATING_MEANING

FEEDBACK_COLUMNS = [
    Column("提案"), Column("答复单位"), Column("提案人"), Column("态度"), Column("结果"),
    Column("期限", "date"), Column("意见"),
]  # fmt: skip
TRACKED_COLUMNS = [
    Column("提案"), Column("承办单位"), Column("类别"), Column("承诺"), Column("下次答复"), Column("状态"),
]  # fmt: skip
LOOK_BACK_COLUMNS = [
    Column("提案"),
    Column("承办单位"),
    Column("原类别"),
    Column("现类别"),
    Column("回访"),
    Column("情况"),
]
CLASS_COLUMNS = [Column("类别"), Column("当年的写法"), Column("件数", "number")]


def feedback_row(row: Feedback) -> list[Cell]:
    """Return one row of the list of feedback."""
    url = address("proposal:feedback", public_id=row.public_id)
    return [
        Cell(f"{row.proposal.number} {row.proposal.title}", url=url),
        Cell(str(row.reply.handling.unit)),
        Cell(row.signer.display_name if row.is_asked else f"{row.signer.display_name}（联名）"),
        _rating(row.attitude_rating, row),
        _rating(row.result_rating, row),
        Cell(short_date(row.due_on) if row.state == FeedbackState.ASKED else short_date(row.submitted_on)),
        Cell(row.comment or row.implementation_comment),
    ]


def _rating(rating: str, row: Feedback) -> Cell:
    if not rating:
        return Cell(row.get_state_display(), meaning=FEEDBACK_MEANING[FeedbackState(row.state)])
    marked = "（默认）" if row.source == FeedbackSource.DEFAULT else ""
    return Cell(f"{Rating(rating).label}{marked}", meaning=RATING_MEANING[Rating(rating)])


def facts_of(row: Feedback) -> list[tuple[str, str]]:
    """Return what one question is about, and what was said."""
    reply = row.reply
    found = [
        ("提案", f"{row.proposal.number} {row.proposal.title}"), ("答复单位", str(reply.handling.unit)),
        ("办理结果", f"{reply.class_mark}类 {reply.class_wording}"), ("答复日期", long_date(reply.sent_on)),
        ("请谁评价", row.signer.display_name), ("评价期限", long_date(row.due_on)),
    ]  # fmt: skip
    if row.reminded_on:
        found.append(("提醒过", long_date(row.reminded_on)))
    return found


def said_of(row: Feedback) -> list[tuple[str, str]]:
    """Return what was said of a reply, and of what was carried out."""
    pairs = [
        ("办理态度", row.get_attitude_rating_display()), ("办理结果", row.get_result_rating_display()),
        ("意见", row.comment), ("怎么填的", row.get_source_display()), ("评价日期", long_date(row.submitted_on)),
        ("落实情况", row.get_implementation_rating_display()), ("对落实的意见", row.implementation_comment),
        ("确认不满意", long_date(row.confirmed_on)),
    ]  # fmt: skip
    return [(label, words) for label, words in pairs if words]


def tracked_row(proposal: Any, on: date) -> list[Cell]:
    """Return one row of the tracking list, from a proposal with its `units`, `marks`, `kept`, `made` and `next_on`."""
    return [
        Cell(f"{proposal.number} {proposal.title}", url=address("proposal:proposal", public_id=proposal.public_id)),
        Cell("、".join(proposal.units)),
        Cell("、".join(proposal.marks)),
        Cell(f"已兑现 {proposal.kept} / 共 {proposal.made}" if proposal.made else "没有承诺"),
        _next(proposal.next_on, on),
        Cell(_state_words(proposal), meaning=MEANING[ProposalState(proposal.state)]),
    ]


def _next(day: date | None, on: date) -> Cell:
    if day is None:
        return Cell("")
    late = day < on
    return Cell(f"{long_date(day)}{'（逾期）' if late else ''}", meaning=Meaning.OVER if late else "")


def _state_words(proposal: Proposal) -> str:
    carried = proposal.state == ProposalState.CARRIED
    return f"{proposal.year}年转来" if carried else str(proposal.get_state_display())


def look_back_row(row: LookBack) -> list[Cell]:
    """Return one row of the look-back list."""
    return [
        Cell(f"{row.proposal.number} {row.proposal.title}", url=address("proposal:look-back", public_id=row.public_id)),
        Cell(str(row.handling.unit)),
        Cell(row.class_before),
        Cell(row.class_now, meaning=Meaning.OK if row.class_now == "A" else ""),
        Cell(long_date(row.visited_on) if row.visited_on else "待回访"),
        Cell(row.finding),
    ]


def rate_figures(handling: Rate, implementation: Rate) -> list[Figure]:
    """Return the two rates side by side, each with its own denominator."""
    return [*_figures("办理", handling), *_figures("落实", implementation)]


def _figures(what: str, rate: Rate) -> list[Figure]:
    note = f"{rate.satisfied + rate.basic}/{rate.rated}，未表态{rate.silent}，待评价{rate.waiting}"
    note += f"，按规定默认{rate.by_rule}" if rate.by_rule else ""
    return [
        Figure(_percent(rate.percent_satisfied), f"{what}满意率", note=f"{rate.satisfied}/{rate.rated}"),
        Figure(_percent(rate.percent_content), f"{what}满意和基本满意率", note=note),
    ]


def _percent(share: Any) -> str:
    return "无人评价" if share is None else f"{share}%"
