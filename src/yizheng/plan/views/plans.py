"""The page of a plan: what was adopted, item by item, and the acts on the plan as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.approval.enums import ApprovalState, StepState
from yizheng.approval.models import Approval
from yizheng.approval.phrases import MEANING as APPROVAL_MEANING
from yizheng.approval.queries import current_step
from yizheng.approval.subjects import url_of as approval_url
from yizheng.attachment.models import StoredFile
from yizheng.kernel import ledger, scoping
from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may
from yizheng.ui.shapes import Crumb, RemovedLine, Step
from yizheng.ui.tags.marks import short_date

from .. import figures, history, phrases, queries, services
from .. import workflow as table
from ..enums import ISSUED_PLAN_STATES, PlanState, SectionKind, TaskState
from ..models import PlanItem, PlanSection, PlanTopic, WorkPlan
from ..reissue import reissue_facts
from .asking import actor_of, visible_or_404
from .plan_acts import buttons, plan_approvals

MAKE_PUBLIC, UNPUBLISH = {"public": "1"}, {"public": "0"}


@dataclass(frozen=True)
class ItemLine:
    """One item in document order with how far its tasks are."""

    item: PlanItem
    tasks: int
    confirmed: int
    topics: Sequence[PlanTopic]


@dataclass(frozen=True)
class SectionBlock:
    """One section with its items."""

    section: PlanSection
    items: Sequence[ItemLine]


@require_GET
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a plan as it was adopted, each item with its tasks done and all."""
    actor, today = actor_of(request), timezone.localdate()
    row: Any = visible_or_404(queries.plans_beside_others(actor), public_id)
    approvals = plan_approvals(row)
    topics = list(row.topics.select_related("item").order_by("order"))
    blocks = _blocks(row, actor, topics)
    counts = queries.progress(queries.tasks_visible_to(actor).filter(plan=row), on=today)
    context = {
        **_addresses(row),
        "plan": row,
        "reissue_facts": reissue_facts(row.reissue),
        "state_meaning": phrases.PLAN_MEANING[row.state],
        "heading": phrases.progress_heading(counts.confirmed, counts.counted),
        "segments": figures.segments(counts, row),
        "plan_blocks": [block for block in blocks if block.section.kind == SectionKind.PLAN],
        "review_blocks": [block for block in blocks if block.section.kind == SectionKind.REVIEW],
        "topics": topics,
        "topics_note": f"{len(topics)} 个",
        "removed": [_removed(each) for each in row.removed_lines],
        "removed_note": f"{len(row.removed_lines)} 行",
        "timeline": history.entries(ledger.history("work_plan", row.pk).select_related("entered_by")),
        "acts": buttons(row, actor, in_approval=bool(approvals) and approvals[0].state == ApprovalState.RUNNING),
        "approvals": [_approval_card(each) for each in approvals] if may("approval.read", actor) else [],
        "reissue_scan": _scan(row),
        "may_ask_reissue": table.REISSUE in engine.available(table.PLAN_MACHINE, row, actor),
        "paper_params": f"id={row.public_id}",
        "may_export": may("plan.export", actor) and counts.total,
        "may_publish": may("plan.publish", actor) and row.state in ISSUED_PLAN_STATES,
        "make_public": MAKE_PUBLIC,
        "unpublish": UNPUBLISH,
        "years": [{**other, "state": PlanState(other["state"]).label} for other in row.others],
        "crumbs": [Crumb("要点与任务", address("plan:board")), Crumb(f"{row.year}年工作要点")],
    }
    return render(request, "plan/plan.html", context)


@dataclass(frozen=True)
class ApprovalCard:
    """One approval beside the plan: where it stands, step by step."""

    url: str
    state: str
    meaning: str
    begun_on: str
    steps: list[Step]


def _approval_card(approval: Approval) -> ApprovalCard:
    now = current_step(approval)
    steps = [
        Step(
            step.label,
            short_date(step.decided_on),
            "done" if step.state == StepState.APPROVED else "now" if now and step.pk == now.pk else "next",
        )
        for step in approval.steps.all()
    ]
    state = str(approval.get_state_display())
    return ApprovalCard(
        approval_url(approval), state, APPROVAL_MEANING[approval.state], short_date(approval.begun_at), steps
    )


def _scan(row: WorkPlan) -> StoredFile | None:
    """Return the scan of the cover notice."""
    public_id = (row.reissue or {}).get("scan")
    return StoredFile.objects.filter(public_id=public_id).first() if public_id else None


def _removed(line: dict[str, Any]) -> RemovedLine:
    return RemovedLine(line.get("line", 0), line.get("text", ""), line.get("why", ""))


def _addresses(row: WorkPlan) -> dict[str, str]:
    def here(name: str) -> str:
        return address(f"plan:{name}", public_id=row.public_id)

    return {
        "board_url": f"{address('plan:board')}?year={row.year}",
        "docx_url": here("annex-docx"),
        "xlsx_url": here("annex-xlsx"),
        "publish_url": here("publish"),
        "public_url": reverse("public:plan", kwargs={"public_slug": scoping.current().slug}),
        "source_url": address("attachment:open", public_id=row.source_file.public_id) if row.source_file else "",
    }


def _blocks(row: WorkPlan, actor: Actor, of_plan: Sequence[PlanTopic]) -> list[SectionBlock]:
    counted = ~Q(tasks__state=TaskState.CANCELLED) & Q(tasks__isnull=False)
    items = queries.items_visible_to(actor).filter(plan=row).order_by("order").annotate(
        task_count=Count("tasks", filter=counted, distinct=True),
        confirmed_count=Count("tasks", filter=Q(tasks__state=TaskState.CONFIRMED), distinct=True),
    )  # fmt: skip
    topics: dict[int | None, list[PlanTopic]] = defaultdict(list)
    for topic in of_plan:
        topics[topic.item_id].append(topic)
    lines: dict[int, list[ItemLine]] = defaultdict(list)
    for item in items:
        line = ItemLine(item, item.task_count, item.confirmed_count, topics[item.pk])
        lines[item.section_id].append(line)
    return [SectionBlock(section, lines[section.pk]) for section in row.sections.order_by("order")]


@require_http_methods(["POST"])
@act
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a plan on the public page or take it back."""
    actor = actor_of(request)
    row = visible_or_404(queries.plans_visible_to(actor), public_id)
    wanted = request.POST.get("public") == "1"
    services.set_public(plan=row, is_public=wanted, by=actor, at=timezone.now())
    said = "已公开要点的标题，任务和负责人不公开。" if wanted else "已从公开页撤下。"
    return done(request, said, to=address("plan:plan", public_id=row.public_id))
