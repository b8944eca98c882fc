"""The first line of the desk answers what must be done today."""

import datetime as dt

import pytest

from yizheng.todo import phrases
from yizheng.todo.queries import Waiting

MORNING, AFTERNOON, EVENING = (dt.datetime(2026, 3, 12, hour, tzinfo=dt.UTC) for hour in (9, 12, 18))


@pytest.mark.parametrize(
    ("waiting", "words"),
    [
        (Waiting(12, 4, 0, 0), "上午好，今天有 4 件事到期"),
        (Waiting(12, 4, 2, 0), "上午好，今天有 4 件事到期，另有 2 件已逾期"),
        (Waiting(12, 0, 2, 0), "上午好，有 2 件事已经逾期"),
        (Waiting(12, 0, 0, 3), "上午好，今天没有到期的事"),
        (Waiting(0, 0, 0, 0), "上午好，手头没有等您办的事"),
    ],
)
def test_the_headline_says_what_must_be_done(waiting, words):
    assert phrases.headline(MORNING, waiting) == words


def test_the_greeting_follows_the_hour():
    assert [phrases.greeting(now) for now in (MORNING, AFTERNOON, EVENING)] == ["上午好", "下午好", "晚上好"]


def test_what_is_not_shown_is_said():
    assert phrases.remaining(12, Waiting(15, 0, 0, 3)) == "另有 3 件不急，看全部"
    assert phrases.remaining(3, Waiting(3, 0, 0, 0)) == ""
