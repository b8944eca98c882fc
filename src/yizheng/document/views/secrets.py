"""The register of papers marked 工作秘密: number, date, keeper; the papers themselves never come in."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Column, Crumb
from yizheng.ui.tags.marks import short_date

from .. import services
from ..forms import WorkSecretForm
from ..models import WorkSecret
from .asking import actor_of

COLUMNS = (Column("文件编号"), Column("文件日期", "date"), Column("保管人"), Column("登记人"))


@require_http_methods(["GET", "POST"])
@act
def work_secrets(request: HttpRequest) -> HttpResponse:
    """List the register and add to it."""
    actor = actor_of(request)
    require("document.register_secret", actor)
    form = WorkSecretForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.register_work_secret(**form.cleaned_data, by=actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "已登记。", to=address("document:work-secrets"))
    page = Paginator(WorkSecret.objects.order_by("-id"), 50).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "columns": COLUMNS,
        "rows": [[r.number, short_date(r.dated_on), r.keeper, r.registered_by_name] for r in page.object_list],
        "crumbs": [Crumb("公文", address("document:documents")), Crumb("工作秘密登记")],
    }
    return render(request, "document/work_secrets.html", context)
