"""What the door writes down must open nothing."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from yizheng.accounts.tests.factories import PASSWORD, grant, make_committee, make_user
from yizheng.kernel import scoping
from yizheng.kernel.models import SecurityEvent

pytestmark = pytest.mark.django_db
TOKEN = "iEeVXy27d4Z45ezsTW8thU-L"


@pytest.mark.parametrize(
    "path", ["/linjiang/n/{}/", "/public/linjiang/meetings/{}/", "/public/linjiang/calendar/{}.ics"]
)
def test_no_event_holds_the_secret_of_a_link(client: Client, path: str) -> None:
    house, user = make_committee("linjiang"), make_user(password=PASSWORD)
    grant(user, house)
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    session = client.session
    session["door"] = {**session["door"], "seen": int(time.time()) - 31 * 60}
    session.save()

    client.get(path.format(TOKEN))

    with scoping.scope(house):
        idle = SecurityEvent.objects.get(what="idle_out")
    assert TOKEN not in idle.path
