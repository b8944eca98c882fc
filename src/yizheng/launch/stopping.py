"""Ctrl-C, SIGTERM and a closed terminal all mean: stop everything in order."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked this process to stop; unwinds to the code that stops the children."""


def _raise_stopped(_number: int, _frame: FrameType | None) -> None:
    for each in STOP_SIGNALS:  # a second Ctrl-C must not interrupt the stopping
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


@contextlib.contextmanager
def stop_signals_raise() -> Iterator[None]:
    """Turn the first stop signal inside the block into `Stopped`."""
    before = {each: signal.signal(each, _raise_stopped) for each in STOP_SIGNALS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
