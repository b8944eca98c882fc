"""Waits until the house answers at its address."""

import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from yizheng.launch.errors import CannotStart

READY_SECONDS = 90.0
ANSWER_SECONDS = 10.0

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def wait_until_ready(address: str, look: Callable[[], None], *, log: Path | None) -> None:
    """
    Return when the pages behind the gateway are healthy; call `look` between the tries.

    Raises: CannotStart after 90 s.
    """
    deadline = time.monotonic() + READY_SECONDS
    while not _healthy(address):
        if time.monotonic() > deadline:
            raise CannotStart(f"网站没有在{READY_SECONDS:.0f}秒内就绪（日志：{log or '见上'}）。")
        look()
        time.sleep(0.05)


def _healthy(address: str) -> bool:
    try:
        with _direct.open(f"{address}healthz", timeout=ANSWER_SECONDS) as answer:
            return bool(answer.status == 200)
    except OSError:  # refused, timed out, or an answer that says no
        return False
