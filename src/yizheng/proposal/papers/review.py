"""The papers of the plenary about proposals, and the list of what a meeting decided (office-practice 29)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import add_workdays
from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, Group, Letter, PaperOffer, Table, offer
from yizheng.org.configuration import value
from yizheng.org.models import Session
from yizheng.ui.tags.marks import long_date, month_day

from ..enums import Outcome, ReasonCode
from ..figures.counting import COLLECTIVE, FILED, IN_REVIEW, INDIVIDUAL, JOINT, RECEIVED, REVIEWED
from ..keys import REVIEW_WORKDAYS
from ..models import DecisionLine, ReviewDecision
from ..queries.review import Line, day_lines, session_counts, session_lines
from ..subjects.reviewing import decisions_visible_to

SEES = "proposal.see_review"
FIGURES = (RECEIVED, REVIEWED, FILED, IN_REVIEW)
LISTED = (RECEIVED, FILED)
MOST_NAMED = 40


def offer_review_papers() -> None:
    """Offer the papers of review; they take `session` or `decision`, a public id."""
    offer(
        PaperOffer("review-report", "提案审查情况的报告", SEES, review_report, formats=("docx", "pdf")),
        PaperOffer("daily-collection", "提案收集情况", SEES, daily_collection),
        PaperOffer("review-decision", "审定名单", SEES, decision_list),
    )


def review_report(_actor: Actor, asked: Mapping[str, str]) -> Letter:
    """
    Return the draft of 《关于×届×次会议提案审查情况的报告》 as of this minute; what is still in review is said.

    Rule: office-practice 29; handbook 5.11.
    """
    session, now = _session(asked), timezone.localtime()
    values = {"addressee": "各位委员", "paragraphs": list(_report(session, now)), "date": long_date(now)}
    return Letter("notice", f"关于{session.label}提案审查情况的报告", values)


def _report(session: Session, now: datetime) -> Iterator[str]:
    found = session_counts(session)
    yield (
        f"{session.label}期间，截至{_minute(now)}，共收到提案{found['received']}件，其中集体提案{found['collective']}件、"
        f"委员联名提案{found['joint']}件、委员个人提案{found['individual']}件。现将审查情况报告如下。"
    )
    yield "一、审查结果"
    yield (
        f"已审查{found['reviewed']}件：立案{found['filed']}件，不予立案{found['not_filed']}件，"
        f"转送有关方面{found['converted']}件，并入其他提案{found['merged']}件，撤案{found['withdrawn']}件。"
    )
    yield _still(found, session)
    yield "二、提案来源和类别"
    lines = session_lines(session, LISTED)
    for group, rows in groupby(lines, key=lambda line: line.group):
        yield f"{group}：{_named(list(rows))}。"
    yield "三、下一步"
    yield "立案的提案统一编号，会后交有关单位办理并答复提案人；没有立案的，已向提案人说明理由和去向。"


def _still(found: Mapping[str, int], session: Session) -> str:
    """Say honestly what is not yet done, and by when it will be."""
    if not found["in_review"]:
        return "收到的提案已经全部审查完毕。"
    workdays = value(REVIEW_WORKDAYS, on=session.closes)
    due = add_workdays(session.closes, workdays, work_calendar()).due_on
    returned = f"（其中{found['returned']}件退回提案人修改）" if found["returned"] else ""
    return f"仍在审查中{found['in_review']}件{returned}，将于{month_day(due)}前审查完毕，并把结果告知提案人。"


def _named(lines: Sequence[Line]) -> str:
    words = [f"{line.name}{line.numbers['received']}件（立案{line.numbers['filed']}件）" for line in lines[:MOST_NAMED]]
    return "，".join(words) + ("等" if len(lines) > MOST_NAMED else "")


def daily_collection(_actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return how many proposals came in, by day, origin and category, as of this minute (提案收集情况)."""
    session, now = _session(asked), timezone.localtime()
    columns = (Column("来源", 2.4), *(Column(each.label, 1, "right") for each in FIGURES))
    found = session_counts(session)
    kinds = "、".join(f"{each.label}{found[each.code]}件" for each in (COLLECTIVE, JOINT, INDIVIDUAL))
    notes = (f"截至{_minute(now)}。{kinds}。", "收到＝立案＋不予立案＋转送＋并案＋撤案＋仍在审查中。")
    return Table(
        f"{session.label}提案收集情况", columns, tuple(_collected(session, found)), notes=notes,
        subtitle=f"截至{_minute(now)}",
    )  # fmt: skip


def _collected(session: Session, found: Mapping[str, int]) -> Iterator[tuple[str, ...] | Group]:
    yield ("合计", *(str(found[each.code]) for each in FIGURES))
    lines = [*day_lines(session, FIGURES), *session_lines(session, FIGURES)]
    for group, rows in groupby(lines, key=lambda line: line.group):
        yield Group(group)
        for line in rows:
            yield (line.name, *(str(line.numbers[each.code]) for each in FIGURES))


def decision_list(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return what one meeting decided, to be signed and kept (审定名单)."""
    rows = decisions_visible_to(actor).select_related("session__term")
    decision: ReviewDecision = get_object_or_404(rows, public_id=_id(asked, "decision"))
    columns = (
        Column("序号", 0.5, "center"), Column("编号", 1.1), Column("案由", 3), Column("提案人", 1.2, pad_names=True),
        Column("理由", 1.6),
    )  # fmt: skip
    day = decision.decided_on
    return Table(
        f"{decision.session.label}提案审定名单", columns, tuple(_decided(decision)), notes=_notes(decision),
        subtitle=f"{decision.get_body_display()}　{long_date(day)}",
    )  # fmt: skip


def _notes(decision: ReviewDecision) -> tuple[str, ...]:
    notes = [f"出席：{decision.persons}", "负责人签字："]
    return (*notes, f"备注：{decision.note}") if decision.note else tuple(notes)


def _decided(decision: ReviewDecision) -> Iterator[tuple[str, ...] | Group]:
    lines = list(decision.lines.select_related("proposal").order_by("proposal__reception_no"))
    for outcome in Outcome:
        rows = [line for line in lines if line.outcome == outcome]
        if rows:
            yield Group(f"{outcome.label}（{len(rows)}件）")
        for place, line in enumerate(rows, start=1):
            yield _line(place, line)


def _line(place: int, line: DecisionLine) -> tuple[str, ...]:
    reason = str(ReasonCode(line.reason_code).label) if line.reason_code else ""
    return (str(place), line.proposal.number, line.proposal.title, line.proposal.proposer_name, reason)


def _session(asked: Mapping[str, str]) -> Session:
    return get_object_or_404(Session.objects.select_related("term"), public_id=_id(asked, "session"))


def _id(asked: Mapping[str, str], name: str) -> UUID:
    try:
        return UUID(asked.get(name, ""))
    except ValueError:
        raise Http404("no such id") from None


def _minute(now: datetime) -> str:
    return f"{long_date(now)}{now:%H:%M}"
