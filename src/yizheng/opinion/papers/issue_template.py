"""The template of an issue of a periodical, after GB/T 9704: red masthead, numbers, pieces, to whom it goes."""

from __future__ import annotations

from typing import Any

from yizheng.document.templating.kinds import Slot, TemplateKind
from yizheng.document.templating.shipped.parts import blank, imprint, mark, red_head, red_line, when
from yizheng.document.typesetting.faces import Faces
from yizheng.document.typesetting.ooxml import paragraph, run
from yizheng.document.typesetting.word_page import (
    BODY,
    FLUSH,
    IMPRINT,
    LEVEL_1,
    LEVEL_2,
    LEVEL_3,
    TITLE,
    append,
    empty,
    saved,
)

CODE = "opinion-issue"
LOOKS = ("title", "byline", "level_1", "level_2", "level_3", "body")
"""How a line is set; a template of one's own finds them as `line.look`."""

SAMPLE = (
    {"text": "老旧小区电动车充电桩安装难", "look": "title"},
    {"text": "云溪街道有老旧小区12个，电动车3200辆，公共充电端口只有260个。", "look": "body"},
    {"text": "（区政协委员　林岫）", "look": "byline"},
)
SLOTS = (
    Slot("periodical", "刊名（红色大字）", "社情民意"),
    Slot("numbers", "期数", "2026年第3期（总第158期）"),
    Slot("issuer", "编发单位", "政协云溪区委员会办公室"),
    Slot("date", "编发日期", "2026年3月16日"),
    Slot("headline", "本期标题，不填就不印", "", is_heading=True),
    Slot("contents", "本期目录，一项一个；只有一篇时不印", ()),
    Slot(
        "lines",
        "正文各行：text 是文字，look 是样子（title、byline、level_1 到 level_3、body）",
        SAMPLE,
        ("text", "look"),
    ),
    Slot("recipients", "报送，连成一句", "区政协各位副主席"),
    Slot("copies", "抄送，连成一句", "区委办公室，区政府办公室"),
    Slot("printed_by", "印发单位，不填就不印版记", "政协云溪区委员会办公室"),
    Slot("printed_on", "印发日期", "2026年3月16日"),
)


def issue_template(faces: Faces) -> bytes:
    """Return the template: masthead, number, red line, contents, pieces, 报送, 抄送 and imprint."""
    document = empty("社情民意", faces=faces)
    headline = paragraph(run("{{ headline }}"), style=TITLE)
    append(
        document,
        red_head("{{ periodical }}", 44, faces),
        blank(),
        paragraph(run("{{ numbers }}"), style=FLUSH, align="center"),
        red_line(run("{{ issuer }}　　　　　　{{ date }}")),
        blank(),
        *when("headline", headline, blank()),
        *_contents(faces),
        *_lines(),
        *when("recipients", blank(), paragraph(run("报送：{{ recipients }}。"), style=IMPRINT)),
        *imprint(),
    )
    return saved(document)


def _contents(faces: Faces) -> list[Any]:
    head = paragraph(run("本期要目", face=faces.heading), style=FLUSH, align="center")
    row = paragraph(run("{{ loop.index }}. {{ each }}"), style=BODY)
    loop = [mark("{%p for each in contents %}"), row, mark("{%p endfor %}")]
    return when("contents", head, *loop, blank())


def _lines() -> list[Any]:
    looks = [
        ("title", paragraph(run("{{ line.text }}"), style=TITLE)),
        ("byline", paragraph(run("{{ line.text }}"), style=FLUSH, align="right")),
        ("level_1", paragraph(run("{{ line.text }}"), style=LEVEL_1)),
        ("level_2", paragraph(run("{{ line.text }}"), style=LEVEL_2)),
        ("level_3", paragraph(run("{{ line.text }}"), style=LEVEL_3)),
    ]
    choices = [
        part
        for number, (look, drawn) in enumerate(looks)
        for part in (mark(f"{{%p {'elif' if number else 'if'} line.look == '{look}' %}}"), drawn)
    ]
    return [
        mark("{%p for line in lines %}"), *choices, mark("{%p else %}"),
        paragraph(run("{{ line.text }}"), style=BODY), mark("{%p endif %}"), mark("{%p endfor %}"),
    ]  # fmt: skip


KIND = TemplateKind(CODE, "社情民意刊物", SLOTS, issue_template)
