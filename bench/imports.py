"""
From a plan's file to live work; JSON on stdout.

    ./yizheng bench imports [--rounds 7]

Reads, prepares and confirms a plan of 16 items and 35 tasks, year after year, in a database at the scale
`office` that waits for the disk at every commit; and reads a text of 200 pages (parse_plan.py).
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from bench.figures import seconds_of
from bench.parse_plan import as_word, as_wrapped_text, measured, paragraphs
from bench.rows import BODIES, MATTERS
from bench.scales import SCALES, Scale
from bench.stage import stages, tell

PAGES = 200
ON = date(2026, 11, 22)
NUMBERS = "一二三四五六七八九十"


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(prog="bench imports", description=__doc__)
    reader.add_argument("--rounds", type=int, default=7, help="plans imported one after the other")
    rounds = reader.parse_args(words).rounds
    scale = SCALES["office"]
    with stages({"office": scale}, on=ON, durable=True):
        figures = _imports(scale, rounds)
    figures["read_200_pages"] = {
        "txt_wrapped": measured(as_wrapped_text(paragraphs(PAGES))),
        "docx": measured(as_word(paragraphs(PAGES))),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=2))


def document(year: int, scale: Scale) -> str:
    """Return a plan of a year as text: sections, items, and the task table as an annex."""
    lines = [f"政协第1区委员会{year}年工作要点", f"（{year}年2月20日政协第1区五届常委会议通过）"]
    for k in range(scale.items):
        if k % -(-scale.items // scale.sections) == 0:
            lines.append(f"{NUMBERS[k * scale.sections // scale.items]}、聚焦中心任务，提升协商议政实效")
        lines.append(f"{k + 1}．{MATTERS[k % len(MATTERS)]}。" + f"{MATTERS[(k + 1) % len(MATTERS)]}。" * 6)
    lines += ["附件：年度重点工作任务分解", "", "附件", "年度重点工作任务分解", "月份\t工作内容\t分管领导\t责任部门"]
    return "\n".join([*lines, *_table(scale)])


def _table(scale: Scale) -> list[str]:
    rows, printed = [], 0
    for k in range(scale.tasks):
        month = 1 + k * 12 // scale.tasks
        who = f"{BODIES[k * 5 % len(BODIES)]}、{BODIES[(k * 5 + 3) % len(BODIES)]}"
        rows.append(f"{month if month != printed else ''}\t（{k + 1}）{MATTERS[k % len(MATTERS)]}\t主席 副主席\t{who}")
        printed = month
    return rows


def _imports(scale: Scale, rounds: int) -> dict[str, Any]:
    seconds = [_one_import(ON.year + place, scale) for place in range(1, rounds + 1)]
    return {
        "tasks": scale.tasks,
        "items": scale.items,
        "rounds": rounds,
        **{f"{name}_ms": round(statistics.median(one[name] for one in seconds) * 1000, 1) for name in seconds[0]},
        "confirm_statements": _statements(ON.year + rounds + 1, scale),
    }


def _one_import(year: int, scale: Scale) -> dict[str, float]:
    """Return the seconds of receiving, preparing and confirming one plan."""
    from yizheng.plan.models import PlanTask, WorkPlan

    batches: list[Any] = []
    received = seconds_of(lambda: batches.append(_receive(year, scale)))
    prepared = seconds_of(lambda: _prepare(batches[0]))
    confirmed = seconds_of(lambda: _confirm(batches[0], year))
    with _scope():
        made = PlanTask.objects.filter(plan=WorkPlan.objects.get(year=year)).count()
    if made != scale.tasks:
        raise RuntimeError(f"{made} tasks were imported, not {scale.tasks}")
    tell(f"{year}: confirmed in {confirmed * 1000:.0f} ms")
    return {"receive": received, "prepare": prepared, "confirm": confirmed}


def _statements(year: int, scale: Scale) -> int:
    """Count what one confirmation sends to the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    batch = _receive(year, scale)
    _prepare(batch)
    with CaptureQueriesContext(connection) as captured:
        _confirm(batch, year)
    return len(captured)


def _scope() -> Any:
    from yizheng.kernel import tenancy
    from yizheng.kernel.models import Committee

    return tenancy.scope(Committee.objects.get(slug="c1"), 1)


def _clerk() -> Any:
    from yizheng.accounts.models import RoleGrant
    from yizheng.kernel.acting import Actor

    hat = RoleGrant.objects.get(user_id=1).hat()
    return Actor(user_id=1, name="周文清", hat=hat, hats=(hat,))


def _receive(year: int, scale: Scale) -> Any:
    from django.core.files.base import ContentFile

    from yizheng.plan.services import importing

    upload = ContentFile(document(year, scale).encode(), f"{year}.txt")
    with _scope():
        return importing.receive_plan(upload=upload, by=_clerk(), at=_at(year))


def _prepare(batch: Any) -> None:
    from yizheng.plan.tasks import prepare_import

    prepare_import(committee_id=batch.committee_id, batch_id=batch.pk)


def _confirm(batch: Any, year: int) -> None:
    from yizheng.plan.services import importing

    with _scope():
        batch.refresh_from_db()
        importing.confirm_import(batch=batch, edition=batch.edition, by=_clerk(), at=_at(year))


def _at(year: int) -> datetime:
    return datetime(year, 2, 21, 9, tzinfo=UTC)


if __name__ == "__main__":
    main()
