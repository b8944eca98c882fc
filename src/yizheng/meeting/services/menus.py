"""Writes: the duty menu of a year, and members' choices from it (handbook 10.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.org.models import Membership
from yizheng.org.queries import in_office

from .. import activity_queries
from .. import workflow as table
from ..enums import ActivityKind, ActivityState, ChoiceState, MenuState
from ..models import Activity, DutyMenu, MenuChoice, MenuItem
from .activities import sign_up, withdraw_signup


@dataclass(frozen=True)
class Entry:
    """What stands on the menu: a title, its kind, who hosts it, and when as people say it (5月)."""

    title: str
    kind: ActivityKind
    host: str
    period: str = ""


@transaction.atomic
def draft_menu(*, year: int, by: Actor, at: datetime) -> DutyMenu:
    """Draft the duty menu of a year (起草菜单). Raises: Refused `year` when there is one already."""
    require("meeting.keep_menu", by)
    menu, is_new = DutyMenu.objects.get_or_create(year=year)
    if not is_new:
        raise Refused("year", f"{year}年已经有履职菜单了。")
    ledger.record("draft_menu", menu, by=by, at=at, to_state=menu.state, fields={"year": year})
    events.publish(Moved("duty_menu", menu, "draft_menu", "", menu.state, by, at))
    return menu


@transaction.atomic
def add_item(*, menu: DutyMenu, entry: Entry, by: Actor, at: datetime) -> MenuItem:
    """Add an item to a menu that is not closed (增改事项). Raises: Refused `no_title`; nothing is added then."""
    if not entry.title.strip() or not entry.host.strip():
        raise Refused("no_title", "请写明事项和主办单位。")
    moved = workflow.apply(table.CHANGE_MENU, menu, by=by, at=at)
    return MenuItem.objects.create(menu=moved, order=moved.items.count() + 1, **vars(entry))


@transaction.atomic
def link_activity(*, item: MenuItem, activity: Activity, by: Actor, at: datetime) -> MenuItem:
    """
    Say which activity an item became; whoever chose it is signed up in the order of the choices.

    Sign-up follows at once when the activity is published, else at its publication. Raises: Refused `linked`.
    """
    menu = workflow.apply(table.CHANGE_MENU, item.menu, by=by, at=at)
    locked = menu.items.select_for_update(of=("self",)).get(pk=item.pk)
    if locked.activity_id is not None:
        raise Refused("linked", f"“{locked}”已经有活动了。")
    locked.activity = _locked(activity.pk)
    locked.save(update_fields=["activity"])
    _sign_up_choosers(locked.activity or activity, by, at)
    return locked


@transaction.atomic
def open_menu(*, menu: DutyMenu, by: Actor, at: datetime) -> DutyMenu:
    """Publish a menu (公布菜单): members are told and may choose from now on."""
    moved = workflow.apply(table.OPEN_MENU, menu, by=by, at=at)
    users = in_office(timezone.localdate(at)).filter(person__user__isnull=False).values_list("person__user", flat=True)
    text = f"{moved}已公布，请选择您要参加的事项。"
    notify.tell(recipients=list(users), text=text, url=address("meeting:menu"), key=f"menu:{moved.public_id}", at=at)
    return moved


@transaction.atomic
def close_menu(*, menu: DutyMenu, by: Actor, at: datetime) -> DutyMenu:
    """Close a menu (截止选择): what was chosen stands."""
    return workflow.apply(table.CLOSE_MENU, menu, by=by, at=at)


@transaction.atomic
def choose_item(*, item: MenuItem, membership: Membership, by: Actor, at: datetime) -> MenuChoice:
    """
    Choose an item (选择), once however often it is asked; where sign-up is open, it signs up too.

    Raises: PermissionDenied; Refused `closed`, or what the sign-up refuses; nothing is changed then.
    """
    require("meeting.sign_up", by, membership)
    locked = MenuItem.objects.select_for_update(of=("self",)).select_related("menu", "activity").get(pk=item.pk)
    standing = locked.choices.filter(membership=membership, state=ChoiceState.CHOSEN).first()
    if standing is not None:
        return standing
    if locked.menu.state != MenuState.OPEN:
        raise Refused("closed", f"{locked.menu}现在是“{locked.menu.get_state_display()}”，不能选择。")
    made = MenuChoice.objects.create(item=locked, membership=membership, chosen_at=at)
    ledger.record("choose_item", made, by=by, at=at, to_state=made.state, fields={"item": locked.pk})
    events.publish(Moved("menu_choice", made, "choose_item", "", made.state, by, at))
    activity = _locked(locked.activity_id)
    if activity is not None and activity.state != ActivityState.DRAFT:
        sign_up(activity=activity, membership=membership, by=by, at=at)
    return made


@transaction.atomic
def drop_choice(*, choice: MenuChoice, by: Actor, at: datetime) -> MenuChoice:
    """Drop a choice (退选) while the menu is open; the sign-up that came of it is withdrawn. Raises: Refused."""
    item = MenuItem.objects.select_for_update(of=("self",)).select_related("menu", "activity").get(pk=choice.item_id)
    if item.menu.state != MenuState.OPEN:
        raise Refused("closed", f"{item.menu}已截止，不能退选；不能参加的，请在活动页上退出。")
    moved = workflow.apply(table.DROP_CHOICE, choice, by=by, at=at)
    signup = activity_queries.own_signup(item.activity, moved.membership) if item.activity is not None else None
    if signup is not None:
        withdraw_signup(signup=signup, by=by, at=at)
    return moved


def follow(moved: Moved) -> None:
    """An activity was published: whoever chose it from the menu is signed up."""
    if moved.act == table.PUBLISH_ACTIVITY.name and isinstance(moved.obj, Activity):
        _sign_up_choosers(moved.obj, moved.by, moved.at)


def _locked(activity_id: int | None) -> Activity | None:
    """Return an activity as it stands, locked: a publication under way is waited for, so that no choice is missed."""
    return Activity.objects.select_for_update(of=("self",)).filter(pk=activity_id or 0).first()


def _sign_up_choosers(activity: Activity, by: Actor, at: datetime) -> None:
    if activity.state != ActivityState.PUBLISHED or at >= activity.signup_until:
        return
    may_join = activity_queries.eligible_members(activity, timezone.localdate(at)).order_by().values("pk")
    chosen = MenuChoice.objects.filter(item__activity=activity, state=ChoiceState.CHOSEN, membership__in=may_join)
    for each in chosen.select_related("membership__person").order_by("id"):
        sign_up(activity=activity, membership=each.membership, by=by, at=at)
