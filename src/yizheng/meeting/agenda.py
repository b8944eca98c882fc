"""What a line of the agenda asks for, by its own words."""

from __future__ import annotations

from .enums import AgendaKind

_WORDS = (
    (AgendaKind.PERSONNEL, ("人事", "任免", "选举", "增补", "辞去", "撤销委员")),
    (AgendaKind.VOTE, ("表决", "通过", "审议", "决定")),
    (AgendaKind.CONSULT, ("协商", "讨论", "座谈")),
)


def kind_of(title: str) -> AgendaKind:
    """Return what a point most likely is; the office changes it where the words mislead."""
    found = (kind for kind, words in _WORDS if any(word in title for word in words))
    return next(found, AgendaKind.REPORT)
