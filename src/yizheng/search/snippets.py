"""The words around what was found, and the marks on it; safe for a page whatever the text holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from .folding import fold

BEFORE, AROUND = 24, 120
"""Characters before the first hit, and in all."""


def marked(text: str, words: Sequence[str]) -> SafeString:
    """Return a text with the words marked; everything in it is text, never markup."""
    return mark_safe("".join(_pieces(text, words)))  # noqa: S308 - every piece is escaped


def snippet(body: str, words: Sequence[str]) -> SafeString:
    """Return the stretch around the first word that stands in a text, marked; its beginning when none does."""
    flat = re.sub(r"\s+", " ", body).strip()
    first = min((start for start, _ in _places(flat, words)), default=0)
    begin = max(0, first - BEFORE)
    end = min(len(flat), begin + AROUND)
    before, after = "…" if begin else "", "…" if end < len(flat) else ""
    return format_html("{}{}{}", before, marked(flat[begin:end], words), after)


def _pieces(text: str, words: Sequence[str]) -> Iterator[str]:
    done = 0
    for start, end in _places(text, words):
        if end <= done:
            continue
        yield escape(text[done : max(start, done)])
        yield f"<mark>{escape(text[max(start, done) : end])}</mark>"
        done = end
    yield escape(text[done:])


def _places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the words stand; folding keeps every place (`folding.fold`)."""
    folded = fold(text)
    found = [(at.start(), at.end()) for word in words if word for at in re.finditer(re.escape(word), folded)]
    return sorted(found, key=lambda place: (place[0], -place[1]))
