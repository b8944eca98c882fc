"""An act that opens as a dialog: what is typed, chosen and sent."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Locator, Page, expect


def do(page: Page, act: str, *, send: str = "", choose: dict[str, str] | None = None, **fields: str | date) -> None:
    """
    Click an act, fill its dialog and send it; what stands in a field already stays.

    `fields` are labels with what is typed, `choose` are labels with the option; `send` names the button where it
    is called otherwise than the act.
    """
    page.get_by_role("link", name=act, exact=True).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    fill(dialog, choose=choose, **fields)
    dialog.get_by_role("button", name=send or act, exact=True).click()
    expect(dialog).to_have_count(0)


def fill(form: Page | Locator, *, choose: dict[str, str] | None = None, **fields: str | date) -> None:
    """Fill a form by its labels."""
    for label, typed in fields.items():
        form.get_by_label(label).first.fill(typed.isoformat() if isinstance(typed, date) else typed)
    for label, option in (choose or {}).items():
        form.get_by_label(label).first.select_option(label=option)


def told(page: Page, sentence: str) -> None:
    """Check the sentence that answers an act."""
    expect(page.locator("[data-flashes]")).to_contain_text(sentence)


def open_section(page: Page, section: str, entry: str) -> None:
    """Open a folded section of the side bar and go to one of its entries."""
    side = page.get_by_role("navigation", name="主导航")
    if not side.get_by_role("link", name=entry, exact=True).is_visible():
        side.locator("summary").filter(has_text=section).click()
    side.get_by_role("link", name=entry, exact=True).click()
