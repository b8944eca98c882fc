"""Scopes: one committee, one transaction, nothing left behind."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from yizheng.kernel import scoping, tenancy
from yizheng.kernel.errors import OutsideScope, UnknownCommittee
from yizheng.kernel.models import Sequence
from yizheng.kernel.tests.factories import make_committee, make_user
from yizheng.kernel.tests.threads import run_at_once


@pytest.fixture
def linjiang(db):
    return make_committee("linjiang")


@pytest.fixture
def haishan(db):
    return make_committee("haishan")


def settings_in_force():
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('app.committee', true), current_setting('app.user', true)")
        return tuple(value or "" for value in cursor.fetchone())


def names():
    return list(Sequence.objects.order_by("series").values_list("series", flat=True))


def test_rows_belong_to_the_scope_they_were_made_in_and_are_seen_there_only(linjiang, haishan):
    with scoping.scope(linjiang) as opened:
        row = Sequence.objects.create(series="ours")
        assert (opened.committee_id, opened.slug, opened.user_id) == (linjiang.pk, "linjiang", None)
    with scoping.scope(haishan):
        assert names() == []
        assert not Sequence.objects.filter(pk=row.pk).exists()

    assert row.committee_id == linjiang.pk
    with scoping.scope(linjiang):
        assert names() == ["ours"]


def test_outside_a_scope_nothing_is_seen_and_nothing_can_be_made(linjiang):
    with scoping.scope(linjiang):
        Sequence.objects.create(series="ours")

    assert names() == []
    with pytest.raises(OutsideScope):
        scoping.current()
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Sequence.objects.create(series="nobody's")
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Sequence.objects.create(series="nobody's", committee=linjiang)


def test_a_row_of_another_committee_is_refused_inside_a_scope(linjiang, haishan):
    with scoping.scope(linjiang):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Sequence.objects.create(series="theirs", committee=haishan)
        assert names() == []

    with scoping.scope(haishan):
        assert names() == []


def test_an_inner_scope_ends_in_the_outer_one(linjiang, haishan):
    user = make_user()
    with scoping.scope(linjiang, user.pk):
        with scoping.scope(haishan):
            Sequence.objects.create(series="inner")
            assert settings_in_force() == (str(haishan.pk), "")
        assert scoping.current() == tenancy.Scope(linjiang.pk, "linjiang", user.pk)
        assert settings_in_force() == (str(linjiang.pk), str(user.pk))
        assert names() == []

    assert settings_in_force() == ("", "")
    assert not scoping.is_open()


def test_an_error_in_an_inner_scope_undoes_the_inner_rows_only(linjiang, haishan):
    with scoping.scope(linjiang):
        Sequence.objects.create(series="outer")
        with pytest.raises(ZeroDivisionError):
            fail_in_scope(haishan)
        assert settings_in_force() == (str(linjiang.pk), "")
        assert names() == ["outer"]

    with scoping.scope(haishan):
        assert names() == []


def fail_in_scope(committee):
    with scoping.scope(committee):
        Sequence.objects.create(series="undone")
        raise ZeroDivisionError


def test_a_failed_statement_in_an_inner_scope_leaves_the_outer_one_usable(linjiang, haishan):
    with scoping.scope(linjiang):
        with pytest.raises(IntegrityError), scoping.scope(haishan):
            Sequence.objects.bulk_create([Sequence(series="twice"), Sequence(series="twice")])
        assert settings_in_force() == (str(linjiang.pk), "")
        Sequence.objects.create(series="still here")
        assert names() == ["still here"]


def test_a_failed_statement_that_was_caught_inside_is_undone_with_its_scope(linjiang, haishan):
    with scoping.scope(linjiang):
        with pytest.raises(transaction.TransactionManagementError):
            go_on_after_a_failed_statement(haishan)
        assert settings_in_force() == (str(linjiang.pk), "")
        assert names() == []


def go_on_after_a_failed_statement(committee):
    with scoping.scope(committee):
        try:
            with transaction.atomic(savepoint=False):
                Sequence.objects.bulk_create([Sequence(series="first"), Sequence(series="first")])
        except IntegrityError:
            names()


def test_an_error_closes_the_scope(linjiang):
    with pytest.raises(ZeroDivisionError):
        fail_in_scope(linjiang)

    assert not scoping.is_open()
    assert settings_in_force() == ("", "")
    with scoping.scope(linjiang):
        assert names() == []


def test_a_scope_inside_a_savepoint_that_is_undone_leaves_nothing(linjiang):
    with transaction.atomic(), scoping.scope(linjiang):
        Sequence.objects.create(series="undone")
        transaction.set_rollback(True)

    assert settings_in_force() == ("", "")
    with scoping.scope(linjiang):
        assert names() == []


def test_a_person_is_asked_for_without_a_committee_and_only_inside_the_block(linjiang):
    user = make_user()
    with scoping.as_person(user.pk):
        assert settings_in_force() == ("", str(user.pk))
        assert not scoping.is_open()

    assert settings_in_force() == ("", "")


def test_a_person_inside_their_own_scope_stays_in_it_and_another_is_refused(linjiang):
    user, other = make_user(), make_user()
    with scoping.scope(linjiang, user.pk):
        with scoping.as_person(user.pk):
            assert settings_in_force() == (str(linjiang.pk), str(user.pk))
        with pytest.raises(RuntimeError, match="another person"), scoping.as_person(other.pk):
            pass
        assert settings_in_force() == (str(linjiang.pk), str(user.pk))


def test_a_scope_can_be_opened_by_its_slug_in_one_statement(linjiang, haishan, django_assert_num_queries):
    user = make_user()
    with django_assert_num_queries(4), scoping.scope_of("linjiang", user.pk) as committee:
        # A savepoint, the statement, and the two that end it inside the transaction of the test.
        assert (committee, committee.slug) == (linjiang, "linjiang")
        assert scoping.current() == tenancy.Scope(linjiang.pk, "linjiang", user.pk)
    with scoping.scope_of("linjiang", user.pk):
        assert settings_in_force() == (str(linjiang.pk), str(user.pk))
        Sequence.objects.create(series="ours")
    with scoping.scope_of("haishan", None):
        assert settings_in_force() == (str(haishan.pk), "")
        assert names() == []

    assert settings_in_force() == ("", "")


def test_an_unknown_slug_opens_nothing(linjiang):
    with pytest.raises(UnknownCommittee), scoping.scope_of("nowhere", make_user().pk):
        pass

    assert not scoping.is_open()
    assert settings_in_force() == ("", "")


# Real transactions


def backend():
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return cursor.fetchone()[0]


@pytest.fixture
def pooled(own_database):
    """Django's connections come from a pool of one, as in a serving process."""
    options = connection.settings_dict["OPTIONS"]
    connection.close()
    options["pool"] = {"min_size": 1, "max_size": 1}
    yield
    connection.close()
    connection.close_pool()
    del options["pool"]


