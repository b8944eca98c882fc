"""Which packages of the lock a server needs: those of the product, without the tools of its developers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PRODUCT = "yizheng (pyproject.toml)"
BUILDS_US = "uv-build"
"""Puts this project itself into the environment; a tool, but one that installing needs."""

_BEGIN_OF_BLOCK = re.compile(r"^(?=[a-z0-9])", re.MULTILINE)
_PIN = re.compile(r"(?P<pin>(?P<name>[a-z0-9][a-z0-9._-]*)==[^\s;]+)(?: ; (?P<marker>[^\\\n]+?))?(?= *\\?\n)")


@dataclass(frozen=True)
class Locked:
    """One pinned package of the lock. `text` is its block with marker and hashes; `via` names who needs it."""

    name: str
    text: str
    via: frozenset[str]

    @property
    def without_marker(self) -> str:
        """Return the block for any machine: the bundle is unpacked on another one than this."""
        return _PIN.sub(r"\g<pin>", self.text, count=1)


def runtime(lock: str) -> list[Locked]:
    """Return what the product needs, directly and through others, in the order of the lock."""
    known = list(_locked(lock))
    needed = {PRODUCT}
    while more := {each.name for each in known if each.via & needed} - needed:
        needed |= more
    return [each for each in known if each.name in needed | {BUILDS_US}]


def variants(packages: list[Locked]) -> Iterator[list[Locked]]:
    """Yield lists that each name a package once: the lock pins one twice where Pythons differ."""
    left = list(packages)
    while left:
        once = {each.name: each for each in reversed(left)}
        yield list(once.values())
        left = [each for each in left if each is not once[each.name]]


def _locked(lock: str) -> Iterator[Locked]:
    for block in _BEGIN_OF_BLOCK.split(lock):
        found = _PIN.match(block)
        if found:
            notes = (
                line.strip().lstrip("# ").removeprefix("via").strip() for line in block.splitlines() if "#" in line
            )
            yield Locked(found["name"], block, frozenset(note for note in notes if note))
