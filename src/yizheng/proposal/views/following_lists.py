"""The office's lists after the replies: feedback, what is tracked, look-backs; and the acts on a whole year."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Crumb, Tab

from .. import queries
from ..enums import FeedbackState
from ..figures import rates
from ..forms import following as forms
from ..models import Feedback, LookBack
from ..queries import following as queries_following
from ..services import look_back as look_backs
from ..services import tracking
from ..showing import following as showing_following
from .asking import actor_of

PAGE_ROWS = 50
_KEPT: dict[str, tuple[str, Q]] = {
    "": ("待评价", Q(state=FeedbackState.ASKED, is_asked=True)),
    "dissatisfied": ("待处理的不满意", queries_following.dissatisfied()),
    "silent": ("未表态", Q(state=FeedbackState.NO_FEEDBACK)),
    "given": ("已评价", Q(state=FeedbackState.GIVEN)),
}


@require_GET
def feedback_list(request: HttpRequest) -> HttpResponse:
    """List feedback by where it stands, with the two rates of a year above."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.see_review", actor)
    year, show = _year(request), request.GET.get("show", "")
    show = show if show in _KEPT else ""
    rows = queries_following.feedback_listed(actor).filter(proposal__year=year)
    page = Paginator(_in(rows, show), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "year": year,
        "years": range(today.year, today.year - 6, -1),
        "tabs": [Tab(label, f"?year={year}&show={key}", key == show) for key, (label, _) in _KEPT.items()],
        "columns": showing_following.FEEDBACK_COLUMNS,
        "rows": [showing_following.feedback_row(each) for each in page],
        "figures": showing_following.rate_figures(*rates.two_rates(year)),
        "class_columns": showing_following.CLASS_COLUMNS,
        "classes": [[each.mark, each.wording, str(each.count)] for each in rates.class_table(year)],
    }
    return render(request, "proposal/following/feedback_list.html", context)


def _in(rows: QuerySet[Feedback], show: str) -> QuerySet[Feedback]:
    return rows.filter(_KEPT[show][1]).order_by("due_on", "id")


@require_GET
def tracked(request: HttpRequest) -> HttpResponse:
    """List what is tracked, the oldest first, with its promises and the next date (F063)."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.read", actor)
    page = Paginator(queries_following.tracked(actor), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "columns": showing_following.TRACKED_COLUMNS,
        "rows": [showing_following.tracked_row(each, today) for each in queries_following.with_course(page)],
        "may_carry": may("proposal.track", actor),
        "may_print": may("proposal.see_review", actor),
    }
    return render(request, "proposal/following/tracked.html", context)


@require_http_methods(["GET", "POST"])
@act
def carry(request: HttpRequest) -> HttpResponse:
    """Carry what is still tracked over to the next year."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.track", actor)
    form = forms.CarryForm(request.POST or None, initial={"year": today.year if today.month == 12 else today.year - 1})
    back = address("proposal:tracked")
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                number = tracking.carry(year=form.cleaned_data["year"], by=actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"{number}件转入下一年继续跟踪。", to=back)
    text = "还在跟踪、没有落实的提案转到下一年的清单上，仍未办好的单位会有新的二次答复期限。"
    return _asked(request, form, "转下年跟踪", text, "转下年", back, "跟踪落实")


@require_GET
def look_back_list(request: HttpRequest) -> HttpResponse:
    """List the look-backs of a year and how many became class A (F054)."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.see_review", actor)
    year = _year(request)
    page = Paginator(queries_following.look_backs(actor, year), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "year": year,
        "years": range(today.year, today.year - 6, -1),
        "table": rates.look_back_table(year),
        "columns": showing_following.LOOK_BACK_COLUMNS,
        "rows": [showing_following.look_back_row(each) for each in page],
        "may_sample": may("proposal.track", actor),
    }
    return render(request, "proposal/following/look_backs.html", context)


@require_http_methods(["GET", "POST"])
@act
def sample(request: HttpRequest) -> HttpResponse:
    """Draw which class B items of the year before are visited."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.track", actor)
    form = forms.CarryForm(request.POST or None, initial={"year": today.year})
    form.fields["year"].label = "哪一年回头看"
    back = address("proposal:look-backs")
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        try:
            with transaction.atomic():
                drawn = look_backs.sample(year=year, by=actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"抽出{len(drawn)}件。", to=f"{back}?year={year}")
    text = "从上一年定为 B 类的提案里按设定的比例抽取；抽哪几件由系统按固定办法算出，人不能挑。"
    return _asked(request, form, "抽查回头看", text, "抽取", back, "回头看")


@require_http_methods(["GET", "POST"])
@act
def look_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one look-back; what was found is recorded here."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.see_review", actor)
    rows = LookBack.objects.filter(proposal__in=queries.proposals_visible_to(actor))
    row = get_object_or_404(rows.select_related("proposal", "handling__unit"), public_id=public_id)
    may_record = row.visited_on is None and may("proposal.track", actor, row.proposal)
    form = forms.VisitForm(request.POST or None, on=today, initial={"visited_on": today})
    back = f"{address('proposal:look-backs')}?year={row.year}"
    if request.method == "POST":
        require("proposal.track", actor, row.proposal)
        if form.is_valid():
            try:
                with transaction.atomic():
                    look_backs.record_visit(look_back=row, **form.cleaned_data, by=actor, at=timezone.now())
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                return done(request, "回访结果记下了。", to=back)
    context = {
        "row": row, "form": form if may_record or form.errors else None, "action": request.path, "back": back,
        "crumbs": [Crumb("回头看", back), Crumb(row.proposal.number)],
        "proposal_url": address("proposal:proposal", public_id=row.proposal.public_id),
    }  # fmt: skip
    status = 409 if form.non_field_errors() else 200
    return render(request, "proposal/following/look_back.html", context, status=status)


def _asked(
    request: HttpRequest, form: Any, title: str, text: str, label: str, back: str, back_title: str
) -> HttpResponse:
    context = {
        "title": title, "text": text, "label": label, "form": form, "back": back, "action": request.path,
        "crumbs": [Crumb(back_title, back), Crumb(title)],
    }  # fmt: skip
    status = 409 if form.non_field_errors() else 200
    return render(request, "proposal/following/year_act.html", context, status=status)


def _year(request: HttpRequest) -> int:
    given, this = request.GET.get("year", ""), timezone.localdate().year
    return int(given) if given.isdigit() and 2000 <= int(given) <= this else this
