"""What a browser may follow."""

import pytest
from django.test import Client

from yizheng.accounts.models import User
from yizheng.meeting.live import ticket, topic_of
from yizheng.meeting.models import Meeting

pytestmark = pytest.mark.django_db


def test_a_stranger_follows_nothing(client: Client) -> None:
    answer = client.get("/live/grant/")

    assert (answer.status_code, answer.json()) == (403, {"topics": []})


def test_a_signed_in_person_follows_their_own_topic_only(client: Client) -> None:
    user = User.objects.create_user("zhang", "张三", "long-enough-password")
    User.objects.create_user("li", "李四", "long-enough-password")
    client.force_login(user)

    answer = client.get("/live/grant/")

    assert (answer.status_code, answer.json()) == (200, {"topics": [f"user:{user.pk}"]})


def test_asking_is_all_that_can_be_done(client: Client) -> None:
    assert client.post("/live/grant/").status_code == 405


def test_a_ticket_opens_its_topic_to_whom_it_was_given_and_to_nobody_else(client: Client) -> None:
    meeting = Meeting()
    user = User.objects.create_user("zhang", "张三", "long-enough-password")
    client.force_login(user)

    own, foreign = ticket(meeting, user.pk), ticket(meeting, user.pk + 1)

    assert client.get("/live/grant/", {"follow": own}).json()["topics"] == [f"user:{user.pk}", topic_of(meeting)]
    for shown in (foreign, f"{own}x", "meeting:1", ""):
        assert client.get("/live/grant/", {"follow": shown}).json()["topics"] == [f"user:{user.pk}"]
