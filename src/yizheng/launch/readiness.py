"""Waits until the pages answer."""

import http.client
import socket
import time
from collections.abc import Callable
from pathlib import Path

from yizheng.launch.errors import CannotStart

READY_SECONDS = 60.0
HEALTH = "/healthz"


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=10)
        self._path = str(path)

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(10)
        self.sock.connect(self._path)


def wait_until_ready(pages: Path, look: Callable[[], None], *, log: Path | None) -> None:
    """
    Return when the pages behind the socket are healthy; call `look` between the tries.

    Raises: CannotStart after a minute.
    """
    deadline = time.monotonic() + READY_SECONDS
    while not _healthy(pages):
        if time.monotonic() > deadline:
            raise CannotStart(f"网站没有在一分钟内就绪（日志：{log or '见上'}）。")
        look()
        time.sleep(0.05)


def _healthy(pages: Path) -> bool:
    connection = _UnixConnection(pages)
    try:
        connection.request("GET", HEALTH)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
