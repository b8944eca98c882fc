"""Where the to-do list keeps words of other rooms' objects."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Part

from .models import Todo


def todos_of(kind: str, object_id: int, _url: str) -> Iterator[Part]:
    """Return the to-dos of one object, closed ones too."""
    for row in Todo.objects.filter(kind=kind, object_id=object_id):
        yield Part(row, ("title", "note"))


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.trace(todos_of)
