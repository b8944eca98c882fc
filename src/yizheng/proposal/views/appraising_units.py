"""Pages of appraisal meetings: preparing, the vote, results, improvement and look-back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.ballot import queries as ballots
from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Column

from ..forms import appraisal as forms
from ..history.appraisal import course
from ..models import AppraisedUnit, RoundState, UnitAppraisal
from ..queries import appraisal as queries
from ..services import unit_appraisal as services
from ..workflow import appraising as table
from .acting import PageAct, url_of
from .appraising import MEANING, crumbs, files
from .asking import actor_of
from .new_pages import begin

COLUMNS = [Column("评议对象"), Column("满意", "number"), Column("基本满意", "number"), Column("不满意", "number"),
           Column("得分", "number"), Column("等次")]  # fmt: skip


def appraisal_or_404(actor: Actor, public_id: UUID) -> UnitAppraisal:
    """Return an appraisal meeting the person may see."""
    return get_object_or_404(queries.unit_appraisals_visible_to(actor), public_id=public_id)


def entry_or_404(actor: Actor, public_id: UUID) -> AppraisedUnit:
    """Return an appraised unit the person may see."""
    return get_object_or_404(queries.entries_visible_to(actor), public_id=public_id)


@require_http_methods(["GET", "POST"])
@act
def new_appraisal(request: HttpRequest) -> HttpResponse:
    """Prepare an appraisal meeting with its secret ballot."""
    actor, now = actor_of(request), timezone.now()
    require("unit_appraisal.run", actor)
    on = timezone.localdate(now)
    first = {"title": f"{on.year}年承办单位民主评议", "held_on": on}
    form = forms.NewAppraisalForm(request.POST or None, on=on, initial=first)
    return begin(
        request, form, lambda: services.prepare_appraisal(meeting=_meeting(form), by=actor, at=now),
        title="筹备民主评议", lead="单位自查报告，会上询问，无记名投票", crumbs=crumbs("筹备民主评议"),
    )  # fmt: skip


def _meeting(form: forms.NewAppraisalForm) -> services.Meeting:
    given = form.cleaned_data
    return services.Meeting(
        given["title"], given["held_on"], form.roll(), tuple(given["units"]), tuple(given["proposals"])
    )


@require_GET
def unit_appraisal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show an appraisal meeting: a unit sees itself alone, the offices all."""
    actor = actor_of(request)
    require("unit_appraisal.read", actor)
    row = appraisal_or_404(actor, public_id)
    names = {each.name for each in engine.available(table.UNIT_APPRAISAL_MACHINE, row, actor)}
    entries = list(queries.entries_visible_to(actor).filter(appraisal=row))
    counted = row.state in queries.READABLE
    context = {
        "appraisal": row, "meaning": MEANING[RoundState(row.state)], "counted": counted,
        "acts": [(each.label, url_of(each, row), each.look) for each in VOTE_ACTS if each.name in names],
        "columns": COLUMNS, "rows": [_row(each) for each in entries] if counted else [],
        "entries": [(each, _acts_on(each, actor)) for each in entries],
        "ballot": ballots.url_of(services.ballot_of(row)) if may("ballot.run", actor) else "",
        "timeline": course(row) if may("appraisal.see_lists", actor) else [],
        "crumbs": crumbs(row.title) if may("appraisal.see_lists", actor) else [],
        "files": files("appraisal-report", row, ("docx", "xlsx", "pdf")) if counted else [],
    }  # fmt: skip
    return render(request, "proposal/appraisal/unit_appraisal.html", context)


def _row(entry: AppraisedUnit) -> list[Cell]:
    votes = (entry.satisfied, entry.basic, entry.not_satisfied)
    score = "无有效票" if entry.score is None else str(entry.score)
    return [Cell(str(entry)), *(Cell(str(each or 0)) for each in votes), Cell(score), Cell(entry.grade)]


