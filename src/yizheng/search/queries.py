"""
Reads: what a person finds.

Two walls, one behind the other: the database function gives only entries one of whose audience tokens the person
holds in the worn hat, and of these only the objects stay that their own room lets the person see. Only what is left
is counted, shown or marked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet, Value

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.subjects import Subject

from . import asking, grams, indexing, store
from .asking import Asked
from .audience import tokens_of
from .store import Hit, Question, Text

CAP = 500
"""More is never counted: 500+."""

RARE = 3_000
"""A question whose rarest pair stands in more entries is answered from the newest that hold it."""

COMPARED = 12_000
"""With how many texts a question is compared at most."""

ENOUGH = 20
FEW = 3
"""With fewer answers a question is also taken apart into its words."""


@dataclass(frozen=True)
class Row:
    """One thing found, as it is shown."""

    kind: str
    label: str
    object_id: int
    title: str
    body: str
    url: str
    caption: str
    day: date
    in_title: bool
    status: str = ""
    sector: str = ""
    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """
    What was found: one page of `rows`, and how many things there are in all that the person may see.

    `capped`: there may be more than `count`. `kinds` counts the same things by kind, the most first, whatever kind
    was asked for. `words` are what is marked in the rows; `apart`: nothing says it just so, the words were looked for
    one by one. `cursor` is given back for the next page, None at the end.
    """

    rows: tuple[Row, ...] = ()
    count: int = 0
    capped: bool = False
    kinds: tuple[tuple[str, int], ...] = ()
    words: tuple[str, ...] = ()
    apart: bool = False
    years: tuple[int, ...] = ()
    cursor: int | None = None
    page: int = 1
    pages: int = 1


@dataclass(frozen=True)
class Filters:
    """By what results are narrowed; empty narrows nothing."""

    kinds: tuple[str, ...] = ()
    year: int | None = None
    status: str = ""
    sector: str = ""
    unit: str = ""

    def lexemes(self) -> set[str]:
        """Return what every answer has."""
        on = date(self.year, 1, 1) if self.year else None
        return grams.facets(on=on, status=self.status, sector=self.sector, units=[self.unit] if self.unit else [])


@dataclass(frozen=True)
class _Seen:
    hits: tuple[Hit, ...] = ()
    capped: bool = False
    asked: Asked = field(default_factory=lambda: Asked("", ()))
    apart: bool = False


def find(
    actor: Actor,
    text: str,
    *,
    kinds: Sequence[str] | None = None,
    year: int | None = None,
    status: str | None = None,
    sector: str | None = None,
    unit: str | None = None,
    limit: int = 20,
    page: int = 1,
) -> Found:
    """
    Return what the person may see of what was asked for: said in the title first, then the newest.

    A count is exact up to `CAP`. `kinds` keeps the tabs honest: they count without it.
    """
    filters = Filters(tuple(kinds or ()), year, status or "", sector or "", unit or "")
    asked, wanted = asking.read(text), limit * max(page, 1)
    seen = every = _asked(actor, asked, replace(filters, kinds=()), wanted)
    if every.capped and filters.kinds:  # there may be more of these kinds than among the first of all
        seen = _asked(actor, asked, filters, wanted)
    return _shown(actor, seen, every, filters, limit=limit, page=max(page, 1))


def _asked(actor: Actor, asked: Asked, filters: Filters, wanted: int) -> _Seen:
    seen = _seen(actor, asked, filters, wanted)
    if len(seen.hits) >= FEW or seen.capped:
        return seen
    apart = asking.loosened(asked)
    wider = _seen(actor, apart, filters, wanted) if apart else _Seen()
    known = {hit.entry for hit in seen.hits}
    more = tuple(hit for hit in wider.hits if hit.entry not in known)
    return replace(wider, hits=(*seen.hits, *more), apart=not seen.hits) if more else seen


def _seen(actor: Actor, asked: Asked, filters: Filters, wanted: int) -> _Seen:
    tokens = tokens_of(actor)
    if not asked.phrases or not tokens:
        return _Seen(asked=asked)
    indexing.settle()
    question = _question(asked, filters, tokens)
    hits = store.find(question, cap=CAP, enough=max(ENOUGH, wanted), rare=RARE, compared=COMPARED)
    allowed = _allowed(actor, hits)
    seen = tuple(hit for hit in hits if (hit.kind, hit.object_id) in allowed)
    return _Seen(seen, capped=any(not hit.whole for hit in hits), asked=asked)


def _question(asked: Asked, filters: Filters, tokens: Iterable[str]) -> Question:
    kind = filters.kinds[0] if len(filters.kinds) == 1 else ""
    must = [*asked.must(), *sorted(filters.lexemes()), *([grams.KIND + kind] if kind else [])]
    made = Question(
        must=must, title=asked.title(), phrases=sorted(asked.phrases, key=len, reverse=True), tokens=list(tokens),
        kind=kind, status=filters.status, sector=filters.sector, unit=filters.unit,
    )  # fmt: skip
    if filters.year is None:
        return made
    return replace(made, since=date(filters.year, 1, 1), until=date(filters.year, 12, 31))


def _allowed(actor: Actor, hits: Iterable[Hit]) -> set[tuple[str, int]]:
    return visible_of(actor, [(hit.kind, hit.object_id) for hit in hits])


def visible_of(actor: Actor, found: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Return which of the objects their rooms let the person see: one statement for all kinds."""
    by_kind: dict[str, list[int]] = {}
    for kind, object_id in found:
        by_kind.setdefault(kind, []).append(object_id)
    known = {subject.kind: subject for subject in subjects.registered() if subject.is_searchable}
    parts = [_of_kind(known[kind], actor, ids) for kind, ids in sorted(by_kind.items()) if kind in known]
    if not parts:
        return set()
    return set(parts[0].union(*parts[1:], all=True))


