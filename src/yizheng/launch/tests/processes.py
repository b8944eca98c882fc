"""What tests need to see of real processes."""

import os
import time
from collections.abc import Callable
from pathlib import Path

WAIT_SECONDS = 60.0  # never reached on a machine of its own


def until(happened: Callable[[], object], seconds: float = WAIT_SECONDS) -> None:
    """Return as soon as `happened()` is true; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.02)


def processes_of(home: Path) -> dict[int, str]:
    """Return the living processes that belong to a data folder: by their words or their environment."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            words, told = _read(entry / "cmdline"), _read(entry / "environ")
            if words and str(home).encode() in words + told:
                found[int(entry.name)] = words.replace(b"\0", b" ").decode(errors="replace")
    return found


def process_of(home: Path, sign: str) -> int:
    """Return the oldest process of the data folder whose words contain `sign`."""
    return min(pid for pid, words in processes_of(home).items() if sign in words)


def alive(pid: int) -> bool:
    return bool(_read(Path(f"/proc/{pid}/cmdline")))  # a zombie has none


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # ended meanwhile, or not ours
        return b""
