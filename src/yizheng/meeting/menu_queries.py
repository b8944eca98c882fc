"""Reads: the duty menu of a year, what a member chose and still lacks, who has not chosen enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from yizheng.kernel.acting import Actor
from yizheng.org.configuration import value
from yizheng.org.models import Membership
from yizheng.org.queries import in_office

from .enums import GROUP_OF, ActivityKind, ChoiceState, MenuGroup, MenuState
from .keys import MENU_LEAST
from .models import DutyMenu, MenuChoice, MenuItem
from .permissions import HOSTS, READERS


def menus_visible_to(actor: Actor) -> QuerySet[DutyMenu]:
    """Return the menus a person may read: the offices all, hosts and members those that were published."""
    if actor.wears(*READERS) or actor.wears("system"):
        return DutyMenu.objects.all()
    rows = DutyMenu.objects.exclude(state=MenuState.DRAFT)
    return rows if actor.wears(*HOSTS, "member") else rows.none()


def choices_visible_to(actor: Actor) -> QuerySet[MenuChoice]:
    """Return the choices a person may read: the offices all, members their own."""
    rows = MenuChoice.objects.select_related("item", "membership__person")
    if actor.wears(*READERS) or actor.wears("system"):
        return rows
    return rows.none() if actor.user_id is None else rows.filter(membership__person__user=actor.user_id)


def items_of(menu: DutyMenu) -> QuerySet[Any]:
    """Return the items in their order, with how many chose each."""
    chosen = Count("choices", filter=Q(choices__state=ChoiceState.CHOSEN))
    return MenuItem.objects.filter(menu=menu).select_related("activity").annotate(chosen=chosen).order_by("order")


def own_choices(menu: DutyMenu, membership: Membership) -> dict[int, MenuChoice]:
    """Return a member's standing choices by item."""
    rows = MenuChoice.objects.filter(item__menu=menu, membership=membership, state=ChoiceState.CHOSEN)
    return {row.item_id: row for row in rows.select_related("item", "membership__person")}


def least(on: date) -> dict[MenuGroup, int]:
    """Return how many items of each group a member chooses at least (keys meeting.menu_least.*)."""
    return {group: value(key, on=on) for group, key in MENU_LEAST.items()}


def lacking(kinds: Iterable[str], needed: dict[MenuGroup, int]) -> dict[MenuGroup, int]:
    """
    Return how many choices are missing in each group, given the kinds of those made.

    Rule: handbook 10.4: one research or inspection, one sector, one grassroots, one learning by default.
    """
    made = Counter(GROUP_OF.get(ActivityKind(kind)) for kind in kinds)
    return {group: number - made[group] for group, number in needed.items() if made[group] < number}


@dataclass(frozen=True)
class Short:
    """A member who has not chosen enough, and of what."""

    name: str
    missing: dict[MenuGroup, int]


def short_of(menu: DutyMenu, on: date) -> list[Short]:
    """Return the members in office who have not chosen enough, in the order of names."""
    rows = MenuChoice.objects.filter(item__menu=menu, state=ChoiceState.CHOSEN)
    kinds: dict[int, list[str]] = {}
    for membership_id, kind in rows.values_list("membership_id", "item__kind"):
        kinds.setdefault(membership_id, []).append(kind)
    needed = least(on)
    members = in_office(on).select_related("person").order_by("person__sort_key", "id")
    found = ((each, lacking(kinds.get(each.pk, ()), needed)) for each in members)
    return [Short(each.person.name, missing) for each, missing in found if missing]
