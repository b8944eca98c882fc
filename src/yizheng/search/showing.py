"""What the page of the search shows: rows, tabs, filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from yizheng.kernel import subjects
from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Tab

from .models import RecentSearch, SavedSearch
from .queries import CAP, Found, Row
from .snippets import marked, snippet

NAMES = ("kind", "year", "status", "sector", "unit")


@dataclass(frozen=True)
class Shown:
    """One result as it is drawn."""

    label: str
    url: str
    title: SafeString
    text: SafeString
    caption: str
    day: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asking:
    """What stands in the address: the text and what narrows it."""

    text: str
    filters: Mapping[str, str]
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asking:
        """Read an address; what is no year, kind or page is left out."""
        kept = {name: given.get(name, "").strip()[:80] for name in NAMES}
        kept["year"] = kept["year"] if kept["year"].isdecimal() and 1949 <= int(kept["year"][:6]) <= 2999 else ""
        known = {subject.kind for subject in subjects.registered() if subject.is_searchable}
        kept["kind"] = kept["kind"] if kept["kind"] in known else ""
        page = given.get("page", "1")
        return cls(given.get("q", "").strip(), kept, int(page) if page.isdecimal() and len(page) < 5 else 1)

    def url(self, **changed: str) -> str:
        """Return the address with something changed, on its first page."""
        asked = {"q": self.text, **self.filters, **changed}
        return f"{address('search:search')}?{urlencode({k: v for k, v in asked.items() if v})}"

    def query(self) -> str:
        """Return the address's query without its page."""
        return urlencode({k: v for k, v in {"q": self.text, **self.filters}.items() if v})


def rows_of(found: Found, asking: Asking) -> list[Shown]:
    """Return the results as they are drawn."""
    return [_shown(row, found.words, asking) for row in found.rows]


def _shown(row: Row, words: tuple[str, ...], asking: Asking) -> Shown:
    narrowing = [("status", row.status), ("sector", row.sector), *(("unit", unit) for unit in row.units[:3])]
    facts = tuple((value, asking.url(**{name: value})) for name, value in narrowing if value)
    return Shown(
        row.label, row.url, marked(row.title, words), snippet(row.body, words), row.caption,
        f"{row.day.year}年{row.day.month}月{row.day.day}日", facts,
    )  # fmt: skip


def tabs_of(found: Found, asking: Asking) -> list[Tab]:
    """Return the kinds found, each with how many the person may see."""
    kinds = list(found.kinds)
    chosen = asking.filters["kind"]
    if chosen and chosen not in dict(kinds):
        kinds.append((chosen, 0))
    whole = Tab("全部", asking.url(kind=""), current=not chosen)
    return [
        whole,
        *(
            Tab(f"{subjects.get(kind).label} {_counted(n, found.capped)}", asking.url(kind=kind), kind == chosen)
            for kind, n in kinds
        ),
    ]


def counted(found: Found) -> str:
    """Return how many there are, in words."""
    if not found.capped:
        return f"找到 {found.count} 条"
    return f"找到 {_counted(found.count, capped=True)} 条，先列标题里有的和最近的"


def _counted(n: int, capped: bool) -> str:
    if not capped:
        return str(n)
    return f"{CAP}+" if n >= CAP else f"{n // 10 * 10 or n}+"


@dataclass(frozen=True)
class Kept:
    """A search one can come back to."""

    label: str
    url: str
    public_id: str = ""


def kept_of(saved: list[SavedSearch], recent: list[RecentSearch]) -> tuple[list[Kept], list[Kept]]:
    """Return saved and recent searches with their addresses."""
    return (
        [
            Kept(each.name, Asking(each.text, {**dict.fromkeys(NAMES, ""), **each.filters}).url(), str(each.public_id))
            for each in saved
        ],
        [Kept(each.text, Asking(each.text, dict.fromkeys(NAMES, "")).url()) for each in recent],
    )
