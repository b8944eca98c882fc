"""Forms of the house: approval sheet, leave form, sign-in sheet, statistics, member card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...typesetting.faces import Faces
from ...typesetting.ooxml import cell, row
from ...typesetting.ooxml import table as ruled
from ...typesetting.word_page import append, empty, saved
from ..kinds import Slot, TemplateKind
from .parts import TYPE_WIDTH, blank, boxes, heading, table_line

_TITLE = Slot("title", "标题", "样张", is_heading=True)


def approval_sheet(faces: Faces) -> bytes:
    """Return the template of an approval sheet (呈批单): what is asked, a box for each who decides."""
    widths = _shares(3, 9)
    top = boxes(
        [
            (("事项", 1), ("{{ title }}", 1)),
            (("拟办说明", 1), ("{{ summary }}", 1)),
            (("审批链", 1), ("{{ chain }}", 1)),
            (("经办人", 1), ("{{ clerk }}　{{ date }}", 1)),
        ],
        faces,
        widths,
        height=900,
    )
    steps = _repeated("steps", "step", ("{{ step.label }}\n{{ step.kind }}", "{{ step.words }}"), faces, widths, 1500)
    for each in steps:
        top.append(each)
    return _form("{{ committee }}呈批单", top, faces)


def leave_form(faces: Faces) -> bytes:
    """Return the template of a leave form (请假单)."""
    rows = (
        (("姓名", 1), ("{{ name|padded }}", 1), ("界别或职务", 1), ("{{ post }}", 1)),
        (("会议或活动", 1), ("{{ meeting }}", 3)),
        (("时间", 1), ("{{ time }}", 1), ("请假类别", 1), ("{{ kind }}", 1)),
        (("事由", 1), ("{{ reason }}", 3)),
        (("本人签字", 1), ("{{ signed }}", 3)),
        (("审批意见", 1), ("{{ decision }}", 3)),
    )
    return _form("委员请假单", boxes(rows, faces, _shares(2, 4, 2, 4), height=1000), faces)


def sign_in_sheet(faces: Faces) -> bytes:
    """Return the template of a sign-in sheet (签到表)."""
    labels = (("序号", 1), ("姓名", 2), ("单位职务", 5), ("签到", 3))
    cells = ("{{ loop.index }}", "{{ person.name|padded }}", "{{ person.post }}", "{{ person.remark }}")
    return _list("{{ title }}签到表", "{{ time }}　{{ place }}", labels, "people", "person", cells, faces)


def statistics_table(faces: Faces) -> bytes:
    """Return the template of a statistics table (统计表)."""
    labels = (("序号", 1), ("项目", 5), ("数量", 2), ("说明", 4))
    cells = ("{{ loop.index }}", "{{ row.label }}", "{{ row.number }}", "{{ row.note }}")
    return _list("{{ title }}", "截至{{ date }}", labels, "rows", "row", cells, faces)


def member_card(faces: Faces) -> bytes:
    """Return the template of a member card (委员登记卡)."""
    rows = (
        (("姓名", 1), ("{{ name|padded }}", 1), ("性别", 1), ("{{ gender }}", 1)),
        (("民族", 1), ("{{ ethnicity }}", 1), ("出生年月", 1), ("{{ born }}", 1)),
        (("党派", 1), ("{{ affiliation }}", 1), ("文化程度", 1), ("{{ education }}", 1)),
        (("界别", 1), ("{{ sector }}", 1), ("委员证号", 1), ("{{ number }}", 1)),
        (("工作单位", 1), ("{{ employer }}", 3)),
        (("职务", 1), ("{{ post }}", 3)),
        (("联系电话", 1), ("{{ phone }}", 1), ("所在专委会", 1), ("{{ bodies }}", 1)),
        (("通信地址", 1), ("{{ address }}", 3)),
        (("备注", 1), ("{{ note }}", 3)),
    )
    return _form("委员登记卡", boxes(rows, faces, _shares(2, 4, 2, 4), height=760), faces)


def _form(title: str, table: Any, faces: Faces, under: str = "") -> bytes:
    document = empty(title, faces=faces)
    head = heading()
    head.r_lst[0].text = title
    lines = [table_line(under, faces.sub_heading, "center")] if under else []
    append(document, head, *lines, blank(), table)
    return saved(document)


def _list(
    title: str, under: str, labels: Sequence[tuple[str, int]], slot: str, each: str, cells: Sequence[str], faces: Faces
) -> bytes:
    widths = _shares(*(width for _, width in labels))
    head = [
        cell(table_line(words, faces.heading, "center", 12), width=width)
        for (words, _), width in zip(labels, widths, strict=True)
    ]
    body = ruled([row(head, head=True, height=560), *_repeated(slot, each, cells, faces, widths, 560)], widths)
    return _form(title, body, faces, under)


def _repeated(
    slot: str, each: str, cells: Sequence[str], faces: Faces, widths: Sequence[int], height: int
) -> list[Any]:
    """Return the rows of a repetition: its mark, one row for each entry, its end."""
    filled = [
        cell(table_line(words, faces.body, "left", 12), width=width) for words, width in zip(cells, widths, strict=True)
    ]
    whole = sum(widths)
    marks = [
        row([cell(table_line(words, faces.body, "left"), width=whole, span=len(widths))])
        for words in (f"{{%tr for {each} in {slot} %}}", "{%tr endfor %}")
    ]
    return [marks[0], row(filled, height=height), marks[1]]


def _shares(*parts: int) -> list[int]:
    return [round(TYPE_WIDTH * part / sum(parts)) for part in parts]


APPROVAL = TemplateKind(
    "approval_sheet",
    "呈批单",
    (
        Slot("committee", "机关名称", "政协云溪区委员会"),
        Slot("chain", "审批链", "公文签发"),
        Slot("title", "事项", "关于开展养老服务专题视察的通知"),
        Slot("summary", "拟办说明", "拟印发各专门委员会。"),
        Slot(
            "steps", "各步，一步一栏", ({"label": "秘书长", "kind": "审核", "words": ""},), ("label", "kind", "words")
        ),
        Slot("clerk", "经办人", "周文清"),
        Slot("date", "日期", "2026年11月22日"),
    ),
    approval_sheet,
)
LEAVE = TemplateKind(
    "leave_form",
    "请假单",
    (
        Slot("name", "姓名", "孟珂"),
        Slot("post", "界别或职务", "教育界"),
        Slot("meeting", "会议或活动", "三届八次常委会议"),
        Slot("time", "时间", "12月8日下午"),
        Slot("kind", "请假类别", "公务"),
        Slot("reason", "事由", "外出学习"),
        Slot("signed", "本人签字", ""),
        Slot("decision", "审批意见", ""),
    ),
    leave_form,
)
SIGN_IN = TemplateKind(
    "sign_in_sheet",
    "签到表",
    (
        _TITLE,
        Slot("time", "时间", "12月8日下午"),
        Slot("place", "地点", "机关三楼会议室"),
        Slot(
            "people", "应到人员", ({"name": "孟珂", "post": "云溪区教育局", "remark": ""},), ("name", "post", "remark")
        ),
    ),
    sign_in_sheet,
)
STATISTICS = TemplateKind(
    "statistics_table",
    "统计表",
    (
        _TITLE,
        Slot("date", "截止日期", "2026年11月22日"),
        Slot("rows", "各行", ({"label": "收到提案", "number": "132", "note": "件"},), ("label", "number", "note")),
    ),
    statistics_table,
)
CARD = TemplateKind(
    "member_card",
    "委员登记卡",
    (
        Slot("name", "姓名", "孟珂"),
        Slot("gender", "性别", "女"),
        Slot("ethnicity", "民族", "汉族"),
        Slot("born", "出生年月", "1980年3月"),
        Slot("affiliation", "党派", "无党派"),
        Slot("education", "文化程度", "大学"),
        Slot("sector", "界别", "教育界"),
        Slot("number", "委员证号", "3-108"),
        Slot("employer", "工作单位", "云溪区实验小学"),
        Slot("post", "职务", "校长"),
        Slot("phone", "联系电话", ""),
        Slot("bodies", "所在专委会", "教科卫体委"),
        Slot("address", "通信地址", ""),
        Slot("note", "备注", ""),
    ),
    member_card,
)
