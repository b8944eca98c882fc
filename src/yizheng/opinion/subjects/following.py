"""Transfer slips, adoptions and feedback, as the shared rooms know them."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from .. import queries, queries_following
from ..enums import FeedbackState, TransferState
from ..models import OpinionAdoption, OpinionFeedback, OpinionTransfer
from .writing import opinion_address

S = TransferState
AT_UNIT = {S.SENT: ("sign_for_slip", "签收转办单"), S.SIGNED: ("reply_slip", "反馈转办单"),
           S.SENT_BACK: ("reply_slip", "补充反馈")}  # fmt: skip
AT_OFFICE = {S.REPLIED: ("accept_slip", "核对转办反馈"), S.DECLINED: ("recall_slip", "处理单位退件")}


def slip_owed(slip: OpinionTransfer) -> Iterator[Owed]:
    """A unit signs and answers by its date; what it cannot do on screen, and what it answered, is the office's."""
    state, note = S(slip.state), f"转办单{slip.number}"
    if state in AT_OFFICE:
        act, label = AT_OFFICE[state]
        yield Owed(act, label, role=Role.OPINION_CLERK, note=f"{slip.unit}，{note}")
    elif state in AT_UNIT and slip.is_paper:
        yield Owed("enter_paper_reply", "催办并代录反馈", role=Role.OPINION_CLERK, due_on=slip.due_on,
                   note=f"{slip.unit}，{note}")  # fmt: skip
    elif state in AT_UNIT:
        act, label = AT_UNIT[state]
        yield Owed(act, label, role=Role.UNIT_CLERK, scope_kind="org_unit", scope_id=slip.unit_id, due_on=slip.due_on,
                   note=note)  # fmt: skip


def feedback_owed(row: OpinionFeedback) -> Iterator[Owed]:
    """The information office owes the authors a word."""
    if row.state == FeedbackState.OWED:
        yield Owed("give_feedback", "反馈作者", role=Role.OPINION_CLERK, due_on=row.due_on,
                   note=row.get_kind_display())  # fmt: skip


def register_kinds() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "opinion_transfer", OpinionTransfer, "转办单", visible_to=queries.slips_visible_to,
            url=lambda slip: address("opinion:slip", public_id=slip.public_id), owed=slip_owed,
            title=lambda slip: str(slip.opinion), caption=lambda slip: slip.number,
        ),
        Subject(
            "opinion_adoption", OpinionAdoption, "采用记录", visible_to=queries_following.adoptions_visible_to,
            url=lambda row: opinion_address(row.opinion), title=lambda row: str(row.opinion),
            caption=lambda row: f"{row.organ} {row.reference}".strip(),
        ),
        Subject(
            "opinion_feedback", OpinionFeedback, "反馈作者", visible_to=queries_following.feedback_visible_to,
            url=lambda row: address("opinion:feedback", public_id=row.public_id), owed=feedback_owed,
            title=lambda row: str(row.opinion), caption=lambda row: row.get_kind_display(),
        ),
    )  # fmt: skip
