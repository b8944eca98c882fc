"""Pages of the duty menu: what a member chose and lacks, and how the office keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.org import duty_years
from yizheng.ui.shapes import Crumb

from .. import activity_queries, menu_queries
from .. import workflow as table
from ..enums import ActivityKind, ActivityState, MenuState
from ..models import Activity, DutyMenu, MenuItem
from ..services import menus
from .asking import actor_of

ACTS = {
    "open": (table.OPEN_MENU, menus.open_menu, "已公布，委员可以选了。"),
    "close": (table.CLOSE_MENU, menus.close_menu, "已截止。"),
}


class EntryForm(forms.Form):
    """One item."""

    title = forms.CharField(label="事项", max_length=120, error_messages={"required": "请写明事项。"})
    kind = forms.ChoiceField(label="类别", choices=ActivityKind)
    host = forms.CharField(label="主办单位", max_length=120, error_messages={"required": "请写明主办单位。"})
    period = forms.CharField(label="什么时候", max_length=60, required=False, help_text="如“5月”“三季度”。")

    def entry(self) -> menus.Entry:
        """Return it as the service takes it."""
        return menus.Entry(**{**self.cleaned_data, "kind": ActivityKind(self.cleaned_data["kind"])})


class LinkForm(forms.Form):
    """Which activity an item became."""

    activity = forms.ModelChoiceField(
        label="活动", queryset=Activity.objects.none(), to_field_name="public_id", empty_label="请选择",
        error_messages={"required": "请选择活动。"}, help_text="选了这一项的委员，在活动发布时按先后报上名。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["activity"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Activity.objects.filter(state__in=[ActivityState.DRAFT, ActivityState.PUBLISHED])


@require_GET
def menu(request: HttpRequest) -> HttpResponse:
    """Show the newest menu: its items, what the member chose and still lacks; for the office who lacks what."""
    actor, now, today = actor_of(request), timezone.now(), timezone.localdate()
    require("meeting.read_activities", actor)
    row = menu_queries.menus_visible_to(actor).order_by("-year").first()
    keeps, member = may("meeting.keep_menu", actor), activity_queries.own_membership(actor, today)
    own = menu_queries.own_choices(row, member) if row is not None and member is not None else {}
    items = list(menu_queries.items_of(row)) if row is not None else []
    missing = menu_queries.lacking([each.item.kind for each in own.values()], menu_queries.least(today))
    context = {
        "menu": row,
        "items": [(each, own.get(each.pk), _is_over(each, now)) for each in items],
        "is_open": row is not None and row.state == MenuState.OPEN,
        "is_member": member is not None and row is not None,
        "missing": [(group.label, number) for group, number in missing.items()],
        "keeps": keeps,
        "may_change": keeps and row is not None and row.state in table.CHANGE_MENU.sources,
        "act": _next_act(row) if keeps else None,
        "short": menu_queries.short_of(row, today) if keeps and row is not None else [],
        "may_draft": keeps and (row is None or (row.state == MenuState.CLOSED and row.year <= today.year)),
    }
    return render(request, "meeting/menu.html", context)


def _is_over(item: MenuItem, now: datetime) -> bool:
    """Nothing is chosen or dropped any more once the activity has begun."""
    return item.activity is not None and now >= item.activity.starts_at


def _next_act(row: DutyMenu | None) -> tuple[str, str] | None:
    found = [(name, each.label) for name, (each, _, _) in ACTS.items() if row is not None and row.state in each.sources]
    return found[0] if found else None


@require_http_methods(["POST"])
@act
def draft(request: HttpRequest) -> HttpResponse:
    """Draft the menu of the year, or of the next where this year has one."""
    actor, now = actor_of(request), timezone.now()
    require("meeting.keep_menu", actor)
    last = menu_queries.menus_visible_to(actor).order_by("-year").first()
    year = duty_years.read().of(timezone.localdate(now))
    year = max(year, last.year + 1) if last is not None else year
    return _answered(
        request, lambda: menus.draft_menu(year=year, by=actor, at=now), f"{year}年菜单已起草，请列上事项。"
    )


@require_http_methods(["POST"])
@act
def move(request: HttpRequest, public_id: UUID, word: str) -> HttpResponse:
    """Publish the menu or close it."""
    actor, now = actor_of(request), timezone.now()
    row = get_object_or_404(menu_queries.menus_visible_to(actor), public_id=public_id)
    require("meeting.keep_menu", actor, row)
    if word not in ACTS:
        return done(request, "没有这样的操作。", to=address("meeting:menu"))
    _, service, said = ACTS[word]
    return _answered(request, lambda: service(menu=row, by=actor, at=now), said)


@require_http_methods(["GET", "POST"])
@act
def add_item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add an item to the menu."""
    actor, now = actor_of(request), timezone.now()
    row = get_object_or_404(menu_queries.menus_visible_to(actor), public_id=public_id)
    require("meeting.keep_menu", actor, row)
    form = EntryForm(request.POST or None)
    if request.method == "POST" and _acted(
        form, lambda: menus.add_item(menu=row, entry=form.entry(), by=actor, at=now)
    ):
        return done(request, "已列上。", to=address("meeting:menu"))
    return _form_page(request, form, "列一项", "有了活动以后，再把活动连上。", "列上")


