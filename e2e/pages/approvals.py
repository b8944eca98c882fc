"""The page of an approval and the acts on its steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class ApprovalPage:
    """One approval: its chain, what was decided, what can be done now."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def step(self, label: str) -> Locator:
        """Return one step of the chain."""
        return self.page.locator("li.point").filter(has=self.page.get_by_text(label, exact=True))

    def record(self, label: str, act: str, day: date, *, scan: Path | None = None, **fields: str) -> None:
        """Enter what was decided away from the screen; `fields` are labels of the form with what is typed."""
        self.step(label).get_by_role("link", name=act).click()
        dialog = self.page.get_by_role("dialog")
        for name, text in fields.items():
            dialog.get_by_label(name).fill(text)
        dialog.get_by_label("日期").fill(day.isoformat())
        dialog.get_by_label("同意", exact=True).check()
        if scan is not None:
            dialog.get_by_label("扫描件").set_input_files(scan)
        dialog.get_by_role("button", name=act).click()
        expect(self.step(label)).to_contain_text("同意")
