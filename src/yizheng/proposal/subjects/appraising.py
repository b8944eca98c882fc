"""Appraisal rounds, meetings, scores and awards, as the shared rooms know them."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from ..models import (
    AppraisalRound,
    AppraisalScore,
    AppraisedUnit,
    AwardSelection,
    AwardState,
    Nomination,
    RoundState,
    ScoreSide,
    UnitAppraisal,
)
from ..queries import appraisal as queries
from .owed import to_proposer

ROUND_STEPS = {RoundState.PREPARED: ("open_round", "开始评议"), RoundState.OPEN: ("close_round", "结束评议")}
VOTE_STEPS = {RoundState.PREPARED: ("open_vote", "开始投票"), RoundState.OPEN: ("close_vote", "结束投票")}
AWARD_STEPS = {
    AwardState.NOMINATING: ("shortlist", "初选"),
    AwardState.SHORTLISTED: ("enter_award_votes", "录入评定票数"),
    AwardState.VOTED: ("decide_awards", "报请审定"),
    AwardState.DECIDED: ("publish_awards", "公布"),
}


def round_owed(of: AppraisalRound) -> Iterator[Owed]:
    """The proposal office opens and closes."""
    if of.state in ROUND_STEPS:
        act, label = ROUND_STEPS[RoundState(of.state)]
        yield Owed(act, label, role=Role.PROPOSAL_CLERK, due_on=of.closes_on)


def score_owed(asked: AppraisalScore) -> Iterator[Owed]:
    """The proposer scores the handling, the unit the proposal, until the round closes."""
    if asked.round.state != RoundState.OPEN or asked.scored_on is not None:
        return
    due, note = asked.round.closes_on, asked.handling.proposal.number
    if asked.side == ScoreSide.UNIT:
        unit = asked.handling.unit_id
        yield Owed(
            "score", "评提案质量", role=Role.UNIT_CLERK, scope_kind="org_unit", scope_id=unit, due_on=due, note=note
        )
        return
    yield from to_proposer(asked.handling.proposal, "score", "评办理质量", due)


def appraisal_owed(of: UnitAppraisal) -> Iterator[Owed]:
    """The proposal office runs the vote."""
    if of.state in VOTE_STEPS:
        act, label = VOTE_STEPS[RoundState(of.state)]
        yield Owed(act, label, role=Role.PROPOSAL_CLERK, due_on=of.held_on)


def entry_owed(entry: AppraisedUnit) -> Iterator[Owed]:
    """A unit that was asked to improve owes its report, the office the look-back."""
    if entry.put_right_by is None or entry.looked_back_on is not None:
        return
    if entry.put_right_report:
        yield Owed("look_back_at_unit", "回头看", role=Role.PROPOSAL_CLERK, note=str(entry))
    elif entry.unit_id is not None:
        yield Owed(
            "report_improvement", "报改进情况", role=Role.UNIT_CLERK, scope_kind="org_unit", scope_id=entry.unit_id,
            due_on=entry.put_right_by,
        )  # fmt: skip


def selection_owed(of: AwardSelection) -> Iterator[Owed]:
    """The proposal office leads a selection from step to step."""
    if of.state in AWARD_STEPS:
        act, label = AWARD_STEPS[AwardState(of.state)]
        yield Owed(act, label, role=Role.PROPOSAL_CLERK)


def register_kinds() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "appraisal_round", AppraisalRound, "双向评议", visible_to=queries.rounds_visible_to,
            url=lambda row: address("proposal:round", public_id=row.public_id),
            caption=lambda row: row.get_state_display(), owed=round_owed,
        ),
        Subject(
            "appraisal_score", AppraisalScore, "评议打分", visible_to=queries.scores_visible_to,
            url=lambda row: address("proposal:score", public_id=row.public_id),
            title=lambda row: row.handling.proposal.title, caption=lambda row: row.get_side_display(),
            owed=score_owed,
        ),
        Subject(
            "unit_appraisal", UnitAppraisal, "民主评议", visible_to=queries.unit_appraisals_visible_to,
            url=lambda row: address("proposal:unit-appraisal", public_id=row.public_id),
            caption=lambda row: row.get_state_display(), owed=appraisal_owed,
        ),
        Subject(
            "appraised_unit", AppraisedUnit, "被评议单位", visible_to=queries.entries_visible_to,
            url=lambda row: address("proposal:unit-appraisal", public_id=row.appraisal.public_id), owed=entry_owed,
        ),
        Subject(
            "award_selection", AwardSelection, "优秀提案评选", visible_to=queries.selections_visible_to,
            url=lambda row: address("proposal:award", public_id=row.public_id),
            caption=lambda row: row.get_state_display(), owed=selection_owed,
        ),
        Subject(
            "nomination", Nomination, "优秀提案推荐", visible_to=queries.nominations_visible_to,
            url=lambda row: address("proposal:award", public_id=row.selection.public_id),
            title=lambda row: row.proposal.title, caption=lambda row: row.certificate_no,
        ),
    )  # fmt: skip
