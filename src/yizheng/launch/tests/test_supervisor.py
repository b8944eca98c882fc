"""Programs are kept running and are stopped together."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from yizheng.launch.supervisor import Program, Supervisor
from yizheng.launch.tests.processes import alive, until

SLEEPS = "import time; time.sleep(60)"
IGNORES_SIGTERM = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
)
HAS_A_CHILD = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def house() -> Iterator[Supervisor]:
    made = Supervisor()
    yield made
    made.stop()


def program(code: str, log: Path) -> Program:
    return Program("样品", [sys.executable, "-c", code], dict(os.environ), log=log)


def kill(running: Program) -> int:
    pid = running.pid
    os.kill(pid, signal.SIGKILL)
    until(lambda: running.pid is None)
    return pid


def test_a_killed_program_runs_again(house: Supervisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = program(SLEEPS, tmp_path / "log")
    house.start(sample)
    before = kill(sample)

    def runs_again() -> bool:
        house.look()
        return sample.pid is not None

    until(runs_again)

    assert sample.pid != before
    assert capsys.readouterr().err == f"样品意外停止，正在重新启动…（日志：{tmp_path / 'log'}）\n"


def test_a_program_that_keeps_ending_is_started_ever_more_rarely(house: Supervisor, tmp_path: Path) -> None:
    sample = program("", tmp_path / "log")
    house.start(sample)
    patience = house._patience_with("样品")
    pauses = []

    for _ in range(8):
        until(lambda: sample.pid is None)
        house.look()
        pauses.append(round(patience.pause, 1))
        patience.due = 0.0  # the pause is over
        house.look()

    assert pauses == [0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0, 10.0]


def test_what_a_killed_program_left_is_swept_before_it_runs_again(house: Supervisor, tmp_path: Path) -> None:
    log = tmp_path / "log"
    sample = program(HAS_A_CHILD, log)
    house.start(sample)
    until(lambda: log.read_text().endswith("\n"))
    left_over = int(log.read_text())
    kill(sample)
    assert alive(left_over)

    sample.start()

    until(lambda: not alive(left_over))


def test_stop_ends_also_a_program_that_ignores_sigterm(
    house: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yizheng.launch.supervisor.STOP_SECONDS", 0.3)
    log = tmp_path / "log"
    stubborn = program(IGNORES_SIGTERM, log)
    house.start(stubborn)
    until(lambda: log.read_text() == "1\n")
    pid = stubborn.pid

    house.stop()

    assert not alive(pid)
