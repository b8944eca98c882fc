"""What a meeting is made of: itself and who was asked to it."""

from .gathering import TOKEN_BYTES, Attendance, HalfDay, Invitation, Meeting, new_token

__all__ = ["TOKEN_BYTES", "Attendance", "HalfDay", "Invitation", "Meeting", "new_token"]
