"""The record of suggestions: how good they were, which versions there are, training and going back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.org.models import OrgUnit
from yizheng.ui.shapes import Cell, Column, Meaning
from yizheng.ui.tags.marks import moment

from .. import reckoning, services, showing, sources
from ..enums import Level, ModelState, Question
from ..models import Decision
from ..permissions import areas_of
from ..subjects import versions_visible_to
from .asking import actor_of, asked_of, crumbs, tabs

PAGE_ROWS = 50
COLUMNS = (Column("哪一件"), Column("定了什么"), Column("当时推荐"), Column("结果"), Column("何时"), Column("按哪一版"))


@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """Show how good the suggestions were, on the committee's own decisions, and the versions that made them."""
    actor = actor_of(request)
    require("assist.see_record", actor)
    question, area = asked_of(request, actor)
    return _page(request, actor, question, area)


def _page(request: HttpRequest, actor: Actor, question: str, area: str, refusal: str = "") -> HttpResponse:
    lines, found = reckoning.versions(question, area), reckoning.record(question, area)
    learns = sources.get(question, area).learns
    trains = learns and may("assist.train", actor)
    urls = {f"{what}_url": found.total.url(what) for what in reckoning.WHATS}
    context = {
        "columns": showing.COLUMNS, "levels": showing.score_rows(found.levels),
        "months": showing.score_rows(found.months), "chosen": showing.score_rows(found.chosen),
        "version_columns": showing.VERSION_COLUMNS, "version_rows": showing.version_rows(lines, trains), **urls,
        "question": question, "area": area, "tabs": tabs(actor, question, area), "refusal": refusal,
        "label": sources.get(question, area).label, "record": found, "versions": lines,
        "waiting": next((each.version for each in lines if each.version.state == ModelState.WAITING), None),
        "used": next((each for each in lines if each.is_used), None), "few": reckoning.FEW,
        "judged": reckoning.judgement_counts(areas_of(actor)), "may_train": trains, "learns": learns,
        "may_keep_duties": may("assist.keep_duties", actor),
    }  # fmt: skip
    return render(request, "assist/record.html", context, status=409 if refusal else 200)


@require_POST
@act
def train(request: HttpRequest) -> HttpResponse:
    """Ask for a training; a job does it, and the page shows how far it is."""
    actor = actor_of(request)
    require("assist.train", actor)
    question, area = asked_of(request, actor)
    try:
        services.ask_for_training(question=question, area=area, by=actor, at=timezone.now())
    except Refused as refusal:
        return _page(request, actor, question, area, refusal.message)
    return done(request, "开始训练了，做完会自动启用。", to=_home(question, area))


def _home(question: str, area: str) -> str:
    return f"{address('assist:record')}?question={question}&area={area}"


@require_http_methods(["GET", "POST"])
@act
def activate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask, then use a version again."""
    actor = actor_of(request)
    require("assist.train", actor)
    version = get_object_or_404(versions_visible_to(actor).defer("learned", "holds"), public_id=public_id)
    home, refusal = _home(version.question, version.area), ""
    if request.method == "POST":
        try:
            services.activate(version=version, by=actor, at=timezone.now())
        except Refused as refused:
            refusal = refused.message
        else:
            return done(request, f"现在用的是第{version.number}版。", to=home)
    context = {"version": version, "back": home, "refusal": refusal, "crumbs": crumbs(f"启用第{version.number}版")}
    return render(request, "assist/activate.html", context, status=409 if refusal else 200)


@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """List the decisions behind a number, fifty a page."""
    actor = actor_of(request)
    require("assist.see_record", actor)
    question, area = asked_of(request, actor)
    asked = {name: request.GET.get(name, "") for name in ("what", "level", "month", "chosen", "version")}
    rows = reckoning.listed(question, area, **asked)
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    titles, names = _titles(list(page.object_list), actor), _names(list(page.object_list))
    context = {
        "page": page, "columns": COLUMNS, "rows": [_row(each, titles, names) for each in page],
        "what": _said(asked), "label": sources.get(question, area).label, "crumbs": crumbs("决定清单"),
    }  # fmt: skip
    return render(request, "assist/decisions.html", context)


def _said(asked: dict[str, str]) -> str:
    said = [reckoning.WHATS.get(asked["what"], reckoning.WHATS["all"])[0]]
    month = reckoning.month_of(asked["month"])
    said += [f"{month.year}年{month.month}月"] if month else []
    said += [f"推荐时说“{Level(asked['level']).label}”"] if asked["level"] in Level.values else []
    said += [f"按第{asked['version']}版推荐"] if asked["version"].isdigit() else []
    return "，".join(said)


def _titles(rows: list[Decision], actor: Actor) -> dict[tuple[str, int], Cell]:
    """Name the items the person may see, one query a kind."""
    by_kind: dict[str, list[int]] = {}
    for each in rows:
        by_kind.setdefault(each.kind, []).append(each.object_id)
    found: dict[tuple[str, int], Cell] = {}
    for kind, ids in by_kind.items():
        subject = subjects.get(kind)
        for obj in subject.visible_to(actor).filter(pk__in=ids):
            found[kind, obj.pk] = Cell(subject.title(obj), subject.url(obj))
    return found


_RESULTS: dict[int | None, tuple[str, str]] = {
    None: ("没有推荐", Meaning.NEUTRAL), 0: ("不在推荐里", Meaning.WARN), 1: ("第一个就对", Meaning.OK),
    2: ("在第二个", Meaning.BUSY), 3: ("在第三个", Meaning.BUSY),
}  # fmt: skip


def _names(rows: list[Decision]) -> dict[str, str]:
    """Name the units that were suggested first; one query."""
    first = {each.suggested[0][0] for each in rows if each.suggested and each.question == Question.UNIT}
    return {str(unit.pk): unit.name for unit in OrgUnit.objects.filter(pk__in=first)}


def _suggested(each: Decision, names: dict[str, str]) -> str:
    """Say what was suggested first, and how sure it was; of plan items only how sure."""
    if not each.suggested or not each.level:
        return ""
    first, level = each.suggested[0][0], Level(each.level).label
    name = first if each.question == Question.CATEGORY else names.get(first, "")
    return f"{name}（{level}）" if name else str(level)


def _row(each: Decision, titles: dict[tuple[str, int], Cell], names: dict[str, str]) -> list[Any]:
    word, meaning = _RESULTS.get(each.place, ("在推荐里", Meaning.BUSY))
    return [
        titles.get((each.kind, each.object_id), Cell("（这一件现在看不到）")),
        each.chosen_label,
        _suggested(each, names),
        Cell(word, meaning=meaning),
        moment(each.decided_at),
        f"第{each.version.number}版" if each.version else "通用知识",
    ]
