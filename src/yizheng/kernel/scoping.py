"""The scope a request, job or command works in: one committee, one user, one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from django.db import connection, transaction

from .errors import OutsideScope, UnknownCommittee

if TYPE_CHECKING:
    import psycopg

    from .models import Committee


@dataclass(frozen=True)
class Scope:
    """The committee whose rows can be seen, and the user who asks."""

    committee_id: int
    slug: str
    user_id: int | None


class Ending(Protocol):
    """What is left to do at the end of a transaction."""

    def finish(self) -> None:
        """Do it; the scope is still open."""


E = TypeVar("E", bound=Ending)
_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)
_endings: ContextVar[dict[str, Ending] | None] = ContextVar("endings", default=None)


def current() -> Scope:
    """Return the open scope. Raises: OutsideScope."""
    scope_now = _scope.get()
    if scope_now is None:
        raise OutsideScope("no committee scope is open")
    return scope_now


def current_committee_id() -> int | None:
    """
    Return the committee of the open scope; the default of every walled row.

    None outside a scope, because migrations ask too; the column is NOT NULL and walled, so no row comes of it.
    """
    scope_now = _scope.get()
    return None if scope_now is None else scope_now.committee_id


def is_open() -> bool:
    """Tell whether a scope is open."""
    return _scope.get() is not None


def at_the_end(name: str, make: Callable[[], E]) -> E:
    """
    Return the one thing under a name that is finished when the scope ends, inside its transaction.

    A scope within a scope of the same committee shares them. What fails undoes the whole; a scope that fails
    finishes nothing. Raises: OutsideScope.
    """
    current()
    endings = _endings.get()
    assert endings is not None, "an open scope has a list of endings"
    return cast(E, endings.setdefault(name, make()))


@contextmanager
def _with_endings(outer: Scope | None, opened: Scope) -> Iterator[None]:
    if outer is not None and outer.committee_id == opened.committee_id:
        yield
        return
    token = _endings.set({})
    try:
        yield
        for ending in (_endings.get() or {}).values():
            ending.finish()
    finally:
        _endings.reset(token)


@contextmanager
def scope(committee: Committee, user_id: int | None = None) -> Iterator[Scope]:
    """
    Open a transaction in which exactly one committee's rows exist.

    Nested scopes are savepoints; the outer scope is restored when the inner one ends. Both settings are
    local to the transaction, so a pooled connection never carries them to the next user.
    """
    opened, outer = Scope(committee.pk, committee.slug, user_id), _scope.get()
    with _frame():
        _set(opened)
        _scope.set(opened)
        with _with_endings(outer, opened):
            yield opened


@contextmanager
def scope_of(slug: str, user_id: int | None) -> Iterator[Committee]:
    """Find a committee by its slug and open its scope, both in one statement. Raises: UnknownCommittee."""
    outer = _scope.get()
    with _frame():
        committee = _set_by_slug(slug, user_id)
        opened = Scope(committee.pk, slug, user_id)
        _scope.set(opened)
        with _with_endings(outer, opened):
            yield committee


@contextmanager
def _frame() -> Iterator[None]:
    """Run a scope's transaction, and leave the scope around it as it was."""
    outer, nested = _scope.get(), connection.in_atomic_block
    with transaction.atomic():
        try:
            yield
        finally:
            _scope.set(outer)
            # The end of the outermost transaction ends the settings by itself. After a failed statement a
            # transaction takes no more commands: its savepoint's rollback restores them.
            if nested and not connection.needs_rollback and not _is_aborted():
                _set(outer)


@contextmanager
def as_person(user_id: int) -> Iterator[None]:
    """
    Open a transaction in which a person sees what speaks of themselves, in whatever committee (own-person tables).

    For the moment after sign-in, when no committee is chosen yet; inside that person's scope it changes nothing.
    Raises: RuntimeError inside the scope of somebody else.
    """
    if is_open():
        if current().user_id != user_id:
            raise RuntimeError("the open scope is another person's")
        yield
        return
    with _frame():
        _set(None, user_id)
        yield


def enter(session: psycopg.Connection[Any], committee_id: int) -> None:
    """Let the running transaction of a session of one's own (sealing, backup) see one committee's rows."""
    session.execute("select set_config('app.committee', %s, true)", [str(committee_id)])


def _is_aborted() -> bool:
    raw = connection.connection
    return raw is None or raw.info.transaction_status.name == "INERROR"


def _set(scope_now: Scope | None, user_id: int | None = None) -> None:
    """Tell PostgreSQL. This file is the one place in the house that may set `app.committee` (linted)."""
    committee = "" if scope_now is None else str(scope_now.committee_id)
    asking = user_id if scope_now is None else scope_now.user_id
    user = "" if asking is None else str(asking)
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.committee', %s, true), set_config('app.user', %s, true)",
            [committee, user],
        )


_BY_SLUG = """
select {columns}, set_config('app.committee', c.id::text, true), set_config('app.user', %s, true)
from kernel_committee c where c.slug = %s
"""


def _set_by_slug(slug: str, user_id: int | None) -> Committee:
    from .models import Committee

    names = [field.attname for field in Committee._meta.concrete_fields]
    user = "" if user_id is None else str(user_id)
    with connection.cursor() as cursor:
        cursor.execute(_BY_SLUG.format(columns=", ".join(f"c.{name}" for name in names)), [user, slug])
        found = cursor.fetchone()
    if found is None:
        raise UnknownCommittee(slug)
    return Committee.from_db(connection.alias, names, found[: len(names)])
