"""Schemes of assessment: the list, the page that shows at once what a change does, the what-if over a year."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Column, Crumb, Meaning

from .. import queries, reckoned, scheme_editing, scheme_fields, shifting, showing
from ..enums import SchemeState
from ..models import SchemeVersion
from ..scoring.scheme import parse
from ..scoring.shipped import NAMES, shipped, text_of
from ..services import schemes as services
from ..supposing import Opens
from . import acting
from .asking import actor_of, scheme_or_404, year_of
from .office import tabs_of

COLUMNS = [Column("年度"), Column("办法"), Column("版本", "number"), Column("状态"), Column("依据")]
MOST_BESIDE = 15
"""Members shown beside the numbers; the what-if shows all."""
NOWHERE = Opens()
MEANING = {
    SchemeState.DRAFT: Meaning.WARN, SchemeState.IN_FORCE: Meaning.OK, SchemeState.REPLACED: Meaning.NEUTRAL,
}  # fmt: skip


@require_GET
def schemes(request: HttpRequest) -> HttpResponse:
    """List the schemes of all years, and what can be started from."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    rows = queries.schemes_visible_to(actor)
    context = {
        "year": year_of(request, today), "tabs": tabs_of("schemes", year_of(request, today)), "columns": COLUMNS,
        "rows": [_row(each) for each in rows], "starts": [(name, shipped(name)) for name in NAMES],
        "may_edit": may("duty.edit_scheme", actor), "next_year": queries.year_of(today),
    }  # fmt: skip
    return render(request, "duty/schemes.html", context)


def _row(each: SchemeVersion) -> list[Cell]:
    return [
        Cell(f"{each.year}年"), Cell(each.name, url=address("duty:scheme", public_id=each.public_id)),
        Cell(str(each.version)), Cell(each.get_state_display(), meaning=MEANING[SchemeState(each.state)]),
        Cell(each.basis or "—"),
    ]  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Draft a scheme for the running year from a shipped one."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.edit_scheme", actor)
    name, refusal = code if code in NAMES else NAMES[0], None
    if request.method == "POST":
        try:
            made = services.draft(year=year_of(request, today), data=text_of(name), by=actor, at=timezone.now())
            return done(request, "已起草，可以改分值看变化。", to=address("duty:scheme", public_id=made.public_id))
        except Refused as refused:
            refusal = refused
    year = year_of(request, today)
    context = {
        "label": "起草考核办法", "back": address("duty:schemes"), "refusal": refusal,
        "action": f"{request.path}?year={year}",
        "text": f"以“{shipped(name).name}”为底稿，起草{year}年的考核办法。起草不影响现在的计分。",
    }  # fmt: skip
    return render(request, "duty/confirm.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
@act
def scheme(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a scheme with its numbers; a draft can be changed, and each change shows at once what it does."""
    actor, today = actor_of(request), timezone.localdate()
    found = scheme_or_404(actor, public_id)
    data, refusal = found.data, None
    if request.method == "POST":
        require("duty.edit_scheme", actor)
        data = scheme_editing.with_values(found.data, request.POST.dict())
        try:
            services.change(scheme=found, data=data, by=actor, at=timezone.now())
            return done(request, "已保存。", to=address("duty:scheme", public_id=found.public_id))
        except Refused as refused:
            refusal = refused
    year, shows = year_of(request, today), may("duty.read", actor) and refusal is None
    closed = queries.is_frozen(found.year)
    context = {
        "scheme": found, "data": data, "parts": scheme_fields.parts_of(data), "rules": scheme_fields.rules_of(data),
        "plain_rules": scheme_fields.plain_rules(data), "versions": _versions(actor, found),
        "refusal": refusal, "year": year,
        "meaning": MEANING[SchemeState(found.state)],
        "may_edit": found.state == SchemeState.DRAFT and may("duty.edit_scheme", actor) and not closed,
        "is_closed": closed,
        "may_try": may("duty.read", actor), "may_revise": may("duty.edit_scheme", actor),
        "acts": [] if closed else acting.offered("scheme", (acting.ADOPT,), found, actor),
        "crumbs": [Crumb("考核办法", address("duty:schemes")), Crumb(str(found))],
    } | (_effect(found.year, data, most=MOST_BESIDE) if shows else {})  # fmt: skip
    page = "duty/scheme_edit.html" if context["may_edit"] else "duty/scheme.html"
    return render(request, page, context, status=409 if refusal else 200)


def _versions(actor: Actor, found: SchemeVersion) -> list[SchemeVersion]:
    """Return the other versions of the same year, the newest first."""
    return list(queries.schemes_visible_to(actor).filter(year=found.year).exclude(pk=found.pk))


@require_http_methods(["GET", "POST"])
@act
def revise(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Draft the next version from one that is there: for its own year, or for the running one where it is over."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.edit_scheme", actor)
    found, refusal = scheme_or_404(actor, public_id), None
    year = max(found.year, queries.year_of(today))
    if request.method == "POST":
        try:
            made = services.draft(year=year, data=found.data, by=actor, at=timezone.now())
            return done(request, "已起草新一版。", to=address("duty:scheme", public_id=made.public_id))
        except Refused as refused:
            refusal = refused
    context = {
        "label": "起草新一版", "back": address("duty:scheme", public_id=found.public_id), "refusal": refusal,
        "action": request.path, "text": f"以“{found}”为底稿，起草{year}年的新一版。定为执行以前，计分照旧。",
    }  # fmt: skip
    return render(request, "duty/confirm.html", context, status=409 if refusal else 200)


@require_POST
def try_scheme(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what the numbers on the page would do, without saving them."""
    actor = actor_of(request)
    require("duty.edit_scheme", actor)
    found = scheme_or_404(actor, public_id)
    data = scheme_editing.with_values(found.data, request.POST.dict())
    return render(request, "duty/effect.html", _effect(found.year, data, most=MOST_BESIDE))


def _effect(year: int, data: dict[str, Any], opens: Opens = NOWHERE, *, most: int | None = None) -> dict[str, Any]:
    """Return what a draft would do to a year; or the sentence why it does not hold together."""
    try:
        services.checked(data)
    except Refused as refused:
        return {"effect_refusal": refused.message}
    seats = list(queries.members_in(year))
    seen = reckoned.what_if(year, parse(data), seats)
    return {
        "seen": seen, "effect_year": year, "shift_columns": shifting.SHIFT_COLUMNS,
        "shift_rows": shifting.shift_rows(seen, showing.names_of(seats), opens)[:most],
        "more_shifts": max(0, len(seen.shifts) - most) if most else 0, "sector_columns": shifting.SECTOR_COLUMNS,
        "sector_rows": shifting.sector_rows(seen, opens), "band_columns": shifting.BAND_COLUMNS,
        "band_rows": shifting.band_rows(seen, opens), "make_columns": shifting.MAKE_COLUMNS,
        "make_rows": shifting.make_rows(seen, opens),
    }  # fmt: skip


@require_GET
def what_if(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Run a scheme over the facts of a year beside the one that was in force (规则推演)."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    found = scheme_or_404(actor, public_id)
    now = queries.year_of(today)
    year = year_of(request, today) if request.GET.get("year") else now - 1
    context = {
        "scheme": found, "year": year, "years": range(now, now - 3, -1),
        "crumbs": [
            Crumb("考核办法", address("duty:schemes")),
            Crumb(str(found), address("duty:scheme", public_id=found.public_id)), Crumb("规则推演"),
        ],
    } | _effect(year, found.data, Opens(found.public_id, year))  # fmt: skip
    return render(request, "duty/what_if.html", context)
