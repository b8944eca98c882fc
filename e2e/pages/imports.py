"""The import of a plan: its file, the tree that was understood, the document as read."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from e2e.visitor import Visitor

READING_MS = 60_000


def upload(visitor: Visitor, paper: Path) -> ImportPage:
    """Give a file to the import page and wait until it is read."""
    page = send(visitor, paper)
    expect(page.get_by_role("heading", name="读出来的内容")).to_be_visible(timeout=READING_MS)
    return ImportPage(page)


def send(visitor: Visitor, paper: Path) -> Page:
    """Give a file to the import page."""
    page = visitor.page
    slug = page.url.split("/")[3]
    visitor.go(f"/{slug}/plan/imports/")
    page.get_by_label("选择文件，或把文件拖到这里").set_input_files(paper)
    page.get_by_role("button", name="上传并读取").click()
    return page


class ImportPage:
    """An import that waits for its check."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def tree(self) -> Locator:
        """Return what was understood."""
        return self.page.get_by_role("region", name="读出来的内容")

    @property
    def document(self) -> Locator:
        """Return the document as read."""
        return self.page.get_by_role("region", name="文件原文")

    def understood(self, *words: str) -> None:
        """Check what the heading says in numbers."""
        for each in words:
            expect(self.page.get_by_role("heading", level=1)).to_contain_text(each)

    def months_of_tasks(self) -> list[str]:
        """Return the months of the task rows as shown."""
        return self.tree.locator("#tasks td[data-label=月份]").all_inner_texts()

    def open_names(self) -> list[str]:
        """Return the names that stand for nobody yet."""
        asked = self.tree.locator(".looks-list li[id^=name-] b").all_inner_texts()
        return [text.split("“")[1].rstrip("”") for text in asked]

    def settle(self, name: str, choice: str) -> None:
        """Say who a name is."""
        line = (
            self.tree.get_by_role("listitem").filter(has_text=f"“{name}”").filter(has=self.page.get_by_role("button"))
        )
        line.get_by_role("button", name=choice).first.click()
        expect(line).to_have_count(0)

    def edit(self, node: str) -> Locator:
        """Open the form of a node in its place in the tree."""
        self.tree.get_by_role("link", name=re.compile(rf"^改\s*：{node}$")).click()
        form = self.tree.locator("#node-form")
        expect(form).to_be_visible()
        return form

    def confirm(self) -> None:
        """Write the plan."""
        self.page.get_by_role("button", name="确认导入").click()
        expect(self.page.locator("[data-flashes]")).to_contain_text("已导入")
