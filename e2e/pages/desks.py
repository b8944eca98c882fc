"""The desk, the whole list behind it, and the inbox."""

from __future__ import annotations

from playwright.sync_api import Locator

from e2e.visitor import Visitor

COMMITTEE = "/yunling"


def waiting(visitor: Visitor, text: str) -> Locator:
    """Open the list of all open work and return the lines with a text."""
    return visitor.go(f"{COMMITTEE}/todos/").get_by_role("main").get_by_role("listitem").filter(has_text=text)


def notices(visitor: Visitor, text: str) -> Locator:
    """Open the inbox and return the notices with a text."""
    return visitor.go(f"{COMMITTEE}/notices/").get_by_role("main").get_by_role("row").filter(has_text=text)
