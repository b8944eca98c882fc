"""What every page of the room asks of its request."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from yizheng.kernel.acting import Actor

from ..models import Document, DocumentVersion
from ..queries import documents_visible_to


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def asked_document(request: HttpRequest, public_id: UUID) -> Document:
    """Return a document the person may read; any other does not exist for them."""
    visible_to = documents_visible_to
    return get_object_or_404(visible_to(actor_of(request)), public_id=public_id)


def asked_version(request: HttpRequest, document: Document, name: str, default: int) -> DocumentVersion:
    """Return the version the address names. Raises: Http404."""
    raw = request.GET.get(name, str(default))
    if not (raw.isascii() and raw.isdigit() and len(raw) < 6):
        raise Http404("no such version")
    return get_object_or_404(document.versions, ordinal=int(raw))
