"""The template of a transfer slip (转办单): what is handed over, what is asked, by when, room for the answer."""

from __future__ import annotations

from yizheng.document.templating.kinds import Slot, TemplateKind
from yizheng.document.templating.shipped.parts import TYPE_WIDTH, blank, boxes, red_head, red_line
from yizheng.document.typesetting.faces import Faces
from yizheng.document.typesetting.ooxml import run
from yizheng.document.typesetting.word_page import append, empty, saved

CODE = "opinion-slip"
WIDTHS = [round(TYPE_WIDTH * part / 12) for part in (2, 4, 2, 4)]
SLOTS = (
    Slot("issuer", "转办单位（红色）", "政协云溪区委员会办公室"),
    Slot("number", "转办单编号", "2026-018"),
    Slot("unit", "承办单位", "云溪区住房和城乡建设局"),
    Slot("title", "信息标题", "老旧小区电动车充电桩安装难"),
    Slot("body", "信息内容", "云溪街道有老旧小区12个，电动车3200辆。"),
    Slot("asked", "请办事项", "请研究办理，并书面反馈。"),
    Slot("sent_on", "转办日期", "2026年3月13日"),
    Slot("due_on", "反馈期限", "2026年4月3日"),
    Slot("contact", "联系人", "方以诚"),
    Slot("reply", "办理反馈，不填就留空给单位写", ""),
    Slot("reply_by", "反馈人和日期", ""),
)


def slip_template(faces: Faces) -> bytes:
    """Return the template: red name, a form of the case, an empty box for the unit's answer."""
    document = empty("社情民意信息转办单", faces=faces)
    rows = (
        (("编号", 1), ("{{ number }}", 1), ("承办单位", 1), ("{{ unit }}", 1)),
        (("转办日期", 1), ("{{ sent_on }}", 1), ("反馈期限", 1), ("{{ due_on }}", 1)),
        (("标题", 1), ("{{ title }}", 3)),
        (("内容", 1), ("{{ body }}", 3)),
        (("请办事项", 1), ("{{ asked }}", 3)),
        (("办理反馈", 1), ("{{ reply }}", 3)),
        (("反馈人", 1), ("{{ reply_by }}", 1), ("联系人", 1), ("{{ contact }}", 1)),
    )
    append(
        document,
        red_head("{{ issuer }}", 26, faces),
        red_line(run("社情民意信息转办单", face=faces.heading, points=18)),
        blank(),
        boxes(rows, faces, WIDTHS, height=900),
    )
    return saved(document)


KIND = TemplateKind(CODE, "社情民意信息转办单", SLOTS, slip_template)
