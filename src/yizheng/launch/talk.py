"""What the launcher says to the person at the keyboard: stderr, one line at a time."""

import sys


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def answer(line: str) -> None:
    """Write a result that another program may read (stdout)."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
