"""Writes: who arrives at an activity. One arrival a sign-up, however often and by whichever way it is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value

from .. import live
from ..enums import ARRIVING, STANDING_SIGNUPS, CheckInMethod
from ..keys import WINDOW_AFTER, WINDOW_BEFORE
from ..models import Activity, ActivitySignup
from ..times import spoken_time
from .attending import MOST_REASON


@dataclass(frozen=True)
class Arrival:
    """What became of a check-in: the one sign-up, and whether this call wrote it."""

    signup: ActivitySignup
    is_new: bool


@transaction.atomic
def arrive(*, signup: ActivitySignup, method: CheckInMethod, by: Actor, at: datetime) -> Arrival:
    """
    Note that who signed up is there (签到); said again, the first moment stands and nothing is written.

    Whoever waits for a place and comes all the same checks in too. It says nothing yet about the duty records: the
    host records who came, beginning with those who checked in. Rule: handbook 9.3 (`held` needs check-in); our
    decision: the window is that of meetings, keys meeting.checkin_minutes_before and meeting.checkin_minutes_after
    (for codes); a host enters names until the day on which it ends is over.
    Raises: PermissionDenied; Refused `withdrawn`, `own`, `not_open`, `too_early`, `too_late`; nothing is changed then.
    """
    row = _locked(signup)
    _ask(row, method, by)
    if row.state not in STANDING_SIGNUPS:
        raise Refused("withdrawn", f"{row.membership.person.name}已经退出这次活动，不能签到；来了的，请主办单位处理。")
    if row.checked_in_at is not None:
        return Arrival(row, is_new=False)
    if method is not CheckInMethod.SCAN:
        _refuse_own(row, by)
    _check_open(row.activity)
    _check_window(row.activity, method, at)
    row.checked_in_at, row.checked_in_how = at, method
    row.save(update_fields=["checked_in_at", "checked_in_how"])
    ledger.record(
        "arrive", row, by=by, at=at, from_state=row.state, to_state=row.state, fields={"method": method.value}
    )
    live.changed(row.activity)
    return Arrival(row, is_new=True)


@transaction.atomic
def undo_arrival(*, signup: ActivitySignup, reason: str, by: Actor, at: datetime) -> ActivitySignup:
    """
    Take back a check-in that was a mistake (撤销签到), with its reason, before it is recorded who came.

    Raises: PermissionDenied; Refused `no_reason`, `own`, `not_open`, `not_there`; nothing is changed then.
    """
    row = _locked(signup)
    require("meeting.host_activity", by, row.activity)
    if not reason.strip():
        raise Refused("no_reason", "请写明撤销的理由。")
    _refuse_own(row, by)
    _check_open(row.activity)
    if row.checked_in_at is None:
        raise Refused("not_there", f"{row.membership.person.name}没有签到，不用撤销。请刷新后查看。")
    row.checked_in_at, row.checked_in_how = None, ""
    row.save(update_fields=["checked_in_at", "checked_in_how"])
    ledger.record(
        "undo_arrival", row, by=by, at=at, from_state=row.state, to_state=row.state, reason=reason[:MOST_REASON]
    )
    live.changed(row.activity)
    return row


def opens_at(activity: Activity) -> datetime:
    """Return from when one checks in at an activity."""
    return activity.starts_at - timedelta(minutes=value(WINDOW_BEFORE, on=timezone.localdate(activity.starts_at)))


def is_code_open(activity: Activity, at: datetime) -> bool:
    """Tell whether codes are taken at this moment."""
    return activity.state in ARRIVING and opens_at(activity) <= at <= _codes_until(activity)


def _codes_until(activity: Activity) -> datetime:
    return activity.starts_at + timedelta(minutes=value(WINDOW_AFTER, on=timezone.localdate(activity.starts_at)))


def _locked(signup: ActivitySignup) -> ActivitySignup:
    """Lock the activity, as signing up and withdrawing do, and read the sign-up as it stands then."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=signup.activity_id)
    row = ActivitySignup.objects.select_related("membership__person").get(pk=signup.pk)
    row.activity = activity
    return row


def _ask(row: ActivitySignup, method: CheckInMethod, by: Actor) -> None:
    if method is CheckInMethod.SCAN:
        require("meeting.arrive", by, row)
    else:
        require("meeting.host_activity", by, row.activity)


def _refuse_own(row: ActivitySignup, by: Actor) -> None:
    if by.user_id is not None and row.membership.person.user_id == by.user_id:
        raise Refused("own", "这是您本人的签到，请扫现场的二维码，或者由另一位同事登记、撤销。")


def _check_open(activity: Activity) -> None:
    if activity.state not in ARRIVING:
        raise Refused("not_open", f"“{activity}”现在是“{activity.get_state_display()}”，签到不能再改。")


def _check_window(activity: Activity, method: CheckInMethod, at: datetime) -> None:
    if at < opens_at(activity):
        opens = timezone.localtime(opens_at(activity))
        raise Refused("too_early", f"还没到签到的时间，{opens.month}月{opens.day}日{spoken_time(opens)}开始签到。")
    if method is not CheckInMethod.CLERK and at > _codes_until(activity):
        raise Refused("too_late", "扫码签到的时间已过，请主办单位的工作人员点名登记。")
    if timezone.localdate(at) > timezone.localdate(activity.ends_at):
        raise Refused("too_late", "活动已经过去，不能再签到；确实到了的，请在“登记到场”里补勾。")