@require_http_methods(["GET", "POST"])
@act
def link(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say which activity an item became."""
    actor, now = actor_of(request), timezone.now()
    require("meeting.keep_menu", actor)
    item = _item_or_404(request, public_id)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and _acted(
        form, lambda: menus.link_activity(item=item, activity=form.cleaned_data["activity"], by=actor, at=now)
    ):
        return done(request, "活动已连上。", to=address("meeting:menu"))
    return _form_page(request, form, f"“{item}”办成哪次活动", "活动要先在“活动”里起草。", "连上")


@require_http_methods(["POST"])
@act
def choose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose an item for oneself."""
    actor, now = actor_of(request), timezone.now()
    item = _item_or_404(request, public_id)
    member = activity_queries.own_membership(actor, timezone.localdate(now))
    require("meeting.sign_up", actor, member)
    assert member is not None, "the permission asks for a membership"
    return _answered(
        request, lambda: menus.choose_item(item=item, membership=member, by=actor, at=now), f"已选“{item}”。"
    )


@require_http_methods(["POST"])
@act
def drop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Drop one's own choice of an item."""
    actor, now = actor_of(request), timezone.now()
    item = _item_or_404(request, public_id)
    member = activity_queries.own_membership(actor, timezone.localdate(now))
    own = menu_queries.own_choices(item.menu, member).get(item.pk) if member is not None else None
    if own is None:
        return done(request, "您没有选这一项，或已经退选。", to=address("meeting:menu"))
    require("meeting.drop_choice", actor, own)
    return _answered(request, lambda: menus.drop_choice(choice=own, by=actor, at=now), f"已退选“{item}”。")


def _item_or_404(request: HttpRequest, public_id: UUID) -> MenuItem:
    rows = MenuItem.objects.select_related("menu").filter(menu__in=menu_queries.menus_visible_to(actor_of(request)))
    return get_object_or_404(rows, public_id=public_id)


def _acted(form: forms.Form, perform: Callable[[], object]) -> bool:
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            perform()
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _answered(request: HttpRequest, perform: Callable[[], object], said: str) -> HttpResponse:
    try:
        with transaction.atomic():
            perform()
    except Refused as refusal:
        said = refusal.message
    return done(request, said, to=address("meeting:menu"))


def _form_page(request: HttpRequest, form: forms.Form, title: str, lead: str, label: str) -> HttpResponse:
    back = address("meeting:menu")
    crumbs = [Crumb("活动", address("meeting:activities")), Crumb("履职菜单", back), Crumb(title)]
    context = {"form": form, "title": title, "lead": lead, "label": label, "back": back, "crumbs": crumbs}
    return render(request, "meeting/sitting_form.html", context, status=409 if form.non_field_errors() else 200)
