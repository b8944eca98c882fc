"""One address for every paper that a room offers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yizheng.attachment.names import safe_name
from yizheng.kernel import papers
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import drawing
from ..typefaces import faces_of_house


@require_safe
def paper(request: HttpRequest, code: str, format: str) -> HttpResponse:
    """Send one paper as a file; the permission of the offer is asked before it is built."""
    offer = _offered(code, format)
    actor: Any = getattr(request, "actor", None)
    require("document.print", actor, offer)
    try:
        made = offer.build(actor, request.GET.dict())
        content = drawing.DRAWERS[offer_format(format)](made, faces=faces_of_house())
    except drawing.NotDrawable as wrong:
        raise Http404("this paper has no such format") from wrong
    except Refused as refusal:
        return render(request, "document/no_paper.html", {"offer": offer, "why": refusal.message}, status=409)
    return as_file(content, made.title, offer_format(format))


def offer_format(given: str) -> papers.Format:
    """Return a format of the house. Raises: Http404 for any other word."""
    for known in drawing.CONTENT_TYPES:
        if known == given:
            return known
    raise Http404("no such format")


def as_file(content: bytes, title: str, format_: papers.Format) -> HttpResponse:
    """Return bytes as a download under a Chinese name that every browser understands (RFC 5987)."""
    response = HttpResponse(content, content_type=drawing.CONTENT_TYPES[format_])
    name = f"{safe_name(title.replace('/', '／'))[:80]}.{format_}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _offered(code: str, format_: str) -> papers.PaperOffer:
    try:
        offer = papers.offered(code)
    except LookupError as unknown:
        raise Http404("no such paper") from unknown
    if format_ not in offer.formats:
        raise Http404("not offered in this format")
    return offer
