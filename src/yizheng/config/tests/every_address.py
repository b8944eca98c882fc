"""Every address of the house, with a way to write it down for given objects."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

_ARGUMENT = re.compile(r"<(\w+):(\w+)>")
_BY_CONVERTER = {"slug": "n-1", "str": "letter", "int": "3"}
_IDS = ("uuid", "uuidstr")
"""How pages and the JSON interface write the id of an object."""


@dataclass(frozen=True)
class Address:
    """A named route; `arguments` are its names with their converters."""

    name: str
    arguments: tuple[tuple[str, str], ...]

    @property
    def room(self) -> str:
        """Return the first part of its name."""
        return self.name.split(":")[0]

    @property
    def in_committee(self) -> bool:
        """Tell whether it lies inside a committee."""
        return ("committee", "slug") in self.arguments

    @property
    def is_json(self) -> bool:
        """Tell whether it belongs to the JSON interface."""
        return self.name.startswith("api:")

    @property
    def of_an_object(self) -> bool:
        """Tell whether it names an object."""
        return any(("public_id", kind) in self.arguments for kind in _IDS)

    def path(self, committee: str = "", public_id: uuid.UUID | None = None) -> str:
        """Write it down."""
        values = {**_BY_CONVERTER, **dict.fromkeys(_IDS, public_id or uuid.UUID(int=1))}
        known = {"committee": committee, "public_slug": committee}
        return reverse(self.name, kwargs={name: known.get(name, values.get(c)) for name, c in self.arguments})


def every_address() -> list[Address]:
    """Return the addresses of our own rooms, in the order in which they are tried."""
    return [address for address in _walk(get_resolver().url_patterns, "", ()) if not _is_a_libraries(address)]


def _walk(
    patterns: list[URLPattern | URLResolver], space: str, before: tuple[tuple[str, str], ...]
) -> Iterator[Address]:
    for pattern in patterns:
        # Read from the route's text: Django shares the converters of equal routes and adds to them.
        arguments = (*before, *((name, kind) for kind, name in _ARGUMENT.findall(str(pattern.pattern))))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, arguments)
        elif pattern.name:
            yield Address(space + pattern.name, arguments)


def _is_a_libraries(address: Address) -> bool:
    return ":" not in address.name
