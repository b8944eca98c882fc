"""Letters of the house: notice and other ordinary documents, the letter form, minutes."""

from __future__ import annotations

from ...typesetting.faces import Faces
from ...typesetting.ooxml import paragraph, run
from ...typesetting.word_page import BODY, FLUSH, append, empty, saved
from ..kinds import Slot, TemplateKind
from .parts import annex_list, blank, heading, imprint, red_head, red_line, signed, text_of, when

_OPENING = (
    Slot("issuer", "发文机关标志（红头），不填就不印红头", "政协云溪区委员会办公室文件"),
    Slot("number", "发文字号", "云溪协办〔2026〕12号"),
    Slot("title", "标题，自动按词意分行", "关于开展养老服务专题视察的通知", is_heading=True),
)
_TEXT = Slot(
    "paragraphs",
    "正文，一行一段；一、（一）1. 开头的短行排成各级标题",
    "一、时间\n定于12月8日下午。\n二、要求\n（一）请准时到会\n因事不能到会的，请提前请假。",
    is_text=True,
)
_CLOSING = (
    Slot("annexes", "附件名称，一项一个", ("视察日程", "委员分组名单")),
    Slot("signature", "发文机关署名", "政协云溪区委员会办公室"),
    Slot("date", "成文日期", "2026年11月22日"),
    Slot("copies", "抄送机关，连成一句", "区委办公室，区政府办公室"),
    Slot("printed_by", "印发机关，不填就不印版记", "政协云溪区委员会办公室"),
    Slot("printed_on", "印发日期", "2026年11月23日"),
)
_ADDRESSEE = Slot("addressee", "主送机关，自动加冒号", "各专门委员会")
_SIGNER = Slot("signer", "签发人，只用于上行文", "")
OFFICIAL = (*_OPENING, _SIGNER, _ADDRESSEE, _TEXT, *_CLOSING)


def official_document(faces: Faces) -> bytes:
    """Return the template of an ordinary document: red head, number, line, title, text, imprint."""
    document = empty("公文", faces=faces)
    number = run("{{ number }}{% if signer %}　　　　　　　签发人：{{ signer }}{% endif %}")
    append(
        document,
        *when("issuer", red_head("{{ issuer }}", 30, faces), blank(), red_line(number), blank()),
        heading(),
        blank(),
        *_addressed(),
        *text_of("paragraphs"),
        *annex_list(),
        *signed(),
        *imprint(),
    )
    return saved(document)


def letter(faces: Faces) -> bytes:
    """Return the template of a letter (信函格式): red name, double line, number at the right, first page unnumbered."""
    document = empty("函", faces=faces, first_page_bare=True)
    append(
        document,
        red_head("{{ issuer }}", 30, faces),
        red_line(run("", points=2), double=True),
        paragraph(run("{{ number }}"), style=FLUSH, align="right"),
        blank(),
        heading(),
        blank(),
        *_addressed(),
        *text_of("paragraphs"),
        *annex_list(),
        *signed(),
        *imprint(),
    )
    return saved(document)


def minutes(faces: Faces) -> bytes:
    """Return the template of minutes (纪要): red head, number and date, text, who was there after the text."""
    document = empty("纪要", faces=faces)
    people = [
        element
        for slot, label in (("attended", "出席"), ("on_leave", "请假"), ("observed", "列席"))
        for element in when(
            slot, paragraph(run(f"{label}：", face=faces.heading), run(f"{{{{ {slot} }}}}"), style=BODY)
        )
    ]
    append(
        document,
        *when("issuer", red_head("{{ issuer }}", 30, faces), blank()),
        red_line(run("{{ number }}　　　　　　　　{{ date }}")),
        blank(),
        heading(),
        blank(),
        *text_of("paragraphs"),
        *when("attended", blank()),
        *people,
        *imprint(),
    )
    return saved(document)


def _addressed() -> list[object]:
    return when("addressee", paragraph(run("{{ addressee }}："), style=FLUSH))


NOTICE = TemplateKind("notice", "通知（普通公文格式）", OFFICIAL, official_document)
LETTER = TemplateKind(
    "letter",
    "函（信函格式）",
    (Slot("issuer", "发文机关名称（红色）", "政协云溪区委员会"), *OFFICIAL[1:3], *OFFICIAL[4:]),
    letter,
    first_page_bare=True,
)
MINUTES = TemplateKind(
    "minutes",
    "纪要",
    (
        Slot("issuer", "纪要标志（红头）", "政协云溪区委员会主席会议纪要"),
        *OFFICIAL[1:3],
        _TEXT,
        Slot("date", "日期", "2026年11月22日"),
        Slot("attended", "出席人员", "林岫、周文清"),
        Slot("on_leave", "请假人员", ""),
        Slot("observed", "列席人员", "许岚"),
        *_CLOSING[3:],
    ),
    minutes,
)
