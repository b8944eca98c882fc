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

from .office import AT, make_committee

Browser = Callable[[Actor], Client]


@pytest.fixture
def house(db: None) -> Iterator[Committee]:
    committee = make_committee()
    with tenancy.scope(committee):
        yield committee


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(timezone, "now", lambda: AT)
    return AT


@pytest.fixture
def browser(house: Committee, now: datetime) -> Browser:
    def of(actor: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return of
