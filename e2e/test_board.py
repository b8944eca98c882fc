"""The month board: moved by keyboard and by mouse, filtered, and every number opens its list (F032, F035)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from e2e.pages.plans import COMMITTEE, Board, add_task, rows_in, today
from e2e.pages.tasks import TaskPage
from e2e.visitor import Visitor

LAST_MONTH = 12


def test_a_card_is_moved_by_keyboard_and_asks_why(at_desk: Visitor) -> None:
    at_desk.sign_in("办公室")
    address = add_task(at_desk, "梳理园区配套诉求")
    page = at_desk.go(f"{COMMITTEE}/plan/?month={today().month}")
    card = Board(page).card(address)

    card.locator("summary").focus()
    page.keyboard.press("Enter")
    card.get_by_label("移到", exact=True).select_option(label=f"{LAST_MONTH}月")
    card.get_by_role("button", name="移动").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("改到")).to_have_value(str(LAST_MONTH))
    at_desk.shot("board-move-asks")
    page.get_by_role("button", name="改月份").click()
    expect(page.get_by_text("请写明理由，一句话即可。")).to_be_visible()
    page.get_by_label("理由").fill("等年底统计口径")
    page.get_by_role("button", name="改月份").click()

    task = TaskPage(at_desk.go(address))
    expect(task.card("变更记录")).to_contain_text("等年底统计口径")
    expect(task.page.locator(".page-lead")).to_contain_text(f"{LAST_MONTH}月")


def test_a_card_is_dragged_to_another_month(at_desk: Visitor) -> None:
    at_desk.sign_in("办公室")
    address = add_task(at_desk, "梳理园区交通诉求")
    month = today().month
    if month == LAST_MONTH:
        pytest.skip("in December there is no later month to drag to")
    board = Board(at_desk.go(f"{COMMITTEE}/plan/?month={month}"))

    board.drag(address, month + 1)
    dialog = board.page.get_by_role("dialog")
    expect(dialog.get_by_label("改到")).to_have_value(str(month + 1))
    dialog.get_by_label("理由").fill("与交通局调研合并")
    at_desk.shot("board-drag-asks")
    dialog.get_by_role("button", name="改月份").click()

    expect(board.page.locator("[data-flashes]")).to_contain_text("已改月份")
    task = TaskPage(at_desk.go(address))
    expect(task.card("变更记录")).to_contain_text("与交通局调研合并")


def test_filters_narrow_the_board(at_desk: Visitor) -> None:
    at_desk.sign_in("办公室", stay=True)
    page = at_desk.go(f"{COMMITTEE}/plan/")
    everything = number(page.locator(".page-lead"))
    page.get_by_text("筛选", exact=True).click()
    page.get_by_label("责任部门").select_option(label="经科委")
    page.get_by_role("button", name="按这些条件看").click()

    assert 0 < number(page.locator(".page-lead")) < everything
    for card in page.get_by_role("article").all():
        assert re.search("经科委|经济科技|各专委会", card.inner_text())
    at_desk.shot("board-filtered")


def test_every_number_of_the_board_opens_a_list_of_that_length(at_desk: Visitor) -> None:
    at_desk.sign_in("办公室", stay=True)
    page = at_desk.go(f"{COMMITTEE}/plan/")
    at_desk.shot("board")
    opens_lists(at_desk, page.locator("main h1 a, main .bar-words a"))


def test_every_number_of_progress_and_owners_opens_its_list(at_desk: Visitor) -> None:
    at_desk.sign_in("主席")
    for path in ("plan/progress/", "plan/departments/", "plan/leaders/"):
        page = at_desk.go(f"{COMMITTEE}/{path}")
        at_desk.shot(path.strip("/").replace("/", "-"))
        opens_lists(at_desk, page.locator("main .kpi a, main .bar-words a, main tbody td.number a"), most=8)


def opens_lists(visitor: Visitor, links: Locator, *, most: int = 20) -> None:
    """Follow each number: the list has as many rows as it says (of a rate: as its numerator)."""
    said = [(link.get_attribute("href") or "", count_in(link)) for link in links.all()[:most]]
    assert said
    for address, count in said:
        visitor.go(address)
        assert rows_in(visitor.page) == count, address


def count_in(link: Locator) -> int:
    """Read 36 项任务 as 36, and 57.1% with 20/35 beside it as 20."""
    text = link.inner_text()
    if "%" not in text and "—" not in text:
        return int(re.findall(r"\d+", text)[-1 if "月有" in text else 0])
    around = link.locator("xpath=ancestor::*[self::td or contains(@class, 'kpi')][1]").inner_text()
    found = re.search(r"(\d+)/\d+", around)
    assert found, around
    return int(found[1])


def number(place: Locator) -> int:
    """Read 全年 36 项 as 36."""
    found = re.search(r"(\d+) 项", place.inner_text())
    assert found
    return int(found[1])
