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
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from e2e.visitor import DESK, PHONE, Cookies, House, Visitor, new_context
from yizheng.launch.browser import find_browser

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 600
STOP_SECONDS = 30
ANSWER_MS = 20_000
"""How long a page may take on a busy machine before a journey gives up."""

expect.set_options(timeout=ANSWER_MS)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """
    Start a demo of its own and stop it as a person would, by Ctrl-C: no process of it may be left.

    E2E_HOUSE names the address of a demo that already runs, while a journey is being written.
    """
    if standing := os.environ.get("E2E_HOUSE"):
        yield House(standing)
        return
    home = tmp_path_factory.mktemp("house")
    command = [str(Path(sys.executable).parent / "yizheng"), "up", "--demo", "--port", str(_free_port())]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "YIZHENG_"))}
    with (home / "up.log").open("w") as log:
        process = subprocess.Popen(
            command, env={**environment, "YIZHENG_HOME": str(home)}, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        yield House(_address(process, home / "up.log"))
    finally:
        family = _descendants(process.pid)
        process.send_signal(signal.SIGINT)
        process.wait(STOP_SECONDS)
    assert len(family) > 5, "a house is a supervisor, a database, pages, live updates and jobs"
    assert [pid for pid in family if _is_alive(pid)] == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Open Debian's Chromium once."""
    path = find_browser()
    if path is None:
        pytest.fail("no Chromium is installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=zh-CN"],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def passports() -> dict[str, Cookies]:
    """Keep the cookies of whoever has signed in, so that each identity passes the door once a run."""
    return {}


def _visitor(house: House, browser: Browser, passports: dict[str, Cookies], size: dict[str, int]) -> Iterator[Visitor]:
    context = new_context(browser, size)
    visitor = Visitor(house, context, context.new_page(), passports)
    visitor.listen()
    yield visitor
    context.close()
    assert visitor.complaints == []


@pytest.fixture
def at_desk(house: House, browser: Browser, passports: dict[str, Cookies]) -> Iterator[Visitor]:
    """Give a person at a desk, 1440 px wide."""
    yield from _visitor(house, browser, passports, DESK)


@pytest.fixture
def another_at_desk(house: House, browser: Browser, passports: dict[str, Cookies]) -> Iterator[Visitor]:
    """Give a second person at a second desk."""
    yield from _visitor(house, browser, passports, DESK)


@pytest.fixture
def on_phone(house: House, browser: Browser, passports: dict[str, Cookies]) -> Iterator[Visitor]:
    """Give a person with a phone, 360 px wide."""
    yield from _visitor(house, browser, passports, PHONE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait for the one address that `up` prints."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            return found[0]
        if process.poll() is not None:
            break
        time.sleep(0.2)
    process.terminate()
    pytest.fail(f"the demo did not start:\n{log.read_text()}")


def _descendants(pid: int) -> list[int]:
    """Return a process and all below it, as /proc tells."""
    children = [
        int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()
    ]
    return [pid, *(below for child in children for below in _descendants(child))]


def _is_alive(pid: int) -> bool:
    """Tell whether a process still runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
