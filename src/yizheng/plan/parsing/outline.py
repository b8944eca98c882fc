"""The body: preamble, sections and items, from the numbers and headings of the paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from yizheng.plan.parsing.numbering import RANK, Mark
from yizheng.plan.parsing.paragraphs import Paragraph, joined_text, spanning
from yizheng.plan.parsing.titles import lead_title, split_title
from yizheng.plan.parsing.tree import Item, Section, Span, Warned, squeezed

SECTION_STYLES = ("part", "cn", "cn_paren")
GAP = "编号从{before}跳到{after}，请对照原文核对。"


@dataclass
class Outline:
    """Text before the first section, and the sections."""

    preamble: list[Paragraph] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)


@dataclass
class Node:
    """A heading with the paragraphs up to the next heading of its level."""

    head: Paragraph
    mark: Mark | None
    body: list[Paragraph] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return spanning([self.head, *self.body])


def read_outline(paragraphs: Sequence[Paragraph], above: tuple[str, ...] = ()) -> Outline:
    """
    Sections and items of a text; `above` names number styles that are used up by the parts around it.

    Sections are the highest style of number there is; items are the next one that carries text of its own.
    Where nothing is numbered, short lines without a full stop are the headings.
    """
    outline = Outline()
    style = _section_style(paragraphs, above)
    if style is None:
        _read_unnumbered(outline, list(paragraphs))
        return outline
    outline.preamble, nodes = _cut(paragraphs, style, outline.warnings)
    counter = Counter[str]()
    for node in nodes:
        outline.sections.append(_section(node, counter, outline.warnings))
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
    assert part.mark is not None
    last = nodes[-1].mark.value if nodes and nodes[-1].mark else 0
    if part.mark.value <= last:
        return False
    if part.mark.value > last + 1 and nodes:
        warnings.append(Warned("gap", part.first, GAP.format(before=last, after=part.mark.value), part.text[:40]))
    return True


def _section(node: Node, counter: Counter[str], warnings: list[Warned]) -> Section:
    assert node.mark is not None
    title, text = split_title(node.head.without(node.mark.start))
    section = Section(node.mark.label, title or squeezed(text), node.span)
    body = list(node.body)
    if title is not None and text:
        body.insert(0, Paragraph(text, node.head.first, node.head.last))
    section.text, section.items = _items(body, section.title, counter, warnings)
    return section


def _items(
    body: list[Paragraph], title: str | None, counter: Counter[str], warnings: list[Warned]
) -> tuple[str, list[Item]]:
    style = _item_style(body)
    if style is not None:
        intro, nodes = _numbered(body, style, counter, warnings)
        if nodes:
            return _with_intro(intro, nodes, style)
    return _unnumbered_items(body, title)


def _with_intro(intro: list[Paragraph], nodes: list[Node], style: str) -> tuple[str, list[Item]]:
    return joined_text(intro), [_item(node) for node in nodes]


def _item_style(body: list[Paragraph]) -> str | None:
    """The highest style that carries text; a style of bare headings above another one only groups."""
    present = [style for style in RANK if any(part.mark and part.mark.style == style for part in body)]
    for style, deeper in zip(present, [*present[1:], None], strict=False):
        if deeper is None or not _only_groups(body, style, deeper):
            return style
    return None


def _only_groups(body: list[Paragraph], style: str, deeper: str) -> bool:
    """Whether every heading of a style is directly followed by one of the deeper style."""
    pairs = list(pairwise(body))
    heads = [(part, below) for part, below in pairs if part.mark and part.mark.style == style]
    return bool(heads) and all(
        not part.is_prose and below.mark is not None and below.mark.style == deeper for part, below in heads
    )


def _numbered(
    body: list[Paragraph], style: str, counter: Counter[str], warnings: list[Warned]
) -> tuple[list[Paragraph], list[Node]]:
    """Cut a section at its items; numbers go on from the section before, or start again at 1."""
    intro: list[Paragraph] = []
    nodes: list[Node] = []
    for part in body:
        if part.mark and part.mark.style == style and _fits(part.mark.value, nodes, counter[style]):
            _warn_gap(part, nodes, counter[style], warnings)
            counter[style] = part.mark.value
            nodes.append(Node(part, part.mark))
        else:
            (nodes[-1].body if nodes else intro).append(part)
    return intro, nodes


def _fits(value: int, nodes: list[Node], reached: int) -> bool:
    if nodes:
        return value > reached
    return value == 1 or value > reached or reached == 0


def _warn_gap(part: Paragraph, nodes: list[Node], reached: int, warnings: list[Warned]) -> None:
    value = part.mark.value if part.mark else 0
    if value > reached + 1 and (nodes or reached):
        warnings.append(Warned("gap", part.first, GAP.format(before=reached, after=value), part.text[:40]))


def _item(node: Node) -> Item:
    mark = node.mark
    head = node.head.without(mark.start) if mark else node.head
    title, text = split_title(head)
    body = joined_text([Paragraph(text, head.first, head.last), *node.body])
    return Item(mark.value if mark else None, mark.raw if mark else None, title, body, node.span)


def _unnumbered_items(body: list[Paragraph], title: str | None) -> tuple[str, list[Item]]:
    """Items of a section without numbers: by short headings, by leads, else the whole section is one."""
    if not body:
        return "", []
    heads = headings(body)
    if heads:
        intro = body[: heads[0]]
        return joined_text(intro), [_headed_item(group) for group in _grouped(body, heads)]
    leads = [lead_title(part) for part in body]
    if len(body) > 1 and all(leads):
        return "", [_lead_item(part) for part in body]
    return "", [Item(None, None, title, joined_text(body), spanning(body))]


def headings(body: Sequence[Paragraph]) -> list[int]:
    """Short lines without a full stop that stand above running text."""
    return [index for index, part in enumerate(body) if _is_heading(body, index, part)]


def _is_heading(body: Sequence[Paragraph], index: int, part: Paragraph) -> bool:
    if part.mark or not part.is_short_line or part.ends or index + 1 >= len(body):
        return False
    if index and not (body[index - 1].ends or body[index - 1].is_short_line or body[index - 1].plain[-1:] == "："):
        return False
    return len(part.plain) >= 3 and not re.search(r"[:：]", part.plain)


def _grouped(body: Sequence[Paragraph], heads: list[int]) -> Iterator[list[Paragraph]]:
    for start, stop in zip(heads, [*heads[1:], len(body)], strict=True):
        yield list(body[start:stop])


def _headed_item(group: list[Paragraph]) -> Item:
    title, _ = split_title(group[0])
    return Item(None, None, title or group[0].plain, joined_text(group[1:]), spanning(group))


def _lead_item(part: Paragraph) -> Item:
    title, text = split_title(part)
    return Item(None, None, title, text, part.span)


def _read_unnumbered(outline: Outline, paragraphs: list[Paragraph]) -> None:
    """No section numbers: numbered items alone, or short headings, or nothing but text."""
    style = _item_style(paragraphs)
    if style is not None and _starts_with_one(paragraphs, style):
        intro, nodes = _numbered(paragraphs, style, Counter(), outline.warnings)
        outline.preamble = intro
        items = [_item(node) for node in nodes]
        outline.sections = [Section(None, None, spanning([node.head for node in nodes]), items=items)] if items else []
        return
    heads = headings(paragraphs)
    if not heads:
        _read_leads(outline, paragraphs)
        return
    outline.preamble = paragraphs[: heads[0]]
    for group in _over(paragraphs, heads):
        outline.sections.append(_headed_section(group))


def _read_leads(outline: Outline, paragraphs: list[Paragraph]) -> None:
    """Paragraphs that begin with a short sentence in the manner of a heading; fewer than two are only text."""
    heads = [index for index, part in enumerate(paragraphs) if lead_title(part)]
    if len(heads) < 2 or len(heads) * 2 < len(paragraphs) - heads[0]:
        outline.preamble = paragraphs
        return
    outline.preamble = paragraphs[: heads[0]]
    for group in _grouped(paragraphs, heads):
        title, text = split_title(group[0])
        body = joined_text([Paragraph(text, group[0].first, group[0].last), *group[1:]])
        outline.sections.append(
            Section(None, title, spanning(group), items=[Item(None, None, title, body, spanning(group))])
        )


def _starts_with_one(paragraphs: list[Paragraph], style: str) -> bool:
    values = [part.mark.value for part in paragraphs if part.mark and part.mark.style == style]
    return len(values) > 1 and values[0] == 1


def _over(body: list[Paragraph], heads: list[int]) -> Iterator[list[Paragraph]]:
    """Groups under upper headings: a heading directly under another one belongs to it."""
    doubled = any(second == first + 1 for first, second in pairwise(heads))
    upper = heads
    if doubled:
        upper = [head for head in heads if head + 1 in heads]
        upper = upper if upper[0] == heads[0] else heads
    yield from _grouped(body, upper)


def _headed_section(group: list[Paragraph]) -> Section:
    title, _ = split_title(group[0])
    name = title or group[0].plain
    text, items = _unnumbered_section(group[1:], name)
    return Section(None, name, spanning(group), text, items)


def _unnumbered_section(body: list[Paragraph], name: str) -> tuple[str, list[Item]]:
    counter, warnings = Counter[str](), list[Warned]()
    style = _item_style(body)
    if style is not None and _starts_with_one(body, style):
        intro, nodes = _numbered(body, style, counter, warnings)
        return joined_text(intro), [_item(node) for node in nodes]
    if headings(body):
        return _unnumbered_items(body, name)
    return "", [Item(None, None, name, joined_text(body), spanning(body))] if body else []
