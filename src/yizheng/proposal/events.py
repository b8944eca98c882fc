"""What other parts of the house hear of proposals beside their moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yizheng.kernel.acting import Actor

from .models import Conversion, Proposal, ProposalLead


@dataclass(frozen=True)
class UnitsChosen:
    """Proposals were given to their units, a batch or one: at the conference, or anew after an adjustment."""

    proposals: tuple[Proposal, ...]
    act: str
    by: Actor
    at: datetime


@dataclass(frozen=True)
class ProposalConverted:
    """A proposal goes on as something else, its proposer having agreed."""

    conversion: Conversion
    by: Actor
    at: datetime


@dataclass(frozen=True)
class LeadConverted:
    """A lead of the public goes on as an opinion."""

    lead: ProposalLead
    by: Actor
    at: datetime
