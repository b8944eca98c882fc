"""The template of a reply letter (答复), in the letter form of GB/T 9704, with the sheet for the proposer's views."""

from __future__ import annotations

from typing import Any

from yizheng.document.templating.kinds import Slot, TemplateKind
from yizheng.document.templating.shipped.parts import (
    TYPE_WIDTH,
    blank,
    boxes,
    heading,
    imprint,
    red_head,
    red_line,
    signed,
    text_of,
    when,
)
from yizheng.document.typesetting.faces import Faces
from yizheng.document.typesetting.ooxml import paragraph, run, w
from yizheng.document.typesetting.word_page import BODY, FLUSH, TITLE, append, empty, saved

CODE = "reply-letter"
WIDTHS = (TYPE_WIDTH * 3 // 12, TYPE_WIDTH * 9 // 12)
VIEWS = "□满意　　□基本满意　　□不满意"

SLOTS = (
    Slot("issuer", "承办单位名称（红色）", "云溪区住房和城乡建设局"),
    Slot("class_mark", "办理结果类别，印在右上角", "B"),
    Slot("number", "文号", "云建函〔2026〕8号"),
    Slot("title", "标题，自动按词意分行", "对三届四次会议第058号提案的答复", is_heading=True),
    Slot("addressee", "提案人，自动加冒号", "林岫委员"),
    Slot(
        "paragraphs",
        "答复正文，一行一段；每条建议一个小标题",
        "您提出的《关于做好老旧小区加装电梯的建议》收悉，现答复如下：\n一、关于由街道牵头建立议事会（采纳）\n"
        "已在六个街道建立议事会。\n感谢您对我们工作的关心和支持。",
        is_text=True,
    ),
    Slot("signature", "署名", "云溪区住房和城乡建设局"),
    Slot("date", "日期", "2026年5月20日"),
    Slot("contact", "联系人和电话", "联系人：冉晓彤　电话：0571-5550101"),
    Slot("copies", "抄送，连成一句", "云溪区政协提案委员会，区政府督查室"),
    Slot("printed_by", "印发单位，不填就不印版记", "云溪区住房和城乡建设局"),
    Slot("printed_on", "印发日期", "2026年5月20日"),
    Slot("feedback_of", "附表里的提案名称，不填就不附征询意见表", "第058号 关于做好老旧小区加装电梯的建议"),
)


def reply_letter(faces: Faces) -> bytes:
    """Return the template: red name, double line, class and number at the right, letter, sheet for views."""
    document = empty("答复", faces=faces, first_page_bare=True)
    append(
        document,
        red_head("{{ issuer }}", 30, faces),
        red_line(run("", points=2), double=True),
        *when("class_mark", _right("办理结果：{{ class_mark }}")),
        *when("number", _right("{{ number }}")),
        blank(),
        heading(),
        blank(),
        *when("addressee", paragraph(run("{{ addressee }}："), style=FLUSH)),
        *text_of("paragraphs"),
        *signed(),
        *when("contact", paragraph(run("（{{ contact }}）"), style=BODY)),
        *imprint(),
        *when("feedback_of", *_sheet(faces)),
    )
    return saved(document)


def _right(words: str) -> Any:
    return paragraph(run(words), style=FLUSH, align="right")


def _sheet(faces: Faces) -> list[Any]:
    """Return the sheet for views on a page of its own; its words are those of the handbook's three ratings."""
    page_break = paragraph(w("r", w("br", type_="page")), style=FLUSH)
    rows = [
        (("提案", 1), ("{{ feedback_of }}", 1)),
        (("承办单位", 1), ("{{ issuer }}", 1)),
        (("提案人", 1), ("{{ addressee }}", 1)),
        (("办理态度", 1), (VIEWS, 1)),
        (("办理结果", 1), (VIEWS, 1)),
        (("意见和建议（不满意的请写明理由）", 1), ("", 1)),
        (("签名和日期", 1), ("", 1)),
    ]
    table = boxes(rows, faces, WIDTHS, height=900)
    return [page_break, paragraph(run("提案办理征询意见表"), style=TITLE), blank(), table]


KIND = TemplateKind(CODE, "提案答复（信函格式）", SLOTS, reply_letter, first_page_bare=True)
