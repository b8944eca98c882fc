"""Where notices keep words of other rooms' objects."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Part

from .models import Notice


def notices_of(_kind: str, _object_id: int, url: str) -> Iterator[Part]:
    """Return the notices that lead to one object."""
    for notice in Notice.objects.filter(url=url):
        yield Part(notice, ("text",))


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.trace(notices_of)
