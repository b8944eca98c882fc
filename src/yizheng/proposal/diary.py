"""
Supervision, consultations and inspections of key proposals (督办活动、协商、视察) in people's calendars.

They stand with the leaders who lead or supervise a key or important proposal, with the units that handle it and with
the clerk of the special committee that supervises it, each by the walls of the proposal's own page (F048).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.together import rows_of
from yizheng.todo.agenda.entries import Entry

from .enums import HandlingState, KeyStage, SupervisionMode, Tier
from .models import ConsultedContact, Handling, InspectedProposal, KeyActivity, KeyAssignment, KeyLeader, Proposal
from .queries import proposals_visible_to
from .queries.keys import READABLE, keys_visible_to
from .showing import url_of
from .standing import unit_id


@dataclass(frozen=True)
class Concern:
    """The key and important proposals that concern a person in one hat; for a unit, which one it is."""

    keys: QuerySet[KeyAssignment]
    unit: int | None


def own_supervision(actor: Actor, first: date, last: date) -> Iterator[Entry]:
    """Yield what is planned and what took place between two days, over all hats, read in one statement."""
    mine = [_concern(wearing) for hat in actor.hats if may("key.read", wearing := actor.in_hat(hat))]
    if not mine:
        return
    days = (first, last)
    planned, held, talks, visits = rows_of(
        _planned(mine, days), _held(mine, days), _talks(mine, days), _visits(mine, days)
    )
    yield from map(_of_plan, planned)
    yield from map(_of_activity, held)
    yield from _of_talks(talks, is_reader=_may_in_some_hat("consultation.read", actor))
    yield from _of_visits(visits, is_reader=_may_in_some_hat("inspection.read", actor))


def _concern(wearing: Actor) -> Concern:
    unit = unit_id(wearing)
    who = Q(Exists(KeyLeader.objects.filter(assignment=OuterRef("pk"), person__user=wearing.user_id)))
    if unit is not None:
        handled = Handling.objects.filter(proposal=OuterRef("proposal"), unit=unit)
        who |= Q(Exists(handled.exclude(state=HandlingState.REASSIGNED)))
    if wearing.wears(Role.COMMITTEE_CLERK) and wearing.hat.scope_kind == "body" and wearing.hat.scope_id:
        who |= Q(supervising_body=wearing.hat.scope_id)
    seen = keys_visible_to(wearing).filter(state__in=READABLE, proposal__in=proposals_visible_to(wearing))
    return Concern(seen.filter(who), unit)


def _may_in_some_hat(permission: str, actor: Actor) -> bool:
    return any(may(permission, actor.in_hat(hat)) for hat in actor.hats)


def _within(mine: Iterable[Concern], path: str, unit: str = "") -> Q:
    """Say that a row hangs on one of the key proposals; `unit` names the unit it was with, which a unit's hat asks."""
    found = Q(pk__in=[])
    for each in mine:
        own = Q(**{unit: each.unit}) if unit and each.unit is not None else Q()
        found |= own & Q(**{f"{path}__in": each.keys})
    return found


def _planned(mine: Iterable[Concern], days: tuple[date, date]) -> QuerySet[KeyAssignment]:
    """What is planned stands until the first activity stands in its place; what ended before it says so."""
    took_place = KeyActivity.objects.filter(assignment=OuterRef("pk"))
    rows = KeyAssignment.objects.filter(_within(mine, "pk"), state__in=[KeyStage.PLAN, KeyStage.ENDED])
    return rows.filter(~Exists(took_place), planned_for__range=days).select_related("proposal")


def _held(mine: Iterable[Concern], days: tuple[date, date]) -> QuerySet[KeyActivity]:
    rows = KeyActivity.objects.filter(_within(mine, "assignment"), happened_on__range=days)
    return rows.select_related("assignment__proposal")


def _talks(mine: Iterable[Concern], days: tuple[date, date]) -> QuerySet[ConsultedContact]:
    concerning = _within(mine, "contact__handling__proposal__key_assignment", "contact__handling__unit")
    rows = ConsultedContact.objects.filter(concerning, consultation__happened_on__range=days)
    return rows.select_related("consultation", "contact__handling__proposal").order_by("consultation", "id")


def _visits(mine: Iterable[Concern], days: tuple[date, date]) -> QuerySet[InspectedProposal]:
    concerning = _within(mine, "proposal__key_assignment", "at_unit__unit")
    rows = InspectedProposal.objects.filter(concerning, at_unit__inspection__happened_on__range=days)
    return rows.select_related("at_unit__inspection", "proposal").order_by("at_unit__inspection", "id")


def _of_plan(row: KeyAssignment) -> Entry:
    assert row.planned_for is not None
    return Entry(
        f"key-plan-{row.public_id}", _supervision(row, row.plan_mode), row.planned_for, row.planned_for, _page_of(row),
        is_cancelled=row.state == KeyStage.ENDED,
    )  # fmt: skip


def _of_activity(row: KeyActivity) -> Entry:
    return Entry(
        f"key-activity-{row.public_id}", _supervision(row.assignment, row.mode), row.happened_on, row.happened_on,
        _page_of(row.assignment), row.place,
    )  # fmt: skip


def _supervision(row: KeyAssignment, mode: str) -> str:
    how = f"（{SupervisionMode(mode).label}）" if mode else ""
    return f"{Tier(row.tier).label}督办{how}：{row.proposal.title}"


def _page_of(row: KeyAssignment) -> str:
    return address("proposal:key", public_id=row.public_id)


def _of_talks(rows: Iterable[ConsultedContact], *, is_reader: bool) -> Iterator[Entry]:
    for talk, covered in groupby(rows, attrgetter("consultation")):
        about = [each.contact.handling.proposal for each in covered]
        title, url = _named("办理协商", about)
        if is_reader:
            title, url = talk.title, address("proposal:consultation", public_id=talk.public_id)
        yield Entry(f"consultation-{talk.public_id}", title, talk.happened_on, talk.happened_on, url, talk.place)


def _of_visits(rows: Iterable[InspectedProposal], *, is_reader: bool) -> Iterator[Entry]:
    for visit, looked_at in groupby(rows, attrgetter("at_unit.inspection")):
        title, url = _named("办理视察", [each.proposal for each in looked_at])
        if is_reader:
            title, url = visit.title, address("proposal:inspection", public_id=visit.public_id)
        yield Entry(f"inspection-{visit.public_id}", title, visit.happened_on, visit.happened_on, url)


def _named(what: str, about: list[Any]) -> tuple[str, str]:
    """Return title and address for whoever reads the proposals but not the page of the meeting."""
    different: list[Proposal] = list(dict.fromkeys(about))
    more = f"等{len(different)}件" if len(different) > 1 else ""
    return f"{what}：{different[0].title}{more}", url_of(different[0])
