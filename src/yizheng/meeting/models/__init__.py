"""What a meeting is made of: itself, who was asked, who came or asked leave, what was voted and decided."""

from .gathering import TOKEN_BYTES, AgendaItem, Attendance, HalfDay, Invitation, Meeting, new_token
from .leaving import LeaveHalfDay, LeaveRequest
from .sitting import HallScreen, MeetingDecision
from .voting import NamedVote, Vote, VoteLine

__all__ = [
    "TOKEN_BYTES",
    "AgendaItem",
    "Attendance",
    "HalfDay",
    "HallScreen",
    "Invitation",
    "LeaveHalfDay",
    "LeaveRequest",
    "Meeting",
    "MeetingDecision",
    "NamedVote",
    "Vote",
    "VoteLine",
    "new_token",
]
