"""What was misread is corrected node by node; of two who correct at once the second loses nothing (F036)."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from e2e.pages.imports import ImportPage, upload
from e2e.pages.plans import today
from e2e.papers.text_plan import write_text_plan
from e2e.visitor import Visitor

YEARS_BACK = 4


def test_a_misread_tree_is_split_merged_edited_and_cleared(at_desk: Visitor, tmp_path: Path) -> None:
    at_desk.sign_in("办公室")
    page = upload(at_desk, write_text_plan(tmp_path, today().year - YEARS_BACK))
    page.understood("2 个部分", "4 项")

    split = page.edit("办好读书班")
    split.get_by_text("从一句话拆开").click()
    cut = split.get_by_role("listitem").filter(has_text="第二期安排在八月")
    cut.get_by_role("button", name="从这里起新条目").click()
    page.understood("5 项")

    page.edit("用好书屋").get_by_role("button", name="并入上一条").click()
    page.understood("4 项")

    page.edit("以上各项工作由办公室负责解释").get_by_role("button", name="不是条目").click()
    page.understood("3 项")

    edited = page.edit("协商一件实事")
    edited.get_by_label("标题", exact=True).fill("协商充电桩这件实事")
    edited.get_by_role("button", name="保存").click()
    expect(page.tree.get_by_role("link", name="改 ：协商充电桩这件实事")).to_be_visible()
    at_desk.shot("import-corrected")


def test_a_second_clerk_is_told_and_keeps_what_was_typed(
    at_desk: Visitor, another_at_desk: Visitor, tmp_path: Path
) -> None:
    at_desk.sign_in("办公室")
    first = upload(at_desk, write_text_plan(tmp_path, today().year - YEARS_BACK))
    another_at_desk.sign_in("办公室")
    another_at_desk.page.goto(at_desk.page.url)
    second = ImportPage(another_at_desk.page)
    typing = second.edit("用好书屋")
    typing.get_by_label("正文").fill("在每个街道设立一处委员书屋，每月开放两次。")

    first.edit("协商一件实事").get_by_role("button", name="上移").click()
    expect(first.page.locator(".page-lead")).to_contain_text("改过")
    typing.get_by_role("button", name="保存").click()

    expect(second.page.get_by_role("alert")).to_contain_text("刚改过这份导入，您这一步还没有保存")
    kept = second.page.locator("#node-form").get_by_label("正文")
    assert kept.input_value() == "在每个街道设立一处委员书屋，每月开放两次。"
    another_at_desk.shot("import-stale")
    first.page.reload()
    expect(first.tree).not_to_contain_text("每月开放两次")
