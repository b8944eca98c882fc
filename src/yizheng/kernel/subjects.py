"""What the shared rooms must know of each kind of object: how to name it, show it, and who owes what on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from .acting import Actor


@dataclass(frozen=True)
class Owed:
    """
    One act that somebody owes on an object: what becomes a to-do (待办).

    The assignee is a role, narrowed by scope (as in `Hat`), or one user. `due_on` is a date in Asia/Shanghai.
    """

    act: str
    label: str
    role: str = ""
    scope_kind: str = ""
    scope_id: int | None = None
    user_id: int | None = None
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Indexed:
    """
    What the search (全库检索) knows of one object, and who may find it.

    `numbers` are written numbers by which people ask (2026012, 第58号); `happened_on` orders results and gives the
    year. `audience` holds tokens, one of which the asking person must hold: `all` (every hat in the committee),
    `role:proposal_clerk`, `user:7`, `membership:9`, `unit:3`, `body:4`, `party:5`, `sector:6`, `side:1`. It may
    be wider than `visible_to`, which is asked again of everything found, but never narrower: what it leaves out
    is not found. Without audience nobody finds the object.
    """

    title: str
    body: str = ""
    people: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    sector: str = ""
    status: str = ""
    happened_on: date | None = None
    audience: frozenset[str] = frozenset()


def _nothing(_obj: Any) -> Iterable[Owed]:
    return ()


def _not_indexed(_obj: Any) -> Indexed | None:
    return None


def _as_they_are(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows


def _nobody(_obj: Any) -> Iterable[tuple[str, int]]:
    return ()


@dataclass(frozen=True)
class Subject:
    """One kind of object, as the ledger, thread, to-do, search and files know it."""

    kind: str
    model: type[Model]
    label: str
    url: Callable[[Any], str]
    visible_to: Callable[[Actor], QuerySet[Any]]
    title: Callable[[Any], str] = str
    caption: Callable[[Any], str] = lambda _obj: ""
    owed: Callable[[Any], Iterable[Owed]] = _nothing
    indexed: Callable[[Any], Indexed | None] = _not_indexed
    indexed_rows: Callable[[QuerySet[Any]], QuerySet[Any]] = _as_they_are
    """How rows are read when many are indexed at once: what `indexed` looks at is read along."""
    indexed_with: Callable[[Any], Iterable[tuple[str, int]]] = _nobody
    """Other objects (kind, id) whose index text or audience changes when this one does."""

    @property
    def is_searchable(self) -> bool:
        """Tell whether objects of this kind can be found by the search at all."""
        return self.indexed is not _not_indexed


_by_kind: dict[str, Subject] = {}
_by_model: dict[type[Model], Subject] = {}


def register(*subjects: Subject) -> None:
    """Make kinds known; called by each room's `AppConfig.ready`."""
    for subject in subjects:
        _by_kind[subject.kind] = subject
        _by_model[subject.model] = subject


def get(kind: str) -> Subject:
    """Return the subject of a kind. Raises: LookupError."""
    try:
        return _by_kind[kind]
    except KeyError:
        raise LookupError(f"no subject is registered for kind {kind!r}") from None


def of(obj: Model) -> Subject:
    """Return the subject of an object. Raises: LookupError."""
    try:
        return _by_model[type(obj)]
    except KeyError:
        raise LookupError(f"no subject is registered for {type(obj).__name__}") from None


def kind_of(obj: Model) -> str:
    """Return the kind of an object, as the ledger names it."""
    return of(obj).kind


def registered() -> list[Subject]:
    """Return every kind, by name."""
    return [_by_kind[kind] for kind in sorted(_by_kind)]
