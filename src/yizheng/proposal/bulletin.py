"""
A week of proposals (一周简报): what came in, was filed, assigned, answered, ran late, or left its proposer discontent.

Every line is counted from rows the reader may see; the number of a part is the number of its lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address

from . import figures
from .enums import FeedbackState, Rating, ReplyKind, ReplyState
from .figures import counting
from .filters import DONE
from .models import GONE, Feedback, Handling, Proposal, Reply
from .queries import feedback_visible_to, handlings_visible_to, proposals_visible_to, replies_visible_to

LINES_ON_PAGE = 30


class Line(NamedTuple):
    """One line: what it is about, who, a remark, and where it is read."""

    number: str
    title: str
    who: str
    remark: str
    url: str


@dataclass(frozen=True)
class Part:
    """One part of the bulletin."""

    code: str
    label: str
    empty: str
    lines: tuple[Line, ...]

    @property
    def count(self) -> int:
        """Return how many lines there are."""
        return len(self.lines)

    @property
    def heading(self) -> str:
        """Return the part with its number, as it stands over the lines."""
        return f"{self.label} {self.count} 件"

    @property
    def shown(self) -> tuple[Line, ...]:
        """Return what stands on the page; the paper has all."""
        return self.lines[:LINES_ON_PAGE]

    @property
    def more(self) -> int:
        """Return how many lines are on the paper only."""
        return max(self.count - LINES_ON_PAGE, 0)


@dataclass(frozen=True)
class Week:
    """A week from Monday to Sunday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Week:
        """Return the week of a day."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def asked(cls, text: str, today: date) -> Week:
        """Return the week an address asks for by any of its days; the running one for anything else."""
        try:
            return cls.of(date.fromisoformat(text))
        except ValueError:
            return cls.of(today)

    @property
    def sunday(self) -> date:
        """Return the last day."""
        return self.monday + timedelta(days=6)

    @property
    def label(self) -> str:
        """Return the week as a heading writes it: 3月16日至22日."""
        first, last = self.monday, self.sunday
        end = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
        return f"{first.year}年{first.month}月{first.day}日至{end}"

    def shifted(self, weeks: int) -> Week:
        """Return a week before or after."""
        return Week(self.monday + timedelta(weeks=weeks))


@dataclass(frozen=True)
class Bulletin:
    """The parts of one week as a person sees them on a day."""

    week: Week
    on: date
    parts: tuple[Part, ...]

    @classmethod
    def read(cls, week: Week, actor: Actor, *, on: date) -> Bulletin:
        """Read the week, one statement a part whatever it holds."""
        days = (week.monday, week.sunday)
        return cls(week, on, (
            _proposals("received", "收到", "这一周没有收到提案。", _received(actor, week)),
            _proposals("filed", "立案", "这一周没有立案。", _filed(actor).filter(filed_on__range=days)),
            _proposals(
                "assigned", "交办", "这一周没有交办。", _filed(actor).filter(assigned_on__range=days), units=True
            ),
            Part("replied", "答复", "这一周没有答复。", _replies(actor, days)),
            Part("overdue", "到期没有答复", "这一周到期的都答复了。", _late(actor, days, on)),
            Part("dissatisfied", "评价不满意", "这一周没有评价不满意的。", _dissatisfied(actor, days)),
        ))  # fmt: skip


def _received(actor: Actor, week: Week) -> QuerySet[Proposal]:
    start, end = (timezone.make_aware(datetime.combine(day, time(0))) for day in (week.monday, week.shifted(1).monday))
    rows = proposals_visible_to(actor).filter(counting.RECEIVED.condition)
    return rows.filter(submitted_at__gte=start, submitted_at__lt=end)


def _filed(actor: Actor) -> QuerySet[Proposal]:
    return proposals_visible_to(actor).filter(figures.FILED)


def _proposals(code: str, label: str, empty: str, rows: QuerySet[Proposal], *, units: bool = False) -> Part:
    listed = rows.order_by("filed_no", "reception_no", "id")
    if units:
        open_ones = Handling.objects.exclude(state__in=GONE).select_related("unit").order_by("order", "id")
        listed = listed.prefetch_related(Prefetch("handlings", open_ones, to_attr="open_handlings"))
    return Part(code, label, empty, tuple(_line(each, units) for each in listed))


def _line(proposal: Any, with_units: bool) -> Line:
    units = "、".join(str(each.unit) for each in proposal.open_handlings) if with_units else ""
    url = address("proposal:proposal", public_id=proposal.public_id)
    return Line(proposal.number, proposal.title, proposal.proposer_name, units or proposal.category, url)


def _replies(actor: Actor, days: tuple[date, date]) -> tuple[Line, ...]:
    rows = replies_visible_to(actor).filter(state=ReplyState.ISSUED, sent_on__range=days)
    listed = rows.select_related("handling__proposal", "handling__unit").order_by("sent_on", "id")
    return tuple(_of(each.handling, f"{_said(each)}，{_day(each.sent_on)}") for each in listed)


def _said(reply: Reply) -> str:
    mark = f"{reply.class_mark}类" if reply.class_mark else ""
    return mark if reply.kind == ReplyKind.FIRST and mark else f"{reply.get_kind_display()}{mark}"


def _late(actor: Actor, days: tuple[date, date], on: date) -> tuple[Line, ...]:
    rows = handlings_visible_to(actor).filter(due_on__range=days, due_on__lt=on).exclude(state__in=DONE)
    listed = rows.select_related("proposal", "unit").order_by("due_on", "id")
    return tuple(_of(each, f"{_day(each.due_on)}到期，{each.get_state_display()}") for each in listed)


def _dissatisfied(actor: Actor, days: tuple[date, date]) -> tuple[Line, ...]:
    rows = feedback_visible_to(actor).filter(state=FeedbackState.GIVEN, result_rating=Rating.NOT_SATISFIED)
    listed = rows.filter(submitted_on__range=days).select_related("reply__handling__proposal", "reply__handling__unit")
    return tuple(_rated(each) for each in listed.select_related("signer").order_by("submitted_on", "id"))


def _rated(row: Feedback) -> Line:
    line = _of(row.reply.handling, f"{row.signer.display_name}评价，{_day(row.submitted_on)}")
    return line._replace(url=address("proposal:feedback", public_id=row.public_id))


def _of(handling: Handling, remark: str) -> Line:
    url = address("proposal:handling", public_id=handling.public_id)
    return Line(handling.proposal.number, handling.proposal.title, str(handling.unit), remark, url)


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""
