"""The proposals of the demo: last year's are over, this year's stand at every stage there is."""

from __future__ import annotations

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
    play(house, steps)
    silence(house.days.today)
    return desk
