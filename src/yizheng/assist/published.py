"""
What committees have published, so that others find it: written by the act that publishes, gone with the act that
takes down, sealed and destroyed with its object (`purging`). Design 4: what is public is a projection.

A room puts an item after its own rows say that it is public, and drops it when they no longer do; it also offers to
read everything it has on its public pages, from which a night's round mends what an older version did not write.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from psycopg.types.json import Jsonb

from yizheng.kernel import quarantine, scoping
from yizheng.search import grams
from yizheng.search.folding import fold

from .models import PublishedItem

MOST_TITLE_CHARS = 300
MOST_TEXT_CHARS = 2_000
"""So much of a text is kept: what is alike shows in its beginning."""

MOST_EACH = 400
"""How many items one word may bring in."""

_ALIKE = "select * from public.assist_published_alike(%s, %s::real[], %s, %s, %s, %s)"


@dataclass(frozen=True)
class PublicText:
    """One published thing as anybody may read it, and the address of its public page."""

    object_id: int
    title: str
    text: str
    url: str
    published_on: date


@dataclass(frozen=True)
class Offered:
    """All a committee has of one kind, called `label`, on its public pages: `read()` in its scope."""

    kind: str
    label: str
    read: Callable[[], Iterable[PublicText]]


@dataclass(frozen=True)
class Candidate:
    """An item of another committee that shares words with a text."""

    kind: str
    title: str
    text: str
    url: str
    published_on: date
    committee: str


_offered: dict[str, Offered] = {}


def offer(*kinds: Offered) -> None:
    """Say what a room publishes; called by each room's `AppConfig.ready`."""
    for each in kinds:
        _offered[each.kind] = each


def own(kind: str) -> QuerySet[PublishedItem]:
    """Return the rows of the open scope's committee: those of others can be read, and are not its to write."""
    return PublishedItem.objects.filter(committee=scoping.current().committee_id, kind=kind)


def put(kind: str, texts: Iterable[PublicText]) -> None:
    """Let others find what is public now. No act of its own: called within the act that publishes."""
    PublishedItem.objects.bulk_create(
        [_row(kind, each) for each in texts],
        update_conflicts=True, unique_fields=["committee", "kind", "object_id"],
        update_fields=["title", "text", "pairs", "url", "published_on"],
    )  # fmt: skip


def drop(kind: str, object_ids: Collection[int]) -> None:
    """Let nobody find these any more; called within the act that takes them down."""
    own(kind).filter(object_id__in=object_ids).delete()


def _row(kind: str, each: PublicText) -> PublishedItem:
    title, text = each.title[:MOST_TITLE_CHARS], each.text[:MOST_TEXT_CHARS]
    return PublishedItem(
        kind=kind, object_id=each.object_id, title=title, text=text, url=each.url, published_on=each.published_on,
        pairs=sorted(grams.pairs(fold(f"{title} {text}"))),
    )  # fmt: skip


def mend() -> tuple[int, int]:
    """
    Make the rows of the open scope's committee what its public pages show; return how many were put and dropped.

    What is closed keeps its row, so that its words can come back to it; safe to run twice.
    """
    added = gone = 0
    for kind, each in _offered.items():
        public = {text.object_id: text for text in each.read()}
        standing = dict(own(kind).values_list("object_id", "pairs"))
        closed = quarantine.closed_among({(kind, pk) for pk in public.keys() - standing.keys()})
        missing = [text for pk, text in public.items() if pk not in standing and (kind, pk) not in closed]
        put(kind, missing)
        extra = {pk for pk, pairs in standing.items() if pairs and pk not in public}
        drop(kind, extra)
        added, gone = added + len(missing), gone + len(extra)
    return added, gone


def label_of(kind: str) -> str:
    """Return how a kind is called."""
    return _offered[kind].label


def candidates(words: Sequence[tuple[str, float]], *, limit: int) -> list[Candidate]:
    """Return what other committees have published that shares the most weight of words; one query at most."""
    if not words:
        return []
    asked: list[Any] = [
        Jsonb([sorted(grams.pairs(word)) for word, _ in words]), [weight for _, weight in words], list(_offered),
        scoping.current().committee_id, limit, MOST_EACH,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, asked)
        return [Candidate(*row) for row in cursor.fetchall()]
