"""An office with a chain of its own: a decision, a meeting, a report, carried by the office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.approval import chains, services
from yizheng.approval.chains import Chain
from yizheng.approval.models import Approval
from yizheng.attachment import services as attachment
from yizheng.attachment.models import StoredFile
from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.org.configuration import Key
from yizheng.org.models import Body
from yizheng.plan.tests.factories import BodyFactory, CommitteeFactory, moment, seat

Browser = Callable[[Actor], Client]

STEPS = ["签批：秘书长审签（秘书长）", "会议：主席会议", "报送：同级党委"]
STEPS_KEY: Key[list[str]] = Key("approval.test_steps", STEPS, "试用步骤", "试用", "3")
CHAIN = Chain("test", "试用事项呈批", STEPS_KEY)
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture(autouse=True)
def chain(monkeypatch: pytest.MonkeyPatch) -> Chain:
    monkeypatch.setattr(chains, "_chains", {CHAIN.code: CHAIN})
    return CHAIN


@pytest.fixture
def house(db: None) -> Iterator[Committee]:
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
    def of(actor: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return of


@pytest.fixture
def office(house: Committee) -> Actor:
    return seat(Role.OFFICE_CLERK)


@pytest.fixture
def chief(house: Committee) -> Actor:
    return seat(Role.SECRETARY_GENERAL, name="程远行")


@pytest.fixture
def matter(house: Committee) -> Body:
    """What is approved in these tests: any object of the house will do."""
    return BodyFactory(short_name="经科委")


@pytest.fixture
def approval(matter: Body, office: Actor) -> Approval:
    return services.begin(subject=matter, chain="test", title="设立经科委", by=office, at=moment(20))


@pytest.fixture
def scan(office: Actor, approval: Approval) -> StoredFile:
    return attachment.keep(file=ContentFile(PDF), name="呈批单.pdf", by=office, at=moment(21))
