"""
An SMS provider on this machine (模拟短信网关): counts messages by key, and stops where a test tells it to.

`stop_at` names the how-manieth request is held: before it is counted (`before`) or after (`after`); `held` says
that it is. It answers what became of a key at /status/<key>.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Simulator:
    """What the provider has seen."""

    def __init__(self) -> None:
        self.by_key: Counter[str] = Counter()
        self.texts: list[dict[str, str]] = []
        self.requests = 0
        self.stop_at: int | None = None
        self.when = "before"
        self.held = threading.Event()
        self.go_on = threading.Event()
        self.answers = 200
        self.lock = threading.Lock()
        self.url = ""

    def take(self, message: dict[str, str]) -> None:
        """Take one message; held where the test said."""
        with self.lock:
            self.requests += 1
            is_stop = self.requests == self.stop_at
        if is_stop and self.when == "before":
            self._hold()
            return
        with self.lock:
            if self.answers == 200:
                self.by_key[message["key"]] += 1
                self.texts.append(message)
        if is_stop:
            self._hold()

    def _hold(self) -> None:
        self.held.set()
        self.go_on.wait(60)


@contextmanager
def simulator() -> Iterator[Simulator]:
    """Serve on a loopback port."""
    seen = Simulator()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.take(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self._say(seen.answers)

        def do_GET(self) -> None:
            self._say(200 if self.path.rpartition("/")[2] in seen.by_key else 404)

        def _say(self, code: int) -> None:
            try:
                self.send_response(code)
                self.send_header("Content-Length", "0")
                self.end_headers()
            except (BrokenPipeError, ConnectionResetError):
                return  # whoever asked was killed

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    seen.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield seen
    finally:
        seen.go_on.set()
        server.shutdown()
        server.server_close()


def settings_for(seen: Simulator, *, tells: bool = True) -> dict[str, str]:
    """Return the setting SMS for it; without `tells` it cannot say what became of a key."""
    status = f"{seen.url}/status/$key" if tells else ""
    return {"kind": "http", "url": f"{seen.url}/send", "status_url": status}
