"""The figures of a year cut by category, proposer, sector, party and body (handbook 5.11): rows that open lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from yizheng.kernel.together import Asked, Steps

from .. import figures
from ..enums import CollectiveKind, ProposerKind
from ..models import Proposal
from . import counting

SHOWN = (counting.RECEIVED, counting.FILED, figures.REPLIED, figures.ON_TIME)
"""The figures of a row; the filing rate stands beside them."""

NO_CATEGORY = "未分类"


@dataclass(frozen=True)
class CrossRow:
    """One row: what it is of, the filter that narrows the list to it, and its figures by code."""

    label: str
    narrowed: dict[str, Any]
    found: dict[str, int]

    @property
    def filing(self) -> figures.Rate:
        """Return the filing rate of the row."""
        return figures.Rate("filing", "立案率", self.found["filed"], self.found["received"])


@dataclass(frozen=True)
class Cut:
    """
    One way to cut: its code and word, the fields that are grouped by, and how a group is told and listed.

    `tell` takes the values of the fields and returns label and list filter; rows keep the order of `order`.
    """

    code: str
    label: str
    fields: tuple[str, ...]
    order: tuple[str, ...]
    tell: Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]
    only: dict[str, Any]


def _category(row: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return row["category"] or NO_CATEGORY, {"category": row["category"]} if row["category"] else {}


def _proposer(row: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if row["collective_kind"]:
        return str(CollectiveKind(row["collective_kind"]).label), {"collective": row["collective_kind"]}
    return str(ProposerKind(row["proposer_kind"]).label), {"proposer": row["proposer_kind"]}


def _named(name: str, narrowed_by: str) -> Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]:
    def tell(row: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return row[f"{name}__{'short_name' if name == 'party_body' else 'name'}"], {
            narrowed_by: row[f"{name}__public_id"]
        }

    return tell


def _sector(row: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return row["first_proposer__sector__name"], {"sector": row["first_proposer__sector__public_id"]}


CUTS = (
    Cut("category", "按类别", ("category",), ("category",), _category, {}),
    Cut(
        "proposer",
        "按提案人",
        ("proposer_kind", "collective_kind"),
        ("proposer_kind", "collective_kind"),
        _proposer,
        {},
    ),
    Cut(
        "party", "按党派团体", ("party_body__short_name", "party_body__public_id", "party_body__order"),
        ("party_body__order",), _named("party_body", "party"), {"party_body__isnull": False},
    ),
    Cut(
        "sector", "按第一提案人界别",
        ("first_proposer__sector__name", "first_proposer__sector__public_id", "first_proposer__sector__order"),
        ("first_proposer__sector__order",), _sector, {"first_proposer__sector__isnull": False},
    ),
)  # fmt: skip


def cut_by(code: str) -> Cut:
    """Return a way to cut by its code, the first one for any other word."""
    return next((each for each in CUTS if each.code == code), CUTS[0])


@Asked
def rows_of(
    proposals: QuerySet[Proposal], cut: Cut, shown: Sequence[counting.Counted] = SHOWN
) -> Steps[list[CrossRow]]:
    """Return the rows of a cut in their order, in one statement; groups without a proposal are left out."""
    asked = {f"n_{each.code}": Count("pk", filter=each.condition) for each in shown}
    received = proposals.filter(counting.RECEIVED.condition, **cut.only)
    found = yield received.order_by(*cut.order).values(*cut.fields).annotate(**asked)
    return [_row(cut, row, shown) for row in found]


def _row(cut: Cut, row: dict[str, Any], shown: Sequence[counting.Counted]) -> CrossRow:
    label, narrowed = cut.tell(row)
    return CrossRow(label, narrowed, {each.code: row[f"n_{each.code}"] for each in shown})
