"""A brief as it is handed round (简报)."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel.papers import Paragraphs, Report
from yizheng.org.models import Membership
from yizheng.ui.tags.marks import long_date

from ..models import Brief


def brief(row: Brief) -> Report:
    """Return a brief; one that is not issued says so where its number would stand."""
    day = long_date(row.issued_on) if row.issued_on else "未签发，仅供核稿"
    number = f"第{row.number}期" if row.number else "（草稿）"
    return Report(
        f"{row.committee.full_name}\n{row.pack.session.label}简报",
        tuple(_parts(row)),
        subtitle=f"{number}　大会秘书处编　{day}",
    )


def _parts(row: Brief) -> Iterator[Paragraphs]:
    yield Paragraphs(f"{row.group.name}讨论情况（{row.when}）", tuple(_lines(row.summary)))
    said = row.statements.select_related("membership__person", "membership__sector")
    spoken = [line for each in said for line in _statement(each.membership, each.gist)]
    if spoken:
        yield Paragraphs("发言要点", tuple(spoken))


def _statement(membership: Membership, gist: str) -> Iterator[str]:
    first, *rest = list(_lines(gist)) or [""]
    sector = f"（{membership.sector}）" if membership.sector else ""
    yield f"{membership}{sector}：{first}"
    yield from rest


def _lines(text: str) -> Iterator[str]:
    yield from (line.strip() for line in text.splitlines() if line.strip())
