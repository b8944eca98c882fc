"""Answers to a form: a redirect for a plain browser, the same redirect as a header for htmx."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def done(request: HttpRequest, message: str, *, to: str) -> HttpResponse:
    """Say in one sentence what was done and go where the work goes on."""
    messages.success(request, message)
    return go(request, to)


def refused(request: HttpRequest, message: str, *, to: str) -> HttpResponse:
    """Say in one sentence why nothing was done, and go back to where it was asked."""
    messages.error(request, message)
    return go(request, to)


def go(request: HttpRequest, to: str) -> HttpResponse:
    """Go to a page; htmx is told by its header, because it would follow a redirect inside the old page."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)
