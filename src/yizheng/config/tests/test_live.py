"""What a browser may follow."""

import pytest
from django.test import Client

from yizheng.accounts.models import User

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
