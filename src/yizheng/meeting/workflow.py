"""The machine of a meeting (handbook 9.3), as far as notice, replies and paper attendance go."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import MeetingState as S
from .models import Meeting


def _has_agenda_and_people(meeting: Meeting) -> str | None:
    """议程写好，名单不空"""
    if not meeting.agenda.strip():
        return "还没有议程。请先写上议程，一行一项，再发通知。"
    if not meeting.invitations.exists():
        return "名单里还没有人。请先生成应到名单，再发通知。"
    return None


SEND_NOTICE = Transition(
    "send_meeting_notice",
    "发会议通知",
    sources={S.PLANNED},
    target=S.NOTIFIED,
    permission="meeting.notify",
    guard=_has_agenda_and_people,
)
CHANGE = Transition("change_meeting", "修改", sources={S.PLANNED}, target=None, permission="meeting.prepare")
DRAW_UP_LIST = Transition(
    "draw_up_list", "生成应到名单", sources={S.PLANNED}, target=None, permission="meeting.prepare"
)
POSTPONE = Transition(
    "postpone_meeting",
    "延期",
    sources={S.PLANNED, S.NOTIFIED},
    target=S.POSTPONED,
    permission="meeting.call_off",
    needs_reason=True,
)
RESCHEDULE = Transition(
    "reschedule_meeting", "重定时间", sources={S.POSTPONED}, target=S.PLANNED, permission="meeting.prepare"
)
CANCEL = Transition(
    "cancel_meeting",
    "取消",
    sources={S.PLANNED, S.NOTIFIED, S.POSTPONED},
    target=S.CANCELLED,
    permission="meeting.call_off",
    needs_reason=True,
)
# Our decision: the signed sheet is entered after the meeting, so it ends the meeting in one step. Opening
# it on screen (open, in_session) is another way to the same state.
ENTER_ATTENDANCE = Transition(
    "enter_attendance",
    "录入签到",
    sources={S.NOTIFIED},
    target=S.ADJOURNED,
    permission="meeting.enter_attendance",
)
CORRECT_ATTENDANCE = Transition(
    "correct_attendance",
    "更正签到",
    sources={S.ADJOURNED},
    target=None,
    permission="meeting.enter_attendance",
    needs_reason=True,
)

MEETING_MACHINE = Machine(
    "meeting",
    S,
    (
        CHANGE,
        DRAW_UP_LIST,
        SEND_NOTICE,
        ENTER_ATTENDANCE,
        CORRECT_ATTENDANCE,
        POSTPONE,
        RESCHEDULE,
        CANCEL,
    ),
    initial=S.PLANNED,
)
