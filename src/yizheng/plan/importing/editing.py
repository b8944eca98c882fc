"""Corrections of what stands in a node: words, numbers, dates, rows. Raises: Refused with a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from yizheng.kernel.errors import Refused
from yizheng.plan.enums import SectionKind
from yizheng.plan.importing.draft import Draft, Row, Topic
from yizheng.plan.importing.naming import LookUp, name_row, names_in
from yizheng.plan.importing.places import item_of, part_of, row_of, section_of, topic_of

NO_WORDS = "要点不能既没有标题又没有正文。如果不要这一条，请用“不是条目”。"
NO_CONTENT = "请写明工作内容。不要这一行，请点“不要这行”。"
MONTHS_TURNED = "起止月份的先后反了，请改过来。"
NO_SECTION_TITLE = "请写明这一部分的标题。如果它不是标题，请用“不是标题”。"


@dataclass(frozen=True)
class RowWords:
    """A task row as a clerk typed it; months are 1-12, names stand in one line."""

    content: str
    month: int | None = None
    month_end: int | None = None
    all_year: bool = False
    leaders: str = ""
    departments: str = ""


@dataclass(frozen=True)
class TopicWords:
    """A topic as a clerk typed it."""

    title: str
    number: str = ""
    lead: str = ""
    department: str = ""
    members: str = ""
    plus_other_members: bool = False
    due_month: int | None = None


@dataclass(frozen=True)
class HeadWords:
    """The front of the plan as a clerk typed it."""

    title: str
    year: int
    issuing_body: str = ""
    doc_number: str = ""
    adopted_on: date | None = None
    adopted_meeting: str = ""
    preamble: str = ""
    remark: str = ""


@dataclass(frozen=True)
class NoticeWords:
    """The cover notice (批转、印发通知) as a clerk typed it; dates stay as printed."""

    title: str = ""
    by: str = ""
    date: str = ""
    issued_by: str = ""
    issued: str = ""
    copy_to: list[str] = field(default_factory=list)


def edit_head(draft: Draft, words: HeadWords) -> None:
    """Change the front. The plan part follows the year of the front."""
    head = draft.head
    for name in ("title", "year", "issuing_body", "doc_number", "adopted_meeting", "preamble", "remark"):
        setattr(head, name, getattr(words, name))
    head.adopted_on = words.adopted_on.isoformat() if words.adopted_on else ""
    for part in draft.parts:
        if part.kind == SectionKind.PLAN:
            part.year = words.year


def edit_notice(draft: Draft, words: NoticeWords) -> None:
    """Change the record of the cover notice; its text is left as printed."""
    notice = dict(draft.notice or {})
    notice.update(vars(words))
    draft.notice = notice


def edit_part(draft: Draft, part_id: str, title: str, year: int | None, kind: str) -> None:
    """Change what a part is: the review of one year or the plan of another."""
    part = part_of(draft, part_id)
    part.title, part.year, part.kind = title, year, SectionKind(kind).value


def edit_section(draft: Draft, section_id: str, number: str, title: str, text: str) -> None:
    """Change a heading and the text below it."""
    if not title:
        raise Refused("no_words", NO_SECTION_TITLE)
    section = section_of(draft, section_id)
    section.number, section.title, section.text = number, title, text


def edit_item(draft: Draft, item_id: str, number_raw: str, title: str, text: str, group: str = "") -> None:
    """Change the number, title and text of an item, and the smaller heading above it."""
    if not title and not text:
        raise Refused("no_words", NO_WORDS)
    item = item_of(draft, item_id)
    item.number_raw, item.title, item.text, item.group = number_raw, title, text, group


def edit_row(draft: Draft, row_id: str, words: RowWords, look_up: LookUp) -> None:
    """Change a task row; names that stay keep what is known of them, new ones are looked up."""
    _fill(row_of(draft, row_id), words, look_up)


def add_row(draft: Draft, words: RowWords, look_up: LookUp) -> None:
    """Add a task row at the end of its month."""
    row = Row(draft.new_id())
    _fill(row, words, look_up)
    place = next((i for i, each in enumerate(draft.tasks) if _after(each, row)), len(draft.tasks))
    draft.tasks.insert(place, row)


def _after(row: Row, new: Row) -> bool:
    return new.month is not None and (row.month or 0) > new.month


def _fill(row: Row, words: RowWords, look_up: LookUp) -> None:
    if not words.content:
        raise Refused("no_words", NO_CONTENT)
    if words.month and words.month_end and words.month_end < words.month:
        raise Refused("months_turned", MONTHS_TURNED)
    row.content, row.month, row.all_year = words.content, words.month, words.all_year
    row.month_end = words.month_end if words.month else None
    name_row(row, names_in(words.leaders), names_in(words.departments), words.month, look_up)


def take_rows(draft: Draft, row_ids: list[str], taken: bool) -> None:
    """Tick rows or leave them out; a row left out stays in the tree and can be put back."""
    for row_id in row_ids:
        row_of(draft, row_id).taken = taken


def tick_rows(draft: Draft, row_ids: list[str]) -> None:
    """Tick exactly these of the proposed rows."""
    for row in draft.tasks:
        row.taken = row.id in row_ids


def serve_item(draft: Draft, node_id: str, item_id: str) -> None:
    """Say which item a task or a topic serves; an empty id means none."""
    serving = _serving(draft, node_id)
    if item_id:
        item_of(draft, item_id)
    serving.item, serving.item_reason = item_id, "经办人选定" if item_id else ""
    if isinstance(serving, Row):
        serving.confidence = ""


def _serving(draft: Draft, node_id: str) -> Row | Topic:
    known = any(topic.id == node_id for topic in draft.topics)
    return topic_of(draft, node_id) if known else row_of(draft, node_id)


def edit_topic(draft: Draft, topic_id: str, words: TopicWords) -> None:
    """Change a research topic."""
    if not words.title:
        raise Refused("no_words", "请写明课题名称。不要这个课题，请点“不要这行”。")
    topic = topic_of(draft, topic_id)
    topic.members = names_in(words.members)
    for name in ("title", "number", "lead", "department", "plus_other_members", "due_month"):
        setattr(topic, name, getattr(words, name))


def take_topic(draft: Draft, topic_id: str, taken: bool) -> None:
    """Keep a topic or leave it out."""
    topic_of(draft, topic_id).taken = taken
