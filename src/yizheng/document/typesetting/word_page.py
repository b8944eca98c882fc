"""An empty Word file with the page, the styles and the page number of an official document (GB/T 9704-2012)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Mm, Pt

from . import measures
from .faces import GB2312, SUBSTITUTES, Faces
from .ooxml import char_indent, field, font_table, paragraph, properties, qn, run, w

TITLE, BODY, LEVEL_1, LEVEL_2, LEVEL_3, FLUSH, CLOSING, IMPRINT = (
    "GwTitle", "GwBody", "GwLevel1", "GwLevel2", "GwLevel3", "GwFlush", "GwClosing", "GwImprint",
)  # fmt: skip
"""Ids of the paragraph styles; an office that edits a template finds them under the Chinese names below."""

_PITCH = round(measures.LINE_PITCH_PT * 20)
_CHARACTER_SPACE = -848
"""28 characters on 156 mm: each is narrower than its 16 pt by this many 4096ths of a point."""


def empty(title: str, *, faces: Faces = GB2312, landscape: bool = False, first_page_bare: bool = False) -> Any:
    """
    Return an empty Word document ready to be filled.

    `first_page_bare` leaves the first page without a number (letter form, handbook 13).
    """
    document = Document()
    for child in list(document.element.body):
        if child.tag != qn("w:sectPr"):
            document.element.body.remove(child)
    _set_styles(document, faces)
    _set_page(document.sections[0], landscape=landscape)
    _number_pages(document, faces, first_page_bare=first_page_bare)
    _set_fonts(document, faces)
    document.core_properties.title = title[:255]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    return document


def append(document: Any, *elements: Any) -> None:
    """Add paragraphs and tables at the end of the text."""
    last = document.element.body[-1]
    for element in elements:
        last.addprevious(element)


def saved(document: Any) -> bytes:
    """Return the file."""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_page(section: Any, *, landscape: bool) -> None:
    width, height = measures.PAGE_MM
    margins = measures.LANDSCAPE_MARGINS_MM if landscape else measures.MARGINS_MM
    section.page_width, section.page_height = (Mm(height), Mm(width)) if landscape else (Mm(width), Mm(height))
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)
    section.footer_distance = Mm(measures.FOOTER_MM if not landscape else 15)
    section.header_distance = Mm(15)
    own = section._sectPr
    if landscape:
        own.find(qn("w:pgSz")).set(qn("w:orient"), "landscape")
    for grid in own.findall(qn("w:docGrid")):
        own.remove(grid)
    own.append(w("docGrid", type="linesAndChars", linePitch=_PITCH, charSpace=_CHARACTER_SPACE))


def _set_styles(document: Any, faces: Faces) -> None:
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.clear()
    look = properties(face=faces.body, latin=faces.latin, points=measures.BODY_PT)
    defaults.extend([*look, w("lang", val="en-US", eastAsia="zh-CN")])
    normal = document.styles["Normal"]
    normal.font.size = Pt(measures.BODY_PT)
    normal.element.get_or_add_rPr().get_or_add_rFonts().attrib.clear()
    normal.element.rPr.rFonts.set(qn("w:ascii"), faces.latin)
    normal.element.rPr.rFonts.set(qn("w:hAnsi"), faces.latin)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), faces.body)
    for style in _styles(faces):
        styles.append(style)


def _styles(faces: Faces) -> list[Any]:
    body, title = measures.BODY_PT, measures.TITLE_PT
    indent, upper = char_indent(2, body), faces.heading
    return [
        _style(TITLE, "公文标题", faces.title, title, align="center"),
        _style(BODY, "公文正文", faces.body, body, ind=indent, align="both"),
        _style(LEVEL_1, "公文一级标题", upper, body, ind=char_indent(2, body)),
        _style(LEVEL_2, "公文二级标题", faces.sub_heading, body, ind=char_indent(2, body)),
        _style(LEVEL_3, "公文三级标题", faces.body, body, ind=char_indent(2, body)),
        _style(FLUSH, "公文主送", faces.body, body),
        _style(CLOSING, "公文落款", faces.body, body, align="right"),
        _style(IMPRINT, "公文版记", faces.body, measures.IMPRINT_PT),
    ]


def _style(id_: str, name: str, face: str, points: float, *, align: str = "", ind: Any = None) -> Any:
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val="Normal"),
        w("qFormat"),
        w(
            "pPr",
            w("spacing", before=0, after=0, line=_PITCH, lineRule="exact"),
            ind,
            w("jc", val=align) if align else None,
        ),
        properties(face=face, latin="Times New Roman" if face == "" else "", points=points),
        type="paragraph",
        customStyle="1",
        styleId=id_,
    )


def _number_pages(document: Any, faces: Faces, *, first_page_bare: bool) -> None:
    """— 1 —, right on odd pages, left on even ones, one character in from the edge."""
    section = document.sections[0]
    document.settings.odd_and_even_pages_header_footer = True
    section.different_first_page_header_footer = first_page_bare
    _number(section.footer, faces, "right")
    _number(section.even_page_footer, faces, "left")
    if first_page_bare:
        section.first_page_footer.is_linked_to_previous = False


def _number(footer: Any, faces: Faces, side: str) -> None:
    footer.is_linked_to_previous = False
    element = footer._element
    for child in list(element):
        element.remove(child)
    points = measures.PAGE_NUMBER_PT
    inset = w("ind", **{side: points * 20, f"{side}Chars": 100})
    look: dict[str, Any] = {"face": faces.plain, "points": points}
    element.append(paragraph(run("— ", **look), *field("PAGE", **look), run(" —", **look), align=side, ind=inset))


def _set_fonts(document: Any, faces: Faces) -> None:
    """Name each face with what may stand in for it, where Word looks for that."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = font_table(faces, SUBSTITUTES)
