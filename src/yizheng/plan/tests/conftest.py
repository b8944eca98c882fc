"""A committee whose scope is open, a day that stands still, and browsers of its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from yizheng.accounts.models import User
from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee

from .factories import CommitteeFactory, moment

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
