"""The machines of the proposal room; a clerk can check these tables (handbook 5.5–5.9)."""

from .adjusting import ADJUST_MACHINE
from .appraising import APPRAISAL_MACHINE, AWARD_MACHINE, UNIT_APPRAISAL_MACHINE
from .exports import EXPORT_MACHINE
from .feedback import FEEDBACK_MACHINE
from .handlings import HANDLING_MACHINE, REPLY_MACHINE
from .keys import KEY_MACHINE
from .leads import LEAD_MACHINE, OUTGOING_MACHINE
from .proposals import PROPOSAL_MACHINE
from .publishing import PUBLICATION_MACHINE

__all__ = [
    "ADJUST_MACHINE",
    "APPRAISAL_MACHINE",
    "AWARD_MACHINE",
    "EXPORT_MACHINE",
    "FEEDBACK_MACHINE",
    "HANDLING_MACHINE",
    "KEY_MACHINE",
    "LEAD_MACHINE",
    "OUTGOING_MACHINE",
    "PROPOSAL_MACHINE",
    "PUBLICATION_MACHINE",
    "REPLY_MACHINE",
    "UNIT_APPRAISAL_MACHINE",
]
