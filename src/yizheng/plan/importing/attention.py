"""What a person should look at before confirming, and what cannot be written as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yizheng.plan.importing.draft import Draft, Row
from yizheng.plan.importing.naming import Column, open_names

COLUMN_LABELS: dict[Column, str] = {"leaders": "分管领导", "departments": "责任部门"}
TOO_LONG = "{what}“{start}……”有{chars}字，最多{most}字。请改短，或把多出的文字移到正文里。"


@dataclass(frozen=True)
class Look:
    """One thing to look at: a sentence, the line it is about (0: none), the node where it is corrected."""

    message: str
    line: int = 0
    node: str = ""
    text: str = ""


@dataclass(frozen=True)
class OpenName:
    """A name that stands for nobody yet, and the rows it stands in."""

    column: Column
    text: str
    rows: tuple[Row, ...]

    @property
    def label(self) -> str:
        """Return the column's heading."""
        return COLUMN_LABELS[self.column]


def looks(draft: Draft) -> list[Look]:
    """Return what a person should look at, besides open names: what cannot be written first."""
    return [*blockers(draft), *_doubts(draft)]


def names_to_settle(draft: Draft) -> list[OpenName]:
    """Return the names to settle, in the order in which they are met."""
    return [OpenName(column, text, tuple(rows)) for (column, text), rows in open_names(draft).items()]


def blockers(draft: Draft) -> list[Look]:
    """Return what must be corrected before the import can be confirmed."""
    return [*_missing(draft), *_head_too_long(draft), *_text_too_long(draft), *_rows_too_long(draft)]


def _missing(draft: Draft) -> Iterator[Look]:
    if not draft.head.title.strip():
        yield Look("没有读到标题。请补上标题。", node="head")
    if draft.head.year is None:
        yield Look("没有读到年份。请补上这是哪一年的要点。", node="head")
    if not draft.items():
        yield Look("一个条目也没有读到，还不能导入。请把正文拆成条目，或换一份文件。")


def _doubts(draft: Draft) -> Iterator[Look]:
    for warning in draft.warnings:
        yield Look(warning["message"], warning.get("line") or 0, text=warning.get("text") or "")
    if draft.head.title and not draft.head.adopted_on:
        yield Look("没有读到通过日期。不补的话先存为起草中的要点，任务暂不派给部门。", node="head")
    for row in draft.taken_tasks():
        if not row.departments and not draft.is_proposed:
            yield Look(f"任务“{row.content[:20]}”没有责任部门。", row.first_line, row.id)


def _head_too_long(draft: Draft) -> Iterator[Look]:
    head = draft.head
    limits = (
        ("标题", head.title, 300),
        ("制发机关", head.issuing_body, 100),
        ("文号", head.doc_number, 60),
        ("通过的会议", head.adopted_meeting, 120),
    )
    for what, text, most in limits:
        yield from _too_long(what, text, most, "head")


def _text_too_long(draft: Draft) -> Iterator[Look]:
    for section in draft.sections():
        yield from _too_long("部分的序号", section.number, 20, section.id, section.first_line)
        yield from _too_long("部分的标题", section.title, 200, section.id, section.first_line)
    for item in draft.items():
        yield from _too_long("条目的序号", item.number_raw, 20, item.id, item.first_line)
        yield from _too_long("小标题", item.group, 300, item.id, item.first_line)
        yield from _too_long("条目的标题", item.title, 300, item.id, item.first_line)


def _rows_too_long(draft: Draft) -> Iterator[Look]:
    for row in draft.taken_tasks():
        yield from _too_long("工作内容", row.full_content, 500, row.id, row.first_line)
        for name in row.names():
            yield from _too_long("任务表里的名字", name.text, 80, row.id, row.first_line)
    for topic in draft.taken_topics():
        for what, text, most in (
            ("课题名称", topic.title, 300),
            ("课题序号", topic.number, 20),
            ("牵头领导", topic.lead, 80),
            ("责任部门", topic.department, 80),
        ):
            yield from _too_long(what, text, most, topic.id, topic.first_line)


def _too_long(what: str, text: str, most: int, node: str, line: int = 0) -> Iterator[Look]:
    if len(text) > most:
        message = TOO_LONG.format(what=what, start=text[:12], chars=len(text), most=most)
        yield Look(message, line, node)
