"""Meetings (会议): notice to the due persons, their replies, leave, sign-in sheet and attendance (handbook 9)."""
