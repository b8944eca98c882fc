"""Publish and subscribe inside one transaction: `wiring.py` is the one list of who listens."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Handler = Callable[[Any], object]
_handlers: dict[type, list[Handler]] = defaultdict(list)


def on(event_type: type, *handlers: Handler) -> None:
    """Let handlers hear of events of exactly this type. Called by `wiring.py` only."""
    for handler in handlers:
        if handler not in _handlers[event_type]:
            _handlers[event_type].append(handler)


def publish(event: object) -> None:
    """Call every handler in order, inside the caller's transaction; an error undoes the whole act."""
    for handler in _handlers[type(event)]:
        handler(event)


@contextmanager
def held_back(event_type: type, *handlers: Handler) -> Iterator[list[Any]]:
    """
    Keep handlers from hearing of events and yield what they missed, for whoever tells a whole past at once.

    What the handlers would have done is then up to the caller. Not for acts of people.
    """
    before, missed = list(_handlers[event_type]), list[Any]()
    _handlers[event_type] = [*(each for each in before if each not in handlers), missed.append]
    try:
        yield missed
    finally:
        _handlers[event_type] = before
