"""Where the content of plenaries lies: what groups said. Seats, rooms and numbers are facts and stay."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import Brief

BRIEF = ("summary",)
STATEMENT = ("gist",)


def _of_brief(brief: Brief) -> Iterator[Part]:
    yield from (Part(row, STATEMENT) for row in brief.statements.all())


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.register(Content("plenary_brief", BRIEF, _of_brief))
