"""Activities as the components of the house draw them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Cell, Column, Crumb, Meaning, Step, Tab

from .activity_forms import WhoCameForm
from .activity_queries import ActivityYear, YearLine, turn_of
from .enums import ActivityKind, ActivityState, Came, SignupState
from .models import Activity, ActivitySignup
from .notifications import when
from .times import spoken_time

MEANING = {
    ActivityState.DRAFT: Meaning.NEUTRAL,
    ActivityState.PUBLISHED: Meaning.ACCENT,
    ActivityState.SIGNUP_CLOSED: Meaning.BUSY,
    ActivityState.HELD: Meaning.BUSY,
    ActivityState.RECORDED: Meaning.BUSY,
    ActivityState.CONFIRMED: Meaning.OK,
    ActivityState.CANCELLED: Meaning.NEUTRAL,
}
SIGNUP_MEANING = {
    SignupState.PLACED: Meaning.OK, SignupState.WAITING: Meaning.WARN, SignupState.WITHDRAWN: Meaning.NEUTRAL,
}  # fmt: skip
CAME_MEANING = {Came.CAME: Meaning.OK, Came.MISSED: Meaning.OVER, Came.EXCUSED: Meaning.NEUTRAL}
COLUMNS = [Column("活动"), Column("时间"), Column("地点"), Column("主办"), Column("名额"), Column("状态"), Column("我")]
YEAR_COLUMNS = [Column("活动", "number"), Column("到场", "number")]
PEOPLE_COLUMNS = [Column("委员"), Column("界别"), Column("报名时间"), Column("名额"), Column("到场")]
_COURSE = (
    (ActivityState.DRAFT, "起草"),
    (ActivityState.PUBLISHED, "报名"),
    (ActivityState.SIGNUP_CLOSED, "截止"),
    (ActivityState.HELD, "举办"),
    (ActivityState.RECORDED, "登记"),
    (ActivityState.CONFIRMED, "确认"),
)
OPEN, MINE, ALL = "open", "mine", "all"
LISTS = ((OPEN, "可以报名"), (MINE, "我报的"), (ALL, "全部"))
EMPTY = {
    OPEN: ("现在没有可以报名的活动", "有新活动发布时会通知您。"),
    MINE: ("您还没有报过活动", "到“可以报名”里看看。"),
    ALL: ("还没有活动", "主办单位发布以后，会列在这里。"),
}


def list_row(activity: Any, at: datetime) -> list[Cell]:
    """Return one row of the list; the activity was read with its counts."""
    own = SignupState(activity.own) if activity.own else None
    return [
        Cell(activity.theme, url=address("meeting:activity", public_id=activity.public_id)),
        Cell(when(activity)),
        Cell(activity.place),
        Cell(hosts(activity)),
        Cell(places(activity)),
        Cell(state_words(activity, at), meaning=MEANING[activity.state]),
        Cell(str(own.label), meaning=SIGNUP_MEANING[own]) if own else Cell(""),
    ]


def hosts(activity: Activity) -> str:
    """Return who hosts it, in their order."""
    return "、".join(str(host) for host in activity.hosts.all())


def places(activity: Any) -> str:
    """Return how many of how many places are taken, and how many wait."""
    waits = f"，候补{activity.waiting}" if activity.waiting else ""
    return f"{activity.placed} / {activity.quota}{waits}"


def state_words(activity: Activity, at: datetime) -> str:
    """Return where it stands; past the deadline nobody is told that sign-up goes on."""
    if activity.state == ActivityState.PUBLISHED and at >= activity.signup_until:
        return str(ActivityState.SIGNUP_CLOSED.label)
    return activity.get_state_display()


def narrowed_words(given: Mapping[str, str]) -> str:
    """Return to what the list was narrowed, as its lead says it; empty when it was not."""
    if not any(given.values()):
        return ""
    kinds = dict(ActivityKind.choices)
    parts = [given["year"] and f"{given['year']}年", str(kinds.get(given["kind"], "")), given["campaign"],
             given["community"]]  # fmt: skip
    return "只列已确认的：" + "、".join(part for part in parts if part) if any(parts) else "只列已确认的活动"


def tables_of(found: ActivityYear, year: int) -> list[tuple[str, list[Column], list[list[Cell]]]]:
    """Return the year's activities table by table, without those that would be empty."""
    named = (
        ("主办单位", found.by_host), ("类别", found.by_kind), ("专项工作", found.by_campaign),
        ("社区（村）", found.by_community),
    )  # fmt: skip
    return [
        (label, [Column(label), *YEAR_COLUMNS], [_year_row(line, year) for line in lines])
        for label, lines in named
        if lines
    ]


