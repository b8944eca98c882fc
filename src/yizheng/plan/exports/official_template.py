"""The shipped template of a plan as an official document: text, signature, both annexes (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from yizheng.document.templating.kinds import Slot, TemplateKind, register
from yizheng.document.templating.shipped.parts import (
    TYPE_WIDTH,
    annex_list,
    blank,
    imprint,
    mark,
    signed,
    table_line,
    when,
)
from yizheng.document.typesetting.faces import Faces
from yizheng.document.typesetting.ooxml import cell, paragraph, row, run, w
from yizheng.document.typesetting.ooxml import table as ruled
from yizheng.document.typesetting.word_page import BODY, CLOSING, FLUSH, LEVEL_1, LEVEL_2, TITLE, append, empty, saved

TASK_LABELS = (("月份", 18), ("工作内容", 78), ("分管领导", 28), ("责任部门", 32))
TOPIC_LABELS = (("序号", 12), ("课题", 58), ("负责人", 22), ("责任部门", 22), ("成员", 28), ("完成", 14))
CELL_POINTS = 12
SLOTS = (
    Slot("notice_number", "批转通知的文号", "云委〔2026〕5号"),
    Slot(
        "notice_title", "批转通知的标题，没有批转就不印这一页", "批转《政协云溪区委员会2026年工作要点》的通知",
        is_heading=True,
    ),
    Slot("notice_to", "批转通知的主送机关，自动加冒号", "各镇党委，区直各单位"),
    Slot("notice_lines", "批转通知的正文，一项一段", ("现将《政协云溪区委员会2026年工作要点》批转给你们。",)),
    Slot("notice_by", "批转机关署名", "中共云溪区委"),
    Slot("notice_date", "批转通知的日期", "2026年2月25日"),
    Slot("number", "发文字号", "云溪协〔2026〕3号"),
    Slot("title", "标题，自动按词意分行", "政协云溪区委员会2026年工作要点", is_heading=True),
    Slot("adopted", "标题下的通过说明，自动加括号", "2026年2月20日政协云溪区第三届委员会第二次常委会议通过"),
    Slot(
        "lines",
        "正文各段；kind 是 part（分篇标题）、section（一、）、group（（一））、item（要点）或 text（正文），"
        "要点的标题在 head，其余文字在 text",
        (
            {"kind": "text", "head": "", "text": "做好今年工作，要围绕中心、服务大局。"},
            {"kind": "section", "head": "", "text": "一、围绕中心议政建言"},
            {"kind": "item", "head": "1. 开展养老服务专题协商。", "text": "组织委员视察、座谈，报送协商成果。"},
        ),
        parts=("kind", "head", "text"),
    ),
    Slot("annexes", "附件名称，一项一个", ("区政协2026年重点工作任务分解", "区政协2026年重点调研课题安排")),
    Slot("signature", "署名", "政协云溪区委员会"),
    Slot("date", "成文日期", "2026年2月20日"),
    Slot("task_label", "任务分解的附件顺序", "附件1"),
    Slot("task_title", "任务分解的标题", "区政协2026年重点工作任务分解", is_heading=True),
    Slot(
        "tasks",
        "任务，一行一项；同月的只在第一行写月份，月份格自动合并；struck 有值的是已取消的",
        ({"month": "1月", "content": "筹备全体会议", "leaders": "林岫", "departments": "办公室", "struck": ""},),
        parts=("month", "content", "leaders", "departments", "struck"),
    ),
    Slot("task_note", "任务表下的备注", "活动时间可能调整，以具体通知为准。"),
    Slot("topic_label", "课题安排的附件顺序", "附件2"),
    Slot("topic_title", "课题安排的标题", "区政协2026年重点调研课题安排", is_heading=True),
    Slot(
        "topics",
        "课题，一行一个",
        (
            {
                "number": "1", "title": "居家养老服务供给", "lead": "林岫", "department": "社法委",
                "members": "孟珂、余静等", "due": "9月",
            },
        ),
        parts=("number", "title", "lead", "department", "members", "due"),
    ),
    Slot(
        "others",
        "别的附件各段；kind 是 label（附件3）、title（标题）或 text（正文）",
        (),
        parts=("kind", "text"),
    ),
    Slot("copies", "抄送机关，连成一句", "区委办公室，区政府办公室"),
    Slot("printed_by", "印发机关，不填就不印版记的表格", "政协云溪区委员会办公室"),
    Slot("printed_on", "印发日期", "2026年2月25日"),
)  # fmt: skip


def work_plan(faces: Faces) -> bytes:
    """Return the template of a plan: the cover notice, the text by levels, signature, annexes, imprint."""
    document = empty("工作要点", faces=faces)
    append(
        document,
        *when("notice_title", *_notice()),
        # The plan begins on a new page only when a notice stands before it.
        paragraph(
            run("{% if notice_title %}"), _page(), run("{% endif %}"), run("{{ number }}"), style=FLUSH, align="center"
        ),
        *_heading("title"),
        *when("adopted", paragraph(run("（{{ adopted }}）", face=faces.sub_heading), style=FLUSH, align="center")),
        blank(),
        *_lines(faces),
        *annex_list(),
        *signed(),
        *when("tasks", *_annex("task", faces), _tasks(faces), *_note(faces)),
        *when("topics", *_annex("topic", faces), _topics(faces)),
        *_others(faces),
        *when("copies and not printed_by", blank(), paragraph(run("抄送：{{ copies }}。"), style=FLUSH)),
        *imprint(),
    )
    return saved(document)


def merge_downwards(document: Any) -> None:
    """Merge each blank first cell of a table that repeats its head with the cell above it: the month of its tasks."""
    for table in document.tables:
        head, *rows = table._tbl.tr_lst
        if head.find(f".//{w('tblHeader').tag}") is None:
            continue
        cells = [each.tc_lst[0] for each in rows]
        for above, below in pairwise(cells):
            if _is_blank(below):
                above.vMerge, below.vMerge = above.vMerge or "restart", "continue"


def register_template() -> None:
    """Make the template known to the house."""
    register(TemplateKind("work_plan", "工作要点", SLOTS, work_plan, finish=merge_downwards))


def _is_blank(tc: Any) -> bool:
    return not "".join(tc.itertext()).strip()


def _page() -> Any:
    return w("r", w("br", type="page"))


def _heading(slot: str) -> list[Any]:
    return [paragraph(run(f"{{{{ {slot} }}}}"), style=TITLE), blank()]


def _notice() -> list[Any]:
    return [
        *when("notice_number", paragraph(run("{{ notice_number }}"), style=FLUSH, align="center")),
        *_heading("notice_title"),
        *when("notice_to", paragraph(run("{{ notice_to }}："), style=FLUSH)),
        mark("{%p for line in notice_lines %}"),
        paragraph(run("{{ line }}"), style=BODY),
        mark("{%p endfor %}"),
        blank(),
        blank(),
        paragraph(run("{{ notice_by }}"), style=CLOSING, ind=_inset(), keepNext=w("keepNext")),
        paragraph(run("{{ notice_date }}"), style=CLOSING, ind=_inset()),
    ]


def _inset() -> Any:
    """Four characters from the right edge, under the seal."""
    return w("ind", rightChars=400, right=1280)


def _lines(faces: Faces) -> list[Any]:
    """The text by levels; an item's heading runs on into its text, as plans are printed."""
    before = w("keepNext")
    kinds = (
        ("part", paragraph(run("{{ p.text }}", face=faces.heading), style=FLUSH, align="center", keepNext=before)),
        ("section", paragraph(run("{{ p.text }}"), style=LEVEL_1, keepNext=w("keepNext"))),
        ("group", paragraph(run("{{ p.text }}"), style=LEVEL_2, keepNext=w("keepNext"))),
        ("item", paragraph(run("{{ p.head }}", bold=True), run("{{ p.text }}"), style=BODY)),
    )
    return _chosen("p", "lines", kinds, paragraph(run("{{ p.text }}"), style=BODY))


