"""The search, as JSON: the same two walls as the page."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from yizheng.kernel import subjects
from yizheng.kernel.json_door import actor_of
from yizheng.kernel.permissions import require
from yizheng.kernel.token_scopes import hidden_kinds

from .models import MOST_QUERY_CHARS
from .queries import Row, find

router = Router(tags=["检索"])


class SearchQuery(Schema):
    """What is looked for and what narrows it."""

    q: str = Field(min_length=1, max_length=MOST_QUERY_CHARS)
    kind: str = Field("", max_length=40)
    year: int | None = Field(None, ge=1949, le=2999)
    status: str = Field("", max_length=40)
    sector: str = Field("", max_length=60)
    unit: str = Field("", max_length=80)
    page: int = Field(1, ge=1, le=50)


class FoundRow(Schema):
    """One thing found."""

    kind: str
    label: str
    title: str
    url: str
    caption: str
    day: date
    status: str


class FoundOut(Schema):
    """One page of what was found; `capped`: there may be more than `count`."""

    count: int
    capped: bool
    page: int
    pages: int
    kinds: dict[str, int]
    rows: list[FoundRow]


@router.get("search/", response=FoundOut, summary="检索")
def search_everything(request: HttpRequest, asked: Query[SearchQuery]) -> FoundOut:
    """Return what the person may see of what was asked for, as far as a token covers it."""
    actor = actor_of(request)
    require("search.use", actor)
    hidden = hidden_kinds(request)
    found = find(
        actor, asked.q, kinds=_kinds(asked.kind, hidden), year=asked.year, status=asked.status,
        sector=asked.sector, unit=asked.unit, page=asked.page,
    )  # fmt: skip
    return FoundOut(
        count=found.count, capped=found.capped, page=found.page, pages=found.pages,
        kinds={kind: number for kind, number in found.kinds if kind not in hidden},
        rows=[_row(row) for row in found.rows],
    )  # fmt: skip


def _kinds(asked: str, hidden: frozenset[str]) -> list[str] | None:
    """Return the kinds to look for: those asked for, and none of a room that the token does not cover."""
    if asked:
        return ["" if asked in hidden else asked]
    return [each.kind for each in subjects.registered() if each.kind not in hidden] if hidden else None


def _row(row: Row) -> FoundRow:
    return FoundRow(
        kind=row.kind, label=row.label, title=row.title, url=row.url, caption=row.caption, day=row.day,
        status=row.status,
    )  # fmt: skip
