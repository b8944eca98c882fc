"""
Corrections of the tree's shape: split, join, move, heading and back. No word of the document is ever lost.

Each changes the draft it is given. Raises: Refused with a sentence; the caller keeps the old tree then.
"""

from __future__ import annotations

from yizheng.kernel.errors import Refused
from yizheng.plan.importing.draft import Draft, Item, Part, Row, Section, Topic
from yizheng.plan.importing.places import (
    item_place,
    node_of,
    section_of,
    section_place,
)
from yizheng.plan.importing.printed import joined, printed_item, printed_section, read_item, read_section

NOTHING_TO_SPLIT = "这里前后有一边没有文字，不用拆。"
NO_NODE_BEFORE = "前面没有可以并入的条目。请先把它移到别的部分。"
NO_SECTION_BEFORE = "这是第一个部分，前面没有可以放这些条目的部分。"
FIRST = "已经是第一条。"
LAST = "已经是最后一条。"
ITEM_HERE = "序言里只能起一个新的部分，不能起条目。"


def split_item(draft: Draft, item_id: str, position: int) -> None:
    """Begin a new item at a character of the item's text."""
    section, index = item_place(draft, item_id)
    item = section.items[index]
    new = read_item(draft, _cut(item, position))
    new.group = item.group
    _same_lines(item, new)
    section.items.insert(index + 1, new)


def start_section(draft: Draft, node_id: str, position: int) -> None:
    """Begin a new section at a character of a text: the rest of it and what follows go there."""
    if node_id == "preamble":
        _start_after_preamble(draft, position)
        return
    node = node_of(draft, node_id)
    if isinstance(node, Item):
        _start_in_item(draft, node, position)
    elif isinstance(node, Section):
        _start_in_section(draft, node, position)
    else:
        _start_in_part(draft, node, position)


def _start_after_preamble(draft: Draft, position: int) -> None:
    text = draft.head.preamble
    section = read_section(draft, _rest(text, position))
    draft.head.preamble = text[:position].strip()
    _first_part(draft).sections.insert(0, section)


def _start_in_item(draft: Draft, item: Item, position: int) -> None:
    section, index = item_place(draft, item.id)
    part, place = section_place(draft, section.id)
    new = read_section(draft, _cut(item, position))
    new.items = section.items[index + 1 :]
    section.items = section.items[: index + 1]
    _insert(part, place + 1, new, item)


def _start_in_section(draft: Draft, section: Section, position: int) -> None:
    part, place = section_place(draft, section.id)
    new = read_section(draft, _cut(section, position))
    new.items, section.items = section.items, []
    _insert(part, place + 1, new, section)


def _start_in_part(draft: Draft, part: Part, position: int) -> None:
    _insert(part, 0, read_section(draft, _cut(part, position)), part)


def start_item(draft: Draft, node_id: str, position: int) -> None:
    """Begin an item at a character of the text of an item or below a heading."""
    if node_id == "preamble":
        raise Refused("no_place", ITEM_HERE)
    node = node_of(draft, node_id)
    if isinstance(node, Part):
        raise Refused("no_place", ITEM_HERE)
    if isinstance(node, Item):
        split_item(draft, node.id, position)
        return
    node.items.insert(0, read_item(draft, _cut(node, position, may_be_all=True)))
    _same_lines(node, node.items[0])


def item_to_section(draft: Draft, item_id: str) -> None:
    """Make an item the heading of a new section; the items after it follow it there."""
    section, index = item_place(draft, item_id)
    part, place = section_place(draft, section.id)
    item = section.items[index]
    text = joined(_group_words(draft, item), _below_heading(item))
    new = Section(draft.new_id(), item.number_raw.strip("、.．（）() "), item.heading, text)
    new.items = section.items[index + 1 :]
    section.items = section.items[:index]
    _insert(part, place + 1, new, item)
    _forget(draft, item_id)


def _below_heading(item: Item) -> str:
    return item.text if item.title else item.text[len(item.heading) :]


def section_to_item(draft: Draft, section_id: str) -> None:
    """Make a heading an item of the section before it, and its items too."""
    part, place = section_place(draft, section_id)
    before, section = _section_before(part, place), part.sections[place]
    number = f"{section.number}、" if section.number else ""
    item = Item(draft.new_id(), number, section.title, section.text)
    _same_lines(section, item)
    before.items += [item, *section.items]
    del part.sections[place]


def section_to_text(draft: Draft, section_id: str) -> None:
    """Say that a line is no heading: it joins the text before it, its items the section before."""
    part, place = section_place(draft, section_id)
    before, section = _section_before(part, place), part.sections[place]
    _append(before.items[-1] if before.items else before, printed_section(section), section.last_line)
    before.items += section.items
    del part.sections[place]


