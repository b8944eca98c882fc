"""The acts on a signed piece: hand it to units, report it up, record what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address

from .. import queries_following as queries
from .. import suggesting
from ..forms_following import AdoptionForm, FeedbackForm, InstructionForm, NotAdoptedForm, ReportForm, TransferForm
from ..models import Opinion, OpinionAdoption, OpinionFeedback, OpinionReport
from ..services import adopting, feeding_back, instructing, reporting_up, scoring, transferring, voiding
from .acting import PageAct, ReasonForm
from .asking import opinion_or_404


def report_or_404(actor: Actor, public_id: UUID) -> OpinionReport:
    """Return a report the person may see."""
    return get_object_or_404(queries.reports_in_full(actor), public_id=public_id)


def adoption_or_404(actor: Actor, public_id: UUID) -> OpinionAdoption:
    """Return an adoption with its proof, if the person may see it."""
    return get_object_or_404(queries.adoptions_visible_to(actor), public_id=public_id)


def feedback_or_404(actor: Actor, public_id: UUID) -> OpinionFeedback:
    """Return what authors are told, if the person may see it."""
    return get_object_or_404(queries.feedback_visible_to(actor), public_id=public_id)


def _posted(request: HttpRequest) -> Any:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _transfer_form(request: HttpRequest, opinion: Opinion) -> TransferForm:
    return TransferForm(*_posted(request), opinion=opinion, on=timezone.localdate())


def _transfer(opinion: Opinion, form: Any, by: Actor, at: datetime) -> object:
    given = form.cleaned_data
    return transferring.transfer(
        opinion=opinion, units=list(given["units"]), asked_action=given["asked_action"], by=by, at=at
    )


def _transfer_context(opinion: Opinion, actor: Actor) -> dict[str, Any]:
    """Name the units the piece may belong to, each with its reasons; the form stays as it is."""
    return {"suggested": suggesting.suggest_units(opinion, on=timezone.localdate(), by=actor)}


def _report_form(request: HttpRequest, _opinion: Opinion) -> ReportForm:
    return ReportForm(*_posted(request), parent=reporting_up.parent())


def _instruction_form(request: HttpRequest, _opinion: Opinion) -> InstructionForm:
    return InstructionForm(*_posted(request), on=timezone.localdate())


def _scan(form: Any, by: Actor, at: datetime) -> Any:
    upload = form.cleaned_data["scan"]
    return files.keep(file=upload, name=upload.name, by=by, at=at) if upload else None


def _adopt(opinion: Opinion, form: Any, by: Actor, at: datetime) -> object:
    return adopting.record(opinion=opinion, adopted=form.adopted(_scan(form, by, at)), by=by, at=at)


def _adopt_report(report: OpinionReport, form: Any, by: Actor, at: datetime) -> object:
    return reporting_up.note_adopted(report=report, adopted=form.adopted(_scan(form, by, at)), by=by, at=at)


def _report_adoption_form(request: HttpRequest, report: OpinionReport) -> AdoptionForm:
    first = {"level": report.level, "organ": report.to_name, "adopted_on": timezone.localdate()}
    form = AdoptionForm(*_posted(request))
    form.initial = first
    return form


def _feedback_form(request: HttpRequest, row: OpinionFeedback) -> FeedbackForm:
    return FeedbackForm(request.POST if request.method == "POST" else None, initial={"text": row.text})


def _reports_page(_report: Any) -> str:
    return address("opinion:reports")


def _owed_page(_row: Any) -> str:
    return address("opinion:feedback-owed")


TRANSFER = PageAct(
    "transfer", "opinion.transfer", "转办", "每个单位一张转办单，各自编号、各自办理，彼此看不到。", "发出转办单",
    "转办单已发出，单位会收到。", opinion_or_404, _transfer, form=_transfer_form,
    template="opinion/following/transfer.html", context=_transfer_context,
)  # fmt: skip
REPORT_UP = PageAct(
    "report-up", "opinion.report_up", "上报", "报的是审签过的正文，作者姓名不随件上报。", "上报",
    "已上报，结果会记在这里。",
    opinion_or_404,
    lambda opinion, form, by, at: reporting_up.report(opinion=opinion, to=form.above(), by=by, at=at),
    form=_report_form,
)  # fmt: skip
ADOPT = PageAct(
    "record-adoption", "opinion.record_adoption", "登记上级采用", "登记以后计分，并在期限内告知作者。", "登记",
    "已登记采用，请告知作者。", opinion_or_404, _adopt, form=AdoptionForm,
)  # fmt: skip
INSTRUCT = PageAct(
    "record-instruction", "opinion.record_instruction", "登记批示",
    "只记层级、方式、日期和脱敏要点；批示原文和扫描件不录入本系统。", "登记", "已登记。", opinion_or_404,
    lambda opinion, form, by, at: instructing.record(
        opinion=opinion, facts=form.facts(), assigned=form.assigned(), by=by, at=at
    ),
    form=_instruction_form,
)  # fmt: skip
VOID_POINTS = PageAct(
    "void-points", "opinion.void_points", "积分作废并警示", "抄袭或重复报送的才用；这件的积分全部作废，并警示作者。",
    "作废并警示", "积分已作废，作者会收到警示。", opinion_or_404,
    lambda opinion, form, by, at: scoring.void(opinion=opinion, reason=form.cleaned_data["reason"], by=by, at=at),
    form=ReasonForm, look="danger",
)  # fmt: skip
OPINION_ACTS = (TRANSFER, REPORT_UP, ADOPT, INSTRUCT, VOID_POINTS)

NOTE_ADOPTED = PageAct(
    "report-adopted", "opinion.record_adoption", "登记采用", "凭期号、文号或采用通知登记；登记以后计分并告知作者。",
    "登记", "已登记采用，请告知作者。", report_or_404, _adopt_report,
    form=_report_adoption_form, after=_reports_page,
)  # fmt: skip
NOTE_NOT_ADOPTED = PageAct(
    "report-not-adopted", "opinion.record_adoption", "登记未采用", "上级明确没有采用的才登记。", "登记", "已登记。",
    report_or_404,
    lambda report, form, by, at: reporting_up.note_not_adopted(report=report, **form.cleaned_data, by=by, at=at),
    form=NotAdoptedForm, look="", after=_reports_page,
)  # fmt: skip
RECALL_REPORT = PageAct(
    "report-recall", "opinion.report_up", "撤回上报", "纸质或其他系统报出去的，请先与对方说好。", "撤回", "已撤回。",
    report_or_404,
    lambda report, form, by, at: reporting_up.recall(
        report=report, reason=form.cleaned_data["reason"], by=by, at=at
    ),
    form=ReasonForm, look="danger", after=_reports_page,
)  # fmt: skip
REPORT_ACTS = (NOTE_ADOPTED, NOTE_NOT_ADOPTED, RECALL_REPORT)

VOID_ADOPTION = PageAct(
    "void-adoption", "opinion.void_adoption", "作废采用记录",
    "登记错了的才用。相应积分收回，还没发出的采用反馈不再发；作者会收到更正，写的理由作者看得到。", "作废",
    "这条采用记录已作废，作者会收到更正。", adoption_or_404,
    lambda row, form, by, at: voiding.void(adoption=row, reason=form.cleaned_data["reason"], by=by, at=at),
    form=ReasonForm, look="danger",
)  # fmt: skip
ADOPTION_ACTS = (VOID_ADOPTION,)

GIVE = PageAct(
    "give-feedback", "opinion.follow", "反馈作者", "作者会收到下面这句话；没有登录账号的，请用电话告知后再点发出。",
    "发出",    "已告知作者。", feedback_or_404,
    lambda row, form, by, at: feeding_back.give(feedback=row, text=form.cleaned_data["text"], by=by, at=at),
    form=_feedback_form, after=_owed_page,
)  # fmt: skip
DROP = PageAct(
    "drop-feedback", "opinion.follow", "不再反馈", "写明为什么不告诉作者，例如已当面说明。", "不再反馈", "已记下。",
    feedback_or_404,
    lambda row, form, by, at: feeding_back.drop(feedback=row, reason=form.cleaned_data["reason"], by=by, at=at),
    form=ReasonForm, look="", after=_owed_page,
)  # fmt: skip
FEEDBACK_ACTS = (GIVE, DROP)
