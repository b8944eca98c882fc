"""The pages of the configuration: all keys, one key, taking a change back."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.acting import SOURCE_LABELS, Actor, Source
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Crumb, TimelineEntry
from yizheng.ui.tags.marks import long_date

from ..configuration import Key, get
from . import queries, services
from .forms import SettingForm, shown
from .wording import ACTS, said, stood


@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """List every key, section by section: what holds, since when, what is to come."""
    actor = actor_of(request)
    require("org.read_configuration", actor)
    found = queries.sections(on=timezone.localdate())
    context = {
        "count": sum(len(section.keys) for section in found),
        "sections": [(section.title, [_line(each) for each in section.keys]) for section in found],
        "may_configure": may("org.configure", actor),
    }
    return render(request, "org/configuring/settings.html", context)


def _line(each: queries.Standing) -> dict[str, Any]:
    return {
        "key": each.key,
        "url": address("configuring:setting", key_name=each.key.name),
        "value": said(each.key, each.value),
        "since": each.since,
        "future": [(day, said(each.key, value)) for day, value in each.future],
    }


@require_http_methods(["GET", "POST"])
@act
def setting(request: HttpRequest, key_name: str) -> HttpResponse:
    """Show one key with its history; change it."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read_configuration", actor)
    key = _key_or_404(key_name)
    if request.method == "POST":
        require("org.configure", actor)
    stands = queries.standing(key, on=today)
    first = {"value": shown(key, stands.value), "valid_from": today}
    form = SettingForm(request.POST or None, key=key, today=today, initial=first)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            row = services.change_setting(
                key=key, value=form.cleaned_data["value"], valid_from=form.cleaned_data["valid_from"],
                by=actor, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("valid_from" if refusal.code == "past" else "value", refusal.message)
            status = 409
        else:
            words = f"“{key.label}”从{long_date(row.valid_from)}起是{said(key, row.value)}。"
            return done(request, words, to=address("configuring:setting", key_name=key_name))
    return render(request, "org/configuring/setting.html", _context(stands, form, actor), status=status)


def _context(stands: queries.Standing, form: SettingForm, actor: Actor) -> dict[str, Any]:
    key = stands.key
    return {
        "key": key,
        "value": said(key, stands.value, whole=True),
        "default": said(key, key.default, whole=True),
        "since": stands.since,
        "future": [(day, said(key, value, whole=True), _removal(key, day)) for day, value in stands.future],
        "form": form,
        "may_configure": may("org.configure", actor),
        "timeline": [_entry(key, row) for row in queries.history(key).select_related("entered_by")],
        "crumbs": [Crumb("配置", address("configuring:settings")), Crumb(key.label)],
    }


def _removal(key: Key[Any], day: date) -> str:
    return address("configuring:withdraw", key_name=key.name, day=day.isoformat())


@require_http_methods(["POST"])
@act
def withdraw(request: HttpRequest, key_name: str, day: str) -> HttpResponse:
    """Take back a change that has not begun."""
    actor = actor_of(request)
    require("org.configure", actor)
    key, valid_from = _key_or_404(key_name), _day_or_404(day)
    here = address("configuring:setting", key_name=key_name)
    try:
        services.withdraw_setting(key=key, valid_from=valid_from, by=actor, at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal.message, to=here)
    return done(request, f"已取消“{key.label}”从{long_date(valid_from)}起的改动。", to=here)


def _entry(key: Key[Any], row: LedgerEntry) -> TimelineEntry:
    return TimelineEntry(
        act=ACTS.get(row.act, "有变动"),
        who=row.actor_name,
        at=row.at,
        hat=row.hat_label,
        source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
        text=stood(key, row.fields),
    )


def _key_or_404(key_name: str) -> Key[Any]:
    try:
        return get(key_name)
    except LookupError:
        raise Http404("no such key") from None


def _day_or_404(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise Http404("no such day") from None


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)
