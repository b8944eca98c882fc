"""Reads about roles: who holds which, where, on which day."""

from __future__ import annotations

from datetime import date

import pytest

from yizheng.accounts import queries
from yizheng.accounts.subjects import visible_to
from yizheng.accounts.tests.factories import grant, make_committee, make_user
from yizheng.kernel import scoping
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.errors import OutsideScope

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 12)


@pytest.fixture
def linjiang():
    return make_committee("linjiang")


@pytest.fixture
def haishan():
    return make_committee("haishan")


def labels(user, committee, on=DAY):
    with scoping.scope(committee, user.pk):
        return [hat.label for hat in queries.hats_of(user, committee, on=on)]


def test_hats_come_the_most_senior_first_and_only_of_this_committee(linjiang, haishan):
    user = make_user()
    grant(user, linjiang, "member", label="委员", rank=5)
    grant(user, linjiang, label="办公室", rank=1)
    grant(user, haishan, label="海山办公室")

    assert labels(user, linjiang) == ["办公室", "委员"]
    assert labels(user, haishan) == ["海山办公室"]


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False),
    ],
)  # fmt: skip
def test_a_grant_holds_from_its_first_day_and_ends_with_the_day_before_valid_to(linjiang, on, held):
    user = make_user()
    grant(user, linjiang, valid_from=date(2026, 3, 1), valid_to=date(2026, 4, 1))

    assert bool(labels(user, linjiang, on=on)) is held
    assert (queries.committees_of(user, on=on) == [linjiang]) is held


def test_a_grant_becomes_a_hat_with_its_scope(linjiang):
    made = grant(make_user(), linjiang, "committee_clerk", label="文史委", scope_kind="body", scope_id=7)

    assert made.hat() == Hat("committee_clerk", "文史委", "body", 7, made.pk)


def test_the_chosen_hat_is_worn_and_without_a_hat_nobody_acts():
    user = make_user()
    hats = (Hat("office_clerk", "办公室", grant_id=1), Hat("member", "委员", grant_id=2))

    assert queries.actor_for(user, hats, 2).hat == hats[1]
    assert queries.actor_for(user, hats, None).hat == queries.actor_for(user, hats, 99).hat == hats[0]
    assert queries.actor_for(user, (), 1) is None


def test_committees_are_found_before_any_scope_is_open_and_only_ones_own(linjiang, haishan):
    user, other = make_user(), make_user()
    grant(user, haishan)
    grant(other, linjiang)

    assert queries.committees_of(user, on=DAY) == [haishan]
    with scoping.scope(linjiang, user.pk):
        assert queries.committees_of(user, on=DAY) == [haishan]


def test_holders_are_those_of_the_open_committee_even_for_someone_with_a_role_elsewhere(linjiang, haishan):
    """A person's own grants elsewhere are readable in a scope; they must not count here."""
    user, colleague = make_user(), make_user()
    grant(user, haishan, "leader")
    grant(colleague, linjiang, "leader")
    grant(colleague, linjiang, "committee_clerk", scope_kind="body", scope_id=7)
    grant(user, haishan, "committee_clerk", scope_kind="body", scope_id=7)

    with scoping.scope(linjiang, user.pk):
        assert queries.holders("leader", "", None, on=DAY) == [colleague.pk]
        assert queries.holders("committee_clerk", "body", 7, on=DAY) == [colleague.pk]
        assert queries.holders("committee_clerk", "body", 8, on=DAY) == []
        assert queries.holders_in("body", 7, on=DAY) == [colleague.pk]


def test_an_administrator_sees_the_grants_of_this_committee_only(linjiang, haishan):
    user = make_user()
    here, _elsewhere = grant(user, linjiang, "sys_admin"), grant(user, haishan, "sys_admin")
    theirs = grant(make_user(), linjiang)
    admin = Actor(user.pk, user.name, here.hat())

    with scoping.scope(linjiang, user.pk):
        assert set(visible_to(admin)) == {here, theirs}
        assert set(visible_to(admin.in_hat(Hat("member")))) == {here}


def test_holders_need_a_scope():
    with pytest.raises(OutsideScope):
        queries.holders("leader", "", None, on=DAY)
