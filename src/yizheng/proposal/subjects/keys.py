"""Key proposals, consultations, inspections and coverage, as the shared rooms know them."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from ..enums import KeyStage
from ..models import HandlingConsultation, HandlingInspection, KeyAssignment, SubordinateCoverage
from ..queries import keys as queries_keys

STEPS = {
    KeyStage.SELECTED: ("plan_key", "定督办方案"),
    KeyStage.PLAN: ("record_key_activity", "组织督办活动"),
    KeyStage.ACTIVITY: ("report_key_result", "报督办结果"),
}


def key_owed(assignment: KeyAssignment) -> Iterator[Owed]:
    """The supervising committee owes the next step, the proposal office where none supervises."""
    if assignment.state not in STEPS:
        return
    act, label = STEPS[KeyStage(assignment.state)]
    due = assignment.planned_for if assignment.state == KeyStage.PLAN else None
    note = assignment.proposal.number
    if assignment.supervising_body_id is None:
        yield Owed(act, label, role=Role.PROPOSAL_CLERK, due_on=due, note=note)
        return
    body = assignment.supervising_body_id
    yield Owed(act, label, role=Role.COMMITTEE_CLERK, scope_kind="body", scope_id=body, due_on=due, note=note)


def register_all() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "key_assignment", KeyAssignment, "重点提案", visible_to=queries_keys.keys_visible_to,
            url=lambda row: address("proposal:key", public_id=row.public_id),
            title=lambda row: row.proposal.title, caption=lambda row: row.get_tier_display(), owed=key_owed,
        ),
        Subject(
            "handling_consultation", HandlingConsultation, "办理协商",
            visible_to=queries_keys.consultations_visible_to,
            url=lambda row: address("proposal:consultation", public_id=row.public_id),
            caption=lambda row: row.get_level_display(),
        ),
        Subject(
            "handling_inspection", HandlingInspection, "办理视察", visible_to=queries_keys.inspections_visible_to,
            url=lambda row: address("proposal:inspection", public_id=row.public_id),
        ),
        Subject(
            "subordinate_coverage", SubordinateCoverage, "下级督办情况", visible_to=queries_keys.coverage_visible_to,
            url=lambda _row: address("proposal:coverage"), title=lambda row: row.place,
        ),
    )  # fmt: skip
