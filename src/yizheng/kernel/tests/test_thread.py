"""The thread (来龙去脉): both ways, in order, and only as far as a person may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yizheng.accounts.models import RoleGrant
from yizheng.kernel import scoping, subjects, thread
from yizheng.kernel.models import LedgerEntry, Sequence, ThreadLink
from yizheng.kernel.subjects import Subject
from yizheng.kernel.tests.factories import AT, actor, make_committee

CLERK, MEMBER = actor(), actor(role="member")


def public_only(actor_):
    rows = Sequence.objects.all()
    return rows if actor_.wears("office_clerk") else rows.exclude(series__startswith="secret")


@pytest.fixture(autouse=True)
def two_kinds(monkeypatch):
    """Series of numbers stand for meetings, act keys' grants for nothing at all: two kinds with a link."""
    monkeypatch.setattr(subjects, "_by_kind", {})
    monkeypatch.setattr(subjects, "_by_model", {})
    subjects.register(
        Subject(
            "meeting", Sequence, "会议", url=lambda s: f"/meetings/{s.pk}/", visible_to=public_only,
            title=lambda s: s.series, caption=lambda s: f"第{s.last}次",
        ),
        Subject("grant", RoleGrant, "身份", url=lambda g: "/", visible_to=lambda actor_: RoleGrant.objects.none()),
    )  # fmt: skip


@pytest.fixture
def linjiang(db):
    committee = make_committee("linjiang")
    with scoping.scope(committee):
        yield committee


def meeting(series, last=1):
    return Sequence.objects.create(series=series, last=last)


def test_a_link_is_seen_from_both_ends_with_what_a_page_shows(linjiang):
    plan, talk = meeting("plan"), meeting("talk", last=3)
    thread.link(plan, talk, relation="held", at=AT)

    (led_to,) = thread.led_to(plan, CLERK)
    (came_from,) = thread.came_from(talk, CLERK)

    assert led_to == thread.End("meeting", "会议", "talk", "第3次", f"/meetings/{talk.pk}/", "held", AT, talk)
    assert came_from.obj == plan
    assert thread.led_to(talk, CLERK) == thread.came_from(plan, CLERK) == []


def test_ends_come_in_order_of_time(linjiang):
    plan = meeting("plan")
    for name, days in (("third", 3), ("first", 1), ("second", 2)):
        thread.link(plan, meeting(name), relation="held", at=AT + timedelta(days=days))

    assert [end.title for end in thread.led_to(plan, CLERK)] == ["first", "second", "third"]


def test_an_end_that_a_person_may_not_see_is_neither_named_nor_counted(linjiang):
    plan = meeting("plan")
    for name in ("talk", "secret talk", "secret visit"):
        thread.link(plan, meeting(name), relation="held", at=AT)

    assert [end.title for end in thread.led_to(plan, CLERK)] == ["talk", "secret talk", "secret visit"]
    assert [end.title for end in thread.led_to(plan, MEMBER)] == ["talk"]


def test_where_a_thing_came_from_is_hidden_likewise(linjiang):
    talk = meeting("talk")
    thread.link(meeting("secret plan"), talk, relation="held", at=AT)

    assert thread.came_from(talk, MEMBER) == []
    assert len(thread.came_from(talk, CLERK)) == 1


def test_ends_of_another_committee_do_not_exist(linjiang):
    plan, talk = meeting("plan"), meeting("talk")
    thread.link(plan, talk, relation="held", at=AT)

    with scoping.scope(make_committee("haishan")):
        assert thread.led_to(plan, CLERK) == []


def test_the_same_link_twice_is_one_and_another_relation_is_another(linjiang):
    plan, talk = meeting("plan"), meeting("talk")
    first = thread.link(plan, talk, relation="held", at=AT)
    again = thread.link(plan, talk, relation="held", at=AT + timedelta(days=1))
    thread.link(plan, talk, relation="reported", at=AT)

    assert first.pk == again.pk
    assert again.at == AT
    assert ThreadLink.objects.count() == 2


def test_many_links_are_made_in_one_statement_and_a_repeat_makes_none(linjiang, django_assert_num_queries):
    plan, talks = meeting("plan"), [meeting(f"talk {n}") for n in range(3)]
    with django_assert_num_queries(1):
        thread.link_all([(plan, talk, "held") for talk in talks], at=AT)

    thread.link_all([(plan, talks[0], "held")], at=AT + timedelta(days=1))

    assert [(end.obj, end.at) for end in thread.led_to(plan, CLERK)] == [(talk, AT) for talk in talks]


def test_a_mistaken_link_is_taken_back_alone(linjiang):
    plan, talk = meeting("plan"), meeting("talk")
    thread.link(plan, talk, relation="held", at=AT)
    thread.link(plan, talk, relation="reported", at=AT)

    thread.unlink(plan, talk, relation="held")

    assert [end.relation for end in thread.led_to(plan, CLERK)] == ["reported"]
    assert LedgerEntry.objects.count() == 0


def test_many_ends_of_a_kind_take_one_query_for_the_kind(linjiang, django_assert_num_queries):
    plan = meeting("plan")
    for n in range(3):
        thread.link(plan, meeting(f"talk-{n}"), relation="held", at=AT)

    with django_assert_num_queries(2):
        assert len(thread.led_to(plan, CLERK)) == 3
