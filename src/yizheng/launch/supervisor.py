"""Keeps the programs of a house running, and stops them in order."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
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


@dataclass
class Program:
    """One long-running child: how it is started, and whether it lives."""

    label: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path | None = None
    pass_fds: tuple[int, ...] = ()
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child and self._child.poll() is None else None

    def start(self) -> None:
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


@dataclass
class _Patience:
    """How long to wait before a program that keeps ending is started again."""

    started: float = 0.0
    pause: float = FIRST_PAUSE

    def began(self) -> None:
        self.started = time.monotonic()

    def next_pause(self) -> float:
        if time.monotonic() - self.started > STEADY_SECONDS:
            self.pause = FIRST_PAUSE
        pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE)
        return pause


class Supervisor:
    """The database (if it is ours) and the programs, as one thing that runs or does not."""

    def __init__(self) -> None:
        self.database: Cluster | None = None
        self._programs: list[Program] = []
        self._patience: dict[str, _Patience] = {}
        self._due: dict[str, float] = {}

    def start_database(self, database: Cluster) -> None:
        self.database = database
        database.start()

    def start(self, program: Program) -> None:
        self._programs.append(program)
        self._patience[program.label] = _Patience()
        self._launch(program)

    def watch(self) -> None:
        """Restart whatever ends, until a signal unwinds this call."""
        while True:
            self.look()
            time.sleep(LOOK_SECONDS)

    def look(self) -> None:
        """Start again what has ended and whose pause is over."""
        if self.database is not None and self.database.pid is None:
            say("数据库意外停止，正在恢复…")
            self.database.start()
            say("数据库已恢复。")
        for program in self._programs:
            if program.pid is None:
                self._revive(program)

    def stop(self) -> None:
        """Stop every program, then the database; returns when none of them runs."""
        for program in self._programs:
            program.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for program in self._programs:
            program.wait_or_kill(deadline - time.monotonic())
        if self.database is not None:
            self.database.stop()

    def _revive(self, program: Program) -> None:
        now = time.monotonic()
        if program.label not in self._due:
            program.sweep()
            self._due[program.label] = now + self._patience[program.label].next_pause()
            say(f"{program.label}意外停止，正在重新启动…（日志：{program.log or '见上'}）")
        if now >= self._due[program.label]:
            del self._due[program.label]
            self._launch(program)

    def _launch(self, program: Program) -> None:
        self._patience[program.label].began()
        program.start()
