"""Probes of the plan room's keys."""

from __future__ import annotations

from datetime import date

from yizheng.accounts.enums import Role
from yizheng.approval import chains
from yizheng.config.tests.probing import AT, TODAY, Probe, sentence_of
from yizheng.plan import services
from yizheng.plan.approving import CHAIN
from yizheng.plan.checklist import preparations
from yizheng.plan.enums import PlanState
from yizheng.plan.schedule import Months
from yizheng.plan.services.tasks import due_date
from yizheng.plan.tests.factories import BodyFactory, PlanFactory, TaskFactory, carried, seat


def _report_without_evidence() -> str:
    body = BodyFactory()
    task = carried(TaskFactory(), body)
    clerk = seat(Role.COMMITTEE_CLERK, body=body)
    return sentence_of(lambda: services.report_done(task=task, evidence=[], by=clerk, at=AT))


def _adopt_from_paper() -> str:
    plan = PlanFactory(state=PlanState.DRAFT)
    clerk = seat(Role.OFFICE_CLERK)
    return sentence_of(lambda: services.adopt(plan=plan, adopted_on=TODAY, meeting="常委会议", by=clerk, at=AT))


def _due() -> date | None:
    return due_date(2027, Months(4, 4), set_on=TODAY)


def _prepared() -> list[date]:
    return [each.on for each in preparations(meets_on=date(2027, 1, 12), year=2027, on=TODAY)]


PROBES = [
    Probe("plan.evidence_required", True, False, _report_without_evidence),
    Probe("plan.report_cycle", "month_end", "20", _due),
    Probe("plan.approval_steps", ["会议：主席会议"], ["会议：常委会议"], lambda: chains.steps_of(CHAIN, on=TODAY)),
    Probe("plan.plenary_checklist", ["提前10天 办公室 布置会场"], ["提前5天 办公室 布置会场"], _prepared),
    Probe("plan.adopt_from_paper", True, False, _adopt_from_paper),
]
