"""A committee whose scope is open, a day that stands still, and browsers of its people."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from yizheng.accounts.models import User
from yizheng.kernel import tenancy
from yizheng.plan.tests.factories import CommitteeFactory

from .factories import moment


@pytest.fixture
def house(db):
    """A committee, its scope open for the whole test."""
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        yield committee


@pytest.fixture
def now(monkeypatch):
    """It is 16 March 2026, a Monday, nine in the morning, and stays so."""
    standing = moment()
    monkeypatch.setattr(timezone, "now", lambda: standing)
    return standing


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
