"""The items of a section: by their numbers, by short headings, by leads, or the whole section as one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from yizheng.plan.parsing.numbering import RANK, Mark
from yizheng.plan.parsing.paragraphs import Paragraph, joined_text, spanning
from yizheng.plan.parsing.titles import lead_title, split_title
from yizheng.plan.parsing.tree import Item, Span, Warned, squeezed

WEAK = frozenset({"arabic_half", "arabic_paren", "circled", "ordinal", "shi"})
"""Styles that more often enumerate within a text than number the items of a plan."""
GAP = "编号从{before}跳到{after}，请对照原文核对。"


@dataclass
class Node:
    """A heading with the paragraphs up to the next heading of its level."""

    head: Paragraph
    mark: Mark | None
    body: list[Paragraph] = field(default_factory=list)
    group: str | None = None

    @property
    def span(self) -> Span:
        return spanning([self.head, *self.body])


@dataclass
class ItemReader:
    """Reads section after section; numbers may go on from one section to the next."""

    warnings: list[Warned] = field(default_factory=list)
    reached: Counter[str] = field(default_factory=Counter)

    def read(self, body: list[Paragraph], title: str | None, *, inner: bool = False) -> tuple[str, list[Item]]:
        """
        The text before the first item, and the items; `title` names an item that is the whole section.

        `inner` text stands under a short heading: there 一是 and （1） only enumerate within the text.
        """
        style, groups = item_style(body)
        if style is not None and not (inner and style in WEAK):
            intro, nodes = self.numbered(body, style, groups)
            if nodes:
                return joined_text(intro), [_item(node) for node in nodes]
        return unnumbered_items(body, title)

    def numbered(
        self, body: Sequence[Paragraph], style: str, groups: frozenset[str]
    ) -> tuple[list[Paragraph], list[Node]]:
        """Cut at the items; numbers go on from the section before, or start again at 1 with a section or group."""
        intro: list[Paragraph] = []
        nodes: list[Node] = []
        path: list[Paragraph] = []
        unused: list[Paragraph] = []
        for part in body:
            mark = part.mark
            if mark and mark.style in groups and not part.is_prose:
                path, unused = [*_above(path, mark), part], [*unused, part]
            elif mark and mark.style == style and self._fits(mark.value, style, fresh=bool(unused) or not nodes):
                self._reach(part, mark, fresh=bool(unused) or not nodes)
                nodes.append(Node(part, mark, group="｜".join(squeezed(head.text) for head in path) or None))
                unused = []
            else:
                (nodes[-1].body if nodes else intro).extend([*unused, part])
                unused = []
        (nodes[-1].body if nodes else intro).extend(unused)
        return intro, nodes

    def _fits(self, value: int, style: str, *, fresh: bool) -> bool:
        reached = self.reached[style]
        return value > reached or (fresh and (value == 1 or reached == 0))

    def _reach(self, part: Paragraph, mark: Mark, *, fresh: bool) -> None:
        before = self.reached[mark.style]
        if mark.value > before + 1 and not (fresh and before == 0):
            message = GAP.format(before=before, after=mark.value)
            self.warnings.append(Warned("gap", part.first, message, part.text[:40]))
        self.reached[mark.style] = mark.value


def _above(path: list[Paragraph], mark: Mark) -> list[Paragraph]:
    """The group headings of a higher style than the new one."""
    return [head for head in path if head.mark and RANK.index(head.mark.style) < RANK.index(mark.style)]


def item_style(body: Sequence[Paragraph]) -> tuple[str | None, frozenset[str]]:
    """The highest style that carries text, and the styles above it whose bare headings only group."""
    present = [style for style in RANK if _is_present(body, style)]
    groups: set[str] = set()
    for style, deeper in zip(present, [*present[1:], None], strict=False):
        if deeper is None or not _only_groups(body, style, deeper):
            return style, frozenset(groups)
        groups.add(style)
    return None, frozenset()


def _is_present(body: Sequence[Paragraph], style: str) -> bool:
    """Whether a style numbers paragraphs here; weak ones have to count on."""
    values = [part.mark.value for part in body if part.mark and part.mark.style == style]
    return values[1:2] == [values[0] + 1] if style in WEAK and values else bool(values)


def _only_groups(body: Sequence[Paragraph], style: str, deeper: str) -> bool:
    """Whether every heading of a style is directly followed by one of the deeper style."""
    heads = [(part, below) for part, below in pairwise(body) if part.mark and part.mark.style == style]
    last_is_head = bool(body) and body[-1].mark is not None and body[-1].mark.style == style
    return bool(heads) and not last_is_head and all(_groups(part, below, deeper) for part, below in heads)


def _groups(part: Paragraph, below: Paragraph, deeper: str) -> bool:
    return not part.is_prose and below.mark is not None and below.mark.style == deeper


def _item(node: Node) -> Item:
    mark = node.mark
    head = node.head.without(mark.start) if mark else node.head
    title, text = split_title(head)
    body = joined_text([Paragraph(text, head.first, head.last), *node.body])
    return Item(mark.value if mark else None, mark.raw if mark else None, title, body, node.span, node.group)


def unnumbered_items(body: list[Paragraph], title: str | None) -> tuple[str, list[Item]]:
    """Items of a section without numbers: by short headings, by leads, else the whole section is one."""
    if not body:
        return "", []
    heads = headings(body)
    if heads:
        return joined_text(body[: heads[0]]), [_headed_item(group) for group in grouped(body, heads)]
    if len(body) > 1 and all(map(lead_title, body)):
        return "", [lead_item([part]) for part in body]
    return "", [Item(None, None, title, joined_text(body), spanning(body))]


def headings(body: Sequence[Paragraph]) -> list[int]:
    """Short lines without a full stop that stand above running text."""
    return [index for index, part in enumerate(body) if _is_heading(body, index, part)]


def _is_heading(body: Sequence[Paragraph], index: int, part: Paragraph) -> bool:
    if part.mark or not part.is_short_line or part.ends or index + 1 >= len(body):
        return False
    above = body[index - 1] if index else None
    if above is not None and not (above.ends or above.is_short_line or above.plain[-1:] == "："):
        return False
    return len(part.plain) >= 3 and not re.search(r"[:：]", part.plain)


def grouped(body: Sequence[Paragraph], heads: list[int]) -> Iterator[list[Paragraph]]:
    """The paragraphs from each head up to the next one."""
    for start, stop in zip(heads, [*heads[1:], len(body)], strict=True):
        yield list(body[start:stop])


def _headed_item(group: list[Paragraph]) -> Item:
    return Item(None, None, heading_title(group[0]), joined_text(group[1:]), spanning(group))


def heading_title(part: Paragraph) -> str:
    return split_title(part)[0] or part.plain


def lead_item(group: list[Paragraph]) -> Item:
    """An item whose first paragraph begins with its title."""
    title, text = split_title(group[0])
    body = joined_text([Paragraph(text, group[0].first, group[0].last), *group[1:]])
    return Item(None, None, title, body, spanning(group))
