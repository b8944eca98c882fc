"""What every page of the room asks of its request."""

from __future__ import annotations

from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from yizheng.kernel.acting import Actor

M = TypeVar("M", bound=Model)


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def visible_or_404(rows: QuerySet[M], public_id: UUID) -> M:
    """Return one of the rows a person may read; anything else does not exist for them."""
    return get_object_or_404(rows, public_id=public_id)
