"""axe-core on a page: nothing may be found at WCAG 2.2 A and AA."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
ASK = """
async options => (await axe.run(document, options)).violations.map(
    found => `${found.id}: ${found.nodes[0].html.slice(0, 200)}`
)
"""


def violations(page: Page) -> list[str]:
    """Return what axe-core finds, one line each: rule, and the first element it names."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(ASK, OPTIONS)
    return found


def fits(page: Page) -> bool:
    """Tell whether the page, once it has come, needs no sideways scrolling."""
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
