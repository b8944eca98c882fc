"""The XML parts of a Word package that shape its text: styles and numbering."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from yizheng.document.reading.numbering_marks import Level, Numbering
from yizheng.document.reading.refusals import ReadingRefused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
DAMAGE = (
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
)
"""Everything that a broken package can raise; RuntimeError stands for a missing password or method."""
Node = Any
"""An lxml element; the library carries no types."""


def parse_part(archive: zipfile.ZipFile, name: str) -> Node | None:
    """
    The root of a part, None when the package has no such part.

    Entities are never resolved and nothing is fetched. Raises: ReadingRefused when the part is no XML.
    """
    if name not in archive.namelist():
        return None
    try:
        content = archive.read(name)
        content = content.replace(STRICT.encode(), W[1:-1].encode())
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, recover=False))
    except DAMAGE as error:
        raise ReadingRefused.because("damaged") from error


def value(node: Node | None, name: str) -> str | None:
    """`w:val` of a child such as w:jc; None when there is no such child."""
    child = node.find(W + name) if node is not None else None
    return None if child is None else child.get(W + "val", "")


def switched_on(node: Node | None, name: str) -> bool | None:
    """A toggle such as w:b: on, off, or None when it is not set here."""
    setting = value(node, name)
    return None if setting is None else setting not in {"0", "false", "off"}


@dataclass(frozen=True)
class Style:
    """What a paragraph inherits from its style; None where the style says nothing."""

    name: str = ""
    bold: bool | None = None
    centred: bool | None = None
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None


def read_styles(root: Node | None) -> dict[str, Style]:
    """Paragraph styles by id with what they inherit filled in."""
    nodes = {} if root is None else {node.get(W + "styleId", ""): node for node in root.iter(W + "style")}
    return {style_id: _style(nodes, style_id, 0) for style_id in nodes}


def _style(nodes: dict[str, Node], style_id: str, depth: int) -> Style:
    node = nodes.get(style_id)
    if node is None or depth > 12:
        return Style()
    base = _style(nodes, value(node, "basedOn") or "", depth + 1)
    paragraph, run = node.find(W + "pPr"), node.find(W + "rPr")
    own = paragraph_settings(paragraph)
    bold = switched_on(run, "b")
    return Style(
        name=value(node, "name") or "",
        bold=base.bold if bold is None else bold,
        centred=base.centred if own.centred is None else own.centred,
        outline=base.outline if own.outline is None else own.outline,
        list_id=own.list_id or base.list_id,
        list_level=base.list_level if own.list_level is None else own.list_level,
    )


def paragraph_settings(properties: Node | None) -> Style:
    """What a w:pPr itself sets."""
    alignment, outline = value(properties, "jc"), value(properties, "outlineLvl")
    numbered = properties.find(W + "numPr") if properties is not None else None
    level = value(numbered, "ilvl")
    return Style(
        centred=None if alignment is None else alignment == "center",
        outline=int(outline) if outline and outline.isdecimal() else None,
        list_id=value(numbered, "numId"),
        list_level=int(level) if level and level.isdecimal() else None,
    )


def read_numbering(root: Node | None) -> Numbering:
    """Lists of numbering.xml; lists of one abstract definition share their counter."""
    if root is None:
        return Numbering()
    abstract = {node.get(W + "abstractNumId", ""): _levels(node) for node in root.iter(W + "abstractNum")}
    numbering = Numbering()
    for node in root.iter(W + "num"):
        list_id, shared = node.get(W + "numId", ""), value(node, "abstractNumId") or ""
        numbering.lists[list_id] = (shared, abstract.get(shared, {}))
        for override in node.iter(W + "lvlOverride"):
            start = value(override, "startOverride")
            if start and start.isdecimal():
                numbering.restarts[(list_id, int(override.get(W + "ilvl", "0")))] = int(start)
    return numbering


def _levels(node: Node) -> dict[int, Level]:
    levels = {}
    for child in node.iter(W + "lvl"):
        start = value(child, "start") or "1"
        levels[int(child.get(W + "ilvl", "0"))] = Level(
            value(child, "numFmt") or "decimal", value(child, "lvlText") or "", int(start) if start.isdecimal() else 1
        )
    return levels
