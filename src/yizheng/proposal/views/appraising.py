"""Pages of appraisals: the list of all of them, a round of two-way appraisal, one's own scoring."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Column, Crumb, FileRow, Meaning, Tab

from ..forms import appraisal as forms
from ..history.appraisal import course
from ..models import AppraisalRound, AppraisalScore, AwardState, Handling, RoundState, ScoreSide
from ..queries import appraisal as queries
from ..services import appraising as services
from ..workflow import appraising as table
from ..workflow.handlings import REJECT as REJECT_ROW
from .acting import PageAct, url_of
from .asking import actor_of
from .handling_acts import REJECT
from .new_pages import begin

PAGE_ROWS = 50
MEANING = {
    RoundState.PREPARED: Meaning.NEUTRAL, RoundState.OPEN: Meaning.BUSY, RoundState.CLOSED: Meaning.WARN,
    RoundState.PUBLISHED: Meaning.OK, AwardState.NOMINATING: Meaning.BUSY, AwardState.SHORTLISTED: Meaning.BUSY,
    AwardState.VOTED: Meaning.BUSY, AwardState.DECIDED: Meaning.WARN,
}  # fmt: skip
KINDS = {"": "双向评议", "units": "民主评议", "awards": "优秀提案评选"}
LIST_COLUMNS = [Column("名称"), Column("年度"), Column("状态")]
RESULT_COLUMNS = [Column("承办单位"), Column("评议件数", "number"), Column("平均得分", "number"), Column("等次")]


def round_or_404(actor: Actor, public_id: UUID) -> AppraisalRound:
    """Return a round the person may know of."""
    return get_object_or_404(queries.rounds_visible_to(actor), public_id=public_id)


def score_or_404(actor: Actor, public_id: UUID) -> AppraisalScore:
    """Return a score the person may read: before the round closes only the own one."""
    rows = queries.scores_visible_to(actor).select_related("round", "handling__proposal", "handling__unit")
    return get_object_or_404(rows, public_id=public_id)


@require_GET
def appraisals(request: HttpRequest) -> HttpResponse:
    """List rounds, appraisal meetings or selections, the newest first."""
    actor = actor_of(request)
    require("appraisal.see_lists", actor)
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in KINDS else ""
    rows: dict[str, QuerySet[Any]] = {
        "": queries.rounds_visible_to(actor),
        "units": queries.unit_appraisals_visible_to(actor),
        "awards": queries.selections_visible_to(actor),
    }
    page = Paginator(rows[kind].order_by("-year", "-id"), PAGE_ROWS).get_page(request.GET.get("page"))
    pages = {"": "round", "units": "unit-appraisal", "awards": "award"}
    context = {
        "page": page, "columns": LIST_COLUMNS, "rows": [_row(each, pages[kind]) for each in page],
        "tabs": tabs(kind), "what": KINDS[kind], "new_url": address(f"proposal:new-{pages[kind]}"),
        "may_begin": may("appraisal.run", actor),
    }  # fmt: skip
    return render(request, "proposal/appraisal/appraisals.html", context)


def tabs(kind: str) -> list[Tab]:
    """Return the three lists as tabs."""
    url = address("proposal:appraisals")
    return [Tab(label, f"{url}?kind={key}" if key else url, key == kind) for key, label in KINDS.items()]


def _row(each: Any, page: str) -> list[Cell]:
    url = address(f"proposal:{page}", public_id=each.public_id)
    state = Cell(each.get_state_display(), meaning=MEANING[each.state])
    return [Cell(each.title, url=url), Cell(f"{each.year}年"), state]


def crumbs(*last: Crumb | str) -> list[Crumb]:
    """Return the way to a page of this area."""
    way = [each if isinstance(each, Crumb) else Crumb(each) for each in last]
    return [Crumb("评议评优", address("proposal:appraisals")), *way]


@require_http_methods(["GET", "POST"])
@act
def new_round(request: HttpRequest) -> HttpResponse:
    """Prepare a round."""
    actor, now = actor_of(request), timezone.now()
    require("appraisal.run", actor)
    year = timezone.localdate(now).year
    form = forms.NewRoundForm(
        request.POST or None, initial={"year": year, "title": f"{year}年提案办理双向评议"}
    )  # fmt: skip
    return begin(
        request, form, lambda: services.prepare_round(**form.cleaned_data, by=actor, at=now),
        title="筹备双向评议", lead="提案人评办理，承办单位评提案；结束前谁也看不到分", crumbs=crumbs("筹备双向评议"),
    )  # fmt: skip


@require_GET
def appraisal_round(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a round: how far it has come; once closed, the units' results, the low scores and one's own."""
    actor = actor_of(request)
    require("appraisal.read", actor)
    row = round_or_404(actor, public_id)
    names = {each.name for each in engine.available(table.APPRAISAL_MACHINE, row, actor)}
    sees_all = may("appraisal.see_lists", actor)
    results = queries.unit_results(row, actor)
    context = {
        "round": row, "meaning": MEANING[RoundState(row.state)],
        "progress": queries.progress(row) if sees_all else [],
        "acts": [(each.label, url_of(each, row), each.look) for each in ROUND_ACTS if each.name in names],
        "columns": RESULT_COLUMNS, "rows": [_result(each) for each in results],
        "low": _low(row, actor) if sees_all else [],
        "without_login": queries.unscored_without_login(row).count() if sees_all else 0,
        "timeline": course(row) if may("appraisal.see_lists", actor) else [],
        "own": own_scores(row, actor), "crumbs": crumbs(row.title) if sees_all else [],
        "files": files("round-report", row, ("docx", "xlsx", "pdf")) if sees_all and results else [],
    }  # fmt: skip
    return render(request, "proposal/appraisal/round.html", context)


