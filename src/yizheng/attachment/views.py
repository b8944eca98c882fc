"""The one door through which a stored file leaves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from . import queries

SHOWN_IN_PAGE = ("application/pdf", "image/png", "image/jpeg", "image/gif")
"""Types a browser draws without running anything; asked for with `?show=1`."""


@require_safe
def open_file(request: Any, public_id: UUID) -> FileResponse:
    """Send a file to whoever may see what it belongs to; to everybody else it does not exist."""
    file = queries.file_visible_to(request.actor, public_id)
    if file is None:
        raise Http404("no such file")
    shown = request.GET.get("show") == "1" and file.content_type in SHOWN_IN_PAGE
    response = FileResponse(
        queries.path_of(file).open("rb"),
        as_attachment=not shown,
        filename=file.name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
