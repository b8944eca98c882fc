"""Writes: an activity from its draft to who came, and the sign-ups to it (handbook 9.3)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import workdays_between
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value
from yizheng.org.models import Body, Membership, Sector

from .. import activity_notices
from .. import activity_queries as queries
from .. import workflow as table
from ..enums import STANDING_SIGNUPS, ActivityKind, ActivityState, Audience, Came, SignupState
from ..events import ActivityConfirmed, OutcomeConverted
from ..keys import ACTIVITY_LEAD_WORKDAYS
from ..models import Activity, ActivityHost, ActivitySignup
from ..times import spoken_time

MOST_PLACES = 999
HostUnit = Body | Sector


@dataclass(frozen=True)
class Outline:
    """What an activity is, when, where, for whom, and for how many."""

    theme: str
    kind: ActivityKind
    place: str
    quota: int
    signup_until: datetime
    starts_at: datetime
    ends_at: datetime
    audience: Audience = Audience.ALL
    content: str = ""
    contact: str = ""
    campaign: str = ""
    community: str = ""


@transaction.atomic
def draft_activity(*, outline: Outline, hosts: Sequence[HostUnit], by: Actor, at: datetime) -> Activity:
    """
    Draft an activity (起草活动) of one or several hosts, in their order; the hat that drafts it keeps it.

    Rule: handbook 9.3, features F025. Raises: PermissionDenied when a narrowed hat's own unit is not among the
    hosts; Refused `no_host`, `no_theme`, `no_place`, `quota`, `times`; nothing is kept then.
    """
    require("meeting.prepare_activity", by)
    _check(outline, hosts)
    hat = by.hat
    activity = Activity.objects.create(
        **vars(outline), keeper_role=hat.role, keeper_scope_kind=hat.scope_kind, keeper_scope_id=hat.scope_id
    )
    _host(activity, hosts)
    require("meeting.host_activity", by, activity)
    fields = {"kind": outline.kind.value, "quota": outline.quota, "hosts": len(hosts)}
    ledger.record("draft_activity", activity, by=by, at=at, to_state=activity.state, fields=fields)
    events.publish(workflow.Moved("activity", activity, "draft_activity", "", activity.state, by, at))
    return activity


@transaction.atomic
def change_activity(
    *, activity: Activity, outline: Outline, hosts: Sequence[HostUnit], by: Actor, at: datetime
) -> Activity:
    """Change a draft (修改活动). Raises: as `draft_activity`; nothing is changed then."""
    _check(outline, hosts)
    moved = workflow.apply(table.CHANGE_ACTIVITY, activity, by=by, at=at, changes=vars(outline))
    moved.hosts.all().delete()
    _host(moved, hosts)
    require("meeting.host_activity", by, moved)
    return moved


@transaction.atomic
def publish_activity(
    *, activity: Activity, agreed_by: str, by: Actor, at: datetime, short_notice: str = ""
) -> Activity:
    """
    Publish an activity (发布) and tell everybody who may sign up; `agreed_by` is the host's leader who agreed.

    Rule: handbook 9.3, at least five working days ahead (key meeting.activity_lead_workdays); our decision: sooner
    only with a written reason, `short_notice`. Raises: Refused `no_leader`, `too_late`, `too_soon`.
    """
    if not agreed_by.strip():
        raise Refused("no_leader", "请写明同意发布的主办单位负责人。")
    _check_lead(activity, short_notice, at)
    moved = workflow.apply(
        table.PUBLISH_ACTIVITY, activity, by=by, at=at, reason=short_notice, changes={"agreed_by": agreed_by[:60]}
    )
    members = queries.eligible_members(moved, timezone.localdate(at))
    activity_notices.tell_of_publication(moved, members, by=by, at=at)
    return moved


@transaction.atomic
def sign_up(*, activity: Activity, membership: Membership, by: Actor, at: datetime) -> ActivitySignup:
    """
    Sign a member up (报名): a place while there are places, else the next turn on the waiting list.

    Asked again, it returns what stands. A host signs up for a member who telephones. The activity's row is locked,
    so that of two at once one takes the last place. Raises: PermissionDenied; Refused `closed`, `not_eligible`.
    """
    locked = _locked(activity)
    if _is_own(membership, by):
        require("meeting.sign_up", by, membership)
    else:
        require("meeting.host_activity", by, locked)
    standing = queries.own_signup(locked, membership)
    if standing is not None:
        return standing
    _check_open(locked, membership, at)
    made = ActivitySignup.objects.create(
        activity=locked, membership=membership, state=_next_place(locked), signed_at=at
    )
    ledger.record("sign_up", made, by=by, at=at, to_state=made.state, fields={"activity": locked.pk})
    events.publish(workflow.Moved("activity_signup", made, "sign_up", "", made.state, by, at))
    return made


@transaction.atomic
def withdraw_signup(*, signup: ActivitySignup, by: Actor, at: datetime) -> ActivitySignup:
    """
    Withdraw from an activity before it starts (退出); the first who waits moves up and is told.

    Rule: handbook 10.4: who stays away without a word counts as missed, who withdrew does not.
    Raises: Refused `started`, `checked_in`; nothing is changed then.
    """
    locked = _locked(signup.activity)
    if at >= locked.starts_at or locked.state not in (ActivityState.PUBLISHED, ActivityState.SIGNUP_CLOSED):
        raise Refused("started", f"“{locked}”已经开始或结束，不能再退出；没有到场的，请向主办单位说明。")
    standing = locked.signups.get(pk=signup.pk)
    if standing.checked_in_at is not None:
        raise Refused("checked_in", "已经签到，不能再退出；签错了的，请主办单位先撤销签到。")
    had_place = standing.state == SignupState.PLACED
    moved = workflow.apply(table.WITHDRAW_SIGNUP, signup, by=by, at=at)
    first = locked.signups.filter(state=SignupState.WAITING).order_by("id").first() if had_place else None
    if first is not None:
        raised = workflow.apply(table.MOVE_UP, first, by=SYSTEM, at=at)
        activity_notices.tell_moved_up(raised, by=SYSTEM, at=at)
    return moved


@transaction.atomic
def close_signup(*, activity: Activity, by: Actor, at: datetime) -> Activity:
    """Close sign-up (截止报名), by the host or at the deadline by the house itself."""
    return workflow.apply(table.CLOSE_SIGNUP, activity, by=by, at=at)


def close_due(*, at: datetime) -> list[Activity]:
    """Close sign-up wherever the deadline has passed; safe to run twice. Returns what was closed."""
    due = Activity.objects.filter(state=ActivityState.PUBLISHED, signup_until__lte=at).order_by("id")
    return [close_signup(activity=each, by=SYSTEM, at=at) for each in due]


@transaction.atomic
def hold_activity(*, activity: Activity, by: Actor, at: datetime) -> Activity:
    """Note that an activity took place (已举办). Raises: Refused `early` before it has started."""
    if at < activity.starts_at:
        raise Refused("early", f"“{activity}”还没有开始，开始以后才能标记已举办。")
    return workflow.apply(table.HOLD_ACTIVITY, activity, by=by, at=at)


@transaction.atomic
def record_activity(
    *, activity: Activity, came: Collection[int], excused: Collection[int], summary: str, by: Actor, at: datetime
) -> Activity:
    """
    Enter who came (登记到场) and what came of it; before the confirmation it may be entered again.

    `came` and `excused` are ids of sign-ups; who had a place and is in neither missed it. Whoever waited and came
    all the same is counted. Raises: Refused `no_summary`, `both`, `unknown`; nothing is changed then.
    """
    if not summary.strip():
        raise Refused("no_summary", "请写上活动小结，几句话即可。")
    moved = workflow.apply(table.RECORD_ACTIVITY, activity, by=by, at=at, changes={"summary": summary.strip()})
    _mark(moved, set(came), set(excused), by, at)
    return moved


@transaction.atomic
def confirm_activity(*, activity: Activity, by: Actor, at: datetime) -> Activity:
    """
    Confirm who came (确认): from now on it stands in the members' duty records.

    Our decision: whoever came themself does not confirm it, in whatever hat. Raises: Refused `own`.
    """
    moved = workflow.apply(table.CONFIRM_ACTIVITY, activity, by=by, at=at)
    _refuse_own(moved.signups.filter(came=Came.CAME), by)
    events.publish(ActivityConfirmed(moved, by, at))
    return moved


@transaction.atomic
def correct_activity(
    *, activity: Activity, came: Collection[int], excused: Collection[int], reason: str, by: Actor, at: datetime
) -> Activity:
    """
    Correct who came after the confirmation (更正到场), with a reason; the duty records follow.

    Raises: as `record_activity`; Refused `own` for one's own presence; nothing is changed then.
    """
    moved = workflow.apply(table.CORRECT_ACTIVITY, activity, by=by, at=at, reason=reason)
    changed = _mark(moved, set(came), set(excused), by, at)
    _refuse_own(moved.signups.filter(pk__in=[row.pk for row in changed]), by)
    events.publish(ActivityConfirmed(moved, by, at))
    return moved


@transaction.atomic
def convert_outcome(*, activity: Activity, title: str, text: str, by: Actor, at: datetime) -> Activity:
    """
    Turn what members said into the draft of an opinion by the first host (转为社情民意), linked both ways.

    Rule: features F121. Raises: PermissionDenied; Refused `empty`; nothing is changed then.
    """
    if not (title.strip() and text.strip()):
        raise Refused("empty", "请写明标题和反映的情况。")
    moved = workflow.apply(table.CONVERT_OUTCOME, activity, by=by, at=at)
    events.publish(OutcomeConverted(moved, title.strip(), text.strip(), by, at))
    return moved


@transaction.atomic
def cancel_activity(*, activity: Activity, reason: str, by: Actor, at: datetime) -> Activity:
    """Cancel an activity before it is held (取消活动) and tell everybody who signed up."""
    moved = workflow.apply(table.CANCEL_ACTIVITY, activity, by=by, at=at, reason=reason)
    standing = moved.signups.filter(state__in=STANDING_SIGNUPS).select_related("membership")
    members = [each.membership for each in standing]
    if members:
        activity_notices.tell_of_cancellation(moved, members, reason, by=by, at=at)
    return moved


def _is_own(membership: Membership, by: Actor) -> bool:
    return by.user_id is not None and membership.person.user_id == by.user_id


def _refuse_own(signups: QuerySet[ActivitySignup], by: Actor) -> None:
    if by.user_id is not None and signups.filter(membership__person__user=by.user_id).exists():
        raise Refused("own", "这里有您本人的到场，请由办公室或另一位同事办理。")


def _locked(activity: Activity) -> Activity:
    return Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)


def _host(activity: Activity, hosts: Sequence[HostUnit]) -> None:
    ActivityHost.objects.bulk_create(
        ActivityHost(
            activity=activity, order=order, body=unit if isinstance(unit, Body) else None,
            sector=unit if isinstance(unit, Sector) else None,
        )
        for order, unit in enumerate(hosts, start=1)
    )  # fmt: skip


def _check(outline: Outline, hosts: Sequence[HostUnit]) -> None:
    if not hosts:
        raise Refused("no_host", "请选择主办单位，可以选几家。")
    if not outline.theme.strip():
        raise Refused("no_theme", "请写明活动主题。")
    if not outline.place.strip():
        raise Refused("no_place", "请写明活动地点。")
    if not 1 <= outline.quota <= MOST_PLACES:
        raise Refused("quota", f"名额要在1到{MOST_PLACES}之间。")
    if not outline.signup_until <= outline.starts_at < outline.ends_at:
        raise Refused("times", "报名要在活动开始以前截止，活动的结束要晚于开始，请核对时间。")


def _check_lead(activity: Activity, short_notice: str, at: datetime) -> None:
    if at >= activity.signup_until:
        raise Refused("too_late", "报名截止的时间已经过了，请先改好时间再发布。")
    today, begins = timezone.localdate(at), timezone.localdate(activity.starts_at)
    needed = value(ACTIVITY_LEAD_WORKDAYS, on=today)
    left = workdays_between(today, begins, work_calendar())
    if left < needed and not short_notice.strip():
        raise Refused(
            "too_soon", f"离活动只有{left}个工作日，少于规定的{needed}个。确需举办的，请写明原因，或改期后再发布。"
        )


def _check_open(activity: Activity, membership: Membership, at: datetime) -> None:
    if activity.state != ActivityState.PUBLISHED:
        raise Refused("closed", f"“{activity}”现在是“{activity.get_state_display()}”，不能报名。")
    if at >= activity.signup_until:
        until = timezone.localtime(activity.signup_until)
        raise Refused("closed", f"报名已于{until.month}月{until.day}日{spoken_time(until)}截止，请与主办单位联系。")
    if not queries.eligible_members(activity, timezone.localdate(at)).filter(pk=membership.pk).exists():
        raise Refused("not_eligible", f"“{activity}”只面向{activity.get_audience_display()}，不能报名。")


def _next_place(activity: Activity) -> SignupState:
    taken = activity.signups.filter(state=SignupState.PLACED).count()
    return SignupState.PLACED if taken < activity.quota else SignupState.WAITING


def _mark(activity: Activity, came: set[int], excused: set[int], by: Actor, at: datetime) -> list[ActivitySignup]:
    """Write who came into the sign-ups, with a ledger row for each that says something new; return those."""
    rows = list(activity.signups.filter(state__in=STANDING_SIGNUPS).select_related("membership__person"))
    if came & excused:
        raise Refused("both", "同一个人不能既到场又请假，请核对。")
    if not (came | excused) <= {row.pk for row in rows}:
        raise Refused("unknown", "名单里有人已经退出或没有报名，请刷新后再登记。")
    changed = [row for row in rows if row.came != _said(row, came, excused)]
    for row in changed:
        row.came = _said(row, came, excused)
    ActivitySignup.objects.bulk_update(changed, ["came"])
    act_id = uuid.uuid4()
    ledger.record_all(
        ledger.draft("mark_came", row, by=by, at=at, from_state=row.state, to_state=row.state,
                     fields={"came": row.came}, act_id=act_id)
        for row in changed
    )  # fmt: skip
    return changed


def _said(row: ActivitySignup, came: set[int], excused: set[int]) -> str:
    if row.pk in came:
        return Came.CAME
    if row.pk in excused:
        return Came.EXCUSED
    return Came.MISSED if row.state == SignupState.PLACED else ""
