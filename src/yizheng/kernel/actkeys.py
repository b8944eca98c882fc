"""Act keys: a form posted twice, by a double click or a lost answer, is one act with one result."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from .htmx import go
from .models import ActKey

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def act(view: View[P]) -> View[P]:
    """
    Let a view act at most once a key: a repeat gives the first result.

    The key row is unique in the act's own transaction, so of two posts at once the second waits for the
    first. A view that answers without a redirect (a form with errors) has not acted: its key stays free.
    """

    @functools.wraps(view)
    def once(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = _posted_key(request)
        if request.method != "POST" or key is None:
            return view(request, *args, **kwargs)
        claim = _claim(request, key)
        if claim is None:
            return go(request, _first_result(request, key))
        response = view(request, *args, **kwargs)
        _settle(claim, response)
        return response

    return cast("View[P]", once)


def once(request: HttpRequest, key: uuid.UUID | None, perform: Callable[[], str]) -> str:
    """
    Perform an act at most once a key and return the address it answers; a repeat gives the first address.

    An act that raises is undone together with its key: the key stays free.
    """
    if key is None:
        return perform()
    claim = _claim(request, key)
    if claim is None:
        return _first_result(request, key)
    claim.result_url = perform()
    claim.save(update_fields=["result_url"])
    return claim.result_url


def new_key() -> str:
    """Return a key for a form about to be drawn."""
    return str(uuid.uuid4())


def _posted_key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("act_key", ""))
    except ValueError:
        return None


def _claim(request: Any, key: uuid.UUID) -> ActKey | None:
    try:
        with transaction.atomic():
            return ActKey.objects.create(user_id=request.actor.user_id, key=key)
    except IntegrityError:
        return None


def _first_result(request: Any, key: uuid.UUID) -> str:
    first = ActKey.objects.get(user_id=request.actor.user_id, key=key)
    return first.result_url or request.get_full_path()


def _settle(claim: ActKey, response: HttpResponse) -> None:
    location = response.headers.get("Location") or response.headers.get("HX-Redirect")
    if location is None:
        claim.delete()
        return
    claim.result_url = location
    claim.save(update_fields=["result_url"])
