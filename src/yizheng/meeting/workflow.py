"""The machines of the room: meetings, leave, votes, decisions, activities and their sign-ups (handbook 9.3)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import ActivityState as A
from .enums import ChoiceState as C
from .enums import DecisionState as D
from .enums import LeaveState as L
from .enums import MeetingState as S
from .enums import MenuState as M
from .enums import SignupState as U
from .enums import VoteState as V
from .models import DutyMenu, Meeting


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
ADD_BY_HAND = Transition(
    "add_by_hand", "增加人员", sources={S.PLANNED, S.NOTIFIED, S.OPEN, S.IN_SESSION}, target=None,
    permission="meeting.prepare",
)  # fmt: skip
TAKE_OFF = Transition(
    "take_off_list", "移出名单", sources={S.PLANNED, S.NOTIFIED}, target=None, permission="meeting.prepare"
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


def _votes_are_closed(meeting: Meeting) -> str | None:
    """表决都已宣布结果"""
    standing = meeting.votes.filter(state=V.OPEN).first()
    return None if standing is None else f"“{standing}”还没有宣布结果，请先结束表决或作废。"


def _has_minutes(meeting: Meeting) -> str | None:
    """纪要已经写好"""
    return None if meeting.minutes_text.strip() else "纪要还是空的，请先写纪要。"


OPEN = Transition("open_meeting", "开始签到", sources={S.NOTIFIED}, target=S.OPEN, permission="meeting.run")
START = Transition("start_meeting", "宣布开会", sources={S.OPEN}, target=S.IN_SESSION, permission="meeting.run")
ADJOURN = Transition(
    "adjourn_meeting",
    "宣布散会",
    sources={S.IN_SESSION},
    target=S.ADJOURNED,
    permission="meeting.run",
    guard=_votes_are_closed,
)
SET_AGENDA = Transition(
    "set_agenda",
    "排议程",
    sources={S.PLANNED, S.NOTIFIED, S.OPEN, S.IN_SESSION},
    target=None,
    permission="meeting.prepare",
)
WRITE_MINUTES = Transition(
    "write_minutes",
    "写纪要",
    sources={S.ADJOURNED},
    target=None,
    permission="meeting.minute",
)
MINUTE = Transition(
    "minute_meeting",
    "纪要定稿",
    sources={S.ADJOURNED},
    target=S.MINUTED,
    permission="meeting.minute",
    guard=_has_minutes,
)
ARCHIVE = Transition("archive_meeting", "归档", sources={S.MINUTED}, target=S.ARCHIVED, permission="meeting.archive")
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
    sources={S.ADJOURNED, S.MINUTED},
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
        ADD_BY_HAND,
        TAKE_OFF,
        SEND_NOTICE,
        SET_AGENDA,
        OPEN,
        START,
        ADJOURN,
        ENTER_ATTENDANCE,
        CORRECT_ATTENDANCE,
        WRITE_MINUTES,
        MINUTE,
        ARCHIVE,
        POSTPONE,
        RESCHEDULE,
        CANCEL,
    ),
    initial=S.PLANNED,
)


APPROVE_LEAVE = Transition(
    "approve_leave", "准假", sources={L.REQUESTED}, target=L.APPROVED, permission="meeting.decide_leave"
)
REFUSE_LEAVE = Transition(
    "refuse_leave",
    "不准假",
    sources={L.REQUESTED},
    target=L.REFUSED,
    permission="meeting.decide_leave",
    needs_reason=True,
)
WITHDRAW_LEAVE = Transition(
    "withdraw_leave",
    "撤回请假",
    sources={L.REQUESTED, L.APPROVED},
    target=L.WITHDRAWN,
    permission="meeting.withdraw_leave",
)
VOID_LEAVE = Transition(
    "void_leave", "请假作废", sources={L.REQUESTED, L.APPROVED}, target=L.VOID, permission="meeting.void_leave"
)
LEAVE_MACHINE = Machine(
    "leave_request", L, (APPROVE_LEAVE, REFUSE_LEAVE, WITHDRAW_LEAVE, VOID_LEAVE), initial=L.REQUESTED
)

CLOSE_VOTE = Transition("close_vote", "宣布结果", sources={V.OPEN}, target=V.CLOSED, permission="meeting.run")
VOID_VOTE = Transition(
    "void_vote", "表决作废", sources={V.OPEN}, target=V.VOID, permission="meeting.run", needs_reason=True
)
VOTE_MACHINE = Machine("meeting_vote", V, (CLOSE_VOTE, VOID_VOTE), initial=V.OPEN)

FOLLOW_DECISION = Transition(
    "follow_decision", "开始落实", sources={D.NOTED}, target=D.FOLLOWING, permission="meeting.minute"
)
DECISION_DONE = Transition("decision_done", "已落实", sources={D.FOLLOWING}, target=D.DONE, permission="meeting.minute")
DECISION_MACHINE = Machine("meeting_decision", D, (FOLLOW_DECISION, DECISION_DONE), initial=D.NOTED)

HOST = "meeting.host_activity"
CHANGE_ACTIVITY = Transition("change_activity", "修改活动", sources={A.DRAFT}, target=None, permission=HOST)
PUBLISH_ACTIVITY = Transition("publish_activity", "发布", sources={A.DRAFT}, target=A.PUBLISHED, permission=HOST)
CLOSE_SIGNUP = Transition(
    "close_signup", "截止报名", sources={A.PUBLISHED}, target=A.SIGNUP_CLOSED, permission="meeting.close_signup"
)
HOLD_ACTIVITY = Transition("hold_activity", "已举办", sources={A.SIGNUP_CLOSED}, target=A.HELD, permission=HOST)
RECORD_ACTIVITY = Transition(
    "record_activity", "登记到场", sources={A.HELD, A.RECORDED}, target=A.RECORDED, permission=HOST
)
CONFIRM_ACTIVITY = Transition("confirm_activity", "确认", sources={A.RECORDED}, target=A.CONFIRMED, permission=HOST)
CORRECT_ACTIVITY = Transition(
    "correct_activity", "更正到场", sources={A.CONFIRMED}, target=None, permission=HOST, needs_reason=True
)
CONVERT_OUTCOME = Transition(
    "convert_activity", "转为社情民意", sources={A.RECORDED, A.CONFIRMED}, target=None, permission=HOST
)
CANCEL_ACTIVITY = Transition(
    "cancel_activity", "取消活动", sources={A.DRAFT, A.PUBLISHED, A.SIGNUP_CLOSED}, target=A.CANCELLED, permission=HOST,
    needs_reason=True,
)  # fmt: skip
ACTIVITY_MACHINE = Machine(
    "activity",
    A,
    (
        CHANGE_ACTIVITY,
        PUBLISH_ACTIVITY,
        CLOSE_SIGNUP,
        HOLD_ACTIVITY,
        RECORD_ACTIVITY,
        CONFIRM_ACTIVITY,
        CORRECT_ACTIVITY,
        CONVERT_OUTCOME,
        CANCEL_ACTIVITY,
    ),
    initial=A.DRAFT,
)

MOVE_UP = Transition("move_up", "候补转正", sources={U.WAITING}, target=U.PLACED, permission="meeting.move_up")
WITHDRAW_SIGNUP = Transition(
    "withdraw_signup", "退出", sources={U.PLACED, U.WAITING}, target=U.WITHDRAWN, permission="meeting.withdraw_signup"
)
SIGNUP_MACHINE = Machine("activity_signup", U, (MOVE_UP, WITHDRAW_SIGNUP), initial=U.WAITING)


def _has_items(menu: DutyMenu) -> str | None:
    """菜单里有事项"""
    return None if menu.items.exists() else "菜单还是空的，请先列上事项。"


KEEP_MENU = "meeting.keep_menu"
CHANGE_MENU = Transition("change_menu", "增改事项", sources={M.DRAFT, M.OPEN}, target=None, permission=KEEP_MENU)
OPEN_MENU = Transition(
    "open_menu", "公布菜单", sources={M.DRAFT}, target=M.OPEN, permission=KEEP_MENU, guard=_has_items
)
CLOSE_MENU = Transition("close_menu", "截止选择", sources={M.OPEN}, target=M.CLOSED, permission=KEEP_MENU)
MENU_MACHINE = Machine("duty_menu", M, (CHANGE_MENU, OPEN_MENU, CLOSE_MENU), initial=M.DRAFT)

DROP_CHOICE = Transition(
    "drop_choice", "退选", sources={C.CHOSEN}, target=C.CANCELLED, permission="meeting.drop_choice"
)
CHOICE_MACHINE = Machine("menu_choice", C, (DROP_CHOICE,), initial=C.CHOSEN)
