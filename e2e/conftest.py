"""
A real house and a real browser for the journeys: `yizheng up --demo` on a port of its own, Debian's Chromium.

Journeys run one after another against one house (its demo year is shared, each journey brings its own papers).
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from yizheng.launch.browser import find_browser

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "e2e" / "screenshots"
START_SECONDS = 120
STOP_SECONDS = 20
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 780}


@dataclass(frozen=True)
class House:
    """A running demo: its address and where it keeps its data."""

    url: str
    home: Path
    pid: int


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Start a demo of its own and stop it as a person would, by Ctrl-C."""
    home = tmp_path_factory.mktemp("house")
    port = _free_port()
    command = [str(Path(sys.executable).parent / "yizheng"), "up", "--demo", "--port", str(port)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "YIZHENG_"))}
    log = (home / "up.log").open("w+")
    process = subprocess.Popen(
        command, env={**environment, "YIZHENG_HOME": str(home)}, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        yield House(_address(process, home / "up.log"), home, process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(STOP_SECONDS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Open Debian's Chromium once."""
    path = find_browser()
    if path is None:
        pytest.fail("no Chromium is installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@dataclass
class Visitor:
    """One person at one screen. Errors in the browser's console fail the journey."""

    house: House
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, role: str) -> Page:
        """Click a role of the demo's sign-in page."""
        self.page.goto(self.house.url)
        self.page.get_by_role("button", name=re.compile(f"{role} · ")).click()
        self.page.wait_for_load_state()
        return self.page

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def expect_trouble(self) -> None:
        """Say that the browser may complain about what was just provoked (a refused address)."""
        self.complaints.clear()


def _visitor(house: House, browser: Browser, size: dict[str, int]) -> Iterator[Visitor]:
    context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    page = context.new_page()
    visitor = Visitor(house, context, page)

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            visitor.complaints.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    yield visitor
    context.close()
    assert visitor.complaints == []


@pytest.fixture
def at_desk(house: House, browser: Browser) -> Iterator[Visitor]:
    """Give a person at a desk, 1440 px wide."""
    yield from _visitor(house, browser, DESK)


@pytest.fixture
def on_phone(house: House, browser: Browser) -> Iterator[Visitor]:
    """Give a person with a phone, 360 px wide."""
    yield from _visitor(house, browser, PHONE)


@pytest.fixture
def another_at_desk(house: House, browser: Browser) -> Iterator[Visitor]:
    """Give a second person at a second desk."""
    yield from _visitor(house, browser, DESK)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait for the one address that `up` prints."""
    import time

    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            return found[0]
        if process.poll() is not None:
            break
        time.sleep(0.2)
    pytest.fail(f"the demo did not start:\n{log.read_text()}")
