"""What every page of the room asks of its request."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from yizheng.kernel.acting import Actor

from .. import queries
from ..models import Speech, SpeechCall


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def speech_or_404(actor: Actor, public_id: UUID) -> Speech:
    """Return a speech the person may read; any other does not exist for them."""
    return get_object_or_404(queries.speeches_visible_to(actor), public_id=public_id)


def call_or_404(actor: Actor, public_id: UUID) -> SpeechCall:
    """Return a call the person may see."""
    return get_object_or_404(queries.calls_visible_to(actor), public_id=public_id)
