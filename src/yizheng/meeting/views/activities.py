"""Pages of activities: the list, one activity, signing up, and the acts of its hosts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import ledger
from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, refused
from yizheng.kernel.permissions import may, require
from yizheng.kernel.workflow import Transition

from .. import activity_forms as forms
from .. import activity_queries as queries
from .. import activity_showing as showing
from .. import arriving_showing, history, services
from .. import workflow as table
from ..enums import ARRIVING, ActivityState
from ..forms import NoForm, ReasonForm
from ..models import Activity, ActivitySignup
from ..notifications import when
from ..permissions import READERS
from ..services.enclosing import files_of
from .asking import actor_of

PAGE_ROWS = 50
DOOR_FROM = timedelta(days=1)
NARROWING_CHARS = 60


@require_GET
def activities(request: HttpRequest) -> HttpResponse:
    """List what a member can join, what they joined, and all activities; the next one first, of all the newest."""
    actor, now = actor_of(request), timezone.now()
    require("meeting.read_activities", actor)
    is_member = queries.own_membership(actor, timezone.localdate(now)) is not None
    wanted = request.GET.get("list", showing.OPEN if is_member else showing.ALL)
    wanted = wanted if wanted in showing.EMPTY else showing.ALL
    given = {name: request.GET.get(name, "")[:NARROWING_CHARS].replace("\0", "") for name in queries.NARROWING}
    listed = queries.narrowed(_listed(actor, wanted, now), given)
    page = Paginator(listed, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "narrowed": showing.narrowed_words(given),
        "columns": showing.COLUMNS,
        "rows": [showing.list_row(each, now) for each in page],
        "tabs": showing.tabs(wanted),
        "empty": showing.EMPTY[wanted],
        "may_prepare": may("meeting.prepare_activity", actor),
        "reads_people": may("meeting.read_replies", actor),
    }
    return render(request, "meeting/activities.html", context)


def _listed(actor: Actor, wanted: str, now: datetime) -> QuerySet[Any]:
    rows = queries.counted(queries.activities_visible_to(actor), actor)
    if wanted == showing.OPEN:
        return queries.open_for_signup(rows, now).order_by("starts_at", "id")
    if wanted == showing.MINE:
        rows = rows.filter(own__isnull=False)
    return rows.order_by("-starts_at", "-id")


@require_GET
def year_of_activities(request: HttpRequest) -> HttpResponse:
    """Show the activities of the year by host, kind, work and community; each number opens its list."""
    actor = actor_of(request)
    require("meeting.prepare_activity", actor)
    year = timezone.localdate().year
    found = queries.year_of_activities(year)
    context = {
        "year": year, "found": found, "tables": showing.tables_of(found, year),
        "crumbs": showing.crumbs(None, "全年活动"),
    }  # fmt: skip
    return render(request, "meeting/activity_year.html", context)


@require_GET
def activity(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show an activity: when and where, the own place, and for its hosts the list of those who signed up."""
    actor, now = actor_of(request), timezone.now()
    require("meeting.read_activities", actor)
    row = get_object_or_404(queries.counted(queries.activities_visible_to(actor), actor), public_id=public_id)
    hosts, reads = may("meeting.host_activity", actor, row), actor.wears(*READERS)
    people = arriving_showing.standing(row) if hosts or reads else []
    context = {
        "activity": row,
        "state": showing.state_words(row, now),
        "meaning": showing.MEANING[ActivityState(row.state)],
        "when": when(row),
        "facts": showing.facts(row),
        "steps": showing.steps(row),
        "acts": [(each, url_of(each, row)) for each in _offered(row, actor)],
        "who_came": _who_came(row, hosts),
        "convert": _convert(row, hosts),
        "door": _door(row, hosts, now),
        "hosts": hosts,
        "files": files_of(row),
        "reads_people": hosts or reads,
        "columns": showing.PEOPLE_COLUMNS,
        "people": showing.people(people),
        "may_enter": hosts and _is_open(row, now),
        "timeline": _timeline(row) if hosts or reads else [],
        "crumbs": showing.crumbs(row),
        **_own(row, actor, now),
    }
    return render(request, "meeting/activity.html", context)


