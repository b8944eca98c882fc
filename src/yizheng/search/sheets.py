"""From what a subject says of its object to the entry that is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from yizheng.kernel.subjects import Indexed, Subject

from . import grams
from .folding import fold
from .store import Sheet
from .words import different_words

MOST_TITLE_CHARS = 300
MOST_WORDS = 400
"""How many different words of one text are kept for likeness: the first ones."""


def sheet_of(subject: Subject, obj: Any) -> Sheet | None:
    """Return the entry of an object, None when nobody may find it."""
    indexed = subject.indexed(obj)
    if indexed is None or not indexed.audience:
        return None
    url, caption = subject.url(obj), subject.caption(obj)
    return sheet(subject.kind, obj.pk, indexed, url=url, caption=caption, fallback=_day_of(obj))


def sheet(kind: str, object_id: int, indexed: Indexed, *, url: str = "", caption: str = "", fallback: date) -> Sheet:
    """Return the entry of what is told of an object."""
    title, body = indexed.title[:MOST_TITLE_CHARS].replace("\0", " "), indexed.body.replace("\0", " ")
    folded = fold("\n".join([title, body[: grams.MOST_BODY_CHARS], *_beside(indexed)]))
    day = indexed.happened_on or fallback
    lexemes = grams.pairs(folded) | grams.of_title(folded[: len(title)]) | grams.audience(indexed.audience)
    lexemes |= grams.facets(kind=kind, on=day, status=indexed.status, sector=indexed.sector, units=indexed.units)
    lexemes |= grams.spans(day)
    made: dict[str, Any] = {
        "kind": kind, "object_id": object_id, "url": url[:300], "caption": caption[:120], "title": title, "body": body,
        "folded": folded, "words": words_of(body), "day": day, "status": indexed.status[:40],
        "sector": indexed.sector[:60], "units": _short(indexed.units), "people": _short(indexed.people),
        "audience": sorted(indexed.audience), "lexemes": list(lexemes),
    }  # fmt: skip
    return Sheet(**made, digest=_digest(made))


def words_of(text: str) -> str:
    """Return the different content words of a text in reading order, parted by blanks."""
    return " ".join(different_words(text)[:MOST_WORDS])


def _beside(indexed: Indexed) -> Iterable[str]:
    return (*indexed.people, *indexed.numbers, *indexed.units, indexed.sector)


def _short(names: Iterable[str]) -> list[str]:
    return [name[:80] for name in names]


def _digest(made: dict[str, Any]) -> bytes:
    said = "\x1f".join(str(value) for name, value in made.items() if name not in ("words", "lexemes"))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()


def _day_of(obj: Any) -> date:
    made = getattr(obj, "created_at", None)
    return timezone.localdate(made) if hasattr(made, "tzinfo") else timezone.localdate()
