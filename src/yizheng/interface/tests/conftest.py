"""A committee with its scope open, a day that stands still, browsers, programs with tokens, a receiver."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from yizheng.interface import services
from yizheng.kernel.acting import Actor
from yizheng.kernel.token_scopes import Scope
from yizheng.proposal.tests.conftest import browser, house, now

from .receiver import Receiver, receiving


class Program:
    """A system of somebody's own: it shows a token and keeps no cookies."""

    def __init__(self, written: str, slug: str = "yunxi") -> None:
        self.client, self.slug = Client(enforce_csrf_checks=True), slug
        self.headers = {"Authorization": f"Bearer {written}"}

    def get(self, path: str, **headers: str) -> Any:
        """Read an address of the door."""
        return self.client.get(f"/api/{self.slug}/{path}", headers={**self.headers, **headers})

    def post(self, path: str, given: object = None, **headers: str) -> Any:
        """Act at the door."""
        return self.client.post(
            f"/api/{self.slug}/{path}", json.dumps(given or {}), content_type="application/json",
            headers={**self.headers, **headers},
        )  # fmt: skip


@pytest.fixture
def program(house, now):
    """Make a token for an actor and give the program that shows it."""

    def of(actor: Actor, *scopes: Scope, days: int = 30) -> Program:
        chosen = scopes or tuple(Scope)
        until = timezone.localdate() + timedelta(days=days)
        _token, written = services.make_token(name="办公系统", scopes=chosen, valid_until=until, by=actor, at=now)
        return Program(written)

    return of


@pytest.fixture
def receiver(settings):
    """A system on this machine that takes what is pushed; the setting lets the house push there."""
    settings.WEBHOOK_ALLOW_PRIVATE = True
    with receiving() as seen:
        yield seen


__all__ = ["Program", "Receiver", "browser", "house", "now"]
