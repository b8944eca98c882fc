"""The page of a plan: what was adopted, item by item, and the acts on the plan as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import ledger, scoping
from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Crumb, RemovedLine
from yizheng.ui.tags.marks import long_date

from .. import figures, forms, history, phrases, queries, services
from .. import workflow as table
from ..enums import PlanState, SectionKind, TaskState
from ..models import PlanItem, PlanSection, PlanTopic, WorkPlan
from .asking import actor_of, visible_or_404

MAKE_PUBLIC, UNPUBLISH = {"public": "1"}, {"public": "0"}
REISSUE_WORDS = (
    ("by", "批转"), ("title", "通知"), ("date", "批转日期"), ("copy_to", "抄送"), ("issued_by", "印发机关"),
    ("issued", "印发日期"),
)  # fmt: skip


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
        "acts": _buttons(row, actor),
        "may_export": may("plan.export", actor) and counts.total,
        "may_publish": may("plan.publish", actor) and row.state in (PlanState.ISSUED, PlanState.CLOSED),
        "make_public": MAKE_PUBLIC,
        "unpublish": UNPUBLISH,
        "years": [{**other, "state": PlanState(other["state"]).label} for other in row.others],
        "crumbs": [Crumb("要点与任务", address("plan:board")), Crumb(f"{row.year}年工作要点")],
    }
    return render(request, "plan/plan.html", context)


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


def reissue_facts(reissue: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Return what a cover notice of the Party committee says (批转), as terms and values."""
    known = [(label, (reissue or {}).get(name)) for name, label in REISSUE_WORDS]
    return [(label, _fact(value)) for label, value in known if value]


def _fact(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(value)
    try:
        return long_date(date.fromisoformat(value))
    except ValueError:
        return str(value)


@dataclass(frozen=True)
class Button:
    """One act as drawn."""

    label: str
    url: str
    look: str


def _buttons(row: WorkPlan, actor: Actor) -> list[Button]:
    allowed = {transition.name for transition in engine.available(table.PLAN_MACHINE, row, actor)}
    shown = [each for each in PLAN_ACTS if each.row.name in allowed]
    return [
        Button(each.label, address(f"plan:{each.name}", public_id=row.public_id), "" if each is CLOSE else "primary")
        for each in shown
    ]


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


@dataclass(frozen=True)
class PlanAct:
    """One act on a plan: its address, its words, its form, the service it calls."""

    name: str
    row: engine.Transition
    title: str
    label: str
    said: str
    text: str
    form: type[Form]
    perform: Callable[[WorkPlan, Form, Actor], object]


ADOPT = PlanAct(
    "adopt", table.ADOPT, "登记通过", "登记通过", "已登记通过，任务已交各责任部门。",
    "通过以后文字不再改动，任务进入各部门的待办，每个部门会收到一条通知。", forms.AdoptionForm,
    lambda row, form, by: services.adopt(
        plan=row, adopted_on=form.cleaned_data["adopted_on"], meeting=form.cleaned_data["meeting"],
        by=by, at=timezone.now(),
    ),
)  # fmt: skip
ISSUE = PlanAct(
    "issue", table.ISSUE, "登记印发", "登记印发", "已登记印发。",
    "文号由办公室的公文系统给出，在这里照录。", forms.IssueForm,
    lambda row, form, by: services.issue(
        plan=row, doc_number=form.cleaned_data["doc_number"], by=by, at=timezone.now()
    ),
)  # fmt: skip
CLOSE = PlanAct(
    "close", table.CLOSE, "归档", "归档", "已归档，任务不再变动。",
    "归档以后这一年的任务不能再办理，只供查阅。", forms.NoForm,
    lambda row, _form, by: services.close(plan=row, by=by, at=timezone.now()),
)  # fmt: skip
PLAN_ACTS = (ADOPT, ISSUE, CLOSE)


@require_http_methods(["GET", "POST"])
@act
def adopt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record that a plan was adopted."""
    return _perform(request, public_id, ADOPT)


@require_http_methods(["GET", "POST"])
@act
def issue(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record that a plan was issued, with its number."""
    return _perform(request, public_id, ISSUE)


@require_http_methods(["GET", "POST"])
@act
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a plan's year to the archive."""
    return _perform(request, public_id, CLOSE)


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


def _perform(request: HttpRequest, public_id: UUID, plan_act: PlanAct) -> HttpResponse:
    actor = actor_of(request)
    row = visible_or_404(queries.plans_visible_to(actor), public_id)
    require(plan_act.row.permission, actor, row)
    form = plan_act.form(request.POST or None, initial=_first(row))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            plan_act.perform(row, form, actor)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            row.refresh_from_db()
            status = 409
        else:
            return done(request, plan_act.said, to=address("plan:plan", public_id=row.public_id))
    return render(request, "plan/plan_act.html", _act_context(row, plan_act, form), status=status)


def _act_context(row: WorkPlan, plan_act: PlanAct, form: Form) -> dict[str, object]:
    action = address(f"plan:{plan_act.name}", public_id=row.public_id)
    return {"plan": row, "act": plan_act, "form": form, "action": action}


def _first(row: WorkPlan) -> dict[str, object]:
    return {"adopted_on": row.adopted_on, "meeting": row.adopted_meeting, "doc_number": row.doc_number}