def _low(row: AppraisalRound, actor: Actor) -> list[tuple[AppraisalScore, str]]:
    """Return the low scores, each with the page that sends its reply back where this person may do so now."""
    found = list(queries.low_scores(row, actor)[:PAGE_ROWS])
    return [(each, url_of(REJECT, each.handling) if _may_reject(each.handling, actor) else "") for each in found]


def _may_reject(handling: Handling, actor: Actor) -> bool:
    return handling.state in REJECT_ROW.sources and may(REJECT_ROW.permission, actor, handling)


def own_scores(row: AppraisalRound, actor: Actor) -> list[tuple[AppraisalScore, str]]:
    """Return the scores of a round that are this person's own to give, with their pages."""
    rows = queries.own_scores(actor).filter(round=row).select_related("handling__proposal", "handling__unit")
    page = rows.order_by("scored_on", "id")[:PAGE_ROWS]
    return [(each, address("proposal:score", public_id=each.public_id)) for each in page]


def _result(each: queries.UnitResult) -> list[Cell]:
    return [Cell(str(each.unit)), Cell(str(each.count)), Cell(str(each.score)), Cell(each.grade)]


def files(code: str, row: Any, formats: tuple[str, ...]) -> list[FileRow]:
    """Return what can be printed of an object."""
    words = {"docx": ("Word", "word"), "xlsx": ("Excel", "sheet"), "pdf": ("PDF", "pdf")}
    return [
        FileRow(
            words[each][0], f"{address('document:paper', code=code, format=each)}?id={row.public_id}", words[each][1]
        )
        for each in formats
    ]


@require_GET
def score(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one score to who may read it."""
    actor = actor_of(request)
    require("appraisal.read_score", actor)
    row = score_or_404(actor, public_id)
    may_score = row.round.state == RoundState.OPEN and may("appraisal.score", actor, row)
    context = {
        "score": row, "what": "办理质量" if row.side == ScoreSide.PROPOSER else "提案质量",
        "points": list(row.scores.items()), "score_url": url_of(SCORE, row) if may_score else "",
    }  # fmt: skip
    return render(request, "proposal/appraisal/score.html", context)


OPEN = PageAct(
    "open_round", table.OPEN_ROUND.permission, "开始评议",
    "请提案人评办理、承办单位评提案，每件已答复的提案各评一次。结束以前，谁也看不到别人打的分。",
    "开始评议", "评议开始了，两方都已收到待办。", find=round_or_404,
    perform=lambda row, _form, by, at: services.open_round(round_=row, by=by, at=at),
)  # fmt: skip
CLOSE = PageAct(
    "close_round", table.CLOSE_ROUND.permission, "结束评议", "结束以后不能再打分，没打的不再催。", "结束评议",
    "评议已结束，结果算好了。", find=round_or_404,
    perform=lambda row, _form, by, at: services.close_round(round_=row, by=by, at=at),
)  # fmt: skip
PUBLISH = PageAct(
    "publish_round", table.PUBLISH_ROUND.permission, "公布评议结果",
    "公众能看到各单位的等次；不公布名次，除非设置里另有规定。", "公布", "已公布。", find=round_or_404,
    form=forms.BasisForm,
    perform=lambda row, form, by, at: services.publish_round(round_=row, basis=form.basis(), by=by, at=at),
)  # fmt: skip
ROUND_ACTS = (OPEN, CLOSE, PUBLISH)
SCORE = PageAct(
    "give_score", "appraisal.score", "评分", "结束以前可以改；结束以前别人看不到。", "交分", "评分已交，谢谢。",
    find=score_or_404, form=forms.score_form,
    perform=lambda row, form, by, at: services.score(
        asked=row, points=form.points(), comment=form.cleaned_data["comment"], by=by, at=at
    ),
)  # fmt: skip
