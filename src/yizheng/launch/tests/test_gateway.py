"""The gateway as a process, before pages of our own on a Unix socket."""

import json
import os
import signal
import socket
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from itertools import takewhile
from pathlib import Path

import httpx
import psycopg
import pytest

from yizheng.launch import roles
from yizheng.launch.databases import Databases
from yizheng.launch.gateway import passing
from yizheng.launch.gateway.live import WAITING_MESSAGES, Hub, Stream, event
from yizheng.launch.gateway.passing import LARGEST_BODY, RESTARTING, UNSURE
from yizheng.launch.tests.processes import WAIT_SECONDS, until

GRACE = 10.0  # seconds; open streams get 2
LONG = bytes(range(256)) * 100_000  # more than sockets and transports hold
browser = httpx.Client(timeout=WAIT_SECONDS)
arrived: list[str] = []  # the addresses that reached the pages
finished = threading.Event()  # the pages have got rid of the long answer


class Pages(BaseHTTPRequestHandler):
    """Answers with what arrived; grants live updates to whoever has the cookie of user 7."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/healthz":
            self._answer(200, {})
        elif self.path == "/live/grant/":
            granted = self.headers["Cookie"] == "sessionid=seven"
            self._answer(200 if granted else 403, {"topics": ["user:7"] if granted else []})
        elif self.path == "/dies/":
            self.close_connection = True
        elif self.path == "/long/":
            self._send(b"Content-Length: %d" % len(LONG), LONG)
            finished.set()
        elif self.path == "/chunks/":
            pieces = [each.encode() for each in "一二三"]
            self._send(b"Transfer-Encoding: chunked", b"".join(b"3\r\n%s\r\n" % each for each in pieces) + b"0\r\n\r\n")
        elif self.path == "/until-the-end/":
            self._send(b"X: y", "到头为止".encode())
        else:
            self._tell()

    def do_POST(self) -> None:
        if self.path == "/half/":
            self._send(b"Content-Length: 10", b"half")
        else:
            self._take()

    def _take(self) -> None:
        self._tell(len(self.rfile.read(int(self.headers["Content-Length"]))))

    def do_HEAD(self) -> None:
        self._tell()

    def address_string(self) -> str:
        return "gateway"

    def log_message(self, *_: object) -> None:
        pass

    def _send(self, header: bytes, body: bytes) -> None:
        """Answer in bytes of our own and end the connection."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n%s\r\n\r\n%s" % (header, body))
        self.close_connection = True

    def _tell(self, received: int = 0) -> None:
        arrived.append(self.path)
        told = {"path": self.path, "received": received, "headers": [list(pair) for pair in self.headers.items()]}
        self._answer(200, told)

    def _answer(self, status: int, told: dict[str, object]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@dataclass
class Before:
    """A running gateway, and the socket where it looks for pages."""

    url: str
    pages: Path
    process: subprocess.Popen[bytes]


@contextmanager
def running_gateway(folder: Path, database_url: str, *, beside: Sequence[Path] = ()) -> Iterator[Before]:
    """Run a gateway with one set of pages, and others `beside` it."""
    pages = folder / "pages.sock"
    with socket.create_server(("127.0.0.1", 0)) as door:
        command = [sys.executable, "-m", "yizheng.launch.gateway", "--door", str(door.fileno())]
        command += ["--pages", *map(str, (pages, *beside))]
        environment = {**os.environ, "DATABASE_URL": database_url}
        process = subprocess.Popen(command, pass_fds=[door.fileno()], env=environment)
        yield Before(f"http://127.0.0.1:{door.getsockname()[1]}", pages, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(GRACE) == -signal.SIGTERM


@contextmanager
def serving(gateway: Before, handler: type[BaseHTTPRequestHandler], *, at: Path | None = None) -> Iterator[None]:
    with Server(str(at or gateway.pages), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


@pytest.fixture(scope="module")
def database_url(databases: Databases) -> str:
    return databases.url(roles.SERVING, "postgres")


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Iterator[Before]:
    """A gateway with pages behind it."""
    with running_gateway(tmp_path_factory.mktemp("g"), database_url) as started, serving(started, Pages):
        yield started


@pytest.fixture
def without_pages(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Iterator[Before]:
    with running_gateway(tmp_path_factory.mktemp("g"), database_url) as started:
        yield started


def test_a_request_arrives_as_the_browser_sent_it(gateway: Before) -> None:
    sent = {"Host": "yizheng.example", "X-Forwarded-For": "6.6.6.6", "Accept-Encoding": "br", "Cookie": "s=1"}

    answer = browser.get(f"{gateway.url}/jia/plan/?q=%E6%94%BF&q=a%2Fb", headers=sent)

    assert answer.json()["path"] == "/jia/plan/?q=%E6%94%BF&q=a%2Fb"
    arrived = {name.lower(): value for name, value in answer.json()["headers"]}
    assert arrived["host"] == "yizheng.example"
    assert arrived["accept-encoding"] == "br"
    assert arrived["cookie"] == "s=1"
    assert arrived["x-forwarded-for"] == "127.0.0.1"  # what a stranger claims is not believed
    assert arrived["x-forwarded-proto"] == "http"


@pytest.mark.parametrize(
    ("behind_https", "claimed", "believed"),
    [
        (True, "6.6.6.6, 10.0.0.7", b"10.0.0.7"),  # nginx wrote the last one
        (True, "10.0.0.7", b"10.0.0.7"),
        (True, None, b"127.0.0.1"),
        (False, "6.6.6.6", b"127.0.0.1"),
    ],
)
def test_who_asks_is_what_the_proxy_before_us_wrote_last(
    behind_https: bool, claimed: str | None, believed: bytes
) -> None:
    pages = passing.Pages(["unused.sock"], behind_https=behind_https)
    headers = [(b"x-forwarded-for", claimed.encode())] if claimed else []

    assert pages._who_asks({"headers": headers}, "127.0.0.1") == believed


def test_every_cookie_of_an_answer_comes_back(gateway: Before) -> None:
    assert browser.get(gateway.url).headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_an_upload_passes_through(gateway: Before) -> None:
    answer = browser.post(gateway.url, content=b"x" * 10_000_000)

    assert answer.json()["received"] == 10_000_000


def test_a_slow_upload_reaches_the_pages_only_when_it_is_complete(gateway: Before) -> None:
    """Else a telephone in a tunnel would hold one of the few workers."""
    arrived.clear()
    with closing(connected(gateway)) as line:
        line.sendall(b"POST /slow/ HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc")
        assert browser.get(f"{gateway.url}/meanwhile/").status_code == 200
        assert arrived == ["/meanwhile/"]

        line.sendall(b"def")
        assert line.recv(100).startswith(b"HTTP/1.1 200 ")

    assert arrived == ["/meanwhile/", "/slow/"]


def test_an_upload_that_is_broken_off_never_reaches_the_pages(gateway: Before) -> None:
    arrived.clear()
    with closing(connected(gateway)) as line:
        line.sendall(b"POST /broken/ HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc")

    assert browser.get(f"{gateway.url}/after/").status_code == 200
    assert arrived == ["/after/"]


def test_a_reader_who_takes_nothing_does_not_hold_the_pages(gateway: Before) -> None:
    """The whole answer, longer than any buffer on the way, is taken from the pages before the browser reads a byte."""
    finished.clear()
    with closing(connected(gateway)) as line:
        line.sendall(b"GET /long/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

        assert finished.wait(WAIT_SECONDS)
        received = b"".join(iter(lambda: line.recv(1 << 20), b""))

    head, _, body = received.partition(b"\r\n\r\n")
    assert (head.split(b"\r\n")[0], body == LONG) == (b"HTTP/1.1 200 OK", True)


def test_an_answer_in_chunks_and_one_without_a_length_come_whole(gateway: Before) -> None:
    assert browser.get(f"{gateway.url}/chunks/").text == "一二三"
    assert browser.get(f"{gateway.url}/until-the-end/").text == "到头为止"


def test_an_answer_that_breaks_off_is_no_answer(gateway: Before) -> None:
    answer = browser.post(f"{gateway.url}/half/", content=b"act")

    assert (answer.status_code, UNSURE in answer.text) == (502, True)


def test_no_header_smuggles_a_second_request_in(gateway: Before) -> None:
    arrived.clear()
    folded = b"GET /one/ HTTP/1.1\r\nHost: x\r\nX: a\r\n b\nGET /two/ HTTP/1.1\r\n\r\n"
    twice = b"POST /one/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 40\r\n\r\nabc"
    for sent in (folded, twice):
        with closing(connected(gateway)) as line:
            line.sendall(sent)
            assert line.recv(100).startswith(b"HTTP/1.1 400 ")

    assert arrived == []


def connected(gateway: Before) -> socket.socket:
    host, port = gateway.url.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)))
    line.settimeout(WAIT_SECONDS)
    return line


def test_head_has_no_body(gateway: Before) -> None:
    answer = browser.head(gateway.url)

    assert (answer.status_code, answer.content) == (200, b"")


def test_a_body_of_unknown_length_is_refused(gateway: Before) -> None:
    answer = browser.post(gateway.url, content=iter([b"x"]))

    assert (answer.status_code, "没有注明长度" in answer.text) == (411, True)


def test_a_body_too_large_is_refused_before_it_is_read(gateway: Before) -> None:
    host, port = gateway.url.removeprefix("http://").split(":")
    with closing(socket.create_connection((host, int(port)))) as line:
        line.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {LARGEST_BODY + 1}\r\n\r\n".encode())
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def test_pages_that_start_within_a_moment_are_waited_for(without_pages: Before) -> None:
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(browser.post(without_pages.url, content=b"act")))
    asking.start()

    with serving(without_pages, Pages):
        asking.join()

    assert [answer.json()["received"] for answer in answers] == [3]


def test_without_pages_a_sentence_says_what_to_do(without_pages: Before) -> None:
    answer = browser.get(without_pages.url)

    assert (answer.status_code, answer.headers["retry-after"], RESTARTING in answer.text) == (502, "3", True)


def test_an_act_that_may_have_happened_is_not_sent_twice(without_pages: Before) -> None:
    arrived = []

    class Breaks(Pages):
        def do_POST(self) -> None:
            arrived.append(self.rfile.read(3))
            self.close_connection = True

    with serving(without_pages, Breaks):
        answer = browser.post(without_pages.url, content=b"act")

    assert (answer.status_code, UNSURE in answer.text, arrived) == (502, True, [b"act"])


def test_one_set_of_pages_is_enough(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> None:
    """Nobody waits for the set that is away: not a reader, not an act that it has certainly not seen."""
    folder = tmp_path_factory.mktemp("g")
    second = folder / "second.sock"
    with (
        running_gateway(folder, database_url, beside=[second]) as gateway,
        serving(gateway, Pages, at=second),
    ):
        answers = [browser.post(gateway.url, content=b"act") for _ in range(3)]

    assert [answer.json()["received"] for answer in answers] == [3, 3, 3]


def test_what_breaks_one_set_is_read_from_the_other(
    tmp_path_factory: pytest.TempPathFactory, database_url: str
) -> None:
    class Breaks(Pages):
        def do_GET(self) -> None:
            self.close_connection = True

    folder = tmp_path_factory.mktemp("g")
    second = folder / "second.sock"
    with (
        running_gateway(folder, database_url, beside=[second]) as gateway,
        serving(gateway, Breaks),
        serving(gateway, Pages, at=second),
    ):
        answers = [browser.get(f"{gateway.url}/read/") for _ in range(3)]

    assert [answer.json()["path"] for answer in answers] == ["/read/"] * 3


def test_a_page_that_kills_its_worker_is_asked_for_twice_and_no_oftener(without_pages: Before) -> None:
    asked = []

    class Dies(Pages):
        def do_GET(self) -> None:
            if self.path == "/deadly/":
                asked.append(self.path)
                self.close_connection = True
            else:
                super().do_GET()

    with serving(without_pages, Dies):
        answer = browser.get(f"{without_pages.url}/deadly/")

    assert (answer.status_code, RESTARTING in answer.text, len(asked)) == (502, True, 2)


def notify(url: str, payload: str) -> None:
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("SELECT pg_notify('live', %s)", [payload])


def test_a_notice_reaches_the_streams_of_its_topic(gateway: Before, database_url: str) -> None:
    with browser.stream("GET", f"{gateway.url}/live/", headers={"Cookie": "sessionid=seven"}) as stream:
        lines = stream.iter_lines()
        assert [next(lines), next(lines)] == ["retry: 3000", ""]
        until(lambda: listens(database_url))

        notify(database_url, "not json")
        notify(database_url, '{"topic": "user:8", "event": "todo"}')
        notify(database_url, '{"topic": "user:7", "event": "inbox"}')

        heard = list(takewhile(lambda line: line != "event: inbox", lines))
    assert "event: todo" not in heard


def listens(url: str) -> bool:
    with psycopg.connect(url) as session:
        found = session.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN live'"
        )
        return found.fetchone() is not None


def test_live_updates_need_a_session(gateway: Before) -> None:
    answer = browser.get(f"{gateway.url}/live/")

    assert (answer.status_code, "请先登录" in answer.text) == (403, True)


def test_open_streams_do_not_hold_up_the_stop(without_pages: Before) -> None:
    seven = {"Cookie": "sessionid=seven"}
    with (
        serving(without_pages, Pages),
        browser.stream("GET", f"{without_pages.url}/live/", headers=seven) as stream,
    ):
        without_pages.process.send_signal(signal.SIGTERM)
        assert without_pages.process.wait(GRACE) == -signal.SIGTERM
        assert "retry: 3000" in stream.read().decode()


def test_a_slow_reader_is_dropped_and_the_others_go_on() -> None:
    hub, slow, quick = Hub(), Stream(), Stream()
    hub.join(slow, ["user:7"])
    hub.join(quick, ["user:7"])

    heard = []
    for number in range(WAITING_MESSAGES + 1):
        hub.tell("user:7", event(f"n{number}"))
        heard.append(quick._queue.get_nowait())

    assert heard == [event(f"n{number}") for number in range(WAITING_MESSAGES + 1)]
    assert (slow._queue.qsize(), slow._queue.get_nowait()) == (1, None)


def test_a_stream_that_left_is_forgotten() -> None:
    hub, stream = Hub(), Stream()
    hub.join(stream, ["user:7", "user:8"])

    hub.leave(stream, ["user:7", "user:8"])

    assert hub._streams == {}
