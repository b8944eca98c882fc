"""What the deadline room tells the house."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from yizheng.kernel.acting import Actor


@dataclass(frozen=True)
class CalendarChanged:
    """The working-day calendar changed; rooms that keep dates of their own reckon them anew, in the same act."""

    by: Actor
    at: datetime
    act_id: uuid.UUID
