"""A client that asks a bounded number of times over a few kept connections, and stops by itself."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

Sockets = Sequence[Path]
"""Where the same pages are served, each set on its own."""

CONNECTIONS = 4
PATIENCE_SECONDS = 30
START_SECONDS = 120


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("127.0.0.1", timeout=PATIENCE_SECONDS)
        self._path = str(path)

    def connect(self) -> None:
        """Open the socket."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(PATIENCE_SECONDS)
        self.sock.connect(self._path)


@dataclass(frozen=True)
class Burst:
    """What one burst of requests came to: seconds of each answer, and of all together."""

    answers: list[float]
    seconds: float


def wait_for(path: Path, log: Path | None) -> None:
    """Return when the pages behind a socket are healthy. Raises: RuntimeError after some patience."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            _ask_once(UnixConnection(path), "/healthz", {})
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"no pages after {START_SECONDS} s; see {log}")


def burst(
    sockets: Sockets, address: str, headers: Mapping[str, str], *, requests: int, connections: int = CONNECTIONS
) -> Burst:
    """
    Ask for one page `requests` times over so many connections, which go round the sockets.

    Raises: RuntimeError on any answer but 200.
    """
    each = max(requests // connections, 1)
    start = time.perf_counter()
    with ThreadPoolExecutor(connections) as asking:
        paths = [sockets[n % len(sockets)] for n in range(connections)]
        lists = list(asking.map(lambda path: _ask(path, address, headers, each), paths))
    return Burst([seconds for one in lists for seconds in one], time.perf_counter() - start)


def _ask(path: Path, address: str, headers: Mapping[str, str], times: int) -> list[float]:
    connection = UnixConnection(path)
    try:
        return [_ask_once(connection, address, headers) for _ in range(times)]
    finally:
        connection.close()


def _ask_once(connection: UnixConnection, address: str, headers: Mapping[str, str]) -> float:
    start = time.perf_counter()
    connection.request("GET", address, headers=dict(headers))
    answer = connection.getresponse()
    answer.read()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{address} answered {answer.status}")
    return time.perf_counter() - start
