"""A year's pieces cut by source, category, party, committee, sector, street and month (F075): rows that open lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from . import counting
from .enums import AuthorRole, SourceKind
from .models import Opinion

SHOWN = (counting.RECEIVED, counting.ADOPTED, counting.ADOPTED_UP, counting.INSTRUCTED, counting.REJECTED)
"""The figures of a row."""


@dataclass(frozen=True)
class CrossRow:
    """One row: what it is of, the filter that narrows the list to it (None: no list shows just that), its figures."""

    label: str
    narrowed: dict[str, Any] | None
    found: dict[str, int]


@dataclass(frozen=True)
class Cut:
    """One way to cut: the fields that are grouped by, how a group is told and listed, and what is left out."""

    code: str
    label: str
    fields: tuple[str, ...]
    tell: Callable[[dict[str, Any]], tuple[str, dict[str, Any] | None]]
    only: dict[str, Any]
    order: tuple[str, ...] = ()


def _source(row: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    return str(SourceKind(row["source_kind"]).label), {"source": row["source_kind"]}


def _category(row: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    return (row["category"], {"category": row["category"]}) if row["category"] else ("还没有分类", None)


def _street(row: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    return row["street__short_name"], {"street": row["street__public_id"]}


def _month(row: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    return f"{row['month']}月", {"month": row["month"]}


def _named(field: str) -> Callable[[dict[str, Any]], tuple[str, dict[str, Any] | None]]:
    return lambda row: (row[field], None)


def _by_author(code: str, label: str, name: str, order: str) -> Cut:
    field = f"authors__{name}"
    only = {"authors__role": AuthorRole.MAIN, f"{field}__isnull": False}
    return Cut(code, label, (field, order), _named(field), only, (order,))


CUTS = (
    Cut("source", "按来源", ("source_kind",), _source, {}),
    Cut("category", "按类别", ("category",), _category, {}),
    Cut("month", "按月份", ("month",), _month, {}, ("month",)),
    _by_author("party", "按党派团体", "party_body__short_name", "authors__party_body__order"),
    _by_author("body", "按专委会和基层单位", "body__short_name", "authors__body__order"),
    _by_author("sector", "按委员界别", "membership__sector__name", "authors__membership__sector__order"),
    Cut("street", "按所在街道", ("street__short_name", "street__public_id", "street__order"), _street,
        {"street__isnull": False}, ("street__order",)),
)  # fmt: skip


def cut_by(code: str) -> Cut:
    """Return the cut an address asks for, the first for anything else."""
    return next((cut for cut in CUTS if cut.code == code), CUTS[0])


def rows_of(opinions: QuerySet[Opinion], cut: Cut) -> list[CrossRow]:
    """Return the rows of a cut, in one statement; groups without a received piece have no row."""
    here = timezone.get_current_timezone()
    rows = opinions.filter(**cut.only).annotate(month=ExtractMonth("submitted_at", tzinfo=here)).order_by()
    grouped = rows.values(*cut.fields).annotate(
        **{f"n_{each.code}": Count("pk", filter=each.condition, distinct=True) for each in SHOWN}
    )
    return [_row(each, cut) for each in grouped.order_by(*(cut.order or cut.fields)) if each["n_received"]]


def _row(row: dict[str, Any], cut: Cut) -> CrossRow:
    label, narrowed = cut.tell(row)
    return CrossRow(label, narrowed, {each.code: row[f"n_{each.code}"] for each in SHOWN})
