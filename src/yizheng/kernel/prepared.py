"""
Readings that every page makes: built once, kept as SQL, prepared in each session of PostgreSQL.

Building a queryset and turning it into SQL takes Django longer than PostgreSQL takes to answer it. A reading is built
once for each shape of question with marks in the place of what differs, and asked from then on with the values alone.
What is read is the same, by the same rows' policies: the committee stands in the scope, not in the statement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]

R = TypeVar("R")

_PLACE = re.compile(r"%s|%%")
_EPOCHS: tuple[int, int] = (1, 1001)
"""Marks are made twice, from two beginnings: a statement that depends on its values shows by that."""


class Reading(Generic[R]):
    """
    A queryset, given as the function that builds it: rows of a model, or tuples of `values_list`.

    `build` takes the shape, which may decide how the queryset is built, and what is given by name, which may only be
    compared with columns: numbers, dates, moments, texts, or None. Lists and what is yes or no go into the shape.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, R]]) -> None:
        self._build = build
        self._known: dict[Hashable, Statement | None] = {}

    def rows(self, *shape: Hashable, **given: Any) -> list[R]:
        """Return all rows. Raises: ValueError when the statement depends on more than its shape."""
        statement = self._statement(shape, given)
        return [] if statement is None else statement.rows(given)

    def first(self, *shape: Hashable, **given: Any) -> R | None:
        """Return the first row, None without any; the queryset says itself that it wants but one."""
        return next(iter(self.rows(*shape, **given)), None)

    def asked(self, *shape: Hashable, **given: Any) -> Question:
        """Return the question, to be asked together with others (`kernel.together`)."""
        return Question(self._statement(shape, given), given)

    def _statement(self, shape: tuple[Hashable, ...], given: dict[str, Any]) -> Statement | None:
        key = (shape, tuple((name, type(value)) for name, value in given.items()))
        if key not in self._known:
            self._known[key] = self._prepare(shape, given)
        return self._known[key]

    def _prepare(self, shape: tuple[Hashable, ...], given: dict[str, Any]) -> Statement | None:
        try:
            one, two = (self._compiled(shape, given, epoch) for epoch in _EPOCHS)
        except EmptyResultSet:
            return None
        if (one.sql, one.places) != (two.sql, two.places):
            raise ValueError(f"{self._build.__qualname__} reads what its shape does not say")
        return one

    def _compiled(self, shape: tuple[Hashable, ...], given: dict[str, Any], epoch: int) -> Statement:
        marks = {name: _mark(value, epoch + at) for at, (name, value) in enumerate(given.items())}
        queryset: Any = self._build(*shape, **marks)
        if queryset._prefetch_related_lookups:
            raise ValueError(f"{self._build.__qualname__} fetches along, which a reading does not")
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        places = tuple(_place(param, marks) for param in params)
        return Statement(_written(sql, places), tuple(p for p in places if p.name), Shape.of(compiler, queryset))


@dataclass(frozen=True)
class _Place:
    """One parameter: by which name its value is given and as what it is sent; without a name, a constant."""

    name: str
    sent_as: type | None = None
    constant: Any = None


@dataclass(frozen=True)
class Shape:
    """How a row of the answer becomes an object, as Django reckoned it."""

    model: type[Model] | None
    using: str
    start: int
    end: int
    names: list[str]
    populators: list[Any]
    annotations: dict[str, int]
    converters: list[tuple[int, tuple[list[Any], Any]]]
    fields: list[Field[Any, Any]]

    @classmethod
    def of(cls, compiler: Any, queryset: Any) -> Shape:
        info, using = compiler.klass_info, queryset.db
        selected = [each[0] for each in compiler.select]
        converters = list(compiler.get_converters(selected).items())
        fields = [each.output_field for each in selected]
        if queryset._fields is not None:  # `values_list`
            return cls(None, using, 0, 0, [], [], {}, converters, fields)
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [each[0].target.attname for each in compiler.select[start:end]]
        populators = get_related_populators(info, compiler.select, using)
        return cls(info["model"], using, start, end, names, populators, compiler.annotation_col_map, converters, fields)

    def row(self, found: Sequence[Any]) -> Any:
        """Return a model's object, or a tuple, of a row as PostgreSQL gave it."""
        if self.converters:
            found = self._converted(found)
        if self.model is None:
            return tuple(found)
        obj = self.model.from_db(self.using, self.names, found[self.start : self.end])
        for populator in self.populators:
            populator.populate(found, obj)
        for name, at in self.annotations.items():
            setattr(obj, name, found[at])
        return obj

    def _converted(self, found: Sequence[Any]) -> list[Any]:
        row = list(found)
        for at, (converts, expression) in self.converters:
            for convert in converts:
                row[at] = convert(row[at], expression, connection)
        return row


@dataclass(frozen=True, eq=False)
class Statement:
    """SQL with its constants written into it, what is sent with it, and what its rows become."""

    sql: str
    places: tuple[_Place, ...]
    shape: Shape

    def params(self, given: dict[str, Any]) -> list[Any]:
        return [_sent(given[place.name], place.sent_as) for place in self.places]

    def rows(self, given: dict[str, Any]) -> list[Any]:
        with _cursor() as cursor:
            cursor.execute(self.sql, self.params(given))
            found = cursor.fetchall()
        row = self.shape.row
        return [row(each) for each in found]


@dataclass(frozen=True)
class Question:
    """What is asked of a reading: its statement, None where the answer is always empty, and the values."""

    statement: Statement | None
    given: dict[str, Any]


def _cursor() -> Any:
    """Return a cursor that binds in the server, so that PostgreSQL plans a statement once a session."""
    if connection.queries_logged:  # the log shall read what was asked with its values
        return connection.cursor()
    connection.ensure_connection()
    bound: Any = psycopg.Cursor(connection.connection)
    return connection.make_cursor(bound)


def _mark(value: Any, number: int) -> Any:
    """Return a value of the same type that stands nowhere else in a statement."""
    if value is None:
        return None
    marks: dict[type, Callable[[], Any]] = {
        int: lambda: 30_000 + number,  # fits a small number's column
        str: lambda: f"\ue000{number}",
        UUID: lambda: UUID(int=number),
        datetime: lambda: datetime(1, 1, 1, tzinfo=UTC) + timedelta(days=number),
        date: lambda: date(1, 1, 1) + timedelta(days=number),
    }
    return marks[type(value)]()


def _place(param: Any, marks: dict[str, Any]) -> _Place:
    for name, mark in marks.items():
        if mark is not None and isinstance(param, type(mark)) and param == mark:
            return _Place(name, None if type(param) is type(mark) else type(param))
    return _Place("", constant=param)


def _sent(value: Any, sent_as: type | None) -> Any:
    return value if sent_as is None else sent_as(value)


def _written(sql: str, places: Sequence[_Place]) -> str:
    """Write the constants into the statement: the index made for a state is found only where the state is read."""
    connection.ensure_connection()
    writer = psycopg.ClientCursor(connection.connection)
    left = iter(places)

    def write(found: re.Match[str]) -> str:
        if found.group() == "%%":
            return "%%"
        place = next(left)
        return "%s" if place.name else writer.mogrify("%s", [place.constant]).replace("%", "%%")

    return _PLACE.sub(write, sql)
