"""Writes: one function an act, by topic."""

from .gathering import (
    Particulars,
    Sheet,
    cancel,
    change_meeting,
    correct_attendance,
    draw_up_list,
    enter_attendance,
    plan_meeting,
    postpone,
    reply,
    reschedule,
    send_notice,
)

__all__ = [
    "Particulars",
    "Sheet",
    "cancel",
    "change_meeting",
    "correct_attendance",
    "draw_up_list",
    "enter_attendance",
    "plan_meeting",
    "postpone",
    "reply",
    "reschedule",
    "send_notice",
]
