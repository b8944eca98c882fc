"""
From a roll's sheet to members: reading, judging, previewing, confirming; JSON on stdout.

    ./yizheng bench rolls [--rows 100000] [--confirmed 2000]

Reads a sheet of ten columns in a database at the scale `office` that waits for the disk at every commit.
"""

from __future__ import annotations

import argparse
import json
import resource
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from bench.figures import seconds_of
from bench.scales import SCALES
from bench.stage import stages, tell

ON = date(2026, 11, 22)
HEAD = ("序号", "姓名", "性别", "民族", "出生年月", "政治面貌", "界别", "工作单位及职务", "手机", "学历")
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "文书明兰岚青宁舟棠岑雪云溪川石竹梅松柏桐"


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(prog="bench rolls", description=__doc__)
    reader.add_argument("--rows", type=int, default=100_000, help="rows of the sheet that is read")
    reader.add_argument("--confirmed", type=int, default=2_000, help="rows of the sheet that is confirmed")
    chosen = reader.parse_args(words)
    with stages({"office": SCALES["office"]}, on=ON, durable=True):
        _settle_sectors()
        figures = {"read": _read(chosen.rows), "confirm": _confirm(chosen.confirmed)}
    print(json.dumps(figures, ensure_ascii=False, indent=2))


def name_of(number: int) -> str:
    """Return one of many names; each is borne by few."""
    digits = [number % len(SURNAMES)]
    rest = number // len(SURNAMES)
    for _ in range(4):
        digits.append(rest % len(GIVEN))
        rest //= len(GIVEN)
    return SURNAMES[digits[0]] + "".join(GIVEN[place] for place in digits[1:])


def sheet(rows: int) -> bytes:
    """Return a roll of that many persons."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("名册")
    page.append(HEAD)
    for number in range(rows):
        birth = f"{1950 + number % 45}.{1 + number % 12:02}"
        phone = 13_000_000_000 + number
        page.append(
            [
                number + 1,
                name_of(number),
                "男女"[number % 2],
                "汉族",
                birth,
                "中共党员",
                "经济",
                "第一中学校长",
                phone,
                "大学",
            ]
        )
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _settle_sectors() -> None:
    from yizheng.org.models import Sector, Term

    with _scope():
        term = Term.objects.order_by("-start_date").first() or Term.objects.create(ordinal=1, start_date=ON)
        Sector.objects.get_or_create(term=term, name="经济", defaults={"order": 99})


def _read(rows: int) -> dict[str, Any]:
    content = sheet(rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    batch = _received(content)
    seconds = seconds_of(lambda: _prepare(batch))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    counts = _counts(batch)
    tell(f"{rows} rows read in {seconds:.1f} s, memory grew by {grown / 1024:.0f} MB")
    if sum(counts.values()) != rows:
        raise RuntimeError(f"{counts} rows were read, not {rows}")
    return {
        "rows": rows,
        "file_mb": round(len(content) / 2**20, 1),
        "seconds": round(seconds, 1),
        "memory_grew_mb": round(grown / 1024),
        "first_page_ms": round(seconds_of(lambda: _page(batch, "1")) * 1000),
        "last_page_ms": round(seconds_of(lambda: _page(batch, "999999")) * 1000),
        "counts": counts,
    }


def _confirm(rows: int) -> dict[str, Any]:
    from yizheng.org.importing import services

    batch = _received(sheet(rows))
    _prepare(batch)
    with _scope():
        batch.refresh_from_db()
        seconds = seconds_of(lambda: services.confirm_import(batch=batch, edition=batch.edition, by=_clerk(), at=_at()))
    return {"rows": rows, "seconds": round(seconds, 1)}


def _received(content: bytes) -> Any:
    from django.core.files.base import ContentFile

    from yizheng.org.importing import services

    with _scope():
        upload = ContentFile(content, "roll.xlsx")
        return services.receive_sheet(upload=upload, purpose="roll", by=_clerk(), at=_at())


def _prepare(batch: Any) -> None:
    from yizheng.org.importing.preparing import prepare_import

    prepare_import(committee_id=batch.committee_id, batch_id=batch.pk)


def _counts(batch: Any) -> dict[str, int]:
    with _scope():
        batch.refresh_from_db()
    if batch.failure:
        raise RuntimeError(batch.failure)
    counts: dict[str, int] = batch.tree["counts"]
    return counts


def _page(batch: Any, page: str) -> None:
    from yizheng.org.importing.showing import page_context

    with _scope():
        page_context(batch, show="", page=page, address="/")


def _scope() -> Any:
    from yizheng.kernel import tenancy
    from yizheng.kernel.models import Committee

    return tenancy.scope(Committee.objects.get(slug="c1"), 1)


def _clerk() -> Any:
    from yizheng.accounts.models import RoleGrant
    from yizheng.kernel.acting import Actor

    hat = RoleGrant.objects.get(user_id=1).hat()
    return Actor(user_id=1, name="周文清", hat=hat, hats=(hat,))


def _at() -> datetime:
    return datetime(2026, 11, 22, 2, tzinfo=UTC)


if __name__ == "__main__":
    main()
