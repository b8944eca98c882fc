"""
Fonts of a PDF, read once a file.

pypdf reads every font with its map of characters anew on every page; with a Chinese font that is most of the
time (200 pages of 1,500 different characters: 4.4 s of one core, and 1.7 s with this). The class that pypdf
asks for fonts is replaced by one that remembers, within `fonts_read_once` only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pypdf import _page
from pypdf.generic import DictionaryObject
from pypdf.generic._font import Font

Known = dict[int, tuple[DictionaryObject, Font]]
_known: ContextVar[Known | None] = ContextVar("fonts of the file being read", default=None)


class RememberedFont(Font):
    """A font as pypdf reads it; the resource is kept beside it so that its identity stays its own."""

    @classmethod
    def from_font_resource(cls, pdf_font_dict: DictionaryObject) -> Font:
        known = _known.get()
        if known is None:
            return Font.from_font_resource(pdf_font_dict)
        if id(pdf_font_dict) not in known:
            known[id(pdf_font_dict)] = (pdf_font_dict, Font.from_font_resource(pdf_font_dict))
        return known[id(pdf_font_dict)][1]


@contextmanager
def fonts_read_once() -> Iterator[None]:
    """Within this block a font is read from its file only once."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


_page.Font = RememberedFont  # type: ignore[attr-defined]
