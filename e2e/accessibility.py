"""axe-core on a page: nothing may be found at WCAG 2.2 A and AA."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


def violations(page: Page) -> list[str]:
    """Return what axe-core finds, one line each: rule, and the first element it names."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    return [_line(found) for found in results.response["violations"]]


def _line(found: dict[str, Any]) -> str:
    return f"{found['id']}: {found['nodes'][0]['html'][:200]}"


def fits(page: Page) -> bool:
    """Tell whether the page, once it has come, needs no sideways scrolling."""
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
