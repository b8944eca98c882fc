"""Where the content of promises lies; dates, states and who promised are facts and stay."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import Promise

PROMISE = ("text", "evidence_words", "explanation")


def parts_of(promise: Promise) -> Iterator[Part]:
    """Yield the content beside the promise's own row."""
    yield from (Part(row, ("words",)) for row in promise.notes.all())
    yield from (Part(row, ("reason",)) for row in promise.moves.all())


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.register(Content("promise", PROMISE, parts_of))
