"""Pieces of WordprocessingML: paragraphs, runs, cells. Built as XML, because large tables are many thousand of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.oxml.ns import nsdecls, nsmap, qn
from docx.oxml.parser import OxmlElement, parse_xml
from lxml import etree

from .faces import Faces

__all__ = ["cell", "char_indent", "field", "nsdecls", "paragraph", "parse_xml", "qn", "row", "run", "table", "w"]

TWIPS_A_MM = 1440 / 25.4


def w(name: str, *children: Any, **attributes: Any) -> Any:
    """Return the element `w:name`; attributes without a prefix are `w:` attributes, None is left out."""
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        if value is not None:
            element.set(qn(f"w:{key.rstrip('_')}"), str(value))
    element.extend(child for child in children if child is not None)
    return element


def run(text: str, *, face: str = "", latin: str = "", points: float = 0, bold: bool = False) -> Any:
    """Return a run; a line break in the text is a break in Word. Characters that XML cannot hold are left out."""
    pieces: list[Any] = []
    for number, line in enumerate(clean(text).split("\n")):
        if number:
            pieces.append(w("br"))
        words = w("t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        pieces.append(words)
    return w("r", properties(face=face, latin=latin, points=points, bold=bold), *pieces)


def properties(*, face: str = "", latin: str = "", points: float = 0, bold: bool = False) -> Any:
    """Return run properties, None when there are none; a Chinese face needs `w:eastAsia`, not the name alone."""
    size = round(points * 2)
    parts = [
        w("rFonts", ascii=latin or face, hAnsi=latin or face, eastAsia=face, cs=latin or face) if face else None,
        w("b") if bold else None,
        w("sz", val=size) if size else None,
        w("szCs", val=size) if size else None,
    ]
    return w("rPr", *parts) if any(part is not None for part in parts) else None


def clean(text: str) -> str:
    """Return text without the control characters that no XML may hold."""
    return "".join(
        char for char in text.replace("\r\n", "\n").replace("\r", "\n") if char in "\n\t" or ord(char) >= 0x20
    ).translate({0xFFFE: None, 0xFFFF: None})


def paragraph(*runs: Any, style: str = "", align: str = "", **more: Any) -> Any:
    """Return a paragraph; `more` are further elements of its properties by name, e.g. `ind=w("ind", …)`."""
    parts = [
        w("pStyle", val=style) if style else None,
        more.get("keepNext"),
        more.get("spacing"),
        more.get("ind"),
        w("jc", val=align) if align else None,
    ]
    return w("p", w("pPr", *parts), *runs)


def char_indent(characters: float, points: float) -> Any:
    """Return a first-line indent in characters; points are what the characters measure."""
    return w("ind", firstLineChars=round(characters * 100), firstLine=round(characters * points * 20))


def field(code: str, **look: Any) -> list[Any]:
    """Return the runs of a field such as PAGE."""
    instruction = w("instrText")
    instruction.text = f" {code} "
    parts = (w("fldChar", fldCharType="begin"), instruction, w("fldChar", fldCharType="separate"), _text("1"))
    return [w("r", properties(**look), part) for part in (*parts, w("fldChar", fldCharType="end"))]


def _text(words: str) -> Any:
    element = w("t")
    element.text = words
    return element


def cell(*paragraphs: Any, width: int, span: int = 1, merge: str = "", align: str = "center") -> Any:
    """Return a cell; `merge` is restart or continue of a vertical merge, `width` is in twips."""
    own = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=span) if span > 1 else None,
        w("vMerge", val="restart" if merge == "restart" else None) if merge else None,
        w("vAlign", val=align),
    )
    return w("tc", own, *paragraphs)


def row(cells: Iterable[Any], *, head: bool = False, height: int = 0, exact: bool = False) -> Any:
    """Return a row that breaks over no page; a head row is repeated on every page."""
    own = w(
        "trPr",
        w("cantSplit"),
        w("trHeight", val=height, hRule="exact" if exact else "atLeast") if height else None,
        w("tblHeader") if head else None,
    )
    return w("tr", own, *cells)


def table(rows: Iterable[Any], widths: Iterable[int], *, border: str = "single") -> Any:
    """Return a table of fixed columns (twips) with thin lines, centred."""
    columns = list(widths)
    sides = [w(side, val=border, sz=4, space=0, color="auto") for side in _SIDES]
    own = w(
        "tblPr",
        w("tblW", w=sum(columns), type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *sides),
        w("tblLayout", type="fixed"),
        w("tblCellMar", w("left", w=57, type="dxa"), w("right", w=57, type="dxa")),
    )
    grid = w("tblGrid", *(w("gridCol", w=width) for width in columns))
    return w("tbl", own, grid, *rows)


_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def font_table(faces: Faces, substitutes: dict[str, tuple[str, ...]]) -> bytes:
    """Return the part of a Word file that names each face and what may stand in for it."""
    root = etree.Element(qn("w:fonts"), nsmap={"w": nsmap["w"]})
    for name in dict.fromkeys((faces.body, faces.title, faces.heading, faces.sub_heading, faces.plain, faces.latin)):
        font = etree.SubElement(root, qn("w:font"), {qn("w:name"): name})
        if name in substitutes:
            etree.SubElement(font, qn("w:altName"), {qn("w:val"): ",".join(substitutes[name])})
        etree.SubElement(font, qn("w:charset"), {qn("w:val"): "00" if name == faces.latin else "86"})
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
