"""The duty menu: chosen once, least per kind, an item that becomes an activity signs its choosers up in order."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import menu_queries, services
from yizheng.meeting.enums import ActivityKind, MenuGroup, MenuState, SignupState
from yizheng.meeting.models import ActivitySignup, DutyMenu, MenuChoice, MenuItem
from yizheng.meeting.services import menus
from yizheng.meeting.services.menus import Entry
from yizheng.meeting.tests import factories as make
from yizheng.notify.models import Notice
from yizheng.plan.tests import factories as plan

AT = make.moment(22, 10, month=11)
URL = "/yunxi/activities/menu/"
SENT = {"only": "the button"}


def rows():
    tables = (DutyMenu, MenuItem, MenuChoice, ActivitySignup, LedgerEntry)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def opened(*kinds, members=3, **given):
    """A menu with an item of each kind, its clerk, members, and a drafted activity."""
    activity, clerk, people = make.drafted(members=members, **given)
    menu = menus.draft_menu(year=2026, by=clerk, at=AT)
    for kind in kinds or (ActivityKind.INSPECTION,):
        menus.add_item(menu=menu, entry=Entry(f"{kind.label}一次", kind, "经科委", "12月"), by=clerk, at=AT)
    return menus.open_menu(menu=menu, by=clerk, at=AT), clerk, people, activity


def choose(item, member, at=AT):
    return menus.choose_item(item=item, membership=member, by=make.worn(member), at=at)


def test_a_menu_is_published_with_items_and_members_are_told(house):
    clerk, member = plan.seat(), make.MemberFactory(person=make.person(with_login=True))
    menu = menus.draft_menu(year=2026, by=clerk, at=AT)
    before = rows()

    with pytest.raises(Refused, match="还是空的"):
        menus.open_menu(menu=menu, by=clerk, at=AT)
    with pytest.raises(Refused, match="已经有履职菜单"):
        menus.draft_menu(year=2026, by=clerk, at=AT)
    with pytest.raises(Refused, match="事项和主办单位"):
        menus.add_item(menu=menu, entry=Entry(" ", ActivityKind.TRAINING, "办公室"), by=clerk, at=AT)
    with pytest.raises(PermissionDenied):
        menus.draft_menu(year=2027, by=make.worn(member), at=AT)
    assert rows() == before

    menus.add_item(menu=menu, entry=Entry("读书会", ActivityKind.READING, "办公室"), by=clerk, at=AT)
    menu = menus.open_menu(menu=menu, by=clerk, at=AT)
    assert (menu.state, Notice.objects.filter(recipient=member.person.user_id).count()) == (MenuState.OPEN, 1)


def test_an_item_is_chosen_once_by_its_member_while_the_menu_is_open(house):
    menu, clerk, (one, two, _), _ = opened()
    item = menu.items.get()

    assert choose(item, one) == choose(item, one)
    menus.close_menu(menu=menu, by=clerk, at=AT)
    before = rows()
    with pytest.raises(PermissionDenied):
        menus.choose_item(item=item, membership=two, by=make.worn(one), at=AT)
    with pytest.raises(Refused, match="不能选择"):
        choose(item, two)
    with pytest.raises(Refused, match="不能退选"):
        menus.drop_choice(choice=MenuChoice.objects.get(), by=make.worn(one), at=AT)
    with pytest.raises(Refused):
        menus.add_item(menu=menu, entry=Entry("读书会", ActivityKind.READING, "办公室"), by=clerk, at=AT)

    assert rows() == before
    assert LedgerEntry.objects.filter(act="choose_item").count() == 1


def test_choosers_are_signed_up_in_order_when_the_activity_is_published(house):
    menu, clerk, (one, two, three), activity = opened(quota=2)
    item = menu.items.get()
    for each in (two, one, three):
        choose(item, each)

    menus.link_activity(item=item, activity=activity, by=clerk, at=AT)
    assert not ActivitySignup.objects.exists()
    services.publish_activity(activity=activity, agreed_by="沈若松", by=clerk, at=AT)

    found = ActivitySignup.objects.order_by("id").values_list("membership", "state")
    assert list(found) == [
        (two.pk, SignupState.PLACED), (one.pk, SignupState.PLACED), (three.pk, SignupState.WAITING),
    ]  # fmt: skip
    before = rows()
    with pytest.raises(Refused, match="已经有活动"):
        menus.link_activity(item=item, activity=activity, by=clerk, at=AT)
    assert rows() == before


def test_choosing_what_is_published_signs_up_and_dropping_withdraws(house):
    menu, clerk, (one, two, _), activity = opened(quota=1)
    item = menu.items.get()
    services.publish_activity(activity=activity, agreed_by="沈若松", by=clerk, at=AT)
    menus.link_activity(item=item, activity=activity, by=clerk, at=AT)
    first = choose(item, one)
    choose(item, two)
    before = rows()
    with pytest.raises(PermissionDenied):
        menus.drop_choice(choice=first, by=make.worn(two), at=AT)
    assert rows() == before

    menus.drop_choice(choice=first, by=make.worn(one), at=AT)

    found = ActivitySignup.objects.order_by("id").values_list("membership", "state")
    assert list(found) == [(one.pk, SignupState.WITHDRAWN), (two.pk, SignupState.PLACED)]


def test_a_choice_whose_sign_up_is_refused_is_not_kept(house):
    menu, clerk, (one, *_), activity = opened()
    item = menu.items.get()
    services.publish_activity(activity=activity, agreed_by="沈若松", by=clerk, at=AT)
    menus.link_activity(item=item, activity=activity, by=clerk, at=AT)
    services.close_signup(activity=activity, by=clerk, at=AT)
    before = rows()

    with pytest.raises(Refused, match="不能报名"):
        choose(item, one)

    assert rows() == before


def test_the_least_of_each_kind():
    needed = dict.fromkeys(MenuGroup, 1)

    assert menu_queries.lacking(["inspection", "reading", "consensus"], needed) == {
        MenuGroup.SECTOR: 1, MenuGroup.GRASSROOTS: 1,
    }  # fmt: skip
    assert menu_queries.lacking([], dict.fromkeys(MenuGroup, 0)) == {}


def test_the_menu_in_the_browser(house, browser, now):
    menu, clerk, (one, two, _), activity = opened(ActivityKind.INSPECTION, ActivityKind.TRAINING)
    RoleGrant.objects.create(user_id=one.person.user_id, role=Role.MEMBER, label="委员", valid_from=plan.FROM)
    phone, page = browser(one.person.user_id), browser(clerk.user_id)
    first, second = menu.items.all()

    for item in (first, first, second):
        phone.post(f"{URL}items/{item.public_id}/choose/", SENT)
    phone.post(f"{URL}items/{second.public_id}/drop/", SENT)
    read = phone.get(URL).content.decode()
    kept = page.get(URL).content.decode()
    page.post(f"{URL}items/{first.public_id}/link/", {"activity": activity.public_id})
    page.post(f"{URL}{menu.public_id}/items/new/", {"title": "读书会", "kind": "reading", "host": "办公室"})
    refused = [phone.post(f"{URL}{path}", SENT).status_code for path in
               ("draft/", f"{menu.public_id}/move/close/", f"items/{first.public_id}/link/")]  # fmt: skip
    page.post(f"{URL}{menu.public_id}/move/close/", SENT)
    page.post(f"{URL}draft/", SENT)

    assert "还差：界别活动 1 项，基层活动 1 项，学习 1 项" in read
    assert two.person.name in kept
    assert two.person.name not in read
    assert refused == [403, 403, 403]
    assert (menu.items.count(), menu.items.first().activity) == (3, activity)
    assert list(DutyMenu.objects.values_list("year", "state")) == [(2027, "draft"), (2026, "closed")]
    assert list(MenuChoice.objects.order_by("id").values_list("state", flat=True)) == ["chosen", "cancelled"]


def test_without_a_menu_the_page_says_so(house, browser, now):
    member = make.MemberFactory(person=make.person(with_login=True))
    RoleGrant.objects.create(user_id=member.person.user_id, role=Role.MEMBER, label="委员", valid_from=plan.FROM)

    assert "还没有履职菜单" in browser(member.person.user_id).get(URL).content.decode()


def test_the_page_asks_the_same_number_of_statements_for_one_and_for_three(house, browser, now):
    menu, clerk, people, _ = opened()
    page = browser(clerk.user_id)

    def asked():
        page.get(URL)
        with CaptureQueriesContext(connection) as seen:
            page.get(URL)
        return len(seen)

    choose(menu.items.get(), people[0])
    once = asked()
    for kind in (ActivityKind.TRAINING, ActivityKind.SECTOR):
        item = menus.add_item(menu=menu, entry=Entry(f"{kind.label}二", kind, "办公室"), by=clerk, at=AT)
        for each in people:
            choose(item, each)

    assert asked() == once
