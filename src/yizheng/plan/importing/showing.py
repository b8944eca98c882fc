"""The tree in words: the heading, the months of a row, the lines of the document, where a text can be cut."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from yizheng.plan.enums import SectionKind
from yizheng.plan.importing.attention import OpenName, looks, names_to_settle
from yizheng.plan.importing.draft import Draft, Item, Json, Part, Row, Section, Target, Topic
from yizheng.plan.suggesting import Confidence

PREVIEW_CHARS = 26
NO_MONTH = "没写月份"
_STOPS = re.compile(r"(?<=[。！？；\n])\s*")
_NAMES_SHOWN = 3


@dataclass(frozen=True)
class ShownLine:
    """A line of the document as read; `why` says why it was taken out, empty when it was not."""

    number: int
    text: str
    why: str = ""


@dataclass(frozen=True)
class Cut:
    """A place where a text can be cut: the characters before it, and how the rest begins."""

    position: int
    begins: str


@dataclass(frozen=True)
class ShownRow:
    """A task row with the words around it."""

    row: Row
    when: str
    item: str
    confidence: str


@dataclass(frozen=True)
class ShownTopic:
    """A topic with the item it serves."""

    topic: Topic
    item: str


@dataclass(frozen=True)
class ShownName:
    """A name to settle, with the rows it stands in."""

    name: OpenName
    reason: str
    rows: str
    choices: tuple[Target, ...]


def heading(draft: Draft) -> str:
    """Return the sentence about the state of the import: 读出 5 个部分、16 项、35 个任务；有 3 处请您看一眼。"""
    open_places = len(looks(draft)) + len(names_to_settle(draft))
    end = f"有 {open_places} 处请您看一眼" if open_places else "没有要改的地方"
    return f"{counts(draft)}；{end}"


def counts(draft: Draft) -> str:
    """Return what was understood in numbers."""
    sections, items = len(draft.sections()), len(draft.items())
    words = [f"{sections} 个部分", f"{items} 项", _tasks(draft)]
    if draft.topics:
        words.append(f"{len(draft.taken_topics())} 个课题")
    return "读出 " + "、".join(words)


def _tasks(draft: Draft) -> str:
    taken = len(draft.taken_tasks())
    if draft.is_proposed:
        return f"拟出 {len(draft.tasks)} 个任务，已勾选 {taken} 个"
    return f"{taken} 个任务"


def when(row: Row) -> str:
    """Return the months of a row: 3月, 4—10月, 全年."""
    months = row.months
    if months.all_year:
        return "全年"
    if months.first is None:
        return NO_MONTH
    return f"{months.first}月" if months.first == months.last else f"{months.first}—{months.last}月"


def item_label(item: Item) -> str:
    """Return an item for a list of choices: number as printed and heading."""
    return f"{item.number_raw}{item.heading}"


def item_choices(draft: Draft) -> list[tuple[str, str]]:
    """Return the items a task can serve, by id."""
    return [(item.id, item_label(item)) for item in draft.planned_items()]


def section_choices(draft: Draft) -> list[tuple[str, str]]:
    """Return the sections an item can be moved to, by id."""
    return [(section.id, section.label) for section in draft.sections()]


def shown_rows(draft: Draft) -> list[ShownRow]:
    """Return the task rows in their order."""
    labels = {item.id: item_label(item) for item in draft.items()}
    return [
        ShownRow(row, when(row), labels.get(row.item, ""), Confidence(row.confidence).label if row.confidence else "")
        for row in draft.tasks
    ]


def shown_topics(draft: Draft) -> list[ShownTopic]:
    """Return the topics in their order."""
    labels = {item.id: item_label(item) for item in draft.items()}
    return [ShownTopic(topic, labels.get(topic.item, "")) for topic in draft.topics]


def shown_names(draft: Draft) -> list[ShownName]:
    """Return the names to settle, each with why and where."""
    return [_shown_name(name) for name in names_to_settle(draft)]


def _shown_name(name: OpenName) -> ShownName:
    contents = [f"{when(row)}“{row.content[:14]}”" for row in name.rows[:_NAMES_SHOWN]]
    more = f"等 {len(name.rows)} 个任务" if len(name.rows) > _NAMES_SHOWN else ""
    met = [each for row in name.rows for each in getattr(row, name.column) if each.text == name.text]
    choices = {(choice.kind, choice.id): choice for each in met for choice in each.choices}
    return ShownName(name, met[0].reason, "、".join(contents) + more, tuple(choices.values()))


def shown_lines(reading: Json, draft: Draft) -> list[ShownLine]:
    """Return the document line by line; what was taken out says why."""
    reasons = {each["line"]: each["why"] for each in draft.removed}
    return [ShownLine(number, text, reasons.get(number, "")) for number, text in reading.get("lines", [])]


def cuts(text: str) -> list[Cut]:
    """Return where a text can be cut in two: after each sentence and paragraph."""
    places = [found.end() for found in _STOPS.finditer(text) if 0 < found.end() < len(text)]
    return [Cut(place, text[place : place + PREVIEW_CHARS]) for place in dict.fromkeys(places)]


def kind_label(part: Part) -> str:
    """Return the title of a part, saying whether it is the plan or a review where the title does not."""
    kind = SectionKind(part.kind).label
    if not part.title:
        return f"{part.year}年{kind}" if part.year else kind
    return part.title if kind[-2:] in part.title else f"{kind}：{part.title}"


def form_heading(node: Part | Section | Item | Row | Topic) -> str:
    """Return what a form is about: 改“丰富形式，增强学习效果”."""
    words = {Part: "title", Section: "title", Item: "heading", Row: "content", Topic: "title"}
    text = str(getattr(node, words[type(node)]))
    return f"改“{text[:PREVIEW_CHARS]}”" if text else "改这一处"


def lines_label(node: Part | Section | Item | Row | Topic) -> str:
    """Return 第12—15行; empty where a node stands on no line."""
    if not node.first_line:
        return ""
    if node.first_line == node.last_line:
        return f"第{node.first_line}行"
    return f"第{node.first_line}—{node.last_line}行"


def removed_in_words(removed: Iterable[Json]) -> str:
    """Return why lines were taken out, with counts: 网页导航 9 行、页码 3 行."""
    counted: dict[str, int] = {}
    for each in removed:
        counted[each["why"]] = counted.get(each["why"], 0) + 1
    return "、".join(f"{why} {count} 行" for why, count in counted.items())
