"""
What was learned of an object that is closed or destroyed goes with it.

A version keeps words of the texts it learned from. When one of these is put under quarantine, the version's content
moves into the same sealed box and the version is used no more; a purge destroys it; lifting brings it back. The next
training leaves the object out. What others find of it leaves their sight in the same act, and comes back with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Part

from . import published
from .models import ModelVersion

PUBLISHED = ("title", "text", "pairs")


def traces_of(kind: str, object_id: int, _url: str) -> Iterator[Part]:
    """Yield the versions that learned from an object."""
    rows = ModelVersion.objects.filter(area=kind, holds__contains=[object_id]).exclude(learned={})
    yield from (Part(version, ("learned",)) for version in rows)


def published_of(kind: str, object_id: int, _url: str) -> Iterator[Part]:
    """Yield the public projection of an object."""
    yield from (Part(row, PUBLISHED) for row in published.own(kind).filter(object_id=object_id))


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.trace(traces_of)
    purging_kinds.trace(published_of)
