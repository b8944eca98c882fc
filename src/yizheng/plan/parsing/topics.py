"""Research topics (调研课题) of an annex: as labelled lines or as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from yizheng.document.reading import Table
from yizheng.plan.parsing.dates import months_of
from yizheng.plan.parsing.openings import FIELD
from yizheng.plan.parsing.paragraphs import Paragraph, spanning
from yizheng.plan.parsing.people import departments_in, members_in, names_in
from yizheng.plan.parsing.tasks import header_row
from yizheng.plan.parsing.tree import Removed, Span, Topic, squeezed

LABELS = (
    ("members", re.compile(r".{0,6}成\s*员|参加人员|参与人员|参加单位|参加委员")),
    ("due", re.compile(r".{0,4}时\s*间(?:安排|节点)?|.{0,4}时限|进度安排|完成日期")),
    ("department", re.compile(r".{0,4}(?:部门|单位|委室|处室|专委会|科室|机构)")),
    ("lead", re.compile(r".{0,6}(?:领导|负责人|牵头人|责任人|组\s*长|领题人?|领衔人?|主持人)")),
    ("title", re.compile(r"(?:调研)?(?:课题|题目)(?:名称|题目)?")),
)
LABEL = re.compile(
    r"(?:(?<=\A)|(?<=[\s；;。，,]))(?P<label>[\u4e00-\u9fff]{2,9}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff])\s*[:：]\s*"
)
TOPIC_HEAD = re.compile(r"(?:调研)?课题\s*([一二三四五六七八九十]{1,3}|\d{1,2})\s*[:：、.．\s]\s*")


@dataclass
class TopicList:
    """Topics of an annex, and the paragraphs that belong to none."""

    topics: list[Topic] = field(default_factory=list)
    left: list[Paragraph] = field(default_factory=list)
    labels: list[Removed] = field(default_factory=list)


@dataclass
class Draft:
    """A topic while its lines are being read."""

    number: str | None
    title: str
    parts: list[Paragraph]
    fields: dict[str, str] = field(default_factory=dict)
    extra: list[str] = field(default_factory=list)

    def topic(self) -> Topic:
        members, others = members_in(self.fields.get("members", ""))
        months = months_of(self.fields.get("due", ""))
        span = spanning(self.parts) if self.parts else Span(0, 0)
        return Topic(
            number=self.number,
            title=squeezed(self.title).strip("《》。"),
            lead="、".join(names_in(self.fields.get("lead", ""))) or None,
            department="、".join(departments_in(self.fields.get("department", ""))) or None,
            members=members,
            plus_other_members=others,
            due_month=months.last if months else None,
            span=span,
            text="\n".join(self.extra),
        )


def read_topics(paragraphs: Sequence[Paragraph]) -> TopicList:
    """Topics printed as a title with labelled lines under it; everything else is left over."""
    found = TopicList()
    draft: Draft | None = None
    for index, part in enumerate(paragraphs):
        if _opens(paragraphs, index):
            _keep(found, draft)
            draft = _draft(part)
        elif draft is not None and (fields := labelled(part.text)):
            draft.fields = {**fields, **draft.fields}
            draft.extra.append(part.text)
            draft.parts.append(part)
        elif draft is not None and draft.fields and part.mark is None and not _is_caption(part):
            draft.extra.append(part.text)
            draft.parts.append(part)
        else:
            found.left.append(part)
    _keep(found, draft)
    return found


def _keep(found: TopicList, draft: Draft | None) -> None:
    if draft is not None:
        found.topics.append(draft.topic())


def _is_caption(part: Paragraph) -> bool:
    return part.is_short_line and not part.ends


def _opens(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """A title: numbered or not, with a labelled line under it."""
    part, below = paragraphs[index], paragraphs[index + 1 : index + 2]
    if not below or part.is_prose or (labelled(part.text) and not TOPIC_HEAD.match(part.text)):
        return False
    return bool(labelled(below[0].text)) and FIELD.match(below[0].text) is not None


def _draft(part: Paragraph) -> Draft:
    head = TOPIC_HEAD.match(part.text)
    if head:
        return Draft(head[1], part.text[head.end() :], [part])
    mark = part.mark
    return Draft(mark.label if mark else None, mark.rest if mark else part.text, [part])


def labelled(text: str) -> dict[str, str]:
    """牵头领导：… 责任部门：… of a line, also several on one line."""
    fields: dict[str, str] = {}
    matches = [match for match in LABEL.finditer(text) if _field(match["label"])]
    if not matches or matches[0].start() > 0:
        return {}
    stops = [match.start() for match in matches[1:]] + [len(text)]
    for match, stop in zip(matches, stops, strict=True):
        name = _field(match["label"])
        if name:
            fields[name] = text[match.end() : stop].strip(" \u3000；;，。")
    return fields


def _field(label: str) -> str | None:
    plain = squeezed(label)
    return next((name for name, rule in LABELS if rule.fullmatch(plain)), None)


def read_topic_table(table: Table) -> TopicList | None:
    """A table with a column of topics; None for any other table."""
    header = header_row(table)
    if header is None or "topic" not in header[1]:
        return None
    index, columns = header
    found = TopicList()
    for row in range(index + 1):
        text = " ".join(cell.text for cell in table.rows[row] if cell.source == "own")
        found.labels.append(Removed(table.span(row)[0], text, "表头"))
    for row in range(index + 1, len(table.rows)):
        _take_row(found, table, row, columns)
    return found


NAMES = {"leaders": "lead", "departments": "department", "members": "members", "month": "due"}


def _take_row(found: TopicList, table: Table, row: int, columns: list[str | None]) -> None:
    texts: dict[str, str] = {}
    for cell, column in zip(table.rows[row], columns, strict=True):
        if column and cell.source != "left":
            texts[column] = cell.text.strip()
    if not texts.get("topic"):
        found.labels.append(Removed(table.span(row)[0], " ".join(cell.text for cell in table.rows[row]), "空行"))
        return
    draft = Draft(texts.get("order") or None, texts["topic"].replace("\n", ""), [])
    draft.fields = {NAMES[column]: text for column, text in texts.items() if column in NAMES}
    draft.extra = ["\t".join(cell.text.replace("\n", " ") for cell in table.rows[row] if cell.source == "own")]
    topic = draft.topic()
    topic.span = Span(*table.span(row))
    found.topics.append(topic)
