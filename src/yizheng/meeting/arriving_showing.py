"""The door of an activity as the components of the house draw it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Figure, Meaning

from . import codes
from .activity_showing import SIGNUP_MEANING
from .enums import ARRIVING, STANDING_SIGNUPS, SignupState
from .models import Activity, ActivitySignup
from .services.arriving import is_code_open, opens_at
from .times import spoken_time

LISTS = {"yes": Q(checked_in_at__isnull=False), "no": Q(checked_in_at__isnull=True)}


def standing(activity: Activity) -> QuerySet[ActivitySignup]:
    """Return who signed up and did not withdraw, in their order."""
    rows = activity.signups.filter(state__in=STANDING_SIGNUPS).select_related(
        "membership__person", "membership__sector"
    )
    return rows.order_by("id")


def told(row: ActivitySignup, *, is_new: bool) -> str:
    """Say what a check-in became."""
    assert row.checked_in_at is not None, "checked in"
    name, came = row.membership.person.name, f"{timezone.localtime(row.checked_in_at):%-H:%M}"
    return f"{name}签到成功（{came}）。" if is_new else f"{name}已于{came}签过到，不用再签。"


def of_member(activity: Activity, own: ActivitySignup | None, at: datetime) -> dict[str, Any]:
    """Return what the page says to whoever signed up: that they checked in, or where their code is."""
    if own is None:
        return {}
    if own.checked_in_at is not None:
        return {"arrived": f"您已签到（{timezone.localtime(own.checked_in_at):%-H:%M}）。", "own_words": ""}
    url = address("meeting:arrival-code", public_id=activity.public_id)
    return {"code_url": url if is_code_open(activity, at) else ""}


def figures(activity: Activity) -> list[Figure]:
    """Return how many checked in of those who signed up; each number opens its list."""
    rows, url = standing(activity), address("meeting:arrivals", public_id=activity.public_id)
    total, came = rows.count(), rows.filter(LISTS["yes"]).count()
    return [
        Figure(total, "报名", unit="人", url=url),
        Figure(came, "已签到", unit="人", url=f"{url}?came=yes", meaning=Meaning.OK),
        Figure(total - came, "还没签到", unit="人", url=f"{url}?came=no"),
    ]


def lines(activity: Activity, came: str) -> list[dict[str, Any]]:
    """Return the list of the door, with what can be entered for each."""
    is_open = activity.state in ARRIVING
    return [_line(row, is_open=is_open) for row in standing(activity).filter(LISTS.get(came, Q()))]


def _line(row: ActivitySignup, *, is_open: bool) -> dict[str, Any]:
    came = f"{timezone.localtime(row.checked_in_at):%-H:%M} {row.get_checked_in_how_display()}" if _is_in(row) else ""
    return {
        "name": row.membership.person.name,
        "where": str(row.membership.sector or ""),
        "status": "已签到" if came else row.get_state_display(),
        "meaning": Meaning.OK if came else Meaning.NEUTRAL if row.state == SignupState.PLACED else _waits(row),
        "how": came,
        "enter_url": address("meeting:enter-arrival", public_id=row.public_id) if is_open and not came else "",
        "undo_url": address("meeting:undo-arrival", public_id=row.public_id) if is_open and came else "",
    }


def _is_in(row: ActivitySignup) -> bool:
    return row.checked_in_at is not None


def _waits(row: ActivitySignup) -> str:
    return SIGNUP_MEANING[SignupState(row.state)]


def screen(activity: Activity, *, site: str, at: datetime) -> dict[str, Any]:
    """Return the parts of the screen; `site` is the address before the path, for the code on the wall."""
    rows = standing(activity)
    shown = {"total": rows.count(), "came": rows.filter(LISTS["yes"]).count()}
    if not is_code_open(activity, at):
        opens = timezone.localtime(opens_at(activity))
        return shown | {"drawing": "", "code_seconds": 0, "words": _shut_words(activity, opens, at)}
    path = address("meeting:arrive", public_id=activity.public_id, code=codes.hall_code(activity, at))
    return shown | {"drawing": codes.drawn(f"{site}{path}"), "code_seconds": codes.seconds_left(activity, at)}


def _shut_words(activity: Activity, opens: datetime, at: datetime) -> str:
    if activity.state in ARRIVING and at < opens:
        return f"{opens.month}月{opens.day}日{spoken_time(opens)}开始签到，到时候二维码会自己出来。"
    return "扫码签到的时间已过，请找主办单位的工作人员登记。"
