"""Addresses inside a committee: `/<slug>/…`."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import get_urlconf, reverse

from . import scoping


def address(name: str, **kwargs: Any) -> str:
    """Return the path of a named page in the open scope's committee."""
    slug = scoping.current().slug
    if all(isinstance(value, UUID) for value in kwargs.values()):
        return _pattern(get_urlconf() or settings.ROOT_URLCONF, name, slug, *kwargs).format(*kwargs.values())
    return reverse(name, kwargs={"committee": slug, **kwargs})


@lru_cache(4096)
def _pattern(urlconf: str, name: str, slug: str, *objects: str) -> str:
    """Return the path with places for the ids: a list names one address for each of its rows."""
    marks = {kind: UUID(int=at) for at, kind in enumerate(objects, 1)}
    path = reverse(name, urlconf, kwargs={"committee": slug, **marks})
    for at, mark in enumerate(marks.values()):
        path = path.replace(str(mark), f"{{{at}}}")
    return path
