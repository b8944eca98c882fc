"""The page of a task and the acts on it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class TaskPage:
    """One task: its state, its evidence, what can be done with it now."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def address(self) -> str:
        """Return the path of the page."""
        return "/" + self.page.url.split("/", 3)[3]

    def says(self, state: str) -> None:
        """Check the state in the head of the page."""
        expect(self.page.locator("main .page-lead")).to_contain_text(state)

    def card(self, title: str) -> Locator:
        """Return one card of the page."""
        return self.page.locator("section.card").filter(has=self.page.get_by_role("heading", name=title, exact=True))

    def report(self, note: str, *, file: Path | None = None) -> None:
        """Report the task done on what one line (and a file) shows."""
        self.fill_report(note, file=file)
        self.page.get_by_role("button", name="报完成").click()

    def fill_report(self, note: str, *, file: Path | None = None) -> None:
        """Write the report without sending it."""
        self.page.get_by_label("一句话说明").fill(note)
        if file is not None:
            self.page.get_by_label("附件（可不附）").set_input_files(file)

    def begin(self, act: str) -> Locator:
        """Open an act that asks for something: its page comes as a dialog."""
        self.page.get_by_role("link", name=act, exact=True).click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        return dialog

    def send_back(self, reason: str) -> None:
        """Return the report with a reason."""
        dialog = self.begin("退回")
        dialog.get_by_label("还缺什么").fill(reason)
        dialog.get_by_role("button", name="退回").click()

    def confirm(self) -> None:
        """Close the task (销号)."""
        self.page.get_by_role("button", name="销号").click()

    def told(self, sentence: str) -> None:
        """Check the sentence that answers an act."""
        expect(self.page.locator("[data-flashes]")).to_contain_text(sentence)

    @property
    def story(self) -> list[str]:
        """Return the ledger of the task, newest first."""
        return self.card("办理经过").get_by_role("listitem").all_inner_texts()
