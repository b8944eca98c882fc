"""The register of instructions (批示台账), the page of one, a unit's list and the page of what it owes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.attachment.models import StoredFile
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Crumb, FileRow, Tab

from .. import queries, showing
from ..enums import InstructionKind, InstructionLevel, InstructionState
from ..models import Instruction, InstructionTask
from . import acting
from .asking import actor_of, instruction_or_404, task_or_404

PAGE_ROWS = 50


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the register of a year: figures that open their rows, then the entries, the newest first."""
    actor, today = actor_of(request), timezone.localdate()
    require("instruction.read", actor)
    year = _year(request.GET, today)
    seen = queries.instructions_visible_to(actor).filter(queries.of_year(year))
    rows = _wanted(queries.itemised(seen), request.GET).prefetch_related("tasks")
    page = Paginator(rows.order_by("-instructed_on", "-id"), PAGE_ROWS).get_page(request.GET.get("page"))
    targets = showing.targets_of(page, actor)
    context = {
        "page": page,
        "columns": showing.COLUMNS,
        "rows": [showing.row(each, targets, list(each.tasks.all()), today) for each in page],
        "figures": showing.figures(queries.counts_of(seen), f"?year={year}"),
        "year": year,
        "years": range(today.year, today.year - 6, -1),
        "level": request.GET.get("level", ""),
        "kind": request.GET.get("kind", ""),
        "levels": [each for each in InstructionLevel.choices if each[0] != InstructionLevel.CENTRE],
        "kinds": InstructionKind.choices,
    }
    return render(request, "instruction/ledger.html", context)


def _year(asked: QueryDict, today: date) -> int:
    given = asked.get("year", "")
    return int(given) if given.isdigit() and 1949 <= int(given) <= today.year else today.year


def _wanted(rows: QuerySet[Instruction], asked: QueryDict) -> QuerySet[Instruction]:
    level, kind = asked.get("level", ""), asked.get("kind", "")
    if level in InstructionLevel.values:
        rows = rows.filter(level=level)
    if kind in InstructionKind.values:
        rows = rows.filter(kind=kind, state=InstructionState.RECORDED)
    return rows


@require_GET
def instruction(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one entry: what is kept of it, on what, what units reported back."""
    actor, today = actor_of(request), timezone.localdate()
    require("instruction.read", actor)
    found = instruction_or_404(actor, public_id)
    target = showing.targets_of([found], actor).get((found.target_kind, found.target_id))
    context = {
        "instruction": found,
        "leader": showing.leader(found),
        "meaning": showing.kind_meaning(found),
        "target": target,
        "tasks": [(each, *showing.standing(each, today)) for each in found.tasks.select_related("unit", "instruction")],
        "acts": acting.offered((acting.VOID,), found, actor),
        "timeline": showing.timeline("instruction", found.pk),
        "crumbs": [Crumb("批示台账", address("instruction:ledger")), Crumb(str(found))],
    }
    return render(request, "instruction/instruction.html", context)


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """List what units owe on instructions, the nearest day first: a unit its own, the offices all."""
    actor, today = actor_of(request), timezone.localdate()
    require("instruction.read_task", actor)
    over = request.GET.get("show") == "over"
    rows = queries.tasks_visible_to(actor)
    rows = rows.exclude(state__in=queries.RUNNING) if over else rows.filter(state__in=queries.RUNNING)
    page = Paginator(rows.order_by("due_on", "id"), PAGE_ROWS).get_page(request.GET.get("page"))
    own = address("instruction:tasks")
    context = {
        "page": page,
        "columns": showing.TASK_COLUMNS,
        "rows": [showing.task_row(each, today) for each in page],
        "tabs": [Tab("在办", own, not over), Tab("已办结", f"{own}?show=over", over)],
    }
    return render(request, "instruction/tasks.html", context)


@require_GET
def task(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what one unit owes on an instruction, and what it reported back."""
    actor, today = actor_of(request), timezone.localdate()
    require("instruction.read_task", actor)
    found = task_or_404(actor, public_id)
    word, meaning = showing.standing(found, today)
    inner = may("instruction.read", actor)
    context = {
        "task": found,
        "word": word,
        "meaning": meaning,
        "instruction_url": _url_of(found) if inner else "",
        "files": _files(found),
        "moves": list(found.moves.all()),
        "acts": acting.offered(acting.TASK_ACTS, found, actor),
        "timeline": showing.timeline("instruction_task", found.pk),
        "crumbs": [Crumb("批示办理", address("instruction:tasks")), Crumb(str(found.unit))],
    }
    return render(request, "instruction/task.html", context)


def _url_of(task: InstructionTask) -> str:
    if task.instruction.level == InstructionLevel.CENTRE:
        return ""
    return address("instruction:instruction", public_id=task.instruction.public_id)


def _files(task: InstructionTask) -> list[FileRow]:
    rows = StoredFile.objects.filter(kind="instruction_task", object_id=task.pk).order_by("id")
    return [FileRow(each.name, address("attachment:open", public_id=each.public_id)) for each in rows]
