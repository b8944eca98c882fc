"""Where deadlines keep words about other rooms' objects: why they were paused or extended."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Part

from .models import DeadlineExtension, DeadlinePause


def reasons_of(kind: str, object_id: int, _url: str) -> Iterator[Part]:
    """Return the reasons given for the deadlines of one object; its dates are facts and stay."""
    for pause in DeadlinePause.objects.filter(deadline__kind=kind, deadline__object_id=object_id):
        yield Part(pause, ("reason",))
    for extension in DeadlineExtension.objects.filter(deadline__kind=kind, deadline__object_id=object_id):
        yield Part(extension, ("reason",))


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.trace(reasons_of)
