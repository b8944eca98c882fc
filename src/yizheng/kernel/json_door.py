"""
The JSON door: what the `api.py` of every room shares.

One prefix before all addresses, one shape of refusals with the sentences of the pages, act keys by a header.
"""

from __future__ import annotations

import functools
import inspect
import uuid
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Schema
from pydantic import AfterValidator

from . import actkeys, token_scopes
from .acting import Actor
from .errors import Refused

PREFIX = "/api/"
KEY_HEADER = "Idempotency-Key"
PAGE_ROWS = 50

NOT_SIGNED_IN = "请先登录，再调用接口。"
NOT_FOUND = "没有找到。可能已经移走，也可能是您当前的身份看不到。"
FORBIDDEN = "您当前的身份不能做这件事，什么都没有改动。可以换一个身份，或联系办公室。"
NOT_THROUGH_THE_DOOR = "登录还差一步，请先在网页上办完，再调用接口。"
WRONG_METHOD = "这个地址不能这样调用，请按接口说明换一种方法。"
BAD_KEY = f"请求头 {KEY_HEADER} 须是一个 UUID，每办一件事换一个。"

T = TypeVar("T")


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("NUL in a text")
    return text


Words = Annotated[str, AfterValidator(_without_nul)]
"""Text that PostgreSQL can hold: forms are checked by the middleware, JSON here."""


class Done(Schema):
    """What every act answers: the address of what it was done to; a repeat of the same key gives the same."""

    url: str


class PageAsked(Schema):
    """Which page of a list is asked for."""

    page: int = Field(1, ge=1, le=10_000)


class Page(Schema, Generic[T]):
    """One page of a list of at most 50 rows; `count` is of the whole list."""

    count: int
    page: int
    pages: int
    rows: list[T]


def is_asked(request: HttpRequest) -> bool:
    """Tell whether a request came to the JSON door."""
    return request.path.startswith(PREFIX)


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def refusal(code: str, message: str, status: int, **more: Any) -> JsonResponse:
    """Answer why not: a code for programs, a sentence for people."""
    return JsonResponse({"code": code, "message": message, **more}, status=status)


def answered(run: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a request in JSON, whatever it met; its scope is undone before the refusal is written."""
    try:
        response = run()
    except Refused as refused:
        return refusal(refused.code, refused.message, 409)
    except token_scopes.ScopeMissing as missing:
        return refusal("scope", missing.message, 403, scope=missing.scope)
    except PermissionDenied as denied:
        return refusal("forbidden", FORBIDDEN, 403, permission=str(denied))
    except Http404:
        return refusal("not_found", NOT_FOUND, 404)
    if response.status_code == 405:
        return refusal("wrong_method", WRONG_METHOD, 405)
    return response


def page_of(rows: QuerySet[Any], number: int, shown: Callable[[Any], T]) -> Page[T]:
    """Return one page of rows; a number past the end is the last page."""
    page = Paginator(rows, PAGE_ROWS).get_page(number)
    return Page(
        count=page.paginator.count, page=page.number, pages=page.paginator.num_pages, rows=[shown(row) for row in page]
    )


def act(view: Callable[..., str]) -> Callable[..., Done]:
    """
    Let an act be done at most once a key of the header, and answer where its object is read.

    Raises: Refused `bad_key` for a key that is no UUID; ScopeMissing where a token does not cover the act
    (`token_scopes.opens`); nothing is done then.
    """

    @functools.wraps(view)
    def once(request: HttpRequest, **given: Any) -> Done:
        token_scopes.check(request, token_scopes.scope_of(view))
        return Done(url=actkeys.once(request, _key(request), lambda: view(request, **given)))

    setattr(once, "is_act", True)  # noqa: B010
    # Read here, where the names of the view's own module are known; the library reads them from the function.
    setattr(once, "__signature__", inspect.signature(view, eval_str=True))  # noqa: B010
    return once


def _key(request: HttpRequest) -> uuid.UUID | None:
    given = request.headers.get(KEY_HEADER, "")
    if not given:
        return None
    try:
        return uuid.UUID(given)
    except ValueError:
        raise Refused("bad_key", BAD_KEY) from None
