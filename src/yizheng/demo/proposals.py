"""The proposals of the demo: last year's are over, this year's stand at every stage there is."""

from __future__ import annotations

from collections.abc import Sequence

from yizheng.interface.telling import note_moved
from yizheng.kernel import events
from yizheng.kernel.workflow import Moved
from yizheng.todo import services as todo

from . import proposals_beside, proposals_last_year, proposals_this_year, proposals_turns
from .house import House
from .proposals_acts import Desk
from .proposals_cast import Cast
from .proposals_course import season
from .proposals_lives import meetings_of, nights, steps_of
from .proposals_rows import read
from .receipts import silence
from .story import play


def tell_the_year(house: House) -> Desk:
    """Let everything happen that lies before today, in the order of days."""
    desk = Desk(house, Cast(house), read("proposals_last_year") | read("proposals_this_year"))
    old, new = proposals_last_year.lives(desk), proposals_this_year.lives(desk)
    by_key = {life.key: life for life in (*old, *new)}
    steps = [step for life in by_key.values() for step in steps_of(desk, life)]
    steps += meetings_of(desk, by_key.values())
    steps += proposals_turns.turns_of(desk, by_key)
    steps += proposals_last_year.turns_of(desk, by_key)
    steps += proposals_beside.steps_of(desk, by_key)
    steps += nights(house.days, house.days.plenary(season(house.days) - 1)[1])
    with events.held_back(Moved, todo.follow, note_moved) as missed:
        play(house, steps)
    _owe_what_is_owed(missed)
    silence(house.days.today)
    return desk


def _owe_what_is_owed(missed: Sequence[Moved]) -> None:
    """Raise the to-dos of today once an object, instead of each of those that came and went in two years."""
    moved = {(type(each.obj), each.obj.pk): None for each in missed}
    for model, pk in moved:
        if (row := model._default_manager.filter(pk=pk).first()) is not None:
            todo.refresh(row)
