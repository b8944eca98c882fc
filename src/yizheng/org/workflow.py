"""The machines of the organisation (handbook 1.3)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import AssociationState as A
from .enums import MembershipState as M
from .enums import SeatState as S
from .models import Membership, Seat


def _term_runs(membership: Membership) -> str | None:
    if membership.term.closed_on is None:
        return None
    return f"{membership.term}已经闭届，委员资格只供查阅，不能再改。"


def _seat_term_runs(seat: Seat) -> str | None:
    return _term_runs(seat.membership)


IN_OFFICE = {M.ACTIVE, M.SUSPENDED}

ACTIVATE = Transition(
    "activate", "确认就任", sources={M.PROPOSED}, target=M.ACTIVE, permission="org.activate", guard=_term_runs
)
DROP = Transition(
    "drop_nominee", "未列入名单", sources={M.PROPOSED}, target=M.DROPPED, permission="org.drop_nominee",
    guard=_term_runs,
)  # fmt: skip
SUSPEND = Transition(
    "suspend", "暂停履职", sources={M.ACTIVE}, target=M.SUSPENDED, permission="org.suspend",
    guard=_term_runs, needs_reason=True,
)  # fmt: skip
REINSTATE = Transition(
    "reinstate", "恢复履职", sources={M.SUSPENDED}, target=M.ACTIVE, permission="org.reinstate", guard=_term_runs
)
# Our decision: who is suspended may leave too; the handbook's table names only `active`.
RESIGN = Transition(
    "resign", "辞去委员", sources=IN_OFFICE, target=M.RESIGNED, permission="org.resign", guard=_term_runs
)
TRANSFER = Transition(
    "transfer", "调离", sources=IN_OFFICE, target=M.TRANSFERRED, permission="org.transfer", guard=_term_runs
)
REMOVE = Transition(
    "remove", "撤销资格", sources=IN_OFFICE, target=M.REMOVED, permission="org.remove",
    guard=_term_runs, needs_reason=True,
)  # fmt: skip
RECORD_DEATH = Transition(
    "record_death", "登记去世", sources=IN_OFFICE, target=M.DECEASED, permission="org.record_death", guard=_term_runs
)
EXPIRE = Transition("expire", "届满", sources=IN_OFFICE, target=M.EXPIRED, permission="org.expire")
CHANGE_SECTOR = Transition(
    "change_sector", "调整界别", sources={M.PROPOSED, *IN_OFFICE}, target=None, permission="org.change_sector",
    guard=_term_runs,
)  # fmt: skip
CHANGE_ROLE = Transition(
    "change_role", "调整身份", sources={M.PROPOSED, *IN_OFFICE}, target=None, permission="org.change_role",
    guard=_term_runs,
)  # fmt: skip

MEMBERSHIP_MACHINE = Machine(
    "membership", M,
    (ACTIVATE, DROP, CHANGE_SECTOR, CHANGE_ROLE, SUSPEND, REINSTATE, RESIGN, TRANSFER, REMOVE, RECORD_DEATH, EXPIRE),
    initial=M.PROPOSED,
)  # fmt: skip

APPROVE_SEAT = Transition(
    "approve_seat", "同意", sources={S.CHOSEN}, target=S.APPROVED, permission="org.approve_seat", guard=_seat_term_runs
)
DECLINE_SEAT = Transition(
    "decline_seat", "不同意", sources={S.CHOSEN}, target=S.DECLINED, permission="org.decline_seat", needs_reason=True
)
WITHDRAW_CHOICE = Transition(
    "withdraw_choice", "改选", sources={S.CHOSEN}, target=S.WITHDRAWN, permission="org.withdraw_choice"
)
END_SEAT = Transition("end_seat", "退出专委会", sources={S.APPROVED}, target=None, permission="org.end_seat")

SEAT_MACHINE = Machine("seat", S, (APPROVE_SEAT, DECLINE_SEAT, WITHDRAW_CHOICE, END_SEAT), initial=S.CHOSEN)

RECORD_ELECTION = Transition(
    "record_election", "登记换届", sources={A.ACTIVE}, target=None, permission="org.record_election"
)
WARN_OF_TERM_END = Transition(
    "warn_of_term_end", "届满提醒", sources={A.ACTIVE}, target=None, permission="org.warn_of_term_end"
)
CLOSE_ASSOCIATION = Transition(
    "close_association", "登记注销", sources={A.ACTIVE}, target=A.CLOSED, permission="org.close_association",
    needs_reason=True,
)  # fmt: skip

ASSOCIATION_MACHINE = Machine(
    "association", A, (RECORD_ELECTION, WARN_OF_TERM_END, CLOSE_ASSOCIATION), initial=A.ACTIVE
)
