"""Saying that two items are the same matter, or are not; and the list of what was said."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, go
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Column
from yizheng.ui.tags.marks import moment

from .. import reckoning, services
from ..enums import Verdict
from ..models import Judgement
from ..permissions import areas_of
from .asking import actor_of, crumbs, item_or_404

PAGE_ROWS = 50
COLUMNS = (Column("这一件"), Column("那一件"), Column("判断"), Column("谁，何时"))
SAID = {
    Verdict.SAME: "记下了：是同一件事，以后排在最前。",
    Verdict.DIFFERENT: "记下了：不是同一件事，以后不再列出。",
    Verdict.TAKEN_BACK: "判断已撤回。",
}


@require_POST
@act
def judge(request: HttpRequest) -> HttpResponse:
    """Keep what a clerk says of two items, and go back to the page where it was said."""
    actor = actor_of(request)
    require("assist.judge", actor)
    posted = request.POST
    one = item_or_404(actor, posted.get("one_kind", ""), posted.get("one", ""))
    other = item_or_404(actor, posted.get("other_kind", ""), posted.get("other", ""))
    to = _back(request, one)
    verdict = posted.get("verdict", "")
    if verdict not in Verdict.values:
        messages.error(request, "请选“是同一件”或“不是同一件”。")
        return go(request, to)
    try:
        services.judge(one=one, other=other, verdict=Verdict(verdict), by=actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return go(request, to)
    return done(request, SAID[Verdict(verdict)], to=to)


def _back(request: HttpRequest, one: object) -> str:
    """The page it was said on, if it is one of ours; else the first item's own."""
    asked = request.POST.get("back", "")
    own = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if own and asked.startswith("/") else subjects.of(one).url(one)  # type: ignore[arg-type]


@require_GET
def judgements(request: HttpRequest) -> HttpResponse:
    """List the pairs that stand judged and whose both ends the person may see, fifty a page."""
    actor = actor_of(request)
    require("assist.see_record", actor)
    wanted = request.GET.get("verdict", "")
    rows = reckoning.judgement_rows(areas_of(actor))
    if wanted in (Verdict.SAME, Verdict.DIFFERENT):
        rows = rows.filter(verdict=wanted)
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    ends = _ends(list(page.object_list), actor)
    context = {
        "page": page, "columns": COLUMNS, "rows": [_row(each, ends) for each in page],
        "crumbs": crumbs("判断过的"), "may_judge": may("assist.judge", actor),
    }  # fmt: skip
    return render(request, "assist/judgements.html", context)


def _ends(rows: list[Judgement], actor: Actor) -> dict[tuple[str, int], Cell]:
    by_kind: dict[str, set[int]] = {}
    for each in rows:
        by_kind.setdefault(each.kind_a, set()).add(each.id_a)
        by_kind.setdefault(each.kind_b, set()).add(each.id_b)
    found: dict[tuple[str, int], Cell] = {}
    for kind, ids in by_kind.items():
        subject = subjects.get(kind)
        for obj in subject.visible_to(actor).filter(pk__in=ids):
            found[kind, obj.pk] = Cell(subject.title(obj), subject.url(obj))
    return found


def _row(each: Judgement, ends: dict[tuple[str, int], Cell]) -> list[Cell | str]:
    unseen = Cell("（现在看不到）")
    return [
        ends.get((each.kind_a, each.id_a), unseen),
        ends.get((each.kind_b, each.id_b), unseen),
        each.get_verdict_display(),
        f"{each.judged_by_name}，{moment(each.judged_at)}",
    ]
