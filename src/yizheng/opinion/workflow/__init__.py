"""The tables of the room: what is legal stands in one row."""

from .feedback import FEEDBACK_MACHINE
from .issues import ADOPTION_MACHINE, ISSUE_MACHINE, REPORT_MACHINE
from .opinions import OPINION_MACHINE
from .sources import CALL_MACHINE, CONVERSION_MACHINE, MATTER_MACHINE
from .transfers import TRANSFER_MACHINE

__all__ = [
    "ADOPTION_MACHINE",
    "CALL_MACHINE",
    "CONVERSION_MACHINE",
    "FEEDBACK_MACHINE",
    "ISSUE_MACHINE",
    "MATTER_MACHINE",
    "OPINION_MACHINE",
    "REPORT_MACHINE",
    "TRANSFER_MACHINE",
]
