"""Short programs that the launcher waits for: preparing the database, the demo office."""

import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from yizheng.launch.children import start_child
from yizheng.launch.errors import CannotStart

LINES_SHOWN = 15
REFUSED = 3
"""What a short program ends with when its last line is the whole answer: it changed nothing, and says what to do."""


def django_command(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "django", name, *arguments]


def run_aloud(command: list[str], environment: Mapping[str, str]) -> int:
    """Run to the end with this terminal as output, and return the exit code."""
    return _finish(start_child(command, log=None, env=environment, on_parent_death=signal.SIGKILL))


def run_quietly(command: list[str], environment: Mapping[str, str], *, log: Path, failed: str) -> None:
    """
    Run to the end with `log` as output.

    Raises: CannotStart with the sentence `failed` and the end of the log, or with the sentence of a refusal.
    """
    with log.open("wb") as output:
        child = start_child(command, log=output, env=environment, on_parent_death=signal.SIGKILL)
        code = _finish(child)
    if code == REFUSED:
        raise CannotStart(log.read_text(errors="replace").splitlines()[-1])
    if code != 0:
        end = "\n".join(log.read_text(errors="replace").splitlines()[-LINES_SHOWN:])
        raise CannotStart(f"{failed}（日志：{log}）\n{end}")


def _finish(child: subprocess.Popen[bytes]) -> int:
    try:
        return child.wait()
    except BaseException:  # a stop signal: take the child along
        child.kill()
        child.wait()
        raise
