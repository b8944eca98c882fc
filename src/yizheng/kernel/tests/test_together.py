"""Several reads in one statement: the rows are those each queryset would have given alone."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import JSONObject
from django.test.utils import CaptureQueriesContext

from yizheng.kernel import scoping
from yizheng.kernel.models import Committee, Sequence
from yizheng.kernel.prepared import Reading
from yizheng.kernel.tests.factories import make_committee
from yizheng.kernel.together import Asked, Steps, in_rounds, rows_of, totals

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 12, 4, 0, 0, 25, tzinfo=UTC)
EVERY_KIND: list[tuple[Any, models.Field[Any, Any]]] = [
    (True, models.BooleanField()),
    (False, models.BooleanField()),
    (7, models.IntegerField()),
    (2**40, models.BigIntegerField()),
    (1.25, models.FloatField()),
    (Decimal("3.10"), models.DecimalField(max_digits=9, decimal_places=2)),
    ('他说："一%二\\三"\n{},\'', models.TextField()),
    ("", models.CharField()),
    (date(2026, 3, 12), models.DateField()),
    (NOON, models.DateTimeField()),
    (time(9, 30), models.TimeField()),
    (timedelta(days=2, hours=3), models.DurationField()),
    (uuid.UUID(int=9), models.UUIDField()),
    (b"\0\xff", models.BinaryField()),
    ({"a": [1, 2.5, None, "字"]}, models.JSONField()),
    ("只有字", models.JSONField()),
    ([1, 2], ArrayField(models.IntegerField())),
    (["一", "2"], ArrayField(models.TextField())),
    ([date(2026, 3, 12)], ArrayField(models.DateField())),
    ([], ArrayField(models.TextField())),
    (None, models.DateField()),
]


@pytest.fixture
def rows(db: None) -> Any:
    """Three numbered rows in the open scope of a committee, and one next door."""
    with scoping.scope(make_committee("haishan")):
        Sequence.objects.create(series="别家", last=9)
    with scoping.scope(make_committee("linjiang")):
        yield [Sequence.objects.create(series=name, last=n) for n, name in enumerate("甲乙丙", start=1)]


def both(asked: QuerySet[Any]) -> tuple[list[Any], list[Any]]:
    """Return the rows read together with others, and those Django reads alone."""
    _, found, _ = rows_of(Committee.objects.none(), asked, Sequence.objects.order_by("pk"))
    return found, list(asked.all())


@pytest.mark.parametrize(("value", "field"), EVERY_KIND)
def test_every_kind_of_value_comes_back_as_it_is(rows: Any, value: Any, field: models.Field[Any, Any]) -> None:
    asked = Sequence.objects.annotate(told=Value(value, output_field=field)).values_list("told", flat=True)

    together, alone = both(asked)

    assert together == alone
    assert [type(each) for each in together] == [type(each) for each in alone]


def test_objects_come_with_what_is_joined_annotated_and_fetched_along(rows: Any) -> None:
    listed = Sequence.objects.filter(committee=OuterRef("committee")).order_by("last")
    asked = (
        Sequence.objects.select_related("committee").annotate(
            all=ArraySubquery(listed.values(row=JSONObject(series="series", last="last")))
        )
        .order_by("-last")[:2]
    )  # fmt: skip

    together, alone = both(asked)

    assert together == alone == [rows[2], rows[1]]
    with CaptureQueriesContext(connection) as more:
        assert [each.committee.slug for each in together] == ["linjiang", "linjiang"]
    assert len(more) == 0
    assert together[0].all == alone[0].all == [{"series": name, "last": n} for n, name in enumerate("甲乙丙", start=1)]
    assert together[0]._state.adding is False


@pytest.mark.parametrize(
    "asked",
    [
        lambda: Sequence.objects.order_by("last").values("series", "last"),
        lambda: Sequence.objects.order_by("last").values_list("last", "series"),
        lambda: Sequence.objects.order_by().values("committee").annotate(n=Count("pk")),
        lambda: Sequence.objects.filter(series="丁"),
        lambda: Sequence.objects.filter(pk__in=[]),
        lambda: Sequence.objects.filter(series__contains="%"),
        lambda: Sequence.objects.distinct().order_by("last"),
        lambda: Sequence.objects.order_by("last").only("series"),
    ],
)
def test_tuples_dicts_groups_and_nothing_come_as_they_do_alone(rows: Any, asked: Any) -> None:
    together, alone = both(asked())

    assert together == alone


@pytest.mark.parametrize("narrowed", [Q(), Q(last__gt=1), Q(last__gt=99)])
def test_totals_is_the_one_row_that_aggregate_returns(rows: Any, narrowed: Q) -> None:
    asked = Sequence.objects.filter(narrowed).order_by("last")
    wanted = {"n": Count("pk"), "high": Max("last"), "last": Count("pk", filter=Q(series="丙"))}

    together, _ = both(totals(asked, **wanted))

    assert together == [asked.aggregate(**wanted)]
    assert rows_of(totals(Sequence.objects.none(), **wanted), asked)[0] == [{"n": 0, "high": None, "last": 0}]
    assert rows_of(totals(Sequence.objects.none(), **wanted)) == [[{"n": 0, "high": None, "last": 0}]]


def test_reads_that_are_read_together_ask_once_a_round(rows: Any) -> None:
    @Asked
    def twice(first: str) -> Steps[list[Any]]:
        [found] = yield Sequence.objects.filter(series=first)
        more = yield Sequence.objects.filter(last__gt=found.last).order_by("last")
        return [found, *more]

    @Asked
    def two_at_once() -> Steps[tuple[int, int]]:
        some, others = yield Sequence.objects.filter(last=1), Sequence.objects.exclude(last=1)
        return len(some), len(others)

    @Asked
    def nothing() -> Steps[str]:
        return "没有可问的"
        yield

    with CaptureQueriesContext(connection) as seen:
        found = in_rounds([twice.steps("乙"), nothing.steps(), two_at_once.steps()])

    assert found == [[rows[1], rows[2]], "没有可问的", (1, 2)]
    assert len(seen) == 2
    assert (twice("甲"), nothing(), two_at_once()) == (rows, "没有可问的", (1, 2))


def _from(order: str, *, last: int) -> QuerySet[Any]:
    return Sequence.objects.select_related("committee").filter(last__gte=last, series__contains="").order_by(order)


def test_questions_of_readings_are_asked_with_the_others(rows: Any) -> None:
    reading, nothing = Reading(_from), Reading(lambda: Sequence.objects.filter(pk__in=[]))
    tuples = Reading(lambda *, last: Sequence.objects.filter(last=last).values_list("series", "last"))

    with CaptureQueriesContext(connection) as asked:
        found, empty, pairs, plain = rows_of(
            reading.asked("-last", last=2), nothing.asked(), tuples.asked(last=1), Sequence.objects.order_by("pk")
        )

    assert len(asked) == 1
    assert [(each.series, each.committee.slug) for each in found] == [("丙", "linjiang"), ("乙", "linjiang")]
    assert (empty, pairs, plain) == ([], [("甲", 1)], rows)


def test_a_question_alone_is_answered_as_its_reading_answers(rows: Any) -> None:
    reading = Reading(_from)

    assert rows_of(reading.asked("last", last=3)) == [reading.rows("last", last=3)] == [[rows[2]]]
    assert rows_of(Reading(lambda: Sequence.objects.filter(pk__in=[])).asked()) == [[]]
