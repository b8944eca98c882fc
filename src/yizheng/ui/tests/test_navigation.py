"""Navigation: who sees what, where they are, how many wait."""

from types import SimpleNamespace

import pytest
import rules
from django.test import RequestFactory

from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.permissions import add_perm, wears
from yizheng.ui import navigation
from yizheng.ui.context import page
from yizheng.ui.navigation import MEMBER, OFFICE, UNIT, NavItem

pytestmark = pytest.mark.urls("yizheng.ui.tests.addresses")


@pytest.fixture
def see_late():
    """Add a permission that the house does not have, and take it away again."""
    add_perm("ui.see_late", wears("office_clerk"))
    yield "ui.see_late"
    rules.remove_perm("ui.see_late")


def asked(path: str = "/qinglan/", role: str = "office_clerk"):
    request = RequestFactory().get(path)
    request.committee = SimpleNamespace(slug="qinglan", short_name="青澜区政协")
    request.actor = Actor(1, "周明远", Hat(role, "办公室", grant_id=1))
    return request


def labels(request) -> list[str]:
    return [link.label for link in navigation.links(request)]


def test_sections_keep_the_order_of_the_house():
    navigation.register(
        NavItem("管理", "提醒规则", "late", "settings"),
        NavItem("年度工作", "要点与任务", "plan", "clipboard"),
        NavItem("", "工作台", "desk", "desk"),
    )

    assert [section.label for section in navigation.sections(asked())] == ["", "年度工作", "管理"]


def test_an_unknown_section_is_refused():
    with pytest.raises(LookupError, match="杂项"):
        navigation.register(NavItem("杂项", "工作台", "desk", "desk"))


def test_registering_twice_offers_once():
    item = NavItem("", "工作台", "desk", "desk")
    navigation.register(item)
    navigation.register(item)

    assert labels(asked()) == ["工作台"]


def test_the_worn_hat_decides_the_audience():
    navigation.register(
        NavItem("", "工作台", "desk", "desk", audience=(OFFICE, UNIT)),
        NavItem("", "今天", "plan", "today", audience=MEMBER),
    )

    assert labels(asked(role="office_clerk")) == ["工作台"]
    assert labels(asked(role="unit_clerk")) == ["工作台"]
    assert labels(asked(role="member")) == ["今天"]
    assert labels(asked(role="sector_convener")) == ["今天"]


def test_an_entry_without_permission_is_not_named(see_late):
    navigation.register(NavItem("", "逾期", "late", "clock", permission=see_late))

    assert labels(asked(role="office_clerk")) == ["逾期"]
    assert labels(asked(role="leader")) == []


def test_an_entry_of_a_room_that_is_not_mounted_is_not_drawn():
    navigation.register(NavItem("", "提案", "proposal:board", "proposal"))

    assert labels(asked()) == []


def test_nobody_signed_in_sees_no_navigation():
    navigation.register(NavItem("", "工作台", "desk", "desk"))
    request = asked()
    request.actor = None

    assert labels(request) == []


def test_only_the_nearest_entry_is_current():
    navigation.register(
        NavItem("", "工作台", "desk", "desk"),
        NavItem("", "要点与任务", "plan", "clipboard"),
        NavItem("", "逾期", "late", "clock"),
    )

    found = [link.label for link in navigation.links(asked("/qinglan/plan/late/items/")) if link.current]

    assert found == ["逾期"]


def test_counts_are_asked_for_the_request():
    navigation.register(NavItem("", "工作台", "desk", "desk", count=lambda request: len(request.committee.slug)))

    assert [link.count for link in navigation.links(asked())] == [7]


def test_the_page_gives_year_search_and_inbox():
    navigation.describe_year(lambda request: "第三届 · 2026年度")
    navigation.offer_search("plan")
    navigation.offer_inbox("inbox", lambda request: 4)

    shown = page(asked())

    assert str(shown["nav_year"]) == "第三届 · 2026年度"
    assert str(shown["nav_search"]) == "/qinglan/plan/"
    assert (shown["nav_inbox"].url, shown["nav_inbox"].count) == ("/qinglan/inbox/", 4)


def test_a_house_without_these_rooms_shows_none_of_it():
    shown = page(asked())

    assert (str(shown["nav_year"]), str(shown["nav_search"]), bool(shown["nav_inbox"])) == ("", "", False)


def test_a_page_below_another_address_lights_the_entry_that_covers_it():
    navigation.register(
        NavItem("", "工作台", "desk", "desk"),
        NavItem("", "要点与任务", "plan", "clipboard", covers=("people/",)),
    )

    assert [link.label for link in navigation.links(asked("/qinglan/people/one/")) if link.current] == ["要点与任务"]
    assert [link.label for link in navigation.links(asked("/qinglan/elsewhere/")) if link.current] == []
    assert [link.label for link in navigation.links(asked("/qinglan/")) if link.current] == ["工作台"]


def test_a_long_section_folds_until_the_page_lies_in_it():
    navigation.register(NavItem("年度工作", "要点与任务", "plan", "clipboard"))
    navigation.register(*(NavItem("组织", label, "late", "list") for label in ("一", "二", "三")))
    assert [section.folds for section in navigation.sections(asked())] == [False, False]

    navigation.register(NavItem("组织", "四", "late", "list"))

    daily, long = navigation.sections(asked())
    assert (daily.folds, long.folds, long.opens) == (False, True, False)
    assert navigation.sections(asked("/qinglan/plan/late/"))[1].opens is True


def test_what_is_needed_less_often_stands_further_down():
    navigation.register(
        NavItem("年度工作", "公文", "late", "file", place=1), NavItem("年度工作", "要点", "plan", "list")
    )

    assert [link.label for link in navigation.links(asked())] == ["要点", "公文"]