def _of_kind(subject: Subject, actor: Actor, ids: list[int]) -> QuerySet[Any, tuple[str, int]]:
    rows = subject.visible_to(actor).filter(pk__in=ids).order_by()
    named = rows.annotate(search_kind=Value(subject.kind, output_field=CharField()))
    told: QuerySet[Any, tuple[str, int]] = named.values_list("search_kind", "pk")
    return told


def _shown(actor: Actor, seen: _Seen, every: _Seen, filters: Filters, *, limit: int, page: int) -> Found:
    counted = Counter(hit.kind for hit in every.hits)
    hits = [hit for hit in seen.hits if not filters.kinds or hit.kind in filters.kinds]
    pages = max(1, -(-len(hits) // limit))
    start = (min(page, pages) - 1) * limit
    rows = _rows(actor, hits[start : start + limit])
    return Found(
        rows=rows, count=len(hits), capped=seen.capped, kinds=tuple(counted.most_common()),
        words=seen.asked.phrases, apart=seen.apart,
        years=tuple(sorted({hit.day.year for hit in every.hits}, reverse=True)), page=min(page, pages), pages=pages,
        cursor=page + 1 if page < pages else None,
    )  # fmt: skip


def _rows(actor: Actor, hits: list[Hit]) -> tuple[Row, ...]:
    if not hits:
        return ()
    texts = store.texts([hit.entry for hit in hits], list(tokens_of(actor)))
    label: Callable[[str], str] = lambda kind: subjects.get(kind).label  # noqa: E731
    return tuple(_row(hit, texts[hit.entry], label(hit.kind)) for hit in hits if hit.entry in texts)


def _row(hit: Hit, text: Text, label: str) -> Row:
    return Row(
        kind=hit.kind, label=label, object_id=hit.object_id, title=text.title, body=text.body, url=text.url,
        caption=text.caption, day=hit.day, in_title=hit.in_title, status=text.status, sector=text.sector,
        units=tuple(text.units), people=tuple(text.people),
    )  # fmt: skip
