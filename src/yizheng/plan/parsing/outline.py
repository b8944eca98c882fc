"""The body: preamble, sections and items, from the numbers and headings of the paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from yizheng.plan.parsing.items import (
    GAP,
    ItemReader,
    Node,
    grouped,
    heading_title,
    headings,
    item_style,
    lead_item,
)
from yizheng.plan.parsing.paragraphs import Paragraph, spanning
from yizheng.plan.parsing.titles import lead_title, split_title
from yizheng.plan.parsing.tree import Section, Warned, squeezed

SECTION_STYLES = ("part", "cn", "cn_paren")


@dataclass
class Outline:
    """Text before the first section, and the sections."""

    preamble: list[Paragraph] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)


def read_outline(paragraphs: Sequence[Paragraph], above: tuple[str, ...] = ()) -> Outline:
    """
    Sections and items of a text; `above` names number styles that are used up by the parts around it.

    Sections are the highest style of number there is; items are the next one that carries text of its own.
    Where nothing is numbered, short lines without a full stop are the headings.
    """
    outline = Outline()
    reader = ItemReader(outline.warnings)
    style = _section_style(paragraphs, above)
    if style is None:
        _read_without_section_numbers(outline, list(paragraphs), reader)
        return outline
    outline.preamble, nodes = _cut(paragraphs, style, outline.warnings)
    outline.sections = [_section(node, reader) for node in nodes]
    return outline


def _section_style(paragraphs: Sequence[Paragraph], above: tuple[str, ...]) -> str | None:
    styles = {part.mark.style for part in paragraphs if part.mark}
    for style in SECTION_STYLES:
        if style in styles and style not in above:
            return style if style != "cn_paren" or _headings_only(paragraphs) else None
    return None


def _headings_only(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the （一） lines are bare headings rather than items with their text."""
    marked = [part for part in paragraphs if part.mark and part.mark.style == "cn_paren"]
    return sum(not part.is_prose for part in marked) * 2 > len(marked)


def _cut(paragraphs: Sequence[Paragraph], style: str, warnings: list[Warned]) -> tuple[list[Paragraph], list[Node]]:
    """Everything before the first heading of a style, and the headings with what follows them."""
    before: list[Paragraph] = []
    nodes: list[Node] = []
    for part in paragraphs:
        if part.mark and part.mark.style == style and _is_next(nodes, part, warnings):
            nodes.append(Node(part, part.mark))
        else:
            (nodes[-1].body if nodes else before).append(part)
    return before, nodes


def _is_next(nodes: list[Node], part: Paragraph, warnings: list[Warned]) -> bool:
    """The next number, or a later one with a warning; going back is no heading."""
    value = part.mark.value if part.mark else 0
    last = nodes[-1].mark.value if nodes and nodes[-1].mark else 0
    if value <= last:
        return False
    if value > last + 1 and nodes:
        warnings.append(Warned("gap", part.first, GAP.format(before=last, after=value), part.text[:40]))
    return True


def _section(node: Node, reader: ItemReader) -> Section:
    start, label = (node.mark.start, node.mark.label) if node.mark else (0, None)
    title, text = split_title(node.head.without(start))
    section = Section(label, title or squeezed(text), node.span)
    body = list(node.body)
    if title is not None and text:
        body.insert(0, Paragraph(text, node.head.first, node.head.last))
    section.text, section.items = reader.read(body, section.title)
    return section


def _read_without_section_numbers(outline: Outline, paragraphs: list[Paragraph], reader: ItemReader) -> None:
    """Short headings, with or without numbered items under them; numbered items alone; or leads."""
    heads = headings(paragraphs)
    style, _ = item_style(paragraphs)
    if style is not None and _starts_with_one(paragraphs, style) and not _lead_to_numbers(paragraphs, heads):
        _read_items_alone(outline, paragraphs, reader)
    elif heads:
        outline.preamble = paragraphs[: heads[0]]
        outline.sections = [_headed_section(group, reader) for group in _over(paragraphs, heads)]
    else:
        _read_leads(outline, paragraphs)


def _lead_to_numbers(paragraphs: list[Paragraph], heads: list[int]) -> bool:
    """Whether the short lines are headings of numbered items: a number follows more than one of them."""
    return sum(paragraphs[head + 1].mark is not None for head in heads) > 1


def _starts_with_one(paragraphs: list[Paragraph], style: str) -> bool:
    values = [part.mark.value for part in paragraphs if part.mark and part.mark.style == style]
    return len(values) > 1 and values[0] == 1


def _read_items_alone(outline: Outline, paragraphs: list[Paragraph], reader: ItemReader) -> None:
    """Numbered items without any section: one section without number and title."""
    style, groups = item_style(paragraphs)
    first = next(i for i, part in enumerate(paragraphs) if part.mark and part.mark.style in {style, *groups})
    outline.preamble = paragraphs[:first]
    text, items = reader.read(paragraphs[first:], None)
    outline.sections = [Section(None, None, spanning(paragraphs[first:]), text, items)]


def _read_leads(outline: Outline, paragraphs: list[Paragraph]) -> None:
    """Paragraphs that begin with a short sentence in the manner of a heading; fewer than two are only text."""
    heads = [index for index, part in enumerate(paragraphs) if lead_title(part)]
    if len(heads) < 2 or len(heads) * 2 < len(paragraphs) - heads[0]:
        outline.preamble = paragraphs
        return
    outline.preamble = paragraphs[: heads[0]]
    for group in grouped(paragraphs, heads):
        item = lead_item(group)
        outline.sections.append(Section(None, item.title, item.span, items=[item]))


def _over(body: list[Paragraph], heads: list[int]) -> Iterator[list[Paragraph]]:
    """Groups under upper headings: a heading directly under another one belongs to it."""
    upper = heads
    if any(second == first + 1 for first, second in pairwise(heads)):
        upper = [head for head in heads if head + 1 in heads]
        upper = upper if upper[0] == heads[0] else heads
    yield from grouped(body, upper)


def _headed_section(group: list[Paragraph], reader: ItemReader) -> Section:
    name = heading_title(group[0])
    text, items = reader.read(group[1:], name, inner=True)
    return Section(None, name, spanning(group), text, items)
