"""The machines of the proposal room; a clerk can check these tables (handbook 5.5–5.9)."""

from .feedback import FEEDBACK_MACHINE
from .handlings import HANDLING_MACHINE, REPLY_MACHINE
from .proposals import PROPOSAL_MACHINE

__all__ = ["FEEDBACK_MACHINE", "HANDLING_MACHINE", "PROPOSAL_MACHINE", "REPLY_MACHINE"]
