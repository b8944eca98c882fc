"""Publish and subscribe inside one transaction: `wiring.py` is the one list of who listens."""

from collections import defaultdict
from collections.abc import Callable
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
