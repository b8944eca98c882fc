"""The page on which something new is begun: a form, one service, on to what it made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yizheng.kernel import subjects
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.ui.shapes import Crumb


def begin(
    request: HttpRequest, form: Form, make: Callable[[], Model], *, title: str, lead: str, crumbs: Sequence[Crumb]
) -> HttpResponse:
    """Draw the form, or make the thing and go to its page; what was typed stays when the rules refuse it (409)."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made: Any = make()
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"“{made}”已建好。", to=subjects.of(made).url(made))
    context = {"form": form, "title": title, "lead": lead, "crumbs": crumbs}
    status = 409 if form.non_field_errors() else 200
    return render(request, "proposal/appraisal/new.html", context, status=status)
