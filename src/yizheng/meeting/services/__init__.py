"""Writes: one function an act, by topic."""

from .attending import CheckIn, check_in, correct_one, note_left_early
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
from .leaving import Asked, approve_leave, ask_leave, refuse_leave, withdraw_leave
from .running import Item, adjourn_meeting, open_meeting, set_agenda, show_on_screen, start_meeting

__all__ = [
    "Asked",
    "CheckIn",
    "Item",
    "Particulars",
    "Sheet",
    "adjourn_meeting",
    "approve_leave",
    "ask_leave",
    "cancel",
    "change_meeting",
    "check_in",
    "correct_attendance",
    "correct_one",
    "draw_up_list",
    "enter_attendance",
    "note_left_early",
    "open_meeting",
    "plan_meeting",
    "postpone",
    "refuse_leave",
    "reply",
    "reschedule",
    "send_notice",
    "set_agenda",
    "show_on_screen",
    "start_meeting",
    "withdraw_leave",
]
