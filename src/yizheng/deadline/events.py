"""What the deadline room tells the house."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from yizheng.kernel.acting import Actor


@dataclass(frozen=True)
class CalendarChanging:
    """
    The running dates are about to be reckoned anew.

    Rooms lock now what their acts lock before a date of it, so that an act and a new calendar never wait for ever.
    """


@dataclass(frozen=True)
class CalendarChanged:
    """The working-day calendar changed; rooms that keep dates of their own reckon them anew, in the same act."""

    by: Actor
    at: datetime
    act_id: uuid.UUID
