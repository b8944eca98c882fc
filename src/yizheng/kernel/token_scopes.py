"""What a token of the JSON door may be used for (令牌范围): what it reads, and the acts that name their scope."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest

from . import subjects

View = TypeVar("View", bound=Callable[..., Any])
MARK = "token_scope"
"""The attribute by which a view of the door says what scope opens it."""


class Scope(TextChoices):
    """What the owner of a token allows it; within that, the hat decides as everywhere."""

    READ = "read", "读取"
    PROPOSAL_WRITE = "proposal.write", "提案起草、联名和提交"
    HANDLING_WRITE = "handling.write", "提案办理和答复"
    FEEDBACK_WRITE = "feedback.write", "评价办理和确认面商"
    OPINION_READ = "opinion.read", "读取社情民意和转办单"
    OPINION_WRITE = "opinion.write", "社情民意起草和报送"
    SLIP_WRITE = "slip.write", "转办单签收和反馈"
    PLENARY_WRITE = "plenary.write", "全会座位、日程和小组简报"


READS = (Scope.READ, Scope.OPINION_READ)
"""Scopes that read; what is read under `read` alone holds nothing of a room that names a scope of its own."""

_rooms: dict[str, Scope] = {}
_pages: dict[str, tuple[str, ...]] = {}


class ScopeMissing(PermissionDenied):
    """The token does not cover what was asked; `scope` is empty where no token ever does."""

    def __init__(self, scope: str) -> None:
        super().__init__(f"token scope {scope or 'none'}")
        self.scope = scope

    @property
    def message(self) -> str:
        """Say it to a person."""
        if not self.scope:
            return "这件事不能用接口令牌办，什么都没有改动。请本人在网页上办。"
        label = Scope(self.scope).label
        return f"这个令牌没有“{label}”（{self.scope}）这一项，什么都没有改动。请在“接口令牌”页另做一个。"


def opens(scope: Scope) -> Callable[[View], View]:
    """
    Let tokens of a scope do an act of the door, or read an address that is not for every token.

    An act without this mark is done in sessions only; an address without it is read under `read`.
    """

    def marked(view: View) -> View:
        setattr(view, MARK, scope.value)
        return view

    return marked


def scope_of(view: Callable[..., Any]) -> str:
    """Return the scope that opens an act; empty where none does."""
    return str(getattr(view, MARK, ""))


def scope_to_read(view: Callable[..., Any]) -> Scope:
    """Return the scope that reads an address."""
    return Scope(scope_of(view) or Scope.READ)


def read_by_scope(view: View) -> View:
    """Wrap a view that reads, so that it asks for its scope. Raises: ScopeMissing."""
    scope = scope_to_read(view)

    @functools.wraps(view)
    def reading(request: HttpRequest, *args: Any, **given: Any) -> Any:
        check(request, scope)
        return view(request, *args, **given)

    return reading  # type: ignore[return-value]


def guard_room(app_label: str, scope: Scope, *, pages: tuple[str, ...] = ()) -> None:
    """
    Say that a room is read under a scope of its own, in lists over all rooms too; called when the house starts.

    `pages`: how the addresses of its pages begin inside a committee; what leads there quotes the room.
    """
    _rooms[app_label], _pages[app_label] = scope, pages


def hidden_kinds(request: HttpRequest) -> frozenset[str]:
    """Return the kinds that lists over all rooms leave out, because the token does not cover their room."""
    closed = _closed_rooms(request)
    if not closed:
        return frozenset()
    return frozenset(each.kind for each in subjects.registered() if each.model._meta.app_label in closed)


def hidden_pages(request: HttpRequest) -> tuple[str, ...]:
    """Return how the addresses begin that the token does not cover: lines that lead there are left out."""
    return tuple(page for room in sorted(_closed_rooms(request)) for page in _pages[room])


def _closed_rooms(request: HttpRequest) -> set[str]:
    covered: tuple[str, ...] | None = getattr(request, "token_scopes", None)
    return set() if covered is None else {room for room, scope in _rooms.items() if scope not in covered}


def check_reads(request: HttpRequest) -> None:
    """Raises: ScopeMissing, when the request came by a token that reads nothing at all."""
    covered: tuple[str, ...] | None = getattr(request, "token_scopes", None)
    if covered is not None and not set(READS) & set(covered):
        raise ScopeMissing(Scope.READ)


def check(request: HttpRequest, scope: str) -> None:
    """Raises: ScopeMissing, when the request came by a token that does not cover the scope."""
    covered: tuple[str, ...] | None = getattr(request, "token_scopes", None)
    if covered is not None and scope not in covered:
        raise ScopeMissing(scope)
