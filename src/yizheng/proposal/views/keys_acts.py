"""The acts of key proposals, consultations, media visits, inspections, coverage and quality, a row each."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.attachment import services as files
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.workflow import Transition

from .. import queries
from ..enums import ConsultationLevel, KeyStage, Tier
from ..forms.key import (
    ActivityForm,
    ChangeLeadersForm,
    CoverageForm,
    DecideForm,
    NominateForm,
    PlanForm,
    QualityForm,
    ResultForm,
    SignatureForm,
    TextForm,
    VisitForm,
    special_committees,
)
from ..forms.key_events import ConsultationForm, FindingForm, InspectionForm
from ..models import HandlingInspection, KeyAssignment, Proposal, QualityScore
from ..queries import keys as queries_keys
from ..services import consulting, coverage, inspecting, key_proposals, quality, visiting
from ..workflow import keys as table
from .acting import NewAct, PageAct, posted
from .asking import actor_of, proposal_or_404

M = TypeVar("M", bound=Model)


def _key(actor: Actor, public_id: UUID) -> KeyAssignment:
    return _one(queries_keys.keys_visible_to(actor).select_related("proposal", "supervising_body"), public_id)


def _inspection(actor: Actor, public_id: UUID) -> HandlingInspection:
    return _one(queries_keys.inspections_visible_to(actor), public_id)


def _one(rows: QuerySet[M], public_id: UUID) -> M:
    return get_object_or_404(rows, public_id=public_id)


def _nominate(proposal: Proposal, form: NominateForm, by: Actor, at: datetime) -> object:
    given = {**form.cleaned_data, "tier": Tier(form.cleaned_data["tier"])}
    return key_proposals.nominate(proposal=proposal, by=by, at=at, **given)


def _sign(assignment: KeyAssignment, form: SignatureForm, by: Actor, at: datetime) -> object:
    given = dict(form.cleaned_data)
    upload = given.pop("scan")
    scan = files.keep(file=upload, name=upload.name, by=by, at=at) if upload else None
    return key_proposals.enter_signature(scan=scan, by=by, at=at, **given)


def _quality_form(request: HttpRequest, proposal: Proposal) -> QualityForm:
    standing = QualityScore.objects.filter(proposal=proposal).first()
    scores = standing.scores if standing else None
    return QualityForm(posted(request)[0], criteria=quality.criteria(timezone.localdate()), scores=scores)


NOMINATE = PageAct(
    "nominate-key", "key.nominate", "推荐为重点或重要提案", "推荐以后进入候选，由会议审定。", "推荐", "已列入候选。",
    proposal_or_404, _nominate, form=NominateForm, look="",
)  # fmt: skip
MEDIA_VISIT = PageAct(
    "record-media-visit", "media.record", "记录媒体采访",
    "电台、电视台、报纸对这件提案的采访，记在办理经过里。", "记录",
    "已记录。", proposal_or_404,
    lambda proposal, form, by, at: visiting.record_visit(proposal=proposal, visit=form.visit(), by=by, at=at),
    form=VisitForm, look="",
)  # fmt: skip
SCORE = PageAct(
    "score-quality", "quality.score", "提案质量评分", "按质量评分项打分，合计一百分；再评一次就以新的为准。", "评分",
    "已评分。", proposal_or_404,
    lambda proposal, form, by, at: quality.score_quality(proposal=proposal, scores=form.scores(), by=by, at=at),
    form=_quality_form, look="",
)  # fmt: skip
PROPOSAL_ACTS: tuple[PageAct[Proposal], ...] = (NOMINATE, MEDIA_VISIT, SCORE)

SIGN = PageAct(
    "enter-leader-signature", "key.enter_signature", "录入领导签批",
    "领导在呈批单上签了字，在这里录入并附上扫描件。台账上记领导办理、您代录。", "录入", "已录入。", _key, _sign,
    form=lambda request, assignment: SignatureForm(*posted(request), assignment=assignment), look="",
)  # fmt: skip
PLAN = PageAct(
    "plan-key", "key.supervise", "定督办方案", "写明时间、方式和邀请谁，提案人应当在内。", "定下来", "方案已定。", _key,
    lambda assignment, form, by, at: key_proposals.make_plan(assignment=assignment, plan=form.plan(), by=by, at=at),
    form=PlanForm,
)  # fmt: skip
ACTIVITY = PageAct(
    "record-key-activity", "key.supervise", "记录督办活动", "报结果以前，领衔的领导至少亲自参加一次。", "记录",
    "已记录。",
    _key,
    lambda assignment, form, by, at: key_proposals.record_activity(
        assignment=assignment, activity=form.activity(), by=by, at=at
    ),
    form=ActivityForm,
)  # fmt: skip
RESULT = PageAct(
    "report-key-result", "key.supervise", "报督办结果", "写明办理和督办的结果，默认报主席会议。", "报结果",
    "已报结果。",
    _key,
    lambda assignment, form, by,
    at: key_proposals.report_result(assignment=assignment, by=by, at=at, **form.cleaned_data),
    form=ResultForm,
)  # fmt: skip
LOOK_BACK = PageAct(
    "look-back-at-key", "key.supervise", "回访", "下一年回头看，写明当初答应的事做得怎么样。", "记下", "已记下。", _key,
    lambda assignment, form, by, at: key_proposals.look_back(
        assignment=assignment, text=form.cleaned_data["text"], by=by, at=at
    ),
    form=TextForm,
)  # fmt: skip
CHANGE_LEADERS = PageAct(
    "change-key-leaders", "key.decide", "调整领导",
    "审定以后领导有变动的，在这里改。没变的照抄留着，签批不受影响；去掉的，签批一并去掉，台账里有记录。", "调整",
    "已调整，有关的人已通知。", _key,
    lambda assignment, form, by, at: key_proposals.change_leaders(
        assignment=assignment, leaders=form.cleaned_data["leaders"], reason=form.cleaned_data["reason"], by=by, at=at
    ),
    form=lambda request, assignment: ChangeLeadersForm(posted(request)[0], assignment=assignment,
                                                       on=timezone.localdate()),
    look="",
)  # fmt: skip
KEY_ACTS: tuple[tuple[PageAct[KeyAssignment], Transition], ...] = (
    (PLAN, table.PLAN), (ACTIVITY, table.ACTIVITY), (RESULT, table.RESULT), (LOOK_BACK, table.LOOK_BACK),
    (SIGN, table.SIGN), (CHANGE_LEADERS, table.CHANGE_LEADERS),
)  # fmt: skip

FINDING = PageAct(
    "record-finding", "inspection.keep", "记录一个单位的情况", "一个单位记一次。", "记录", "已记录。", _inspection,
    lambda inspection, form, by, at: inspecting.record_finding(
        inspection=inspection, unit=form.cleaned_data["unit"], proposals=form.cleaned_data["numbers"],
        finding=form.cleaned_data["finding"], advice=form.cleaned_data["advice"], by=by, at=at,
    ),
    form=lambda request, _inspection: FindingForm(
        posted(request)[0], rows=queries.proposals_visible_to(actor_of(request)), on=timezone.localdate()
    ),
)  # fmt: skip


def _decide_form(request: HttpRequest, by: Actor) -> DecideForm:
    rows = queries_keys.keys_visible_to(by).filter(state=KeyStage.CANDIDATE).select_related("proposal")
    candidates = list(rows.order_by("tier", "id"))
    return DecideForm(posted(request)[0], candidates=candidates, on=timezone.localdate())


def _decide(form: DecideForm, by: Actor, at: datetime) -> str:
    key_proposals.decide(
        chosen=form.choices(), dropped=form.dropped(), meeting=form.cleaned_data["meeting"],
        decided_on=form.cleaned_data["decided_on"], by=by, at=at,
    )  # fmt: skip
    return address("proposal:keys")


def _consultation_form(request: HttpRequest, by: Actor) -> ConsultationForm:
    rows = (
        queries_keys.open_handlings(by).select_related("proposal", "unit").order_by("proposal__filed_no", "order", "id")
    )
    return ConsultationForm(posted(request)[0], rows=rows, on=timezone.localdate(), initial=_held_by(by))


def _held_by(by: Actor) -> dict[str, object]:
    """A committee's clerk records what the own committee held."""
    if not by.wears(Role.COMMITTEE_CLERK):
        return {}
    own = special_committees(timezone.localdate()).filter(pk=by.hat.scope_id).first()
    return {"level": ConsultationLevel.COMMITTEE, "host_body": own.public_id if own else ""}


