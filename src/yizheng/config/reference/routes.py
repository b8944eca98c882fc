"""Which permission each address asks: read from the views themselves, so that no page can forget to ask."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView

from yizheng.kernel.workflow import Transition

COMMITTEES = ("<slug:committee>/", "api/<slug:committee>/")
ASKING = "require"
FETCHING = ("visible_to", "visible_or_404")
DEEPEST = 4
OPEN_ROUTES: dict[str, str] = {
    "todo:desk": "本人的工作台：只列所戴身份的待办",
    "todo:everything": "本人的全部待办",
    "todo:calendar": "本人的日历",
    "todo:open-feed": "本人的日历订阅地址",
    "todo:revoke-feed": "本人的日历订阅地址",
    "hats:change": "只能换上本人自己的身份",
    "notify:inbox": "本人收到的通知",
    "notify:open": "本人收到的通知",
    "notify:read-all": "本人收到的通知",
    "notify:message": "本人收到的通知",
    "notify:confirm": "本人收到的通知",
    "notify:answer": "本人收到的通知",
    "notify:choices": "本人的通知方式",
    "words:words": "空白页：文字只在本人的浏览器里",
    "api:list-todos": "本人所戴身份的待办",
    "api:list-notices": "本人收到的通知",
    "api:read-notice": "本人收到的通知",
}
"""Addresses inside a committee that ask no permission, each with the reason why that is right."""


@dataclass(frozen=True)
class Route:
    """One address inside a committee: the permissions its view demands, and whether it fetches only what is visible."""

    name: str
    path: str
    permissions: tuple[str, ...]
    is_filtered: bool


def routes() -> list[Route]:
    """Return every address inside a committee, in the order in which they are tried."""
    return list(_walk(get_resolver().url_patterns, "", "", inside=False))


def silent_routes() -> list[str]:
    """Return the addresses that demand nothing, filter nothing, and are not listed as open."""
    return [each.name for each in routes() if _is_silent(each) and each.name not in OPEN_ROUTES]


def _is_silent(route: Route) -> bool:
    return not route.permissions and not route.is_filtered


def _walk(patterns: list[URLPattern | URLResolver], space: str, before: str, *, inside: bool) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        within = inside or path.startswith(COMMITTEES)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, path, inside=within)
        elif within:
            yield _route(f"{space}{pattern.name}", path, pattern.callback)


def _route(name: str, path: str, view: Any) -> Route:
    asked = _asked(view, DEEPEST, set())
    permissions = tuple(sorted(asked - {*FETCHING}))
    return Route(name, "/" + path.replace("<slug:committee>", "…"), permissions, permissions != tuple(sorted(asked)))


def _asked(view: Any, depth: int, seen: set[int]) -> set[str]:
    """Return the permissions a view demands and the filters it fetches by, itself or in the functions it calls."""
    found: set[str] = set()
    for function in _layers(view):
        if id(function) in seen:
            continue
        seen.add(id(function))
        found |= _named_in_closure(function)
        if "yizheng" in function.__module__:  # tests are called by longer names
            found |= _named_in_source(function, depth, seen)
    return found


def _layers(view: Any) -> Iterator[FunctionType]:
    """Yield a view and what its decorators wrap; of the JSON interface, the functions of each method."""
    while isinstance(view, FunctionType):
        yield view
        for cell in view.__closure__ or ():
            if isinstance(cell.cell_contents, PathView):
                yield from (layer for each in cell.cell_contents.operations for layer in _layers(each.view_func))
        wrapped = getattr(view, "__wrapped__", None)
        if wrapped is None:
            return
        view = wrapped


def _named_in_closure(function: FunctionType) -> set[str]:
    """A view made for a row of a table asks what the row says."""
    return {asked for cell in function.__closure__ or () for asked in _permission_of(cell.cell_contents)}


def _permission_of(held: Any) -> Iterator[str]:
    """Yield the permission of a row of a machine, or of what carries such a row."""
    row = getattr(held, "row", held)
    if isinstance(row, Transition):
        yield row.permission


def _named_in_source(function: FunctionType, depth: int, seen: set[int]) -> set[str]:
    found: set[str] = set()
    for call in _calls(function.__code__):
        found |= _rows_handed_over(call, function)
        if _name(call.func) == ASKING:
            found |= _first_words(call, function)
        elif _name(call.func) in FETCHING:
            found.add(_name(call.func))
        elif depth > 0:
            found |= _asked(_called(call.func, function), depth - 1, seen)
    return found


@cache
def _calls(code: CodeType) -> tuple[ast.Call, ...]:
    """Return what a function calls; most functions are reached from many addresses, so each is read once."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(code)))
    return tuple(node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _rows_handed_over(call: ast.Call, function: FunctionType) -> set[str]:
    """A row of a machine that is handed on (to `apply` in the end) has its permission asked there."""
    return {asked for argument in call.args for asked in _permission_of(_resolved(argument, function))}


def _first_words(call: ast.Call, function: FunctionType) -> set[str]:
    """Return the permission a call names: a word, a constant of the module, or the permission of a row."""
    if not call.args:
        return set()
    asked = call.args[0]
    if isinstance(asked, ast.Constant) and isinstance(asked.value, str):
        return {asked.value}
    named = _resolved(asked, function)
    return {named} if isinstance(named, str) else set()


def _called(called: ast.expr, function: FunctionType) -> Callable[..., Any] | None:
    """Return the function of a module that is called; one handed in is read by the row it carries."""
    found = _in(function.__globals__, called)
    return found if isinstance(found, FunctionType) else None


def _resolved(expression: ast.expr, function: FunctionType) -> Any:
    """Return what a name or a dotted name stands for: in the function around it, else in its module."""
    return _in({**function.__globals__, **_around(function)}, expression)


def _in(names: dict[str, Any], expression: ast.expr) -> Any:
    if isinstance(expression, ast.Name):
        return names.get(expression.id)
    if isinstance(expression, ast.Attribute):
        return getattr(_in(names, expression.value), expression.attr, None)
    return None


def _around(function: FunctionType) -> dict[str, Any]:
    names = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    return {name: cell.cell_contents for name, cell in names}


def _name(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
