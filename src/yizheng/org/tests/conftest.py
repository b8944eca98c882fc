"""A committee whose scope is open, a day that stands still, and browsers of its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone

from yizheng.accounts.models import User
from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee

from .house import AT, House, build

Browser = Callable[[Actor], Client]


@pytest.fixture
def committee(db: None) -> Iterator[Committee]:
    """A committee, its scope open for the whole test."""
    made = Committee.objects.create(full_name="政协溪山区委员会", short_name="溪山区政协", slug="xishan")
    with tenancy.scope(made):
        yield made


@pytest.fixture
def house(committee: Committee) -> House:
    return build()


@pytest.fixture
def browser(committee: Committee, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Give a person a browser in which they are signed in; it is 22 November 2026 and stays so."""
    monkeypatch.setattr(timezone, "now", lambda: AT)

    def of(actor: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return of
