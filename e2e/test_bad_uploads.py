"""Bad files: one sentence, nothing imported (F036)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.pages.imports import READING_MS, ImportPage, send
from e2e.papers import bad_files
from e2e.visitor import Visitor

REFUSED = {
    bad_files.empty: "文件是空的",
    bad_files.renamed_program: "这是一个程序文件，不是文档",
    bad_files.with_macros: "文件带有宏",
    bad_files.bomb: "文件解压后大得不正常",
}


@pytest.mark.parametrize("write", REFUSED, ids=lambda write: write.__name__)
def test_a_bad_file_ends_in_a_sentence(write: Callable[[Path], Path], at_desk: Visitor, tmp_path: Path) -> None:
    at_desk.sign_in("办公室")
    paper = write(tmp_path)

    page = send(at_desk, paper)

    main = page.get_by_role("main")
    expect(main).to_contain_text(REFUSED[write], timeout=READING_MS)
    expect(page.get_by_role("button", name="确认导入")).to_have_count(0)
    at_desk.shot(f"bad-{write.__name__}")


def test_a_file_that_is_no_plan_cannot_be_confirmed(at_desk: Visitor, tmp_path: Path) -> None:
    at_desk.sign_in("办公室")

    page = send(at_desk, bad_files.emoji(tmp_path))

    expect(page.get_by_role("main")).to_contain_text("一个条目也没有读到", timeout=READING_MS)
    expect(page.get_by_role("button", name="确认导入")).to_have_count(0)
    at_desk.shot("bad-emoji")


def test_a_name_of_three_hundred_characters_is_kept_short(at_desk: Visitor) -> None:
    at_desk.sign_in("办公室", stay=True)
    page = at_desk.go("/yunling/plan/imports/")
    name = "工作要点" * 75 + ".txt"
    text = "政协某区委员会2016年工作要点\n一、学习\n1．办好读书班。\n".encode()

    page.get_by_label("选择文件，或把文件拖到这里").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": text}
    )
    page.get_by_role("button", name="上传并读取").click()

    main = page.get_by_role("main")
    expect(main.get_by_text("文件名").or_(page.get_by_role("heading", name="读出来的内容")).first).to_be_visible(
        timeout=READING_MS
    )
    at_desk.shot("bad-long-name")
    assert ImportPage(page).page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
