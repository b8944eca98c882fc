"""A committee whose scope is open, a day that stands still, and browsers of its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.org.models import Body
from yizheng.plan.models import PlanItem, PlanTask

from .factories import BodyFactory, CommitteeFactory, ItemFactory, TaskFactory, carried, moment, seat

Browser = Callable[[Actor], Client]


@pytest.fixture
def house(db: None) -> Iterator[Committee]:
    """A committee, its scope open for the whole test."""
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        yield committee


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It is 22 November 2026, ten in the morning, and stays so."""
    standing = moment(22)
    monkeypatch.setattr(timezone, "now", lambda: standing)
    return standing


@pytest.fixture
def browser(house: Committee, now: datetime) -> Browser:
    """Give a person a browser in which they are signed in."""

    def of(actor: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return of


@pytest.fixture
def office(house: Committee) -> Actor:
    return seat(Role.OFFICE_CLERK)


@pytest.fixture
def body(house: Committee) -> Body:
    return BodyFactory(short_name="经科委")


@pytest.fixture
def clerk(house: Committee, body: Body) -> Actor:
    return seat(Role.COMMITTEE_CLERK, name="许岚", body=body)


@pytest.fixture
def item(house: Committee) -> PlanItem:
    return ItemFactory(heading="开展养老服务专题协商", number=5, number_raw="5．")


@pytest.fixture
def task(house: Committee, item: PlanItem, body: Body) -> PlanTask:
    return carried(TaskFactory(plan=item.plan, item=item, content="组织委员视察养老服务"), body)
