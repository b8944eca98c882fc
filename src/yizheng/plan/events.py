"""What the plan room tells the house."""

from dataclasses import dataclass
from datetime import datetime

from yizheng.kernel.acting import Actor

from .models import WorkPlan


@dataclass(frozen=True)
class PlanBecameLive:
    """A plan is adopted: its tasks are work from now on."""

    plan: WorkPlan
    by: Actor
    at: datetime
