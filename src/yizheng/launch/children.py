"""Child processes that never outlive the process that started them."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(sent: signal.Signals) -> Callable[[], None]:
    """
    Return a function for `preexec_fn`: the kernel sends `sent` to the child when its parent ends.

    Linux only; elsewhere the child lives on after a `kill -9` of its parent. Call it from the main
    thread: the kernel watches the thread that forks.
    """
    parent = os.getpid()

    def arrange() -> None:
        end_with_parent(sent)
        if os.getppid() != parent:  # the parent ended before the line above
            os._exit(1)

    return arrange


def end_with_parent(sent: signal.Signals) -> None:
    """Ask the kernel to send `sent` to this process when its parent ends (Linux only)."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(sent), 0, 0, 0)


def start_child(
    command: Sequence[str | Path],
    *,
    log: IO[bytes] | int | None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: int | None = None,
    pass_fds: tuple[int, ...] = (),
    on_parent_death: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """
    Start a command in its own process group, tied to the life of this process.

    Its output goes to `log`; it reads nothing. `user` is the numeric user and group to become.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        env=dict(env) if env is not None else None,
        cwd=cwd,
        pass_fds=pass_fds,
        process_group=0,  # Ctrl-C in the terminal reaches the supervisor alone
        user=user,
        group=user,
        extra_groups=[] if user is not None else None,
        preexec_fn=die_with_parent(on_parent_death),
    )
