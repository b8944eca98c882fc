"""What other rooms hear of opinions; `wiring.py` says who listens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yizheng.kernel.acting import Actor

from .models import Conversion


@dataclass(frozen=True)
class OpinionConverted:
    """A piece becomes something else; its author has agreed (handbook 6.3)."""

    conversion: Conversion
    by: Actor
    at: datetime