def _hold(form: ConsultationForm, by: Actor, at: datetime) -> str:
    held = consulting.hold_consultation(
        given=form.consultation(), handlings=form.talked_over(), present=form.came(), by=by, at=at
    )
    return address("proposal:consultation", public_id=held.public_id)


def _enter_coverage(form: CoverageForm, by: Actor, at: datetime) -> str:
    coverage.enter_coverage(year=timezone.localdate(at).year, words=form.words(), by=by, at=at)
    return address("proposal:coverage")


def _inspect(form: InspectionForm, by: Actor, at: datetime) -> str:
    made = inspecting.record_inspection(given=form.inspection(), by=by, at=at)
    return address("proposal:inspection", public_id=made.public_id)


def _simple(form: Any) -> Any:
    return lambda request, _by: form(posted(request)[0])


BEGIN = (
    NewAct(
        "decide-keys", "key.decide", "录入审定结果",
        "会议审定以后，一次录入：列入的写明领导或督办专委会，不列入的选不列入。",
        "录入", "审定结果已录入，有关的人已通知。", "proposal:keys", "重点提案", _decide_form, _decide,
    ),
    NewAct(
        "enter-coverage", "coverage.keep", "登记下级督办", "再登记一次就以新的为准。", "登记", "已登记。",
        "proposal:coverage",
        "下级督办覆盖",
        lambda request, _by: CoverageForm(posted(request)[0], places=queries_keys.places(timezone.localdate())),
        _enter_coverage,
    ),
    NewAct(
        "hold-consultation", "consultation.hold", "记录办理协商", "一次会可以协商几件，每件各记一条面商。", "记录",
        "已记录，面商记录一并写好。", "proposal:consultations", "办理协商", _consultation_form, _hold,
    ),
    NewAct(
        "record-inspection", "inspection.keep", "登记办理视察", "先登记这次视察，再逐个单位记情况。", "登记",
        "已登记。",
        "proposal:inspections", "办理视察", _simple(InspectionForm), _inspect,
    ),
)  # fmt: skip
