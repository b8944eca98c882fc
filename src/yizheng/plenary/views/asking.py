"""What every page of the room asks of its request, and how a refused act is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, refused
from yizheng.ui.shapes import Cell, Column, Crumb

from .. import queries
from ..models import Pack


@dataclass(frozen=True)
class Block:
    """One list of a page: what it is called, its table, what to say when it is empty."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    empty: str
    empty_text: str = ""
    note: str = ""


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def visible_or_404(actor: Actor, public_id: UUID) -> Pack:
    """Return a pack the person may read; any other does not exist for them."""
    return get_object_or_404(queries.packs_visible_to(actor), public_id=public_id)


def acted(form: forms.Form, perform: Callable[[], object]) -> bool:
    """Tell whether an act was done; what a rule refused stands in the form."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            perform()
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def pressed(request: HttpRequest, perform: Callable[[], str], *, to: str) -> HttpResponse:
    """Perform an act of one button and go on with what it says or why it was refused."""
    try:
        with transaction.atomic():
            words = perform()
    except Refused as refusal:
        return refused(request, refusal.message, to=to)
    return done(request, words, to=to)


def form_page(
    request: HttpRequest, form: forms.Form, *, title: str, label: str, back: str, crumbs: Sequence[Crumb],
    lead: str = "", draft: str = "", drop: tuple[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Draw the page of one form; 409 when a rule refused what was typed. `drop`: a button below, address and label."""
    context = {
        "form": form, "title": title, "label": label, "back": back, "crumbs": crumbs, "lead": lead, "draft": draft,
        "drop_url": drop[0] if drop else "", "drop_label": drop[1] if drop else "",
    }  # fmt: skip
    return render(request, "plenary/form.html", context, status=409 if form.non_field_errors() else 200)