def _year_row(line: YearLine, year: int) -> list[Cell]:
    asked = urlencode({"list": ALL, "year": year, line.narrowing[0]: line.narrowing[1]})
    url = f"{address('meeting:activities')}?{asked}"
    return [Cell(line.name), Cell(f"{line.number}次", url=url), Cell(f"{line.people}人次")]


def tabs(wanted: str) -> list[Tab]:
    """Return the three lists."""
    url = address("meeting:activities")
    return [Tab(label, f"{url}?list={name}", name == wanted) for name, label in LISTS]


def facts(activity: Any) -> list[tuple[str, str]]:
    """Return what somebody must know, label by label."""
    until = timezone.localtime(activity.signup_until)
    shown = [
        ("类别", activity.get_kind_display()),
        ("时间", when(activity)),
        ("地点", activity.place),
        ("主办", hosts(activity)),
        ("谁可以报名", activity.get_audience_display()),
        ("名额", places(activity)),
        ("报名截止", f"{until.month}月{until.day}日{spoken_time(until)}"),
        ("联系人", activity.contact),
        ("专项工作", activity.campaign),
        ("社区（村）", activity.community),
    ]
    return [(label, text) for label, text in shown if text]


def steps(activity: Activity) -> list[Step]:
    """Return its course."""
    if activity.state == ActivityState.CANCELLED:
        return [Step("起草", state="done"), Step("取消", state="now")]
    at = [state for state, _ in _COURSE].index(ActivityState(activity.state))
    return [
        Step(label, state="done" if n < at else "now" if n == at else "next") for n, (_, label) in enumerate(_COURSE)
    ]


def own_words(signup: ActivitySignup | None) -> str:
    """Return what the member's own sign-up says, empty without one."""
    if signup is None:
        return ""
    if signup.state == SignupState.WAITING:
        return f"名额已满，您候补第{turn_of(signup)}位；有人退出会按先后转正并通知您。"
    return "您已报上。不能来请在开始以前退出，不退出又没到的记“报名未到”。"


def record_lead(form: WhoCameForm) -> str:
    """Say how the list of who came was filled in first."""
    if form.arrived:
        return f"有{form.arrived}人签到，先按签到和已登记的勾好了；到了没签的请补勾，没到的请去掉。"
    return "先按报上的人全勾了，没到的请去掉。"


def people(signups: Iterable[ActivitySignup]) -> list[list[Cell]]:
    """Return the list of those who signed up, for the hosts."""
    return [_person(row) for row in signups]


def _person(row: ActivitySignup) -> list[Cell]:
    signed, member = timezone.localtime(row.signed_at), row.membership
    came = Came(row.came) if row.came else None
    return [
        Cell(member.person.name),
        Cell(str(member.sector or "")),
        Cell(f"{signed.month}月{signed.day}日{signed:%-H:%M}"),
        Cell(row.get_state_display(), meaning=SIGNUP_MEANING[SignupState(row.state)]),
        Cell(str(came.label), meaning=CAME_MEANING[came]) if came else Cell(_arrived(row)),
    ]


def _arrived(row: ActivitySignup) -> str:
    return f"{timezone.localtime(row.checked_in_at):%-H:%M}签到" if row.checked_in_at else ""


def crumbs(activity: Activity | None, last: str = "") -> list[Crumb]:
    """Return the way to a page of one activity."""
    way = [Crumb("活动", address("meeting:activities"))]
    if activity is None:
        return [*way, Crumb(last)]
    if not last:
        return [*way, Crumb(activity.theme)]
    return [*way, Crumb(activity.theme, address("meeting:activity", public_id=activity.public_id)), Crumb(last)]
