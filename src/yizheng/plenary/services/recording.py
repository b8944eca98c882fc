"""The to-dos of recorders: which half-day of a group's discussion still has no brief (简报)."""

from __future__ import annotations

from yizheng.todo import services as todo

from ..models import Pack


def renew_recorders(pack: Pack) -> None:
    """
    Make the to-dos of all recorders of a plenary what its schedule asks for now; part of the act that changed it.

    Called by whatever changes schedule, recorder, state or briefs: none of these moves a group by a machine.
    """
    for group in pack.groups.select_related("pack__session__term"):
        todo.refresh(group)
