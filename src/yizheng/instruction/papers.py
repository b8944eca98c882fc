"""The register of a year (批示台账), to be printed or taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, PaperOffer, Table, offer
from yizheng.ui.shapes import Cell

from . import queries, showing
from .enums import InstructionLevel, InstructionState
from .models import Instruction


def offer_papers() -> None:
    """Offer the register of a year; it takes `year`."""
    offer(PaperOffer("instruction-ledger", "批示台账", "instruction.read", ledger))


def ledger(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the entries of a year that a person may see; central ones as a number below. Raises: Http404."""
    given = asked.get("year", "")
    if not given.isdigit():
        raise Http404("no year")
    rows = queries.instructions_visible_to(actor).filter(queries.of_year(int(given)), state=InstructionState.RECORDED)
    listed = list(queries.itemised(rows).prefetch_related("tasks").order_by("instructed_on", "id"))
    targets, today = showing.targets_of(listed, actor), timezone.localdate()
    lines = tuple(_line(each, showing.row(each, targets, list(each.tasks.all()), today)) for each in listed)
    columns = tuple(Column(label, 3 if label in ("批示对象", "要点") else 1) for label in _heads())
    return Table(f"{given}年批示台账", columns, lines, notes=_notes(queries.counts_of(rows)), landscape=True)


def _heads() -> list[str]:
    """On paper level and leader stand apart, so that a sheet can be sorted by either."""
    date, *rest = [each.label for each in showing.COLUMNS]
    return [date, "层级", *rest]


def _line(each: Instruction, cells: Sequence[Cell]) -> tuple[str, ...]:
    date, _both, *rest = [str(cell.text) for cell in cells]
    return (date, each.get_level_display(), showing.leader(each), *rest)


def _notes(counts: list[queries.YearCount]) -> tuple[str, ...]:
    circled = sum(each.circled for each in counts)
    central = sum(each.instructions + each.circled for each in counts if each.level == InstructionLevel.CENTRE)
    listed = sum(each.instructions for each in counts if each.level != InstructionLevel.CENTRE)
    notes = [f"批示{listed}件；圈阅{circled}件，算看过，不算批示。批示原文和扫描件不在本系统，按登记编号查阅。"]
    return (*notes, f"中央领导批示另有{central}件，只计数，不逐条列出。") if central else tuple(notes)
