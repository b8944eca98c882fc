"""
Several reads in one statement: what the cards of a page ask goes to PostgreSQL together.

A read is written as steps: a function that yields the querysets it wants and is sent their rows. Steps that are read
together ask in rounds, one statement a round, whatever their number. Each queryset stays Django's own, with the rules
of `visible_to` in it and the rows' policies behind it; only the way to the server is shared. Rows travel as text in
one JSON value, so this is for the few rows that cards show, not for long lists.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, QuerySet, Value
from django.db.models.query import FlatValuesListIterable, ValuesIterable
from django.utils.dateparse import parse_duration

from .prepared import Question, Shape, Statement

P = ParamSpec("P")
R = TypeVar("R")
Steps = Generator[Any, Any, R]
"""Yields a queryset, or a question of a `Reading`, and is sent its rows, or several and is sent the rows of each;
returns what was read."""


class Asked(Generic[P, R]):
    """A read made of steps: called, it reads alone; `steps` lets a page read it together with others."""

    def __init__(self, steps: Callable[P, Steps[R]]) -> None:
        update_wrapper(self, steps)
        self.steps = steps

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Read it alone: one statement a round."""
        read: R = in_rounds([self.steps(*args, **kwargs)])[0]
        return read


def steps_of(read: Callable[..., Any], *given: Any) -> Steps[Any]:
    """Return the steps of a function that may be made of steps; one that asks by itself has none."""
    if isinstance(read, Asked):
        return (yield from read.steps(*given))
    return read(*given)


def in_rounds(reads: Iterable[Steps[Any]]) -> list[Any]:
    """Return what each read returns. One statement for what all of them ask next, until none asks any more."""
    together, answer = side_by_side(*reads), None
    while True:
        try:
            asked = together.send(answer)
        except StopIteration as ended:
            found: list[Any] = ended.value
            return found
        answer = rows_of(*asked)


def side_by_side(*reads: Steps[Any]) -> Steps[list[Any]]:
    """Return the steps of several reads as those of one, which returns what each of them returns."""
    found: dict[int, Any] = {}
    answers: dict[int, Any] = dict.fromkeys(range(len(reads)))
    while answers:
        wanted: dict[int, Any] = {}
        for at, answer in answers.items():
            try:
                wanted[at] = reads[at].send(answer)
            except StopIteration as ended:
                found[at] = ended.value
        answers = (yield from _asked(wanted)) if wanted else {}
    return [found[at] for at in range(len(reads))]


def rows_of(*wanted: QuerySet[Any] | Question) -> list[list[Any]]:
    """Return the rows of each queryset or question, all read in one statement; one alone is asked as it is."""
    if len(wanted) == 1 and (alone := _alone(wanted[0])) is not None:
        return [alone]
    asked = [_Kept(each) if isinstance(each, Question) else _Read.of(each) for each in wanted]
    real = [each for each in asked if each.sql]
    texts = iter(_execute(real) if real else [])
    return [each.rows(next(texts)) if each.sql else [] for each in asked]


def _alone(wanted: QuerySet[Any] | Question) -> list[Any] | None:
    """Return the rows of what is asked alone; None where it must be asked as one of several."""
    if isinstance(wanted, Question):
        return wanted.statement.rows(wanted.given) if wanted.statement else []
    return None if _counts_all(wanted) else list(wanted)


def totals(queryset: QuerySet[Any], **aggregates: Any) -> QuerySet[Any]:
    """Return the queryset whose one row is the dict that `aggregate` would return."""
    one = queryset.order_by().annotate(_all=Value(1)).values("_all")
    counted: QuerySet[Any] = one.annotate(**aggregates).values(*aggregates)
    return counted


def _counts_all(queryset: Any) -> bool:
    """Tell whether it is a queryset of `totals`, which has a row even of nothing."""
    return bool(queryset.query.group_by == ())


def _asked(wanted: dict[int, Any]) -> Steps[dict[int, Any]]:
    """Ask for what several reads want next; each gets rows, or a list of rows where it named several querysets."""
    several = {at: isinstance(asked, (tuple, list)) for at, asked in wanted.items()}
    flat = [each for at, asked in wanted.items() for each in (asked if several[at] else (asked,))]
    rows = iter((yield flat))
    return {at: [next(rows) for _ in asked] if several[at] else next(rows) for at, asked in wanted.items()}


