"""The list of proposals: its address, tabs, order and rows. Every figure of the house opens it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Min, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.functional import cached_property

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import WorkCalendar, light
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.ui.shapes import LIGHT_MEANING, Cell, Column, Tab

from .enums import ProposalState, ProposerKind
from .filters import DONE, GROUPS, ProposalFilter
from .models import GONE, Handling, Proposal
from .phrases import MEANING, mark_words
from .queries import EVER_FILED
from .standing import unit_id

PAGE_ROWS = 50
DRAWN = (
    "public_id", "title", "filed_no", "filed_between", "reception_no", "proposer_kind", "proposer_name", "category",
    "is_key", "is_important", "state",
)  # fmt: skip
"""What a row of the page reads of a proposal; the rest of its fields is not fetched."""

COLUMNS = (
    Column("编号", "date"), Column("案由"), Column("提案人"), Column("类别", "date"), Column("承办单位"),
    Column("期限"), Column("状态"),
)  # fmt: skip


def url_for(**filters: Any) -> str:
    """
    Return the address of the list narrowed as named: the fields of `ProposalFilter`.

    Organisations, sessions and members are named by their `public_id`.
    """
    query = ProposalFilter(**filters).query()
    return address("proposal:proposals") + (f"?{query}" if query else "")


class _CountedPaginator(Paginator[Any]):
    """Pages of rows whose number is known already: the tabs counted them."""

    def __init__(self, rows: QuerySet[Proposal], known: int) -> None:
        super().__init__(rows, PAGE_ROWS)
        self._known = known

    @cached_property
    def count(self) -> int:
        """Return how many rows there are."""
        return self._known


def counts_by_state(proposals: QuerySet[Proposal], wanted: ProposalFilter, *, on: date) -> dict[str, int]:
    """Count by state what the filter asks for, whatever state it names."""
    return dict(by_state(wanted.within(group="", state="").apply(proposals, on=on)))


def by_state(proposals: QuerySet[Proposal]) -> QuerySet[Any, tuple[str, int]]:
    """Return pairs of a state and how many proposals stand in it."""
    return proposals.order_by().values_list("state").annotate(n=Count("pk"))


def page_of(
    proposals: QuerySet[Proposal], wanted: ProposalFilter, counts: dict[str, int], number: str | None, *, on: date
) -> Page[Any]:
    """Return one page of the rows asked for, with what a row needs."""
    states = set(GROUPS[wanted.group][1]) if wanted.group else set(ProposalState.values)
    states &= {wanted.state} if wanted.state else states
    known = sum(n for state, n in counts.items() if state in states)
    rows = with_units(in_order(wanted.apply(proposals, on=on), wanted.sort)).only(*DRAWN)
    return _CountedPaginator(rows, known).get_page(number)


def with_units(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Fetch with each proposal its open handlings and their units: two statements for any number of rows."""
    read = ("proposal_id", "role", "order", "state", "due_on", "unit__name")
    open_ones = Handling.objects.exclude(state__in=GONE).select_related("unit").only(*read)
    return proposals.prefetch_related(Prefetch("handlings", open_ones, to_attr="open_handlings"))


def in_order(proposals: QuerySet[Proposal], sort: str) -> QuerySet[Proposal]:
    """Put rows in order; what has no number or date stands last."""
    if sort == "number":
        return proposals.order_by(
            F("session__opens").desc(), "filed_between", F("filed_no").asc(nulls_last=True), "reception_no", "id"
        )
    if sort == "reception":
        return proposals.order_by(F("submitted_at").asc(nulls_last=True), "id")
    if sort == "due":
        rows = Handling.objects.filter(proposal=OuterRef("pk")).exclude(state__in=DONE).order_by()
        due = Subquery(rows.values("proposal").annotate(first=Min("due_on")).values("first"))
        return proposals.annotate(first_due=due).order_by(F("first_due").asc(nulls_last=True), "id")
    return proposals.order_by(F("submitted_at").desc(nulls_first=True), "-id")


def tabs(wanted: ProposalFilter, counts: dict[str, int]) -> list[Tab]:
    """Return the stages with their numbers; a stage that is empty is not shown unless it is open."""
    shown = [Tab("全部", _url(wanted, group="", state=""), _is_open(wanted, ""), sum(counts.values()))]
    for name, (label, states) in GROUPS.items():
        count = sum(counts.get(state, 0) for state in states)
        if count or wanted.group == name:
            shown.append(Tab(label, _url(wanted, group=name, state=""), _is_open(wanted, name), count))
    return shown


def _is_open(wanted: ProposalFilter, group: str) -> bool:
    return wanted.group == group and not wanted.state


def _url(wanted: ProposalFilter, **changes: Any) -> str:
    query = wanted.query(**changes)
    return address("proposal:proposals") + (f"?{query}" if query else "")


def heading(wanted: ProposalFilter, count: int) -> str:
    """Say what the list holds: 办理中的重点提案有 4 件."""
    state = str(ProposalState(wanted.state).label) if wanted.state else ""
    stage = state or (GROUPS[wanted.group][0] if wanted.group else "")
    kind = "重点" if wanted.key else "重要" if wanted.important else ""
    said = f"{'逾期' if wanted.late else ''}{f'{stage}的' if stage else ''}{kind}提案"
    if not count:
        return "没有这样的提案" if not wanted.is_empty else "还没有提案"
    return f"{said}有 {count} 件" if stage or kind or wanted.late else f"{count} 件提案"


def rows_of(proposals: Iterable[Any], actor: Actor, *, on: date) -> list[list[Cell | str]]:
    """Return rows under COLUMNS; a unit sees the date it is bound by itself."""
    calendar = work_calendar()
    return [_row(each, unit_id(actor), on, calendar) for each in proposals]


def _row(proposal: Any, unit: int | None, on: date, calendar: WorkCalendar) -> list[Cell | str]:
    return [
        proposal.number or "未编号",
        Cell(str(proposal), address("proposal:proposal", public_id=proposal.public_id)),
        proposer_words(proposal),
        "　".join(part for part in (proposal.category, mark_words(proposal)) if part),
        units_words(proposal.open_handlings),
        _due_cell(proposal, unit, on, calendar),
        Cell(proposal.get_state_display(), meaning=MEANING[ProposalState(proposal.state)]),
    ]


def proposer_words(proposal: Proposal) -> str:
    """Return the proposer as lists print it: a joint one with 等."""
    return f"{proposal.proposer_name}等" if proposal.proposer_kind == ProposerKind.JOINT else proposal.proposer_name


def units_words(handlings: Iterable[Handling]) -> str:
    """Return the units in their order: 住建局（主办）、财政局（会办）."""
    return "、".join(f"{each.unit}（{each.get_role_display()}）" for each in handlings)


def _due_cell(proposal: Any, unit: int | None, on: date, calendar: WorkCalendar) -> Cell | str:
    waiting = [each for each in proposal.open_handlings if each.state not in DONE]
    own = [each for each in waiting if each.unit_id == unit] or waiting
    if not own or proposal.state not in EVER_FILED:
        return ""
    shown = light(min(each.due_on for each in own), on, calendar)
    return Cell(shown.words, meaning=LIGHT_MEANING[shown.colour])
