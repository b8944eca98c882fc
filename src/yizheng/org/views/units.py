"""Outside units: the list and the page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell
from yizheng.ui.tags.marks import long_date

from ..forms import AskedForm, words
from ..models import (
    OrgUnit,
    UnitAlias,
    in_force,
)
from . import house_acts as table
from .acting import buttons
from .asking import Block, actor_of, crumbs, span, texts
from .drawing import draw_list, history_block, offer, paged


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """List the outside units (承办单位) by category; former names find them too."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read_units", actor)
    wanted = "".join(request.GET.get("q", "").split())[:40]
    rows = OrgUnit.objects.select_related("merged_into").prefetch_related(
        Prefetch("aliases", queryset=UnitAlias.objects.order_by("id"))
    )
    if wanted:
        named = UnitAlias.objects.filter(text__contains=wanted).values("unit_id")
        rows = rows.filter(Q(name__contains=wanted) | Q(pk__in=named))
    else:
        rows = rows.filter(in_force(today))
    page = paged(request, rows.order_by("order", "id"))
    count = page.paginator.count
    return draw_list(
        request, title="承办单位", heading=f"承办单位 {count} 个" if count else "没有这样的单位",
        lead="更名、撤并的单位留着记录，搜旧名称也找得到", buttons=offer(table.FOUND_UNIT, actor),
        form=_search_form(request), wanted=wanted, action=address("org:units"),
        columns=texts("单位", "类别", "简称、曾用名", "状态"), page=page, unit="个",
        rows=[_unit_row(unit) for unit in page.object_list],
        empty="没有这样的单位", empty_text="换一个名称找，或者由办公室登记。",
    )  # fmt: skip


def _search_form(request: HttpRequest) -> Any:
    return AskedForm(request.GET or None, asked={"q": words("单位名称、简称或曾用名", 40, required=False)})


def _unit_url(unit: OrgUnit) -> str:
    return address("org:unit", public_id=unit.public_id)


def _unit_row(unit: OrgUnit) -> list[Cell | str]:
    names = "、".join(alias.text for alias in unit.aliases.all())
    return [Cell(unit.name, _unit_url(unit)), unit.get_category_display(), names, _unit_state(unit)]


def _unit_state(unit: OrgUnit) -> Cell:
    if unit.merged_into:
        return Cell(f"已并入{unit.merged_into.name}", meaning="neutral")
    return Cell("已撤销", meaning="neutral") if unit.valid_to else Cell("在用", meaning="ok")


@require_GET
def unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show an outside unit: names with their dates, contacts, what merged into it."""
    actor = actor_of(request)
    require("org.read_units", actor)
    row = get_object_or_404(OrgUnit.objects.select_related("merged_into", "parent"), public_id=public_id)
    rings = may("org.read_unit_phone", actor)
    merged = list(row.merged.order_by("valid_to", "id"))
    return render(request, "org/page.html", {
        "title": row.name, "heading": row.name, "lead": span(row.valid_from, row.valid_to),
        "state": (_unit_state(row).text, "neutral") if row.valid_to else None,
        "crumbs": crumbs(("承办单位", "org:units"), (row.name, "")), "buttons": buttons(table.UNIT_ACTS, row, actor),
        "blocks": [
            Block("联络员", columns=texts("姓名", "职务", "电话", "时间", ""), empty="还没有登记联络员。", rows=[
                [each.name, each.duty, each.phone if rings else "不公开", span(each.valid_from, each.valid_to),
                 next((Cell(one.label, one.url) for one in buttons(table.CONTACT_ACTS, each, actor)), "")]
                for each in row.contacts.select_related("unit").order_by("-valid_from", "id")
            ]),
            *([Block("并入这里的单位", columns=texts("单位", "哪天并入"), rows=[
                [Cell(each.name, _unit_url(each)), long_date(each.valid_to)] for each in merged
            ])] if merged else []),
            history_block("org_unit", row.pk),
        ],
        "beside": [
            Block("单位", facts=[
                ("类别", row.get_category_display()),
                ("上级", Cell(row.parent.name, _unit_url(row.parent)) if row.parent else "没有"),
                *([("并入", Cell(row.merged_into.name, _unit_url(row.merged_into)))] if row.merged_into else []),
            ]),
            Block("简称和曾用名", columns=texts("名称", "时间"), empty="没有别的名称。", rows=[
                [f"{each.text}（曾用名）" if each.is_former else each.text, span(each.valid_from, each.valid_to)]
                for each in row.aliases.order_by("-valid_from", "id")
            ]),
        ],
    })  # fmt: skip
