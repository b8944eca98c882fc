"""Desk name cards (桌签) in Word: two on a page, each printed twice, the upper side turned, to be folded and stood."""

from __future__ import annotations

from typing import Any

from docx.shared import Mm

from yizheng.kernel.papers import Cards

from . import measures
from .faces import Faces
from .names import as_printed
from .ooxml import TWIPS_A_MM, paragraph, qn, run, table, w
from .ooxml import cell as plain_cell
from .ooxml import row as plain_row
from .word_page import append, empty, saved

LARGEST_PT, MARGIN_MM = 110, 5
_SIDE_PARTS = 0.86
"""How much of the card's width a name may take."""


def cards_document(paper: Cards, faces: Faces) -> bytes:
    """Return the cards as a .docx file: one page a name, fold line in the middle."""
    document = empty(paper.title, faces=faces)
    _bare_page(document)
    for number, name in enumerate(paper.names):
        append(document, _card(as_printed(name), faces), _end(last=number == len(paper.names) - 1))
    return saved(document)


def name_points(name: str) -> int:
    """Return the size at which a name fills its card."""
    room = measures.CARD_MM[0] * _SIDE_PARTS / 25.4 * 72
    return min(LARGEST_PT, int(room / max(1, len(name))))


def _bare_page(document: Any) -> None:
    section = document.sections[0]
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Mm(MARGIN_MM)
    for footer in (section.footer, section.even_page_footer):
        for child in list(footer._element):
            footer._element.remove(child)
        footer._element.append(paragraph())


def _card(name: str, faces: Faces) -> Any:
    """Word cannot turn text by half a circle: both sides are turned by a quarter, the card is cut lengthwise."""
    width, height = (round(side * TWIPS_A_MM) for side in measures.CARD_MM)
    look: dict[str, Any] = {"face": faces.title, "points": name_points(name), "bold": False}
    sides = [_turned(paragraph(run(name, **look), align="center"), height, way) for way in ("tbRlV", "btLr")]
    return table([plain_row(sides, height=width, exact=True)], [height, height], border="dashed")


def _turned(words: Any, width: int, way: str) -> Any:
    made = plain_cell(words, width=width)
    own = made.find(qn("w:tcPr"))
    own.find(qn("w:vAlign")).addprevious(w("textDirection", val=way))
    return made


def _end(*, last: bool) -> Any:
    """A paragraph stands between two tables; it also turns the page."""
    small = w("spacing", before=0, after=0, line=20, lineRule="exact")
    turn = w("r", w("br", type="page")) if not last else run("")
    return paragraph(turn, spacing=small)
