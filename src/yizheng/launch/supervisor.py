"""Keeps the programs of a house running, and stops them in order."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yizheng.launch.children import start_child
from yizheng.launch.postgres import Cluster
from yizheng.launch.talk import say

STOP_SECONDS = 5.0  # for the programs together; the database gets its own time afterwards
FIRST_PAUSE = 0.2  # seconds before a restart; doubles up to LONGEST_PAUSE
LONGEST_PAUSE = 10.0
STEADY_SECONDS = 30.0  # a program that ran this long is restarted at once again
LOOK_SECONDS = 0.2
DATABASE = "数据库"


@dataclass
class Program:
    """One long-running child: how it is started, and whether it lives. `listens_on`: its own socket."""

    label: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path | None = None
    pass_fds: tuple[int, ...] = ()
    listens_on: Path | None = None
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child and self._child.poll() is None else None

    def start(self) -> None:
        self.sweep()
        if self.listens_on:
            self.listens_on.unlink(missing_ok=True)  # left by one that was killed; it blocks the next
        with contextlib.ExitStack() as stack:
            log = stack.enter_context(self.log.open("ab")) if self.log else None
            self._child = start_child(
                self.command,
                log=log,
                env=self.environment,
                pass_fds=self.pass_fds,
                on_parent_death=signal.SIGKILL,  # frees the port at once for the next start
            )

    def sweep(self) -> None:
        """Kill what a dead program has left in its process group."""
        if self._child is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)

    def ask_to_stop(self) -> None:
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()

    def wait_or_kill(self, seconds: float) -> None:
        if self._child is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(max(seconds, 0.01))
        self.sweep()
        self._child.wait()
        self._child = None


@dataclass
class _Patience:
    """How long to wait before a program that keeps ending is started again (monotonic seconds)."""

    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float | None = None

    def began(self) -> None:
        self.started, self.due = time.monotonic(), None

    def next_start(self) -> float:
        now = time.monotonic()
        if now - self.started > STEADY_SECONDS:
            self.pause = FIRST_PAUSE
        pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE)
        return now + pause


class Supervisor:
    """The database (if it is ours) and the programs, as one thing that runs or does not."""

    def __init__(self) -> None:
        self.database: Cluster | None = None
        self._programs: list[Program] = []
        self._patience: dict[str, _Patience] = {}

    def start_database(self, database: Cluster) -> None:
        self.database = database
        database.start()
        self._patience_with(DATABASE).began()

    def start(self, program: Program) -> None:
        self._programs.append(program)
        program.start()
        self._patience_with(program.label).began()

    def watch(self) -> None:
        """Restart whatever ends, until a signal unwinds this call."""
        while True:
            self.look()
            time.sleep(LOOK_SECONDS)

    def look(self) -> None:
        """Start again what has ended and whose pause is over."""
        if self.database is not None and self.database.pid is None:
            self._revive(DATABASE, self.database.log, self.database.start)
        for program in self._programs:
            if program.pid is None:
                self._revive(program.label, program.log, program.start)

    def stop(self) -> None:
        """Stop every program, then the database; returns when none of them runs."""
        for program in self._programs:
            program.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for program in self._programs:
            program.wait_or_kill(deadline - time.monotonic())
        if self.database is not None:
            self.database.stop()

    def _revive(self, label: str, log: Path | None, start: Callable[[], None]) -> None:
        patience = self._patience_with(label)
        if patience.due is None:
            say(f"{label}意外停止，正在重新启动…（日志：{log or '见上'}）")
            patience.due = patience.next_start()
        if time.monotonic() >= patience.due:
            start()
            patience.began()

    def _patience_with(self, label: str) -> _Patience:
        return self._patience.setdefault(label, _Patience())
