"""Build the demo: three committees, their people, plans, meetings, proposals and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Model

from yizheng.deadline.calendars import work_calendar
from yizheng.interface.telling import note_moved
from yizheng.kernel import events
from yizheng.kernel.models import Committee, Level
from yizheng.kernel.scoping import scope
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.search import indexing as search
from yizheng.todo import services as todo

from . import (
    coming_year,
    duty,
    gatherings,
    hats,
    last_year,
    neighbours,
    opinions,
    organisation,
    paperwork,
    plenary_pack,
    proposals,
    speeches,
    this_year,
)
from .house import House
from .people import LEADERS
from .plans import import_plan, publish
from .task_rows import LAST_YEAR, THIS_YEAR
from .today import Days, moment

UPPER, MAIN, NEIGHBOUR = "qinglan", "yunling", "tongwan"


@transaction.atomic
def build_demo(today: date) -> list[Committee]:
    """Build everything or nothing; return the committees, the upper one first."""
    days = Days(today, work_calendar())
    upper = _committee(UPPER, "政协青澜市委员会", "青澜市政协", "青澜市", "青协", level=Level.PREFECTURE)
    main = _committee(MAIN, "政协青澜市云岭区委员会", "云岭区政协", "云岭区", "云协", parent=upper)
    neighbour = _committee(NEIGHBOUR, "政协青澜市桐湾区委员会", "桐湾区政协", "桐湾区", "桐协", parent=upper)
    _build(House(upper, days, "demo-qinglan"), neighbours.build_upper)
    _build(House(main, days, "demo-office"), build_main)
    _build(House(neighbour, days, "demo-tongwan"), neighbours.build_neighbour)
    return [upper, main, neighbour]


def build_main(house: House) -> None:
    """Build the main committee: rolls, logins, last year's plan and this year's."""
    organisation.build(house)
    hats.give_hats(house)
    year = house.days.year
    old = import_plan(house, "plan_last_year", year - 1, LAST_YEAR, {"meeting_before": "八"})
    publish(house, old)
    last_year.carry_out(house, old)
    new = import_plan(house, "plan_this_year", year, THIS_YEAR, {"meeting_before": "十二", **_topic_members(house)})
    publish(house, new)
    this_year.carry_out(house, new)
    gatherings.hold_the_year(house, old, new)
    plenary_pack.prepare(house)
    coming_year.prepare(house)
    proposals.tell_the_year(house)
    opinions.tell_the_news(house)
    speeches.hold(house)
    duty.keep_the_years(house)
    paperwork.fill(house, new)
    _read_notices(house)


def _read_notices(house: House) -> None:
    """Everybody has read what is older than a week; the rest waits in their inboxes."""
    a_week_ago = house.days.workday(house.days.today - timedelta(days=7))
    for user_id in {grant.user_id for grant in house.grants}:
        notify.mark_all_read(user_id=user_id, at=moment(a_week_ago, 17))


def _build(house: House, build: Callable[[House], None]) -> None:
    with scope(house.committee):
        with events.held_back(Moved, todo.follow, note_moved) as missed:
            build(house)
        _owe_what_is_owed(missed)
        search.note_everything()


def _owe_what_is_owed(missed: Sequence[Moved]) -> None:
    """Raise the to-dos of today once an object, instead of each of those that came and went in two years."""
    moved: dict[type[Model], set[int]] = defaultdict(set)
    for each in missed:
        moved[type(each.obj)].add(each.obj.pk)
    for model, pks in moved.items():
        parents = [column.name for column in model._meta.concrete_fields if column.is_relation]
        todo.refresh_all(model._default_manager.filter(pk__in=pks).select_related(*parents).order_by("pk"))


def _committee(
    slug: str,
    full_name: str,
    short_name: str,
    region: str,
    doc_prefix: str,
    *,
    level: Level = Level.COUNTY_DISTRICT,
    parent: Committee | None = None,
) -> Committee:
    return Committee.objects.create(
        slug=slug, full_name=full_name, short_name=short_name, region=region, doc_prefix=doc_prefix,
        level=level, parent=parent, is_demo=True,
    )  # fmt: skip


def _topic_members(house: House) -> dict[str, str]:
    """Name two or three members for each research topic."""
    leaders = {leader.name for leader in LEADERS}
    names = [name for name in house.people if name not in leaders]
    groups = [names[11 + place * 34 : 13 + place * 34 + place % 2] for place in range(6)]
    return {f"members_{place}": "、".join(group) for place, group in enumerate(groups, start=1)}
