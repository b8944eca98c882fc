"""Readings that are built once: the same rows as the queryset, behind the same walls."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from yizheng.kernel import scoping
from yizheng.kernel.models import ActKey, Committee, LedgerEntry, Sequence
from yizheng.kernel.prepared import Reading
from yizheng.kernel.tests.factories import make_committee

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 12, 4, tzinfo=UTC)


@pytest.fixture
def committee(db: None) -> Committee:
    return make_committee("linjiang")


@pytest.fixture
def other_committee(db: None) -> Committee:
    return make_committee("haishan")


def _named(*, series: str) -> QuerySet[Sequence]:
    return Sequence.objects.filter(series=series)


def _above(order: str, *, last: int) -> QuerySet[Sequence, tuple[str, int]]:
    return Sequence.objects.filter(last__gte=last).order_by(order).values_list("series", "last")


def test_a_reading_gives_the_rows_of_its_queryset(committee: Committee) -> None:
    reading = Reading(_named)
    with scoping.scope(committee):
        Sequence.objects.create(series="a", last=3)
        Sequence.objects.create(series="b%s", last=5)

        assert [(each.series, each.last) for each in reading.rows(series="a")] == [("a", 3)]
        assert reading.rows(series="b%s") == list(_named(series="b%s"))
        assert reading.first(series="c") is None


def test_the_shape_decides_how_it_is_built(committee: Committee) -> None:
    reading = Reading(_above)
    with scoping.scope(committee):
        Sequence.objects.create(series="a", last=3)
        Sequence.objects.create(series="b", last=5)

        assert reading.rows("last", last=3) == [("a", 3), ("b", 5)]
        assert reading.rows("-last", last=3) == [("b", 5), ("a", 3)]
        assert reading.rows("last", last=4) == [("b", 5)]


def test_a_reading_built_in_one_committee_shows_nothing_of_it_in_another(
    committee: Committee, other_committee: Committee
) -> None:
    reading = Reading(_named)
    with scoping.scope(committee):
        Sequence.objects.create(series="a", last=3)
        assert [each.last for each in reading.rows(series="a")] == [3]

    with scoping.scope(other_committee):
        assert reading.rows(series="a") == []


def test_moments_days_ids_and_nothing_are_compared_with_columns(committee: Committee) -> None:
    key = uuid.uuid4()

    def entries(*, act: uuid.UUID, since: datetime, actor: int | None) -> QuerySet[LedgerEntry]:
        return LedgerEntry.objects.filter(act_id=act, at__gte=since, actor=actor, at__date__gte=date(2026, 1, 1))

    with scoping.scope(committee):
        LedgerEntry.objects.create(
            at=NOON, act="x", act_id=key, kind="k", object_id=1, actor_name="", hat="", source="web"
        )

        assert len(Reading(entries).rows(act=key, since=NOON, actor=None)) == 1
        assert Reading(entries).rows(act=key, since=NOON, actor=7) == []


def test_what_is_always_empty_asks_nothing(committee: Committee) -> None:
    reading = Reading(lambda *, series: Sequence.objects.filter(Q(pk__in=[]), series=series))
    with scoping.scope(committee), CaptureQueriesContext(connection) as asked:
        assert reading.rows(series="a") == []
    assert [each["sql"] for each in asked.captured_queries if "kernel_sequence" in each["sql"]] == []


def test_a_reading_that_depends_on_its_values_is_refused(committee: Committee) -> None:
    def picky(*, last: int) -> QuerySet[Sequence]:
        rows = Sequence.objects.filter(last=last)
        return rows.order_by("series") if last % 1000 == 1 and last > 31000 else rows

    with scoping.scope(committee), pytest.raises(ValueError, match="what its shape does not say"):
        Reading(picky).rows(last=5)


def test_a_value_that_is_reckoned_with_is_refused(committee: Committee) -> None:
    reading = Reading(lambda *, last: Sequence.objects.filter(last=last + 1))
    with scoping.scope(committee), pytest.raises(ValueError, match="what its shape does not say"):
        reading.rows(last=5)


def test_a_kept_statement_follows_the_scope_when_postgresql_prepares_it(committee: Committee) -> None:
    reading = Reading(lambda *, user: ActKey.objects.filter(user=user).values_list("key"))
    before = connection.connection.prepare_threshold
    connection.connection.prepare_threshold = 1
    try:
        with scoping.scope(committee):
            assert [reading.rows(user=number) for number in range(8)] == [[]] * 8
            held = connection.cursor()
            held.execute("select count(*) from pg_prepared_statements where statement like '%%kernel_actkey%%'")
            assert held.fetchone() == (1,)
    finally:
        connection.connection.prepare_threshold = before


def test_what_fetches_along_is_refused(committee: Committee) -> None:
    reading = Reading(lambda: Sequence.objects.prefetch_related("committee"))
    with scoping.scope(committee), pytest.raises(ValueError, match="fetches along"):
        reading.rows()
