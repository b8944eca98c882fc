"""Pages of the selection of excellent proposals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.ballot import queries as ballots
from yizheng.ballot.models import Ballot
from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Column, Figure

from ..forms import appraisal as forms
from ..history.appraisal import course
from ..models import AwardSelection, AwardState, Nomination
from ..queries import appraisal as queries
from ..queries import proposals_visible_to
from ..services import awarding as services
from ..workflow import appraising as table
from .acting import PageAct, url_of
from .appraising import MEANING, crumbs, files
from .asking import actor_of
from .new_pages import begin

COLUMNS = [Column("编号"), Column("案由"), Column("提案人"), Column("推荐者"), Column("票数", "number"),
           Column("结果"), Column("证书")]  # fmt: skip


def selection_or_404(actor: Actor, public_id: UUID) -> AwardSelection:
    """Return a selection the person may see."""
    return get_object_or_404(queries.selections_visible_to(actor), public_id=public_id)


@require_http_methods(["GET", "POST"])
@act
def new_selection(request: HttpRequest) -> HttpResponse:
    """Begin the selection of a year."""
    actor, now = actor_of(request), timezone.now()
    require("award.run", actor)
    year = timezone.localdate(now).year
    form = forms.NewSelectionForm(request.POST or None, initial={"year": year, "title": f"{year}年优秀提案评选"})
    return begin(
        request, form, lambda: services.begin_selection(**form.cleaned_data, by=actor, at=now),
        title="启动优秀提案评选", lead="名额按这一刻的立案数和设置里的比例算定", crumbs=crumbs("启动优秀提案评选"),
    )  # fmt: skip


@require_GET
def award(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a selection: quota, nominations with votes, who was awarded."""
    actor = actor_of(request)
    require("award.read", actor)
    row = selection_or_404(actor, public_id)
    names = {each.name for each in engine.available(table.AWARD_MACHINE, row, actor)}
    if row.state == AwardState.NOMINATING:
        names.add(NOMINATE.name)
    rows = queries.ranked(queries.nominations_visible_to(actor).filter(selection=row))
    ballot = Ballot.objects.filter(pk=row.ballot_id or 0).first() if may("ballot.run", actor) else None
    context = {
        "selection": row, "meaning": MEANING.get(AwardState(row.state), "ok"),
        "figures": [
            Figure(row.filed_count, "立案", unit="件"), Figure(row.quota, "优秀提案名额", unit="件"),
            Figure(row.collective_min, "其中集体提案至少", unit="件"),
        ],
        "acts": [(each.label, url_of(each, row), each.look) for each in ACTS if each.name in names],
        "columns": COLUMNS, "rows": [_row(each) for each in rows],
        "ballot": ballots.url_of(ballot) if ballot else "",
        "timeline": course(row) if may("appraisal.see_lists", actor) else [],
        "crumbs": crumbs(row.title) if may("appraisal.see_lists", actor) else [],
        "files": files("award-list", row, ("docx", "xlsx", "pdf")) if row.decided_on else [],
    }  # fmt: skip
    return render(request, "proposal/award/award.html", context)


def _row(each: Nomination) -> list[Cell]:
    url = address("proposal:proposal", public_id=each.proposal.public_id)
    paper = f"{address('document:paper', code='certificate', format='docx')}?id={each.public_id}"
    result = "优秀提案" if each.is_awarded else "初选" if each.is_shortlisted else "推荐"
    return [
        Cell(each.proposal.number), Cell(each.proposal.title, url=url), Cell(each.proposal.proposer_name),
        Cell(each.nominated_by), Cell("" if each.votes is None else str(each.votes)), Cell(result),
        Cell(each.certificate_no, url=paper if each.certificate_no else ""),
    ]  # fmt: skip


def _bound(form: type[Any]) -> Any:
    """Return a function that makes a form about a selection."""
    return lambda request, row: form(request.POST if request.method == "POST" else None, selection=row)


def _nominate_form(request: HttpRequest, row: AwardSelection) -> forms.NominateForm:
    actor = actor_of(request)
    fit = queries.may_be_awarded(row.year).filter(pk__in=proposals_visible_to(actor).values("pk"))
    return forms.NominateForm(
        request.POST if request.method == "POST" else None, fit=fit, initial={"nominated_by": actor.hat.label}
    )


def _voters_form(request: HttpRequest, _row: AwardSelection) -> forms.VotersForm:
    data = request.POST if request.method == "POST" else None
    return forms.VotersForm(data, on=timezone.localdate())


NOMINATE = PageAct(
    "nominate_award", "award.read", "推荐优秀提案",
    "可以推荐今年立案的，或者今年重新办理的往年提案；委员只能推荐自己的。", "推荐", "已推荐。",
    find=selection_or_404, form=_nominate_form, look="",
    perform=lambda row, form, by, at: services.nominate(selection=row, **form.cleaned_data, by=by, at=at),
)  # fmt: skip
SHORTLIST = PageAct(
    "shortlist", table.SHORTLIST.permission, "初选", "从推荐的提案里选出交提案委会议评定的。", "初选", "初选名单已定。",
    find=selection_or_404, form=_bound(forms.ChosenForm),
    perform=lambda row, form, by, at: services.shortlist(selection=row, chosen=form.ids(), by=by, at=at),
)  # fmt: skip
PREPARE_VOTE = PageAct(
    "prepare_award_vote", table.PREPARE_VOTE.permission, "准备无记名投票",
    "每人最多选名额那么多件。也可以在会上投纸票，回来直接录入票数。", "准备无记名投票", "已准备好，请到投票页面开始。",
    find=selection_or_404, form=_voters_form, look="",
    perform=lambda row, form, by, at: services.prepare_vote(selection=row, voters=form.roll(), by=by, at=at),
)  # fmt: skip
ENTER_VOTES = PageAct(
    "enter_award_votes", table.ENTER_VOTES.permission, "录入评定票数",
    "照提案委会议的计票结果录入；用了无记名投票的，全部空着，就取投票的结果。", "录入票数", "票数已录入。",
    find=selection_or_404, form=_bound(forms.VotesForm),
    perform=lambda row, form, by, at: services.enter_votes(selection=row, votes=form.votes(), by=by, at=at),
)  # fmt: skip
DECIDE = PageAct(
    "decide_awards", table.DECIDE_AWARDS.permission, "审定优秀提案",
    "照主席会议的决定选定。超过名额，或者集体提案不够，系统不会收。", "审定", "已审定，证书号编好了。",
    find=selection_or_404, form=_bound(forms.DecideForm),
    perform=lambda row, form, by, at: services.decide(
        selection=row, awarded=form.ids(), decided_by=form.cleaned_data["decided_by"],
        decided_on=form.cleaned_data["decided_on"], by=by, at=at,
    ),
)  # fmt: skip
PUBLISH = PageAct(
    "publish_awards", table.PUBLISH_AWARDS.permission, "公布优秀提案", "提案人会收到通知，公众页面列出案由和提案人。",
    "公布", "已公布。", find=selection_or_404,
    perform=lambda row, _form, by, at: services.publish(selection=row, by=by, at=at),
)  # fmt: skip
ACTS = (NOMINATE, SHORTLIST, PREPARE_VOTE, ENTER_VOTES, DECIDE, PUBLISH)
