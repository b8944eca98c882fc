"""Run commands in lanes: those of a lane one after another, the lanes beside each other, in one thread."""

from __future__ import annotations

import codecs
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yizheng.launch.children import die_with_parent
from yizheng.launch.stopping import Stopped

INTERRUPT_SECONDS = 20
CHUNK_BYTES = 65536


@dataclass(frozen=True)
class Job:
    """A command with its heading and its environment."""

    heading: str
    command: tuple[str, ...]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Done:
    """What came of a job: its exit code, how long it took, the last line that says something."""

    code: int
    seconds: float
    last_line: str


@dataclass
class _Lane:
    """Jobs that wait, the one that runs, and what came of the others; only the front lane is seen while it runs."""

    waiting: list[Job]
    cwd: Path
    is_front: bool
    done: list[Done] = field(default_factory=list)
    child: subprocess.Popen[bytes] = field(init=False)
    _began: float = field(init=False)
    _decoder: codecs.IncrementalDecoder = field(init=False)
    _said: str = field(init=False)

    def start_next(self) -> subprocess.Popen[bytes] | None:
        """Start the next job; None when no more waits."""
        if not self.waiting:
            return None
        job = self.waiting.pop(0)
        self._said, self._began = "", time.monotonic()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._hear(f"\n{job.heading}\n")
        self.child = subprocess.Popen(
            job.command,
            cwd=self.cwd,
            env=job.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            process_group=0,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        return self.child

    def listen(self) -> bool:
        """Take in what the running job says; False when it has ended."""
        assert self.child.stdout is not None
        chunk = self.child.stdout.read(CHUNK_BYTES)
        self._hear(self._decoder.decode(chunk or b"", final=not chunk))
        if chunk:
            return True
        self.child.stdout.close()
        spoken = [line.strip() for line in self._said.splitlines() if line.strip()][1:]  # below the heading
        self.done.append(Done(self.child.wait(), time.monotonic() - self._began, spoken[-1] if spoken else ""))
        if not self.is_front:
            _show(self._said)
        return False

    def _hear(self, words: str) -> None:
        self._said += words
        if self.is_front:
            _show(words)

    def interrupt(self) -> None:
        """End the running job as Ctrl-C would, so that pytest takes its database along."""
        self.child.send_signal(signal.SIGINT)
        try:
            self.child.wait(INTERRUPT_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def run_lanes(lanes: Sequence[Sequence[Job]], *, cwd: Path) -> list[list[Done]]:
    """
    Run every job to its end, also after a failed one; return what came of them, lane by lane.

    The first lane is shown as it runs, the others each at their end. Raises: Stopped, after the jobs were interrupted.
    """
    standing = [_Lane(list(jobs), cwd, is_front=place == 0) for place, jobs in enumerate(lanes)]
    with selectors.DefaultSelector() as selector:
        try:
            for lane in standing:
                _go_on(lane, selector)
            while selector.get_map():
                for key, _ in selector.select():
                    if not key.data.listen():
                        selector.unregister(key.fileobj)
                        _go_on(key.data, selector)
        except Stopped:
            for key in list(selector.get_map().values()):
                key.data.interrupt()
            raise
    return [lane.done for lane in standing]


def _go_on(lane: _Lane, selector: selectors.BaseSelector) -> None:
    child = lane.start_next()
    if child is not None and child.stdout is not None:
        selector.register(child.stdout, selectors.EVENT_READ, lane)


def _show(words: str) -> None:
    sys.stdout.write(words)
    sys.stdout.flush()
