"""A whole house as real processes: one port, recovery from every kill -9, nothing left behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yizheng.launch.databases import Databases
from yizheng.launch.home import Home
from yizheng.launch.tests.processes import WAIT_SECONDS, alive, process_of, processes_of, until

START_SECONDS = 300.0
STOP_SECONDS = 15.0
LISTENING = "0A"


class House:
    """`yizheng up` on a data folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.log = home.with_suffix(".log")
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self, *words: str) -> None:
        self.process = self.run("up", "--port", str(free_port()), *words)
        until(lambda: self.process.poll() is not None or "按 Ctrl-C 停止" in self.said(), START_SECONDS)
        assert self.process.poll() is None, self.said()
        self.url = re.search(r"http://127\.0\.0\.1:\d+/", self.said())[0]

    def run(self, *words: str) -> subprocess.Popen[bytes]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "YIZHENG_"))}
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "yizheng.cli", *words],
                env={**kept, "YIZHENG_HOME": str(self.home)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def refusal(self, *words: str) -> str:
        """Run a command that must refuse, and return what it said."""
        before = self.log
        self.log = before.with_suffix(".refused")
        try:
            assert self.run(*words).wait(WAIT_SECONDS) == 1
            return self.said()
        finally:
            self.log = before

    def said(self) -> str:
        return self.log.read_text()

    def status(self) -> int | None:
        try:
            with urllib.request.urlopen(self.url, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def committees(self) -> int:
        """Count what was committed; waits while the database recovers."""
        until(lambda: self._ask("SELECT 1") is not None)
        return int(self._ask("SELECT count(*) FROM kernel_committee"))

    def furnish(self) -> None:
        """Let it pass for the demo: a whole one is built by the journeys."""
        with psycopg.connect(Databases(Home(self.home).sockets()).owner_url) as session:
            session.execute(
                "INSERT INTO kernel_committee (full_name, short_name, slug, level, region, doc_prefix, is_demo)"
                " VALUES ('政协试验区委员会', '试验区政协', 'shiyan', 'county_district', '', '', true)"
            )

    def _ask(self, question: str) -> object:
        try:
            with psycopg.connect(Databases(Home(self.home).sockets()).app_url) as session:
                return session.execute(question).fetchone()[0]
        except psycopg.OperationalError:
            return None

    def stop(self, by: signal.Signals) -> int:
        self.process.send_signal(by)
        return self.process.wait(STOP_SECONDS)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house") / "home")
    try:
        made.start()
        made.furnish()
        yield made
    finally:
        ended = made.stop(signal.SIGINT)
    assert ended == 0
    assert processes_of(made.home) == {}


@pytest.fixture(autouse=True)
def running(house: House) -> None:
    """Every test finds a house whose pages answer."""
    until(lambda: house.status() == 200)


@pytest.mark.parametrize("program", ["granian", "yizheng.launch.gateway", "yizheng.launch.jobs", "postgres -D"])
def test_a_killed_program_comes_back(house: House, program: str) -> None:
    committees = house.committees()
    killed = process_of(house.home, program)

    os.kill(killed, signal.SIGKILL)
    until(lambda: not alive(killed))

    until(lambda: any(program in words for words in processes_of(house.home).values()))
    until(lambda: house.status() == 200)
    assert house.committees() == committees > 0


def test_one_port_is_open(house: House) -> None:
    assert listening_ports(processes_of(house.home)) == {int(house.url.rstrip("/").rsplit(":", 1)[1])}


def test_only_its_owner_may_speak_to_the_pages(house: House) -> None:
    # Root may open anything, so only the mode itself tells what an ordinary user would meet.
    socket = next(Path(path) for path in _arguments(house, "granian") if path.endswith(".sock"))

    assert oct(socket.stat().st_mode & 0o7777) == "0o600"


def _arguments(house: House, program: str) -> list[str]:
    return Path(f"/proc/{process_of(house.home, program)}/cmdline").read_text().split("\0")


def test_the_pages_do_not_learn_the_address_of_the_owner(house: House) -> None:
    told = Path(f"/proc/{process_of(house.home, 'granian')}/environ").read_bytes()

    assert b"yizheng_owner" not in told


def test_a_second_house_on_the_same_folder_is_refused(house: House) -> None:
    assert "已有一个议政在运行" in house.refusal("up", "--demo")
    assert house.status() == 200


def test_after_kill_of_the_supervisor_nothing_lives_and_the_next_start_recovers(house: House) -> None:
    committees = house.committees()

    house.process.kill()
    house.process.wait()
    until(lambda: processes_of(house.home) == {})

    assert "这个数据库里是演示数据，不能正式使用" in house.refusal("up")
    assert processes_of(house.home) == {}
    house.start("--demo")
    assert house.committees() == committees


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def listening_ports(pids: dict[int, str]) -> set[int]:
    """Return the TCP ports that any of the processes listens on."""
    held = {link for pid in pids for link in open_files(pid)}
    ports = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for row in Path(table).read_text().splitlines()[1:]:
            cells = row.split()
            if cells[3] == LISTENING and f"socket:[{cells[9]}]" in held:
                ports.add(int(cells[1].rsplit(":", 1)[1], 16))
    return ports


def open_files(pid: int) -> Iterator[str]:
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            yield str(link.readlink())
        except FileNotFoundError:  # closed meanwhile
            continue
