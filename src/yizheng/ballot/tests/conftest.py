"""A committee whose scope is open, and browsers of its people."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from yizheng.accounts.models import User
from yizheng.kernel import tenancy
from yizheng.kernel.tests.conftest import superuser as superuser
from yizheng.plan.tests.factories import CommitteeFactory

from .factories import AT


@pytest.fixture
def house(db):
    """A committee, its scope open for the whole test."""
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        yield committee


@pytest.fixture
def now(monkeypatch):
    """The clock stands still."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    return AT


@pytest.fixture
def browser(house, now):
    """Give an actor a browser in which they are signed in."""

    def of(actor):
        client = Client()
        client.force_login(
            User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return of
