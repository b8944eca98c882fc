"""Probes of the keys of appraisals and awards."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.test import RequestFactory

from yizheng.config.tests.probing import AT, TODAY, Probe
from yizheng.kernel import scoping
from yizheng.proposal import grading
from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.models import AppraisalRound, AppraisalScore, ScoreSide
from yizheng.proposal.queries import appraisal as queries_appraisal
from yizheng.proposal.services import appraising
from yizheng.proposal.services.basis import Basis
from yizheng.proposal.tests import factories as make
from yizheng.proposal.views import appraising_public


def _round() -> AppraisalRound:
    return appraising.prepare_round(year=2026, title="双向评议", closes_on=TODAY, by=make.clerk(), at=AT)


def _criteria(side: ScoreSide) -> list[str]:
    lines: list[str] = _round().criteria[side.value]
    return lines


def _grade_of_85() -> str:
    return grading.grade_of(grading.score_of({"satisfied": 17, "basic": 0, "not_satisfied": 3}), _round().grades)


def _public_columns() -> list[str]:
    clerk, handling = make.clerk(), make.handling(make.proposal(ProposalState.REPLIED), state=HandlingState.ISSUED)
    row = appraising.open_round(round_=_round(), by=clerk, at=AT)
    AppraisalScore.objects.filter(handling=handling).update(total=90, scored_on=TODAY)
    row = appraising.close_round(round_=row, by=clerk, at=AT)
    basis = Basis("主席会议同意", "区委办公室同意", TODAY)
    appraising.publish_round(round_=row, basis=basis, by=clerk, at=AT)
    request: HttpRequest = RequestFactory().get("/")
    answer: Any = appraising_public.results(request, scoping.current().slug)
    return [word for word in ("等次", "名次") if word in answer.content.decode()]


PROBES = [
    Probe("proposal.handling_criteria", ["答复=60", "结果=40"], ["答复=100"], lambda: _criteria(ScoreSide.PROPOSER)),
    Probe("proposal.grades", ["优秀=90", "良好=0"], ["优秀=80", "良好=0"], _grade_of_85),
    Probe("proposal.show_unit_ranks", False, True, _public_columns),
    Probe("proposal.award_percent", 8, 10, lambda: queries_appraisal.quota_of(119, TODAY)),
    Probe("proposal.award_collective_percent", 20, 50, lambda: queries_appraisal.quota_of(119, TODAY)),
]
