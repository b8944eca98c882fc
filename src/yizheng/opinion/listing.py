"""The list of pieces: its address, tabs, order and rows. Every figure of the room opens it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When
from django.utils.functional import cached_property

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import WorkCalendar, light
from yizheng.kernel.addresses import address
from yizheng.org.configuration import value
from yizheng.ui.shapes import LIGHT_MEANING, Cell, Meaning, Tab
from yizheng.ui.tags.marks import short_date

from .enums import OpinionState as S
from .enums import SourceKind, Urgency
from .filters import GROUPS, OpinionFilter
from .keys import CATEGORIES
from .models import Opinion, TopicCall

PAGE_ROWS = 50
MOST_CALLS = 30
HEADS = ("编号", "标题", "来源", "类别", "报送", "审核期限", "状态")
SHOWN = ("q", "category", "source", "urgency", "month", "call")
MEANING: dict[str, Meaning] = {
    S.DRAFT: Meaning.NEUTRAL, S.SUBMITTED: Meaning.WARN, S.RETURNED: Meaning.WARN, S.REJECTED: Meaning.NEUTRAL,
    S.EDITING: Meaning.BUSY, S.MERGED: Meaning.NEUTRAL, S.SIGNING: Meaning.BUSY, S.APPROVED: Meaning.BUSY,
    S.ISSUED: Meaning.OK, S.TRANSFERRED: Meaning.BUSY, S.REPORTED_UP: Meaning.BUSY, S.ADOPTED_UP: Meaning.OK,
    S.INSTRUCTED: Meaning.OK, S.REPLIED: Meaning.OK, S.ARCHIVED: Meaning.NEUTRAL, S.CONVERTED: Meaning.NEUTRAL,
    S.WITHDRAWN: Meaning.NEUTRAL,
}  # fmt: skip


@dataclass(frozen=True)
class ListRow:
    """One piece in the list: the seven cells under HEADS, and what a checkbox names it by."""

    key: str
    number: str
    title: str
    url: str
    is_urgent: bool
    source: str
    category: str
    sent: str
    due: Cell
    state: Cell


def url_for(**filters: Any) -> str:
    """Return the address of the list narrowed as named: the fields of `OpinionFilter`."""
    return _url(OpinionFilter(**filters))


def _url(wanted: OpinionFilter, **changes: Any) -> str:
    query = wanted.query(**changes)
    return address("opinion:opinions") + (f"?{query}" if query else "?group=")


class _CountedPaginator(Paginator[Any]):
    """Pages of rows whose number is known already: the tabs counted them."""

    def __init__(self, rows: QuerySet[Opinion], known: int) -> None:
        super().__init__(rows, PAGE_ROWS)
        self._known = known

    @cached_property
    def count(self) -> int:
        """Return how many rows there are."""
        return self._known


def counts_by_state(opinions: QuerySet[Opinion], wanted: OpinionFilter) -> dict[str, int]:
    """Count by state what the filter asks for, whatever state it names."""
    rows = wanted.within(group="", state="").apply(opinions).order_by()
    return dict(rows.values_list("state").annotate(n=Count("pk")))


def page_of(
    opinions: QuerySet[Opinion], wanted: OpinionFilter, counts: dict[str, int], number: str | None
) -> Page[Any]:
    """Return one page of the rows asked for."""
    states = set(GROUPS[wanted.group][1]) if wanted.group else set(S.values)
    states &= {wanted.state} if wanted.state else states
    known = sum(n for state, n in counts.items() if state in states)
    return _CountedPaginator(in_order(wanted.apply(opinions), wanted), known).get_page(number)


def in_order(opinions: QuerySet[Opinion], wanted: OpinionFilter) -> QuerySet[Opinion]:
    """Put what waits by haste and date, all else the newest first."""
    if wanted.group in ("waiting", "editing", "signing", "approved"):
        haste = Case(When(urgency=Urgency.URGENT, then=Value(0)), default=Value(1), output_field=IntegerField())
        return opinions.order_by(haste, F("review_due").asc(nulls_last=True), "id")
    return opinions.order_by(F("submitted_at").desc(nulls_first=True), "-id")


def tabs(wanted: OpinionFilter, counts: dict[str, int]) -> list[Tab]:
    """Return the stages with their numbers; a stage that is empty is not shown unless it is open."""
    shown = []
    for name, (label, states) in GROUPS.items():
        count = sum(counts.get(state, 0) for state in states)
        if count or wanted.group == name:
            shown.append(Tab(label, _url(wanted, group=name, state=""), wanted.group == name, count))
    everything = Tab("全部", _url(wanted, group="", state=""), not wanted.group, sum(counts.values()))
    return [*shown, everything]


def heading(wanted: OpinionFilter, count: int) -> str:
    """Say what the list holds: 待审核的信息有 4 篇."""
    stage = str(S(wanted.state).label) if wanted.state else GROUPS[wanted.group][0] if wanted.group else ""
    urgent = "紧急" if wanted.urgency == Urgency.URGENT else ""
    if not count:
        return f"没有{stage}的{urgent}信息" if stage else "还没有社情民意信息"
    return f"{stage}的{urgent}信息有 {count} 篇" if stage else f"{count} 篇{urgent}社情民意信息"


def rows_of(opinions: Iterable[Opinion], *, on: date) -> list[ListRow]:
    """Return the rows of a page."""
    calendar = work_calendar()
    return [_row(each, on, calendar) for each in opinions]


def _row(opinion: Opinion, on: date, calendar: WorkCalendar) -> ListRow:
    return ListRow(
        str(opinion.public_id), opinion.number or "草稿", str(opinion),
        address("opinion:opinion", public_id=opinion.public_id), opinion.urgency == Urgency.URGENT,
        f"{opinion.source_name}（{opinion.get_source_kind_display()}）", opinion.category,
        short_date(opinion.submitted_at), _due(opinion, on, calendar),
        Cell(opinion.get_state_display(), meaning=MEANING[opinion.state]),
    )  # fmt: skip


def _due(opinion: Opinion, on: date, calendar: WorkCalendar) -> Cell:
    if opinion.state != S.SUBMITTED or opinion.review_due is None:
        return Cell("")
    shown = light(opinion.review_due, on, calendar)
    return Cell(shown.words, meaning=LIGHT_MEANING[shown.colour])


class ListForm(forms.Form):
    """Narrow the list; it is drawn only, `OpinionFilter` reads the address."""

    q = forms.CharField(label="找信息", required=False, max_length=60)
    category = forms.ChoiceField(label="类别", required=False)
    source = forms.ChoiceField(label="来源", required=False, choices=[("", "全部"), *SourceKind.choices])
    urgency = forms.ChoiceField(label="缓急", required=False, choices=[("", "全部"), *Urgency.choices])
    month = forms.ChoiceField(label="报送月份", required=False)
    call = forms.ChoiceField(label="约稿", required=False)

    def __init__(self, wanted: OpinionFilter, *, on: date, calls: QuerySet[TopicCall]) -> None:
        super().__init__(initial={name: str(getattr(wanted, name) or "") for name in SHOWN})
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": "编号、标题、作者"}
        choices = {
            "category": [(name, name) for name in value(CATEGORIES, on=on)],
            "month": _months(on),
            "call": [(str(each.public_id), each.title) for each in calls.order_by("-called_on", "-id")[:MOST_CALLS]],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "全部"), *offered]

    def said(self) -> str:
        """Say by what the list is narrowed: 城乡建设、委员."""
        chosen = ((self.fields[name], str(self.initial[name])) for name in SHOWN if name != "q")
        labels = (dict(getattr(field, "choices", ())).get(asked, "") for field, asked in chosen if asked)
        return "、".join(str(label) for label in labels if label)


def kept(wanted: OpinionFilter) -> dict[str, str]:
    """Return what the address asks for beside the fields that are drawn."""
    names = ("group", "state", "year", "topic", "level", "street", "member", "counted")
    return {name: str(asked) for name in names if (asked := getattr(wanted, name))}


def _months(on: date) -> list[tuple[str, str]]:
    months = []
    year, month = on.year, on.month
    for _ in range(24):
        months.append((f"{year}-{month:02}", f"{year}年{month}月"))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return months
