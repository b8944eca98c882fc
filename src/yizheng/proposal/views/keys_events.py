"""Pages of consultations about handling and of inspections of handling."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Cell, Figure
from yizheng.ui.tags.marks import long_date, short_date

from ..enums import ConsultationLevel
from ..models import HandlingConsultation, HandlingInspection
from ..queries import keys as queries_keys
from . import plain
from .acting import url_of
from .asking import actor_of
from .keys_acts import FINDING

WORDS = {"hold_consultation": "记录协商", "record_inspection": "登记视察", "record_finding": "记录单位情况"}


@require_GET
def consultations(request: HttpRequest) -> HttpResponse:
    """List consultations about handling by level, with the counts of each (F064)."""
    actor, year = actor_of(request), plain.year_of(request, timezone.localdate().year)
    require("consultation.read", actor)
    url, wanted = address("proposal:consultations"), request.GET.get("level", "")
    rows = queries_keys.consultations_visible_to(actor).filter(happened_on__year=year).select_related("host_body")
    counted = queries_keys.level_counts(actor, year)
    if wanted in ConsultationLevel.values:
        rows = rows.filter(level=wanted)

    def row(each: HandlingConsultation) -> list[Cell | str]:
        return [
            Cell(each.title, url=address("proposal:consultation", public_id=each.public_id)), each.get_level_display(),
            str(each.host_body or ""), short_date(each.happened_on), each.place,
        ]  # fmt: skip

    shown = plain.PlainList(
        title="办理协商", heading=f"{year}年提案办理协商", row=row, unit="次", icon="people",
        columns=("名称", "层级", "牵头专委会", "日期", "地点"),
        empty=("还没有办理协商", "一次会协商几件提案的，在这里一次记好。"),
        figures=[
            Figure(each.meetings, each.level.label, f"{url}?level={each.level}", "次", f"涉及 {each.handlings} 件办理")
            for each in counted
        ],
        tabs=plain.tabs_of(
            url, "level", ConsultationLevel.choices, wanted, {str(each.level): each.meetings for each in counted}
        ),
        buttons=plain.buttons_for(
            actor, [("consultation.hold", None, address("proposal:hold-consultation"), "记录办理协商", "primary")]
        ),
    )  # fmt: skip
    return plain.draw_list(request, rows.order_by("-happened_on", "-id"), shown)


@require_GET
def consultation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one consultation and the contact records it closed."""
    actor = actor_of(request)
    require("consultation.read", actor)
    rows = queries_keys.consultations_visible_to(actor).select_related("host_body")
    found = get_object_or_404(rows, public_id=public_id)
    covered = queries_keys.covered_by(found, actor)
    facts = [
        ("层级", found.get_level_display()), ("日期", long_date(found.happened_on)), ("地点", found.place),
        ("牵头专委会", found.host_body or "没有"), ("参加的人", found.participants),
    ]  # fmt: skip
    contacts = [
        [each.contact.handling.proposal.number, each.contact.handling.proposal.title, str(each.contact.handling.unit),
         each.contact.get_confirmation_display()]
        for each in covered
    ]  # fmt: skip
    shown = plain.PlainPage(
        found.title, plain.crumbs(("办理协商", "proposal:consultations"), found.title), lead=found.get_level_display(),
        blocks=[
            plain.Block("协商", text=found.notes, facts=facts),
            plain.Block("面商记录", columns=plain.columns("提案", "案由", "单位", "确认"), rows=contacts),
        ],
        timeline=plain.timeline_of(found, WORDS),
    )  # fmt: skip
    return plain.draw_page(request, shown)


@require_GET
def inspections(request: HttpRequest) -> HttpResponse:
    """List inspections of handling."""
    actor = actor_of(request)
    require("inspection.read", actor)
    rows = queries_keys.inspections_visible_to(actor).order_by("-happened_on", "-id")

    def row(each: HandlingInspection) -> list[Cell | str]:
        url = address("proposal:inspection", public_id=each.public_id)
        return [Cell(each.title, url=url), short_date(each.happened_on), each.led_by]

    shown = plain.PlainList(
        title="办理视察", heading="提案办理视察", columns=("名称", "日期", "带队"), row=row, unit="次", icon="eye",
        empty=("还没有办理视察", "登记一次视察，再逐个单位记情况。"),
        buttons=plain.buttons_for(
            actor, [("inspection.keep", None, address("proposal:record-inspection"), "登记办理视察", "primary")]
        ),
    )  # fmt: skip
    return plain.draw_list(request, rows, shown)


@require_GET
def inspection(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one inspection with what was found at each unit."""
    actor = actor_of(request)
    require("inspection.read", actor)
    found = get_object_or_404(queries_keys.inspections_visible_to(actor), public_id=public_id)
    units = queries_keys.inspected_units(found, actor)
    rows = [
        [str(each.unit), "、".join(one.number for one in each.proposals.all()), each.finding, each.advice]
        for each in units
    ]
    facts = [("日期", long_date(found.happened_on)), ("带队", found.led_by), ("参加的人", found.participants)]
    shown = plain.PlainPage(
        found.title, plain.crumbs(("办理视察", "proposal:inspections"), found.title),
        blocks=[
            plain.Block("视察", text=found.summary, facts=facts),
            plain.Block(
                "各单位的情况", columns=plain.columns("单位", "看了哪几件", "看到的情况", "建议"), rows=rows,
                empty="还没有记单位的情况。",
            ),
        ],
        files=plain.paper_files("inspection-report", "视察报告", ("docx", "xlsx", "pdf"), f"id={found.public_id}"),
        timeline=plain.timeline_of(found, WORDS),
        buttons=plain.buttons_for(
            actor, [(FINDING.permission, found, url_of(FINDING, found), FINDING.label, FINDING.look)]
        ),
    )  # fmt: skip
    return plain.draw_page(request, shown)
