"""What the pages of the room share: the layout of the reader, forms that act, secrets shown once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yizheng.kernel import secrets
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.ui.navigation import MEMBER, audience_of
from yizheng.ui.shapes import Crumb

LAYOUTS = {MEMBER: "ui/layouts/mobile.html"}
_SEAL = "session.interface"


@dataclass(frozen=True)
class Asked:
    """What a page with a form says, and where it leads."""

    title: str
    text: str
    label: str
    back: str
    crumbs: tuple[Crumb, ...] = field(default=())
    look: str = "primary"


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def draw(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Draw a page in the layout of whoever reads it."""
    layout = LAYOUTS.get(audience_of(actor_of(request)), "ui/layouts/workspace.html")
    return render(request, f"interface/{template}.html", {"layout": layout, **context}, status=status)


def posted(request: HttpRequest) -> Any:
    """Return what was posted, be it nothing."""
    return request.POST if request.method == "POST" else None


def form_page(request: HttpRequest, form: Form, asked: Asked) -> HttpResponse:
    """Draw a form; what the rules refuse stands above it."""
    status = 409 if form.non_field_errors() else 200
    return draw(request, "act", {"form": form, "asked": asked}, status)


def perform(
    request: HttpRequest, form: Form, asked: Asked, run: Callable[[], object], said: str, *, to: str = ""
) -> HttpResponse:
    """Act once and go on; a refusal leaves what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            run()
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, said, to=to or asked.back)
    return form_page(request, form, asked)


def keep_for_once(request: HttpRequest, name: str, text: str) -> None:
    """Keep a secret until the next page has shown it, sealed as everything secret is."""
    request.session[name] = secrets.seal(text, _SEAL)


def shown_once(request: HttpRequest, name: str) -> str:
    """Return what was kept, and forget it; empty the second time."""
    sealed = request.session.pop(name, None)
    return secrets.unseal(sealed, _SEAL) if sealed else ""
