"""To-dos follow what a subject says is owed; a body of the committee stands in for any subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from yizheng.accounts.models import User
from yizheng.kernel import subjects, tenancy
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.models import Committee
from yizheng.kernel.subjects import Owed
from yizheng.org.models import Body
from yizheng.todo import queries, services
from yizheng.todo.models import Todo

TODAY = dt.date(2026, 3, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Iterator[Committee]:
    """Open the scope of a committee."""
    row = Committee.objects.create(full_name="政协澄江市委员会", short_name="澄江市政协", slug="chengjiang")
    with tenancy.scope(row):
        yield row


@pytest.fixture
def owed() -> Iterator[list[Owed]]:
    """Let a test say what is owed on bodies."""
    before, said = subjects.get("body"), []
    subjects.register(replace(before, owed=lambda _body: tuple(said)))
    yield said
    subjects.register(before)


@pytest.fixture
def body(committee: Committee) -> Body:
    """Give a special committee."""
    return Body.objects.create(
        kind="special_committee", full_name="提案委员会", short_name="提案委", valid_from=dt.date(2022, 1, 1)
    )


def open_acts() -> list[tuple[str, dt.date | None]]:
    """Return what is open: act and due date."""
    return list(Todo.objects.filter(closed_at__isnull=True).order_by("id").values_list("act", "due_on"))


def clerk(scope_id: int) -> Actor:
    """Return the clerk of a body."""
    hat = Hat("committee_clerk", "提案委", "body", scope_id, 1)
    return Actor(user_id=None, name="许文", hat=hat, hats=(hat,))


def test_what_is_owed_is_opened_once(body, owed):
    owed.append(Owed("report", "办结", scope_kind="body", scope_id=body.pk, due_on=TODAY))

    services.refresh(body)
    services.refresh(body)

    assert open_acts() == [("report", TODAY)]
    assert Todo.objects.count() == 1


def test_what_is_no_longer_owed_is_closed_and_kept(body, owed):
    owed.append(Owed("report", "办结", scope_kind="body", scope_id=body.pk))
    services.refresh(body)

    owed.clear()
    services.refresh(body)

    assert open_acts() == []
    assert Todo.objects.get().closed_at is not None


def test_a_moved_date_renews_the_same_row(body, owed):
    owed.append(Owed("report", "办结", scope_kind="body", scope_id=body.pk, due_on=TODAY))
    services.refresh(body)
    opened = Todo.objects.get()

    owed[0] = replace(owed[0], due_on=dt.date(2026, 4, 30), label="说明延期")
    services.refresh(body)

    renewed = Todo.objects.get()
    assert (renewed.pk, renewed.opened_at) == (opened.pk, opened.opened_at)
    assert (renewed.due_on, renewed.label) == (dt.date(2026, 4, 30), "说明延期")


def test_an_act_owed_again_opens_a_new_row(body, owed):
    owed.append(Owed("report", "办结", scope_kind="body", scope_id=body.pk))
    services.refresh(body)
    kept = owed.pop()
    services.refresh(body)

    owed.append(kept)
    services.refresh(body)

    assert Todo.objects.count() == 2
    assert open_acts() == [("report", None)]


def test_a_body_sees_its_own_work_only(body, owed):
    owed.append(Owed("report", "办结", scope_kind="body", scope_id=body.pk))
    services.refresh(body)

    assert [row.act for row in queries.open_for(clerk(body.pk))] == ["report"]
    assert list(queries.open_for(clerk(body.pk + 1))) == []


def test_work_of_a_role_reaches_everybody_who_wears_it(body, owed):
    owed.append(Owed("check", "核对", role="office_clerk"))
    services.refresh(body)
    office = Hat("office_clerk", "办公室", "body", body.pk + 7, 2)
    member = Hat("member", "委员", "membership", body.pk, 3)

    assert [row.act for row in queries.open_for(Actor(None, "周", office, (office,)))] == ["check"]
    assert list(queries.open_for(Actor(None, "周", member, (member,)))) == []


def test_work_of_one_person_reaches_nobody_else(body, owed):
    mine, yours = User.objects.create_user("mine", "周"), User.objects.create_user("yours", "许")
    owed.append(Owed("sign", "签字", user_id=mine.pk))
    services.refresh(body)
    hat = Hat("member", "委员", grant_id=1)

    assert [row.act for row in queries.open_for(Actor(mine.pk, "周", hat, (hat,)))] == ["sign"]
    assert list(queries.open_for(Actor(yours.pk, "许", hat, (hat,)))) == []


def test_another_committee_sees_none_of_it(body, owed):
    owed.append(Owed("report", "办结", scope_kind="body", scope_id=body.pk))
    services.refresh(body)
    other = Committee.objects.create(full_name="政协桐湾区委员会", short_name="桐湾区政协", slug="tongwan")

    with tenancy.scope(other):
        assert list(queries.open_for(clerk(body.pk))) == []


def test_waiting_counts_late_today_and_later(body, owed):
    days = {"late": -1, "today": 0, "soon": 5, "later": 60}
    for act, days_from_now in days.items():
        due_on = TODAY + dt.timedelta(days=days_from_now)
        owed.append(Owed(act, "办结", scope_kind="body", scope_id=body.pk, due_on=due_on))
    services.refresh(body)

    counted, first = queries.first_waiting(clerk(body.pk), on=TODAY, most=12)

    assert counted == queries.Waiting(total=4, today=1, late=1, later=1)
    assert counted.due == 2
    assert [row.act for row in first] == ["late", "today", "soon"]
    assert [row.act for row in queries.first_waiting(clerk(body.pk), on=TODAY, most=2)[1]] == ["late", "today"]


def test_what_is_for_later_is_counted_also_when_nothing_else_waits(body, owed):
    owed.append(Owed("report", "办结", scope_kind="body", scope_id=body.pk, due_on=TODAY + dt.timedelta(days=60)))
    services.refresh(body)

    assert queries.first_waiting(clerk(body.pk), on=TODAY, most=12) == (
        queries.Waiting(total=1, today=0, late=0, later=1),
        [],
    )


def test_nobody_without_work_is_told_of_any(db):
    committee = Committee.objects.create(full_name="政协桐湾区委员会", short_name="桐湾区政协", slug="tongwan")
    with tenancy.scope(committee):
        nothing = queries.Waiting(total=0, today=0, late=0, later=0)
        assert queries.first_waiting(clerk(1), on=TODAY, most=12) == (nothing, [])


def test_other_hats_say_how_much_waits_there(body, owed):
    owed.append(Owed("report", "办结", scope_kind="body", scope_id=body.pk))
    services.refresh(body)
    worn, other = Hat("member", "委员", "membership", 1, 1), Hat("committee_clerk", "提案委", "body", body.pk, 2)

    assert queries.waiting_in_other_hats(Actor(None, "许文", worn, (worn, other))) == [(other, 1)]
