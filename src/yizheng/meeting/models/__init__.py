"""What meetings and activities are made of: who was asked or signed up, who came, what was voted and decided."""

from .activity import Activity, ActivityHost, ActivitySignup
from .document import DocumentCopy, DocumentReading, MeetingDocument
from .gathering import TOKEN_BYTES, AgendaItem, Attendance, HalfDay, Invitation, Meeting, new_token
from .leaving import LeaveHalfDay, LeaveProof, LeaveRequest
from .menu import DutyMenu, MenuChoice, MenuItem
from .sitting import HallScreen, MeetingDecision
from .voting import NamedVote, Vote, VoteLine

__all__ = [
    "TOKEN_BYTES",
    "Activity",
    "ActivityHost",
    "ActivitySignup",
    "AgendaItem",
    "Attendance",
    "DocumentCopy",
    "DocumentReading",
    "DutyMenu",
    "HalfDay",
    "HallScreen",
    "Invitation",
    "LeaveHalfDay",
    "LeaveProof",
    "LeaveRequest",
    "Meeting",
    "MeetingDecision",
    "MeetingDocument",
    "MenuChoice",
    "MenuItem",
    "NamedVote",
    "Vote",
    "VoteLine",
    "new_token",
]