class _Read:
    """One queryset as SQL, and how its rows come back out of text."""

    def __init__(self, queryset: Any, sql: str, params: Sequence[Any], compiler: Any) -> None:
        self._queryset, self.sql, self.params = queryset, sql, params
        if not sql:
            return
        self._told = _Told.of(Shape.of(compiler, queryset))
        self.columns = self._told.columns

    @classmethod
    def of(cls, queryset: Any) -> _Read:
        """Compile a queryset; one that can have no rows has no SQL."""
        compiler = queryset.query.get_compiler(using=queryset.db, elide_empty=not _counts_all(queryset))
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            sql, params = "", ()
        return cls(queryset, sql, params, compiler)

    def rows(self, told: list[list[str | None]] | None) -> list[Any]:
        """Return the rows as the queryset itself would have them, with what it reads along."""
        found = self._told.rows(told)
        filled = self._queryset._chain()
        filled._result_cache = self._as_asked(found)
        filled._fetch_all()  # reads along what was prefetched
        return list(filled)

    def _as_asked(self, found: list[Any]) -> list[Any]:
        kind = self._queryset._iterable_class
        if issubclass(kind, FlatValuesListIterable):
            return [each[0] for each in found]
        if issubclass(kind, ValuesIterable):
            names = _names(self._queryset.query)
            return [dict(zip(names, each, strict=True)) for each in found]
        return found


class _Kept:
    """One question of a reading: its SQL was kept, and how its rows come back out of text."""

    def __init__(self, question: Question) -> None:
        statement = question.statement
        self.sql = statement.sql if statement else ""
        self.params = statement.params(question.given) if statement else []
        self._told = _told_of(statement) if statement else None
        self.columns = self._told.columns if self._told else []

    def rows(self, told: list[list[str | None]] | None) -> list[Any]:
        """Return the rows as the reading itself would have them."""
        return self._told.rows(told) if self._told else []


@dataclass(frozen=True)
class _Told:
    """How the columns of a shape travel as text, and become its rows again."""

    shape: Shape
    decoders: list[Callable[[str], Any]]
    columns: list[str]

    @classmethod
    def of(cls, shape: Shape) -> _Told:
        """Return the way of a shape, which is the same for every asking."""
        columns = [_column(at, each) for at, each in enumerate(shape.fields)]
        return cls(shape, [_decoder(each) for each in shape.fields], columns)

    def rows(self, told: list[list[str | None]] | None) -> list[Any]:
        """Return objects or tuples of rows that came as texts."""
        row, decoders = self.shape.row, self.decoders
        return [
            row([None if text is None else decode(text) for decode, text in zip(decoders, each, strict=True)])
            for each in told or ()
        ]


@lru_cache(None)
def _told_of(statement: Statement) -> _Told:
    return _Told.of(statement.shape)


def _names(query: Any) -> list[str]:
    return list(query.selected) if query.selected else [*query.values_select, *query.annotation_select]


def _execute(asked: Sequence[_Read | _Kept]) -> list[Any]:
    parts = ", ".join(_part(each) for each in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"select {parts}", [param for each in asked for param in each.params])
        return [json.loads(text) if text else None for text in cursor.fetchone()]


def _part(asked: _Read | _Kept) -> str:
    names = ", ".join(f"c{at}" for at in range(len(asked.columns)))
    columns = ", ".join(asked.columns)
    return f"(select json_agg(array[{columns}])::text from ({asked.sql}) as t({names}))"  # noqa: S608 - Django's SQL


def _column(at: int, field: Field[Any, Any]) -> str:
    return f"to_json(c{at})::text" if field.get_internal_type() == "ArrayField" else f"c{at}::text"


def _decoder(field: Any) -> Callable[[str], Any]:
    """Return what makes of a text the value that the driver would have given, before Django's own conversions."""
    if field.is_relation:
        return _decoder(field.target_field)
    kind = field.get_internal_type()
    if kind == "ArrayField":
        inner, told = _decoder(field.base_field), _told_in(field.base_field)
        return lambda text: [None if each is None else inner(told(each)) for each in json.loads(text)]
    return _DECODERS.get(kind, str)


def _told_in(base: Any) -> Callable[[Any], str]:
    """Return what makes text again of one value of a list, as `_decoder` of its field expects it."""
    if base.get_internal_type() == "JSONField":
        return lambda value: json.dumps(value, ensure_ascii=False)
    return lambda value: value if isinstance(value, str) else json.dumps(value)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(connection.timezone)


_DECODERS: dict[str, Callable[[str], Any]] = {
    "BooleanField": lambda text: text == "true",
    "DateField": date.fromisoformat,
    "DateTimeField": _moment,
    "TimeField": time.fromisoformat,
    "DurationField": parse_duration,
    "DecimalField": Decimal,
    "FloatField": float,
    "UUIDField": UUID,
    "BinaryField": lambda text: bytes.fromhex(text[2:]),
    **dict.fromkeys(
        (
            "AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField",
            "PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField",
        ),
        int,
    ),
}  # fmt: skip
