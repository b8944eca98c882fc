"""What the approval room tells the house; rooms hear it through `wiring.py` and act on their own subject."""

from dataclasses import dataclass
from datetime import datetime

from yizheng.kernel.acting import Actor

from .models import Approval, ApprovalStep


@dataclass(frozen=True)
class StepApproved:
    """One step was decided in favour; more may follow."""

    approval: Approval
    step: ApprovalStep
    by: Actor
    at: datetime


@dataclass(frozen=True)
class ApprovalPassed:
    """The last step was decided in favour. `kind` and `object_id` name the subject, `last` the deciding step."""

    kind: str
    object_id: int
    approval: Approval
    last: ApprovalStep
    by: Actor
    at: datetime


@dataclass(frozen=True)
class ApprovalReturned:
    """A step sent the subject back, or the clerk withdrew it: nothing of the chain holds any longer."""

    kind: str
    object_id: int
    approval: Approval
    reason: str
    by: Actor
    at: datetime
