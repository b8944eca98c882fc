"""Where a node stands in the tree. Raises: Refused when a colleague's correction took it away."""

from __future__ import annotations

from yizheng.kernel.errors import Refused
from yizheng.plan.importing.draft import Draft, Item, Part, Row, Section, Topic

GONE = "这一条已经不在了，可能刚被合并或改过。请看过现在的内容，再办一次。"


def item_place(draft: Draft, item_id: str) -> tuple[Section, int]:
    """Return the section of an item and its place there."""
    for section in draft.sections():
        for index, item in enumerate(section.items):
            if item.id == item_id:
                return section, index
    raise Refused("gone", GONE)


def item_of(draft: Draft, item_id: str) -> Item:
    """Return an item."""
    section, index = item_place(draft, item_id)
    return section.items[index]


def section_place(draft: Draft, section_id: str) -> tuple[Part, int]:
    """Return the part of a section and its place there."""
    for part in draft.parts:
        for index, section in enumerate(part.sections):
            if section.id == section_id:
                return part, index
    raise Refused("gone", GONE)


def section_of(draft: Draft, section_id: str) -> Section:
    """Return a section."""
    part, index = section_place(draft, section_id)
    return part.sections[index]


def part_of(draft: Draft, part_id: str) -> Part:
    """Return a part."""
    for part in draft.parts:
        if part.id == part_id:
            return part
    raise Refused("gone", GONE)


def row_of(draft: Draft, row_id: str) -> Row:
    """Return a task row."""
    for row in draft.tasks:
        if row.id == row_id:
            return row
    raise Refused("gone", GONE)


def topic_of(draft: Draft, topic_id: str) -> Topic:
    """Return a topic."""
    for topic in draft.topics:
        if topic.id == topic_id:
            return topic
    raise Refused("gone", GONE)


def node_of(draft: Draft, node_id: str) -> Part | Section | Item:
    """Return a part, section or item."""
    for node in draft.nodes():
        if node.id == node_id:
            return node
    raise Refused("gone", GONE)
