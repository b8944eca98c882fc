"""The activities and the duty menu of the demo's running year: what is over in bulk, what is near by its own acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from yizheng.duty import deeds
from yizheng.duty.services import recording
from yizheng.kernel import ledger
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import activity_queries
from yizheng.meeting import services as meetings
from yizheng.meeting import workflow as table
from yizheng.meeting.enums import (
    ActivityKind,
    ActivityState,
    AttendanceStatus,
    Audience,
    Came,
    ChoiceState,
    LeaveKind,
    MeetingKind,
    ReplyWay,
    SignupState,
)
from yizheng.meeting.models import Activity, ActivityHost, ActivitySignup, DutyMenu, Meeting, MenuChoice, MenuItem
from yizheng.meeting.services import Asked, Outline, Particulars, menus
from yizheng.org.models import Body, Membership, Seat, Sector
from yizheng.org.queries import current_term, in_office

from . import duty_rows as rows
from .duty_rows import ActivityRow
from .house import House
from .people import SEED
from .receipts import everybody_has_read
from .today import moment

AGREED_BY = "陶慧敏"
CONVENER = "demo-convener"
ABSENCE_TOPIC = "讨论冬季校园供餐视察方案"
ABSENCE_AGENDA = ("通报视察方案（草案）", "讨论分组和时间")
LEAVE_REASON = "公司年会，走不开"
LEAVE_REFUSED = "视察方案需要医药卫生界别到会讨论，请派不出人再说，先参会。"


@dataclass(frozen=True)
class Planned:
    """An activity that is over, with its hosts and the days of its life."""

    row: ActivityRow
    hosts: tuple[Body | Sector, ...]
    on: date

    @property
    def moments(self) -> dict[str, datetime]:
        """Return when each act was done."""
        before = self.on - timedelta(days=1)
        return {
            "draft_activity": moment(self.on - timedelta(days=16), 10),
            table.PUBLISH_ACTIVITY.name: moment(self.on - timedelta(days=15), 9),
            table.CLOSE_SIGNUP.name: moment(before, 18),
            table.HOLD_ACTIVITY.name: moment(self.on, 17),
            table.RECORD_ACTIVITY.name: moment(self.on, 18),
            table.CONFIRM_ACTIVITY.name: moment(self.on + timedelta(days=2), 10),
        }  # fmt: skip


STATES = ("", *(state.value for state in (
    ActivityState.DRAFT, ActivityState.PUBLISHED, ActivityState.SIGNUP_CLOSED, ActivityState.HELD,
    ActivityState.RECORDED, ActivityState.CONFIRMED,
)))  # fmt: skip


def tell(house: House, diligence: dict[int, float]) -> None:
    """Hold the year's activities, keep its menu, and leave one to be recorded and one that takes sign-ups."""
    over = [each for each in _planned(house) if house.days.is_past(each.on + timedelta(days=3))]
    made = _written(house, over, diligence)
    _menu(house, made, diligence)
    _held_this_week(house)
    _open_now(house)
    _absence_of_last_week(house)


def _planned(house: House) -> Iterator[Planned]:
    year = house.days.year
    for row in rows.ACTIVITIES:
        yield Planned(row, _units(row.hosts, house), house.days.workday(date(year, row.month, row.day)))
    month, day = rows.SECTOR_WEEK
    monday = date(year, month, day) - timedelta(days=date(year, month, day).weekday())
    for place, sector in enumerate(Sector.objects.filter(term=current_term(house.days.today)).order_by("order")):
        theme = f"{sector.name}界别活动：{rows.SECTOR_THEMES[place % len(rows.SECTOR_THEMES)]}"
        row = ActivityRow(ActivityKind.SECTOR, month, day, theme, "界别委员工作室", (), 16, rows.SECTOR_SUMMARY)
        yield Planned(row, (sector,), monday + timedelta(days=place % 5))


def _units(names: tuple[str, ...], house: House) -> tuple[Body | Sector, ...]:
    return tuple(
        Sector.objects.filter(name=name.removeprefix("界别:")).latest("id") if name.startswith("界别:")
        else house.bodies[name]
        for name in names
    )  # fmt: skip


def _written(house: House, planned: list[Planned], diligence: dict[int, float]) -> list[Activity]:
    """Write what is over, row for row as the acts would have written it, and let the duty records follow."""
    office = house.actor(house.office_login)
    made = Activity.objects.bulk_create(_activity(each, office) for each in planned)
    ActivityHost.objects.bulk_create(
        ActivityHost(
            activity=activity, order=order, body=unit if isinstance(unit, Body) else None,
            sector=unit if isinstance(unit, Sector) else None,
        )
        for activity, each in zip(made, planned, strict=True)
        for order, unit in enumerate(each.hosts, start=1)
    )  # fmt: skip
    signups = ActivitySignup.objects.bulk_create(
        signup for activity, each in zip(made, planned, strict=True) for signup in _signups(activity, each, diligence)
    )
    by_activity = {activity.pk: each for activity, each in zip(made, planned, strict=True)}
    ledger.record_all(_course(made, planned, office))
    ledger.record_all(_signed_up(signups, by_activity, office))
    for activity, each in zip(made, planned, strict=True):
        at = each.moments[table.CONFIRM_ACTIVITY.name]
        recording.follow(subject=activity, deeds=deeds.of_activity(activity), at=at)
    return made