def _others(faces: Faces) -> list[Any]:
    kinds = (
        ("label", paragraph(_page(), run("{{ each.text }}", face=faces.heading), style=FLUSH)),
        ("title", paragraph(run("{{ each.text }}"), style=TITLE)),
    )
    return _chosen("each", "others", kinds, paragraph(run("{{ each.text }}"), style=BODY))


def _chosen(name: str, slot: str, kinds: Sequence[tuple[str, Any]], otherwise: Any) -> list[Any]:
    """Repeat a slot; each entry is drawn as its kind asks."""
    choices = [
        part
        for number, (kind, drawn) in enumerate(kinds)
        for part in (mark(f"{{%p {'elif' if number else 'if'} {name}.kind == '{kind}' %}}"), drawn)
    ]
    return [
        mark(f"{{%p for {name} in {slot} %}}"), *choices, mark("{%p else %}"), otherwise, mark("{%p endif %}"),
        mark("{%p endfor %}"),
    ]  # fmt: skip


def _annex(name: str, faces: Faces) -> list[Any]:
    label = paragraph(_page(), run(f"{{{{ {name}_label }}}}", face=faces.heading), style=FLUSH)
    return [label, *_heading(f"{name}_title")]


def _tasks(faces: Faces) -> Any:
    struck = run("{% if task.struck %}{{ task.content }}{% endif %}", face=faces.body, points=CELL_POINTS)
    struck.rPr.find(w("rFonts").tag).addnext(w("strike"))
    content = table_line("{% if not task.struck %}{{ task.content }}{% endif %}", faces.body, "left", CELL_POINTS)
    content.append(struck)
    others = [
        table_line(f"{{{{ task.{name} }}}}", faces.body, "center", CELL_POINTS)
        for name in ("month", "leaders", "departments")
    ]
    return _table("task", "tasks", TASK_LABELS, [others[0], content, *others[1:]], faces)


def _topics(faces: Faces) -> Any:
    lines = [
        table_line(f"{{{{ topic.{name} }}}}", faces.body, "left" if name == "title" else "center", CELL_POINTS)
        for name in ("number", "title", "lead", "department", "members", "due")
    ]
    return _table("topic", "topics", TOPIC_LABELS, lines, faces)


def _table(name: str, slot: str, labels: Sequence[tuple[str, int]], lines: Sequence[Any], faces: Faces) -> Any:
    """Return a table with a repeated head and one row for each entry."""
    whole = sum(share for _, share in labels)
    widths = [round(TYPE_WIDTH * share / whole) for _, share in labels]
    head = [
        cell(table_line(words, faces.heading, "center", CELL_POINTS), width=width)
        for (words, _), width in zip(labels, widths, strict=True)
    ]
    marks = [
        row([cell(table_line(words, faces.body, "left"), width=sum(widths), span=len(widths))])
        for words in (f"{{%tr for {name} in {slot} %}}", "{%tr endfor %}")
    ]
    body = row([cell(line, width=width) for line, width in zip(lines, widths, strict=True)], height=480)
    return ruled([row(head, head=True, height=480), marks[0], body, marks[1]], widths)


def _note(faces: Faces) -> list[Any]:
    return when("task_note", table_line("备注：{{ task_note }}", faces.body, "left", CELL_POINTS))
