"""One person at one screen, and the house they visit."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

SCREENSHOTS = Path(__file__).resolve().parent / "screenshots"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 780}
CARRIED = ("sessionid", "csrftoken")

Cookies = list[Any]


def new_context(browser: Browser, size: dict[str, int]) -> BrowserContext:
    """Open a browser that knows nothing yet, of a person in China."""
    return browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        accept_downloads=True,
        reduced_motion="reduce",  # pictures and contrasts are taken of what stands, not of what fades
    )


@dataclass(frozen=True)
class House:
    """A running demo and its address."""

    url: str


@dataclass
class Visitor:
    """One person at one screen. Errors in the browser's console fail the journey."""

    house: House
    context: BrowserContext
    page: Page
    passports: dict[str, Cookies]
    heard: list[str] = field(default_factory=list)
    provoked: set[int] = field(default_factory=set)

    def listen(self) -> None:
        """Note what the browser complains about from now on."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.heard.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.heard.append(f"{message.text} {message.location.get('url', '')}")

    def provoke(self, *statuses: int) -> None:
        """Say which refusals this journey asks for: the browser notes each of them as an error."""
        self.provoked.update(statuses)

    @property
    def complaints(self) -> list[str]:
        """Return what the browser complained about, less what was provoked."""
        return [said for said in self.heard if not any(f"status of {status} " in said for status in self.provoked)]

    def sign_in(self, role: str, *, stay: bool = False) -> Page:
        """
        Click a role of the demo's sign-in page; whoever passed the door before is known.

        With `stay` those who are known do not open the first page: they go elsewhere at once.
        """
        return self._enter(role, self._role_button(role).click, stay=stay)

    def sign_in_as(self, username: str, *, stay: bool = False) -> Page:
        """Enter as a colleague who is in the demo but not on its sign-in page."""

        def click() -> None:
            button = self._role_button("办公室")
            button.evaluate("(button, username) => { button.value = username }", username)
            button.click()

        return self._enter(username, click, stay=stay)

    def _role_button(self, role: str) -> Locator:
        return self.page.get_by_role("button", name=re.compile(f"{role} · "))

    def _enter(self, who: str, click: Any, *, stay: bool) -> Page:
        self.context.clear_cookies()
        if who in self.passports:
            self.context.add_cookies(self.passports[who])
            if stay:
                return self.page
        self.page.goto(self.house.url)
        if who not in self.passports:
            click()
            self.page.wait_for_load_state()
            self.passports[who] = [each for each in self.context.cookies() if each["name"] in CARRIED]
        return self.page

    def go(self, path: str) -> Page:
        """Open an address of the house."""
        self.page.goto(f"{self.house.url.rstrip('/')}{path}")
        return self.page

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page, when E2E_PICTURES asks for pictures: they take a fifth of the time."""
        if not os.environ.get("E2E_PICTURES"):
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