def _activity(each: Planned, office: Actor) -> Activity:
    row = each.row
    return Activity(
        theme=row.theme, kind=row.kind, state=ActivityState.CONFIRMED, place=row.place, quota=row.quota,
        audience=Audience.ALL if row.is_for_all else Audience.HOSTS, signup_until=moment(each.on - timedelta(1), 18),
        starts_at=moment(each.on, 9), ends_at=moment(each.on, 11, 30), agreed_by=AGREED_BY, summary=row.summary,
        campaign=row.campaign, community=row.community, keeper_role=office.hat.role,
        keeper_scope_kind=office.hat.scope_kind, keeper_scope_id=office.hat.scope_id,
    )  # fmt: skip


def _signups(activity: Activity, each: Planned, diligence: dict[int, float]) -> Iterator[ActivitySignup]:
    draw = Random(f"{SEED}-{activity.theme}")  # noqa: S311
    may_join = list(activity_queries.eligible_members(activity, each.on).order_by("id"))
    keen = sorted(may_join, key=lambda seat: (-draw.random() * diligence.get(seat.pk, 0.5), seat.pk))
    for place, seat in enumerate(keen[: min(activity.quota, max(2, len(keen) * 2 // 3))]):
        came = Came.MISSED if place % 19 == 18 else Came.EXCUSED if place % 11 == 10 else Came.CAME
        yield ActivitySignup(
            activity=activity, membership=seat, state=SignupState.PLACED, came=came,
            signed_at=moment(each.on - timedelta(days=10), 20),
        )  # fmt: skip


def _course(made: list[Activity], planned: list[Planned], office: Actor) -> Iterator[LedgerEntry]:
    for activity, each in zip(made, planned, strict=True):
        for (act, at), before, after in zip(each.moments.items(), STATES, STATES[1:], strict=False):
            by = SYSTEM if act == table.CLOSE_SIGNUP.name else office
            yield ledger.draft(act, activity, by=by, at=at, from_state=before, to_state=after)


def _signed_up(signups: list[ActivitySignup], planned: dict[int, Planned], office: Actor) -> Iterator[LedgerEntry]:
    for row in signups:
        at = planned[row.activity_id].moments[table.RECORD_ACTIVITY.name]
        yield ledger.draft("sign_up", row, by=office, at=row.signed_at, to_state=row.state)
        yield ledger.draft(
            "mark_came", row, by=office, at=at, from_state=row.state, to_state=row.state, fields={"came": row.came}
        )


def _menu(house: House, made: list[Activity], diligence: dict[int, float]) -> None:
    """The office publishes the menu in March; members choose; an item is linked when its activity is drafted."""
    year, office = house.days.year, house.actor(house.office_login)
    drafted, opened = (house.days.workday(date(year, 3, day)) for day in (3, 10))
    if not house.days.is_past(opened + timedelta(days=21)):
        return
    menu = menus.draft_menu(year=year, by=office, at=moment(drafted, 9))
    for kind, title, host, period in rows.MENU:
        entry = menus.Entry(title, kind, host, period)
        menus.add_item(menu=menu, entry=entry, by=office, at=moment(drafted, 10))
    menus.open_menu(menu=menu, by=office, at=moment(opened, 9))
    _choices(house, menu, opened, diligence)
    themes = {each.row.item: activity for each, activity in zip(_planned(house), made, strict=False) if each.row.item}
    items = MenuItem.objects.filter(menu=menu, title__in=themes).select_related("menu")
    for item in sorted(items, key=lambda one: (themes[one.title].starts_at, one.pk)):
        activity = themes[item.title]
        day = max(activity.starts_at.date() - timedelta(days=16), opened + timedelta(days=1))
        menus.link_activity(item=item, activity=activity, by=office, at=moment(day, 11))


def _choices(house: House, menu: DutyMenu, opened: date, diligence: dict[int, float]) -> None:
    """Most choose what they are asked to at least; some choose less, a few nothing."""
    draw, items = Random(f"{SEED}-menu"), list(menu.items.order_by("order"))  # noqa: S311
    told = [house.seats[name].pk for name in rows.SIGNED_UP]
    wanted = []
    for place, seat in enumerate(in_office(opened).select_related("person").order_by("id")):
        keen = diligence.get(seat.pk, 0.5)
        chosen = items if seat.pk in told else [item for item in items if draw.random() < keen * 0.7]
        at = moment(opened + timedelta(days=1 + place % 9), 20)
        wanted += [(seat, item, at) for item in chosen]
    made = MenuChoice.objects.bulk_create(
        MenuChoice(item=item, membership=seat, chosen_at=at) for seat, item, at in wanted
    )
    by_seat = {seat.pk: seat for seat, _, _ in wanted}
    ledger.record_all(
        ledger.draft(
            "choose_item", each, by=_member(by_seat[each.membership_id], house), at=each.chosen_at,
            to_state=ChoiceState.CHOSEN.value, fields={"item": each.item_id},
        )
        for each in made
    )  # fmt: skip


def _member(seat: Membership, house: House) -> Actor:
    """Return the member where they have a login; the office entered what the others wrote on paper."""
    office = house.actor(house.office_login)
    logins = {grant.user_id: grant.user.username for grant in house.grants}
    user_id = seat.person.user_id
    return house.actor(logins[user_id]) if user_id in logins else office


def _held_this_week(house: House) -> None:
    """An activity took place the day before yesterday; its host has still to enter who came."""
    days, office = house.days, house.actor(house.office_login)
    on, drafted = days.workdays_ago(2), days.workdays_ago(12)
    activity = _published(house, rows.HELD, on, drafted)
    item = MenuItem.objects.filter(menu__year=on.year, title=rows.HELD.item).select_related("menu").first()
    people = [house.seats[name] for name in rows.SIGNED_UP]
    others = activity_queries.eligible_members(activity, on).exclude(pk__in=[seat.pk for seat in people])
    if item is not None:
        menus.link_activity(item=item, activity=activity, by=office, at=moment(drafted, 15))
    for seat in (*people, *others.order_by("id")[:9]):
        meetings.sign_up(activity=activity, membership=seat, by=office, at=moment(days.workdays_ago(9), 15))
    closed = meetings.close_signup(activity=activity, by=office, at=moment(days.workdays_ago(3), 18))
    held = meetings.hold_activity(activity=closed, by=office, at=moment(on, 17))
    everybody_has_read(held, office, moment(days.workdays_ago(8), 9), moment(on, 18))


def _open_now(house: House) -> None:
    """An activity of the week after next takes sign-ups."""
    days, office = house.days, house.actor(house.office_login)
    activity = _published(house, rows.OPEN, days.workday(days.today + timedelta(days=13)), days.workdays_ago(4))
    for seat in activity_queries.eligible_members(activity, days.today).order_by("id")[:5]:
        if seat.person.name not in rows.SIGNED_UP:
            meetings.sign_up(activity=activity, membership=seat, by=office, at=moment(days.workdays_ago(1), 16))


def _published(house: House, row: ActivityRow, on: date, drafted: date) -> Activity:
    office = house.actor(house.office_login)
    outline = Outline(
        theme=row.theme, kind=row.kind, place=row.place, quota=row.quota,
        signup_until=moment(on - timedelta(days=1), 18), starts_at=moment(on, 9), ends_at=moment(on, 11, 30),
        audience=Audience.ALL if row.is_for_all else Audience.HOSTS, contact="办公室",
    )  # fmt: skip
    made = meetings.draft_activity(outline=outline, hosts=_units(row.hosts, house), by=office, at=moment(drafted, 10))
    return meetings.publish_activity(activity=made, agreed_by=AGREED_BY, by=office, at=moment(drafted, 11))


def _absence_of_last_week(house: House) -> None:
    """The convener's committee met last week; leave for private reasons was refused, the seat stayed empty."""
    days, office = house.days, house.actor(house.office_login)
    term, seat = current_term(days.today), house.actor(CONVENER)
    held = Seat.objects.held(days.workdays_ago(14)).filter(membership__person__user=seat.user_id, body__isnull=False)
    sitting = held.order_by("body__order", "id").select_related("body").first()
    if term is None or sitting is None:
        return
    on = days.workdays_ago(5)
    particulars = Particulars(
        moment(on, 9, 30), moment(on, 11, 30), "区政协一楼协商议事室", ABSENCE_TOPIC, "\n".join(ABSENCE_AGENDA),
        on - timedelta(days=2),
    )  # fmt: skip
    meeting = meetings.plan_meeting(
        kind=MeetingKind.COMMITTEE, term=term, ordinal=7, particulars=particulars, body=sitting.body, by=office,
        at=moment(days.workdays_ago(14), 9),
    )  # fmt: skip
    meeting = meetings.send_notice(meeting=meeting, by=office, at=moment(days.workdays_ago(13), 9))
    mine = meeting.invitations.get(person__user=seat.user_id)
    asked = Asked(list(meeting.half_days.all()), LeaveKind.PRIVATE, LEAVE_REASON)
    leave = meetings.ask_leave(
        invitation=mine, asked=asked, way=ReplyWay.TELEPHONE, by=office, at=moment(days.workdays_ago(9), 9)
    )
    meetings.refuse_leave(
        leave=leave, reason=LEAVE_REFUSED, signed_by="顾明霞", by=office, at=moment(days.workdays_ago(8), 9)
    )
    _sat_without(house, meeting, on)


def _sat_without(house: House, meeting: Meeting, on: date) -> None:
    office, entered = house.actor(house.office_login), house.days.workdays_ago(4)
    came = meeting.invitations.exclude(person__user__username=CONVENER)
    halves = [half.pk for half in meeting.half_days.all()]
    sheet = {each.pk: dict.fromkeys(halves, AttendanceStatus.PRESENT) for each in came}
    done = meetings.enter_attendance(meeting=meeting, sheet=sheet, by=office, at=moment(entered, 15))
    everybody_has_read(done, office, moment(on, 8), moment(entered, 16))