def _acts_on(entry: AppraisedUnit, actor: Actor) -> list[tuple[str, str]]:
    open_ = {
        REPORT.name: entry.appraisal.state == RoundState.PREPARED,
        QUESTIONS.name: True,
        IMPROVE.name: entry.appraisal.state in queries.READABLE and entry.looked_back_on is None,
        REPORT_IMPROVEMENT.name: entry.put_right_by is not None and entry.looked_back_on is None,
        LOOK_BACK.name: entry.put_right_by is not None and entry.looked_back_on is None,
    }
    return [
        (each.label, url_of(each, entry))
        for each in ENTRY_ACTS
        if open_[each.name] and may(each.permission, actor, entry)
    ]


OPEN = PageAct(
    "open_vote", table.OPEN_VOTE.permission, "开始投票", "名单上的人会收到通知，各自领一张选票。", "开始投票",
    "投票开始了。", find=appraisal_or_404,
    perform=lambda row, _form, by, at: services.open_vote(appraisal=row, by=by, at=at),
)  # fmt: skip
CLOSE = PageAct(
    "close_vote", table.CLOSE_VOTE.permission, "结束投票", "结束以后计票，结果通知各单位和领导。", "结束投票",
    "已计票，结果通知了各单位和领导。", find=appraisal_or_404,
    perform=lambda row, _form, by, at: services.close_vote(appraisal=row, by=by, at=at),
)  # fmt: skip
PUBLISH = PageAct(
    "publish_vote", table.PUBLISH_VOTE.permission, "公布民主评议结果",
    "公众能看到各单位的等次；不公布名次，除非设置里另有规定。", "公布", "已公布。", find=appraisal_or_404,
    form=forms.BasisForm,
    perform=lambda row, form, by, at: services.publish_vote(appraisal=row, basis=form.basis(), by=by, at=at),
)  # fmt: skip
VOTE_ACTS = (OPEN, CLOSE, PUBLISH)

REPORT = PageAct(
    "self_report", "appraised_unit.report", "自查报告", "写清办了哪些提案、怎样办的、还有什么没办到。", "自查报告",
    "自查报告已交。", find=entry_or_404, form=forms.TextForm,
    perform=lambda row, form, by, at: services.hand_in_report(
        entry=row, text=form.cleaned_data["text"], by=by, at=at
    ),
)  # fmt: skip
QUESTIONS = PageAct(
    "note_questions", "unit_appraisal.run", "记录询问", "谁问了什么，单位怎样回答。", "记录询问", "已记下。",
    find=entry_or_404, form=forms.TextForm,
    perform=lambda row, form, by, at: services.note_questions(
        entry=row, text=form.cleaned_data["text"], by=by, at=at
    ),
)  # fmt: skip
IMPROVE = PageAct(
    "ask_improvement", "unit_appraisal.run", "提改进意见", "写明请单位改进什么、什么时候报情况。", "提改进意见",
    "改进意见已通知单位。", find=entry_or_404, form=forms.ImproveForm,
    perform=lambda row, form, by, at: services.ask_to_improve(
        entry=row, words=form.cleaned_data["text"], by_day=form.cleaned_data["by_day"], by=by, at=at
    ),
)  # fmt: skip
REPORT_IMPROVEMENT = PageAct(
    "report_improvement", "appraised_unit.report", "报改进情况", "写明改了什么，还差什么。", "报改进情况", "已报。",
    find=entry_or_404, form=forms.TextForm,
    perform=lambda row, form, by, at: services.report_improvement(
        entry=row, text=form.cleaned_data["text"], by=by, at=at
    ),
)  # fmt: skip
LOOK_BACK = PageAct(
    "look_back_at_unit", "unit_appraisal.run", "回头看", "看了什么，改进到哪一步。", "回头看", "回头看已记下。",
    find=entry_or_404, form=forms.TextForm,
    perform=lambda row, form, by, at: services.look_back(entry=row, words=form.cleaned_data["text"], by=by, at=at),
)  # fmt: skip
ENTRY_ACTS = (REPORT, QUESTIONS, IMPROVE, REPORT_IMPROVEMENT, LOOK_BACK)