def merge_with_previous(draft: Draft, item_id: str) -> None:
    """Make an item a paragraph of the item before it; what served it serves that one."""
    section, index = item_place(draft, item_id)
    if index == 0:
        raise Refused("no_place", NO_NODE_BEFORE)
    item, before = section.items[index], section.items[index - 1]
    words = "" if item.group == before.group else _group_words(draft, item)
    _append(before, joined(words, printed_item(item)), item.last_line)
    del section.items[index]
    _forget(draft, item.id, before.id)


def not_an_item(draft: Draft, item_id: str) -> None:
    """Say that a paragraph is no item (不是条目): it joins the node before it."""
    section, index = item_place(draft, item_id)
    if index:
        merge_with_previous(draft, item_id)
        return
    item = section.items[0]
    _append(section, joined(_group_words(draft, item), printed_item(item)), item.last_line)
    del section.items[0]
    _forget(draft, item_id)


def move_item(draft: Draft, item_id: str, step: int) -> None:
    """Move an item one place up (-1) or down (1), over a heading where it stands at the edge."""
    section, index = item_place(draft, item_id)
    if 0 <= index + step < len(section.items):
        section.items.insert(index + step, section.items.pop(index))
        return
    neighbour = _neighbour(draft, section, step)
    neighbour.items.insert(len(neighbour.items) if step < 0 else 0, section.items.pop(index))


def move_item_to(draft: Draft, item_id: str, section_id: str) -> None:
    """Move an item to the end of another section."""
    target = section_of(draft, section_id)
    section, index = item_place(draft, item_id)
    target.items.append(section.items.pop(index))


def put_back(draft: Draft, line: int, place: int = 0) -> None:
    """Put a line that was taken out back into the text, after the node that stands before it."""
    removed = [each for each in draft.removed if each["line"] == line]
    if len(removed) <= place:
        raise Refused("gone", "这一行已经放回去了。")
    node = _node_before(draft, line)
    if node is None:
        draft.head.preamble = joined(draft.head.preamble, removed[place]["text"])
    else:
        _append(node, removed[place]["text"], line)
    draft.removed.remove(removed[place])


def _node_before(draft: Draft, line: int) -> Part | Section | Item | None:
    """The node nearest above the line; a part without a line of its own is none."""
    before = [node for node in draft.nodes() if 0 < node.first_line <= line]
    return max(before, key=lambda node: node.first_line, default=None)


def _neighbour(draft: Draft, section: Section, step: int) -> Section:
    sections = draft.sections()
    place = [each.id for each in sections].index(section.id) + step
    if not 0 <= place < len(sections):
        raise Refused("no_place", FIRST if step < 0 else LAST)
    return sections[place]


def _section_before(part: Part, place: int) -> Section:
    if place == 0:
        raise Refused("no_place", NO_SECTION_BEFORE)
    return part.sections[place - 1]


def _first_part(draft: Draft) -> Part:
    if not draft.parts:
        draft.parts.append(Part(draft.new_id(), year=draft.head.year))
    return draft.parts[0]


def _append(node: Part | Section | Item, text: str, last_line: int) -> None:
    node.text = joined(node.text, text)
    node.last_line = max(node.last_line, last_line)


def _group_words(draft: Draft, item: Item) -> str:
    """Return the smaller heading above an item if the item is the last to carry it; it must not go with it."""
    if sum(each.group == item.group for each in draft.items()) > 1:
        return ""
    return item.group.replace("｜", "\n")


def _cut(node: Part | Section | Item, position: int, *, may_be_all: bool = False) -> str:
    """Take the text from a character on out of a node. Nothing may be left empty by it."""
    rest = _rest(node.text, position)
    before = node.text[:position].strip()
    has_more = bool(before) or may_be_all or bool(node.title)
    if not has_more:
        raise Refused("nothing_to_split", NOTHING_TO_SPLIT)
    node.text = before
    return rest


def _rest(text: str, position: int) -> str:
    rest = text[position:].strip() if position >= 0 else ""
    if not rest:
        raise Refused("nothing_to_split", NOTHING_TO_SPLIT)
    return rest


def _insert(part: Part, place: int, section: Section, origin: Part | Section | Item) -> None:
    _same_lines(origin, section)
    part.sections.insert(place, section)


def _same_lines(origin: Part | Section | Item, new: Section | Item) -> None:
    """A node made of another's text stands on its lines: the document marks no finer place."""
    new.first_line, new.last_line = origin.first_line, origin.last_line


def _forget(draft: Draft, item_id: str, instead: str = "") -> None:
    """Let what served an item serve another one, or none."""
    servings: list[Row | Topic] = [*draft.tasks, *draft.topics]
    for serving in servings:
        if serving.item == item_id:
            serving.item = instead
            serving.item_reason = serving.item_reason if instead else ""
