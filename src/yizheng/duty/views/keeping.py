"""What the office enters: a signed sheet of an activity, a visit."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.intake.sheets.book import Book
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.org.models import Membership, Person
from yizheng.ui.shapes import Cell, Column, Crumb, Figure
from yizheng.ui.tags.marks import short_date

from .. import forms, noticing, queries
from ..deeds import Deed
from ..enums import DutyRole, VisitForm
from ..services import recording, visiting
from ..services.claiming import service_of
from ..services.visiting import Visit
from .asking import actor_of, seat_asked, sector_asked, year_of
from .office import tabs_of

MOST_NAMES = 2000
VISIT_COLUMNS = [Column("日期", "date"), Column("走访人"), Column("委员"), Column("方式"), Column("谈了什么"),
                 Column("要跟进的事")]  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def register(request: HttpRequest) -> HttpResponse:
    """Register who took part in an activity, from names or an Excel sheet (facts, not points)."""
    actor = actor_of(request)
    require("duty.record", actor)
    data, uploads = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.RegisterForm(data, uploads, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        number = _registered(form, actor)
        if number is not None:
            return done(request, f"登记了{number}人；已经有记录的不重复。", to=address("duty:members"))
    crumbs = [Crumb("委员履职", address("duty:members")), Crumb("登记活动")]
    context = {"form": form, "crumbs": crumbs, "back": address("duty:members")}
    return render(request, "duty/register.html", context, status=409 if form.non_field_errors() else 200)


def _registered(form: forms.RegisterForm, actor: Actor) -> int | None:
    given: dict[str, Any] = form.cleaned_data
    try:
        with transaction.atomic():
            names = names_in(given["names"]) + (names_in_sheet(given["sheet"]) if given["sheet"] else [])
            deed = recording.sheet_deed(given["kind"], given["on"].isoformat(), given["title"])
            deeds = [
                Deed(seat.pk, given["on"], given["kind"], DutyRole.NONE, deed, given["title"].strip(),
                     quantity=given["half_days"] * 100, service=service_of(given["kind"], given["service"]))
                for seat in seats_called(names, given["on"])
            ]  # fmt: skip
            return len(recording.register_sheet(deeds=deeds, by=actor, at=timezone.now()))
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None


def names_in(words: str) -> list[str]:
    """Read names from text: a line or a comma between them; names padded in print are read as one."""
    parts = re.split(r"[\n,，、;；]+", words)
    return [name for part in parts if (name := "".join(part.split()))]


def names_in_sheet(upload: UploadedFile) -> list[str]:
    """Read the names of the first column of the first sheet. Raises: Refused for what the house reads as no sheet."""
    with NamedTemporaryFile() as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        with Book(Path(kept.name), upload.name or "") as book:
            rows = islice(book.rows(0), MOST_NAMES)
            names = [name for row in rows for name in names_in(row.text(0))]
    return [name for name in names if name not in ("姓名", "委员", "委员姓名")]


def seats_called(names: list[str], on: date) -> list[Membership]:
    """Return the seats of a day that bear these names. Raises: Refused `names` with those unknown or not clear."""
    found: dict[str, list[Membership]] = {}
    for seat in queries.members_in(queries.year_of(on)).filter(person__name__in=names):
        found.setdefault(seat.person.name, []).append(seat)
    wrong = [name for name in dict.fromkeys(names) if len(found.get(name, [])) != 1]
    if wrong:
        raise Refused("names", f"名册里找不到或有重名：{'、'.join(wrong[:10])}。请核对，一条也没有登记。")
    return [found[name][0] for name in dict.fromkeys(names)]


@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """List the visits of a year with the coverage (F024, F122)."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    year = year_of(request, today)
    visited, all_, pairs = noticing.coverage(year)
    sector, known = sector_asked(request), queries.visits_visible_to(actor).filter(year=year)
    seat = seat_asked(request, actor)
    rows = known.filter(membership__sector=sector) if sector else known
    rows = (rows.filter(membership=seat) if seat else rows).order_by("-on", "-id")
    here, notices = f"{address('duty:visits')}?year={year}", f"{address('duty:notices')}?year={year}"
    share = f"{visited * 100 / all_:.1f}%" if all_ else "—"
    context = {
        "year": year, "who": f"{sector}界别" if sector else seat.person.name if seat else "",
        "tabs": tabs_of("visits", year), "columns": VISIT_COLUMNS, "may_visit": may("duty.visit", actor),
        "figures": [
            Figure(share, "走访覆盖面", here, note=f"{visited}/{all_}"),
            Figure(known.count(), "走访", here, "次"),
            Figure(all_ - visited, "还没有走访", f"{notices}&list=not_visited", "人"),
            Figure(pairs, "结对", f"{address('duty:pairs')}?year={year}", "对"),
        ],
        "rows": [
            [Cell(short_date(v.on)), Cell(v.visitor.name), Cell(v.membership.person.name), Cell(v.get_form_display()),
             Cell(v.matters), Cell(v.follow_up)]
            for v in rows
        ],
    }  # fmt: skip
    return render(request, "duty/visits.html", context)


@require_http_methods(["GET", "POST"])
@act
def visit(request: HttpRequest) -> HttpResponse:
    """Record a visit."""
    actor = actor_of(request)
    require("duty.visit", actor)
    form = forms.VisitFormForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _visited(form, actor):
        return done(request, "已记下。", to=address("duty:visits"))
    crumbs = [Crumb("走访联系", address("duty:visits")), Crumb("记走访")]
    context = {"form": form, "crumbs": crumbs, "back": address("duty:visits")}
    return render(request, "duty/visit.html", context, status=409 if form.non_field_errors() else 200)


def _visited(form: forms.VisitFormForm, actor: Actor) -> bool:
    given = form.cleaned_data
    try:
        with transaction.atomic():
            (seat,) = seats_called(names_in(given["member"]), given["on"])
            visitor = person_called(given["visitor"])
            found = Visit(visitor, seat, given["on"], VisitForm(given["form"]), given["matters"], given["follow_up"])
            visiting.visit(given=found, by=actor, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    except ValueError:
        form.add_error("member", "一次只记一位委员。")
        return False
    return True


def person_called(name: str) -> Person:
    """Return the person of this name. Raises: Refused `names` where nobody or more than one bears it."""
    rows = list(Person.objects.filter(name="".join(name.split()))[:2])
    if len(rows) != 1:
        raise Refused("names", f"名册里找不到或有重名：{name}。请核对。")
    return rows[0]
