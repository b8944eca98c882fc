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
from .minuting import Decided, archive_meeting, decision_done, minute_meeting, note_decision, write_minutes
from .running import Item, adjourn_meeting, open_meeting, set_agenda, show_on_screen, start_meeting
from .voting import Count, Papers, close_vote, open_vote, void_vote, vote_by_name

__all__ = [
    "Asked",
    "CheckIn",
    "Count",
    "Decided",
    "Item",
    "Papers",
    "Particulars",
    "Sheet",
    "adjourn_meeting",
    "approve_leave",
    "archive_meeting",
    "ask_leave",
    "cancel",
    "change_meeting",
    "check_in",
    "close_vote",
    "correct_attendance",
    "correct_one",
    "decision_done",
    "draw_up_list",
    "enter_attendance",
    "minute_meeting",
    "note_decision",
    "note_left_early",
    "open_meeting",
    "open_vote",
    "plan_meeting",
    "postpone",
    "refuse_leave",
    "reply",
    "reschedule",
    "send_notice",
    "set_agenda",
    "show_on_screen",
    "start_meeting",
    "void_vote",
    "vote_by_name",
    "withdraw_leave",
    "write_minutes",
]
