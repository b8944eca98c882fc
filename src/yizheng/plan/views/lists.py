"""Lists that numbers open: tasks by what is asked, per leader, per department, what is late and whose."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.deadline.calendars import work_calendar
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.org.models import Body, OrgUnit, Person
from yizheng.ui.shapes import Crumb

from .. import actuals, listing, phrases, queries
from ..figures import rate_figures, rate_urls, segments
from ..filters import TaskFilter
from ..forms import TaskFilterForm
from ..models import PlanTask, WorkPlan
from ..year_views import PROGRESS, year_views
from .asking import actor_of, plan_asked

PAGE_ROWS = 50


@require_GET
def task_list(request: HttpRequest) -> HttpResponse:
    """List the tasks the address asks for; every number of the house opens this page."""
    actor, today = actor_of(request), timezone.localdate()
    require("plan.read", actor)
    plan = plan_asked(request, on=today)
    if plan is None:
        return _no_plan(request, actor)
    form = TaskFilterForm(request.GET, plan=plan)
    wanted = form.task_filter()
    tasks = listing.in_order(wanted.apply(_tasks(actor, plan), on=today))
    page = Paginator(tasks, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "form": form,
        "wanted": wanted,
        "page": page,
        "heading": listing.heading(wanted, page.paginator.count),
        "columns": listing.TASK_COLUMNS,
        "rows": listing.task_rows(page.object_list, today, work_calendar()),
        "action": address("plan:tasks"),
        "kept": form.kept(),
        "crumbs": _crumbs("任务"),
    }
    return render(request, "plan/tasks.html", context)


@require_GET
def late(request: HttpRequest) -> HttpResponse:
    """Say what is late and whose: by department, the latest first, with the leader in charge (F034)."""
    actor, today = actor_of(request), timezone.localdate()
    require("plan.read_rates", actor)
    plan = plan_asked(request, on=today)
    if plan is None:
        return _no_plan(request, actor)
    rows = queries.overdue(_tasks(actor, plan), on=today).prefetch_related("parties__body", "parties__unit")
    groups = listing.late_groups(rows, today)
    context = {
        "plan": plan,
        "groups": [(group, listing.late_rows(group.tasks, today)) for group in groups],
        "columns": listing.LATE_COLUMNS,
        "count": sum(len(group.tasks) for group in groups),
        "list_url": f"{address('plan:tasks')}?late=1&year={plan.year}",
        "crumbs": _crumbs("谁的事晚了"),
    }
    return render(request, "plan/late.html", context)


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """Set plan against what happened: month planned, month done (计划与实际)."""
    actor, today = actor_of(request), timezone.localdate()
    require("plan.read_rates", actor)
    plan = plan_asked(request, on=today)
    if plan is None:
        return _no_plan(request, actor)
    tasks = _tasks(actor, plan)
    counts = queries.progress(tasks, on=today)
    context = {
        "plan": plan,
        "figures": rate_figures(counts, plan),
        "segments": segments(counts, plan),
        "counts": counts,
        "heading": phrases.progress_heading(counts.confirmed, counts.counted),
        "urls": rate_urls(plan),
        "views": year_views(plan, PROGRESS, actor),
        "paper_params": f"id={plan.public_id}",
        "columns": actuals.COLUMNS,
        "rows": actuals.rows(actuals.actuals(listing.in_order(tasks.prefetch_related("changes")), today)),
        "crumbs": _crumbs("计划与实际"),
    }
    return render(request, "plan/progress.html", context)


@require_GET
def by_leader(request: HttpRequest) -> HttpResponse:
    """List the leaders with what they are in charge of and how far it is, by official rank."""
    return _owners(request, "leader")


@require_GET
def by_department(request: HttpRequest) -> HttpResponse:
    """List the departments with what they carry and how far it is, in official order."""
    return _owners(request, "department")


@require_GET
def leader(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List the tasks one leader is in charge of."""
    person = get_object_or_404(Person, public_id=public_id)
    return _owner(request, person.name, TaskFilter(leader=person.public_id))


@require_GET
def department(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List the tasks one department or unit carries."""
    found = Body.objects.filter(public_id=public_id).first() or get_object_or_404(OrgUnit, public_id=public_id)
    return _owner(request, str(found), TaskFilter(department=found.public_id))


def _owners(request: HttpRequest, kind: str) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    require("plan.read_rates", actor)
    plan = plan_asked(request, on=today)
    if plan is None:
        return _no_plan(request, actor)
    owners = listing.owners(_tasks(actor, plan), kind, today)
    words = listing.OWNER_WORDS[kind]
    context = {
        "plan": plan,
        "title": words.title,
        "heading": words.heading(owners),
        "columns": words.columns,
        "rows": listing.owner_rows(owners, kind, plan.year),
        "empty": words.empty,
        "crumbs": _crumbs(words.title),
    }
    return render(request, "plan/owners.html", context)


def _owner(request: HttpRequest, name: str, wanted: TaskFilter) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    require("plan.read_rates", actor)
    plan = plan_asked(request, on=today)
    if plan is None:
        return _no_plan(request, actor)
    tasks = wanted.apply(_tasks(actor, plan), on=today)
    counts = queries.progress(tasks, on=today)
    context = {
        "plan": plan,
        "name": name,
        "counts": counts,
        "figures": rate_figures(counts, plan, wanted),
        "segments": segments(counts, plan, wanted),
        "columns": listing.TASK_COLUMNS,
        "rows": listing.task_rows(listing.in_order(tasks), today, work_calendar()),
        "crumbs": _owner_crumbs(name, wanted),
    }
    return render(request, "plan/owner.html", context)


def _tasks(actor: Actor, plan: WorkPlan) -> QuerySet[PlanTask]:
    return queries.tasks_visible_to(actor).filter(plan=plan)


def _no_plan(request: HttpRequest, actor: Actor) -> HttpResponse:
    return render(request, "plan/no_plan.html", {"may_import": may("plan.import", actor)})


def _crumbs(last: str) -> list[Crumb]:
    return [Crumb("要点与任务", address("plan:board")), Crumb(last)]


def _owner_crumbs(name: str, wanted: TaskFilter) -> list[Crumb]:
    kind = "leader" if wanted.leader else "department"
    words = listing.OWNER_WORDS[kind]
    return [Crumb("要点与任务", address("plan:board")), Crumb(words.title, address(f"plan:by-{kind}")), Crumb(name)]