@pytest.mark.parametrize("ending", ["kept", "undone"])
def test_the_next_user_of_a_pooled_connection_is_in_no_committee(pooled, ending):
    committee = make_committee("linjiang")
    with scoping.scope(committee, make_user().pk):
        Sequence.objects.create(series="ours")
        first = backend()
        transaction.set_rollback(ending == "undone")
    connection.close()

    assert backend() == first
    assert settings_in_force() == ("", "")
    assert names() == []


def test_a_connection_lost_inside_a_scope_leaves_no_scope_open(own_database, superuser):
    committee = make_committee("linjiang")
    with pytest.raises(DatabaseError):
        lose_the_connection(committee, superuser)

    assert not scoping.is_open()
    connection.close()
    with scoping.scope(committee):
        assert names() == []


def lose_the_connection(committee, superuser):
    with scoping.scope(committee):
        Sequence.objects.create(series="lost")
        superuser.execute("select pg_terminate_backend(%s, 5000)", [backend()])
        names()


def test_threads_at_work_at_once_each_see_their_own_committee(own_database):
    committees = [make_committee(f"committee-{n}") for n in range(4)]

    def work(committee):
        for n in range(5):
            with scoping.scope(committee):
                Sequence.objects.create(series=f"{committee.slug}-{n}")
        with scoping.scope(committee):
            return names()

    found = run_at_once([lambda c=c: work(c) for c in committees])

    assert found == [[f"{c.slug}-{n}" for n in range(5)] for c in committees]
    assert not scoping.is_open()


def test_a_new_thread_starts_outside_every_scope(own_database):
    committee = make_committee("linjiang")
    with scoping.scope(committee):
        Sequence.objects.create(series="ours")
        (inside,) = run_at_once([lambda: (scoping.is_open(), names())])

    assert inside == (False, [])