def _own(row: Activity, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what the person's own place says and what they may do with it."""
    member = queries.own_membership(actor, timezone.localdate(now))
    own = queries.own_signup(row, member) if member is not None else None
    may_join = member is not None and own is None and _is_open(row, now) and may("meeting.sign_up", actor, member)
    eligible = may_join and member is not None and (
        queries.eligible_members(row, timezone.localdate(now)).filter(pk=member.pk).exists()
    )  # fmt: skip
    leaves = own is not None and row.state in table.CANCEL_ACTIVITY.sources and now < row.starts_at
    leaves = leaves and own is not None and own.checked_in_at is None
    return {
        "own": own, "own_words": showing.own_words(own), "may_join": eligible, "may_leave": leaves,
        **arriving_showing.of_member(row, own, now),
    }  # fmt: skip


def _is_open(row: Activity, now: datetime) -> bool:
    return row.state == ActivityState.PUBLISHED and now < row.signup_until


def _timeline(row: Activity) -> list[Any]:
    return history.entries(ledger.history("activity", row.pk).select_related("entered_by"))


def _who_came(row: Activity, hosts: bool) -> tuple[str, str] | None:
    """Return the label and address of the page on which the host says who came."""
    if hosts and row.state in table.RECORD_ACTIVITY.sources:
        return "登记到场", address("meeting:record-activity", public_id=row.public_id)
    if hosts and row.state in table.CORRECT_ACTIVITY.sources:
        return "更正到场", address("meeting:correct-activity", public_id=row.public_id)
    return None


def _convert(row: Activity, hosts: bool) -> str:
    """Return the address on which the host turns what was said into an opinion, empty when there is nothing yet."""
    offered = hosts and row.state in table.CONVERT_OUTCOME.sources
    return address("meeting:convert-activity", public_id=row.public_id) if offered else ""


def _door(row: Activity, hosts: bool, now: datetime) -> str:
    """Return the address of the list at the entrance, from the day before it starts until it is recorded."""
    offered = hosts and row.state in ARRIVING and now >= row.starts_at - DOOR_FROM
    return address("meeting:arrivals", public_id=row.public_id) if offered else ""


@require_http_methods(["GET", "POST"])
@act
def draft(request: HttpRequest) -> HttpResponse:
    """Draft an activity."""
    actor, now = actor_of(request), timezone.now()
    require("meeting.prepare_activity", actor)
    hat = actor.hat
    first = forms.first_of_new(today=timezone.localdate(now), host=f"{hat.scope_kind}:{hat.scope_id}")
    form = forms.ActivityForm(request.POST or None, on=timezone.localdate(now), initial=first)

    def perform() -> Activity:
        return services.draft_activity(outline=form.outline(), hosts=form.chosen(), by=actor, at=now)

    if request.method == "POST" and (made := _performed(form, perform)):
        return done(request, f"“{made.theme}”已起草，发布以后委员才能看到。", to=_url(made))
    return _outline_page(request, form, "起草一次活动", showing.crumbs(None, "起草活动"), address("meeting:activities"))


@require_http_methods(["GET", "POST"])
@act
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change a draft."""
    actor, now = actor_of(request), timezone.now()
    row = visible_activity_or_404(actor, public_id)
    require("meeting.host_activity", actor, row)
    form = forms.ActivityForm(request.POST or None, on=timezone.localdate(now), initial=forms.first_outline(row))

    def perform() -> Activity:
        return services.change_activity(activity=row, outline=form.outline(), hosts=form.chosen(), by=actor, at=now)

    if request.method == "POST" and _performed(form, perform):
        return done(request, "已改好。", to=_url(row))
    return _outline_page(request, form, "修改活动", showing.crumbs(row, "修改"), _url(row))


def _outline_page(request: HttpRequest, form: forms.ActivityForm, title: str, way: Any, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "crumbs": way, "back": back}
    return render(request, "meeting/activity_form.html", context, status=409 if form.non_field_errors() else 200)


@require_http_methods(["POST"])
@act
def sign_up(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign the member up who presses the button."""
    actor, now = actor_of(request), timezone.now()
    row = visible_activity_or_404(actor, public_id)
    member = queries.own_membership(actor, timezone.localdate(now))
    require("meeting.sign_up", actor, member)
    assert member is not None, "the permission asks for a membership"
    return _answered(
        request, row, lambda: services.sign_up(activity=row, membership=member, by=actor, at=now), showing.own_words
    )


@require_http_methods(["GET", "POST"])
@act
def enter_signup(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign a member up who telephoned the host."""
    actor, now = actor_of(request), timezone.now()
    row = visible_activity_or_404(actor, public_id)
    require("meeting.host_activity", actor, row)
    form = forms.MemberForm(request.POST or None, members=queries.eligible_members(row, timezone.localdate(now)))

    def perform() -> ActivitySignup:
        return services.sign_up(activity=row, membership=form.cleaned_data["member"], by=actor, at=now)

    if request.method == "POST" and (made := _performed(form, perform)):
        return done(request, f"{made.membership.person.name}：{made.get_state_display()}。", to=_url(row))
    return _people_page(request, row, form, "代为报名", "报满以后的排在候补名单后面。", "报名")


@require_http_methods(["POST"])
@act
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Withdraw from an activity before it starts."""
    actor, now = actor_of(request), timezone.now()
    row = visible_activity_or_404(actor, public_id)
    member = queries.own_membership(actor, timezone.localdate(now))
    own = queries.own_signup(row, member) if member is not None else None
    if own is None:
        return done(request, "您没有报这次活动，或已经退出。", to=_url(row))
    require("meeting.withdraw_signup", actor, own)
    return _answered(
        request, row, lambda: services.withdraw_signup(signup=own, by=actor, at=now), lambda _row: "已退出。"
    )


@require_http_methods(["GET", "POST"])
@act
def record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter who came and what came of it."""
    actor, now = actor_of(request), timezone.now()
    row = visible_activity_or_404(actor, public_id)
    require("meeting.host_activity", actor, row)
    form = forms.RecordForm(
        request.POST or None, signups=arriving_showing.standing(row), initial={"summary": row.summary}
    )

    def perform() -> Activity:
        return services.record_activity(
            activity=row, came=form.ids("came"), excused=form.ids("excused"),
            summary=form.cleaned_data["summary"], by=actor, at=now,
        )  # fmt: skip

    if request.method == "POST" and _performed(form, perform):
        return done(request, "到场已登记，核对后请确认。", to=_url(row))
    return _people_page(request, row, form, "登记到场", showing.record_lead(form), "登记")


@require_http_methods(["GET", "POST"])
@act
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct who came after the confirmation."""
    actor, now = actor_of(request), timezone.now()
    row = visible_activity_or_404(actor, public_id)
    require("meeting.host_activity", actor, row)
    form = forms.CorrectForm(request.POST or None, signups=arriving_showing.standing(row))

    def perform() -> Activity:
        return services.correct_activity(
            activity=row, came=form.ids("came"), excused=form.ids("excused"), reason=form.cleaned_data["reason"],
            by=actor, at=now,
        )  # fmt: skip

    if request.method == "POST" and _performed(form, perform):
        return done(request, "已更正，委员的履职记录随之更正。", to=_url(row))
    return _people_page(request, row, form, "更正到场", "更正以后，委员的履职记录随之更正。", "更正")


@require_http_methods(["GET", "POST"])
@act
def convert(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Turn what members said into the draft of an opinion."""
    actor, now = actor_of(request), timezone.now()
    row = visible_activity_or_404(actor, public_id)
    require("meeting.host_activity", actor, row)
    form = forms.OutcomeForm(request.POST or None, initial={"text": row.summary})

    def perform() -> Activity:
        return services.convert_outcome(activity=row, by=actor, at=now, **form.cleaned_data)

    if request.method == "POST" and _performed(form, perform):
        return done(request, "已转为社情民意的草稿，由信息工作机构整理后提交。", to=_url(row))
    lead = "以第一家主办单位的名义存为草稿。"
    return _people_page(request, row, form, "转为社情民意", lead, "转为社情民意")


@dataclass(frozen=True)
class ActivityAct:
    """One act of the table that asks little: its address, what its page says, its form, the service it calls."""

    name: str
    row: Transition
    title: str
    text: str
    said: str
    perform: Callable[[Activity, Any, Actor, datetime], object]
    form: type[django_forms.Form] = NoForm
    look: str = ""


PUBLISH = ActivityAct(
    "publish-activity", table.PUBLISH_ACTIVITY, "发布活动", "能报名的委员都会收到通知。", "已发布，可以报名了。",
    lambda row, form, by, at: services.publish_activity(activity=row, by=by, at=at, **form.cleaned_data),
    form=forms.PublishForm, look="primary",
)  # fmt: skip
CLOSE = ActivityAct(
    "close-signup", table.CLOSE_SIGNUP, "截止报名", "到了截止时间会自动截止；现在也可以提前截止。", "报名已截止。",
    lambda row, _form, by, at: services.close_signup(activity=row, by=by, at=at),
)  # fmt: skip
HOLD = ActivityAct(
    "hold-activity", table.HOLD_ACTIVITY, "活动已举办", "接下来登记到场的人和小结。", "已标记，请登记到场。",
    lambda row, _form, by, at: services.hold_activity(activity=row, by=by, at=at), look="primary",
)  # fmt: skip
CONFIRM = ActivityAct(
    "confirm-activity", table.CONFIRM_ACTIVITY, "确认到场", "确认以后记入委员的履职记录。", "已确认，记入履职记录。",
    lambda row, _form, by, at: services.confirm_activity(activity=row, by=by, at=at), look="primary",
)  # fmt: skip
CANCEL = ActivityAct(
    "cancel-activity", table.CANCEL_ACTIVITY, "取消活动", "报了名的人会收到取消的通知。", "已取消。",
    lambda row, form, by, at: services.cancel_activity(
        activity=row, reason=form.cleaned_data["reason"], by=by, at=at
    ),
    form=ReasonForm, look="danger",
)  # fmt: skip
ACTIVITY_ACTS = (PUBLISH, CLOSE, HOLD, CONFIRM, CANCEL)


def view_of(activity_act: ActivityAct) -> Callable[..., HttpResponse]:
    """Return the page of an act: GET asks, POST does it once."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor, now = actor_of(request), timezone.now()
        row = visible_activity_or_404(actor, public_id)
        require(activity_act.row.permission, actor, row)
        form = activity_act.form(request.POST or None)
        if request.method == "POST" and _performed(form, lambda: activity_act.perform(row, form, actor, now)):
            return done(request, activity_act.said, to=_url(row))
        context = {
            "meeting": row, "act": activity_act, "form": form, "action": url_of(activity_act, row), "back": _url(row),
        }  # fmt: skip
        return render(request, "meeting/act.html", context, status=409 if form.non_field_errors() else 200)

    return page


def url_of(activity_act: ActivityAct, row: Activity) -> str:
    """Return the address of an act on an activity."""
    return address(f"meeting:{activity_act.name}", public_id=row.public_id)


def visible_activity_or_404(actor: Actor, public_id: UUID) -> Activity:
    """Return an activity the person may read; any other does not exist for them."""
    return get_object_or_404(queries.activities_visible_to(actor), public_id=public_id)


def _offered(row: Activity, actor: Actor) -> list[ActivityAct]:
    allowed = {each.name for each in engine.available(table.ACTIVITY_MACHINE, row, actor)}
    return [each for each in ACTIVITY_ACTS if each.row.name in allowed]


def _performed(form: django_forms.Form, perform: Callable[[], Any]) -> Any:
    """Return what the act gave; None when the form or a rule refused it, with the sentence in the form."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return perform()
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None


def _answered(
    request: HttpRequest, row: Activity, perform: Callable[[], ActivitySignup], said: Callable[[ActivitySignup], str]
) -> HttpResponse:
    """Perform an act of one button and go back to the activity with what it gave or why it was refused."""
    try:
        with transaction.atomic():
            words = said(perform())
    except Refused as refusal:
        return refused(request, refusal.message, to=_url(row))
    return done(request, words, to=_url(row))


def _people_page(
    request: HttpRequest, row: Activity, form: django_forms.Form, title: str, lead: str, label: str
) -> HttpResponse:
    context = {
        "meeting": row, "form": form, "title": title, "lead": lead, "label": label, "back": _url(row),
        "crumbs": showing.crumbs(row, title),
    }  # fmt: skip
    return render(request, "meeting/sitting_form.html", context, status=409 if form.non_field_errors() else 200)


def _url(row: Activity) -> str:
    return address("meeting:activity", public_id=row.public_id)
