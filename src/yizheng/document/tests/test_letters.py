"""Letters from templates: the page of the standard, text as data, what an uploaded template may say."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from pypdf import PdfReader

from yizheng.document import drawing
from yizheng.document.templating import kinds
from yizheng.document.templating.checking import check_template
from yizheng.document.templating.filling import fill
from yizheng.document.typesetting.faces import GB2312, SETS, choose
from yizheng.document.typesetting.titles import title_lines
from yizheng.kernel.errors import Refused
from yizheng.kernel.papers import Letter

from .hostile_templates import leading_outside, with_part, word_file

HOSTILE = '<A&B> {{ 7*7 }} {% raw %} #panic("x") $x$ \\u{1}\x07 ]]> 𠮷㛃'
SHIPPED = (
    "notice", "letter", "minutes", "approval_sheet", "leave_form", "sign_in_sheet", "statistics_table", "member_card",
)  # fmt: skip
NOTICE = {
    "issuer": "政协云溪区委员会文件",
    "number": "云溪协〔2026〕12号",
    "addressee": "各专门委员会",
    "paragraphs": "现将有关事项通知如下。\n一、时间\n（一）会期\n1. 报到\n定于12月8日。",
    "annexes": ["日程", "名单"],
    "signature": "政协云溪区委员会",
    "date": "2026年11月22日",
    "copies": "区委办公室，区政府办公室",
    "printed_by": "政协云溪区委员会办公室",
    "printed_on": "2026年11月23日",
}


def notice(**changes: object) -> Letter:
    return Letter("notice", "关于召开三届五次会议的通知", {**NOTICE, **changes})


def pdf_text(letter: Letter) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(drawing.pdf(letter))).pages)


def test_a_notice_stands_on_the_page_of_the_standard() -> None:
    document = Document(io.BytesIO(drawing.word(notice())))
    section = document.sections[0]
    styles = {p.text: p.style.name for p in document.paragraphs if p.style is not None}

    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side / Mm(1)) for side in sides if side is not None] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == "578"
    assert styles["关于召开三届五次会议的通知"] == "公文标题"
    assert styles["各专门委员会："] == "公文主送"
    assert styles["一、时间"] == "公文一级标题"
    assert styles["（一）会期"] == "公文二级标题"
    assert styles["1. 报到"] == "公文三级标题"
    assert styles["定于12月8日。"] == "公文正文"
    faces = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("公文标题", "公文正文", "公文一级标题", "公文二级标题")
    }
    assert list(faces.values()) == ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"]
    body = document.styles["公文正文"]
    assert body.font.size is not None
    assert body.font.size.pt == 16
    assert body.paragraph_format.line_spacing is not None
    assert round(body.paragraph_format.line_spacing.pt, 1) == 28.9  # type: ignore[union-attr]


def test_pages_are_numbered_odd_right_even_left() -> None:
    section = Document(io.BytesIO(drawing.word(notice()))).sections[0]
    odd, even = (footer._element[0] for footer in (section.footer, section.even_page_footer))

    assert [each.find(f".//{qn('w:jc')}").get(qn("w:val")) for each in (odd, even)] == ["right", "left"]
    assert "PAGE" in odd.xml
    letter = Document(io.BytesIO(drawing.word(Letter("letter", "函", NOTICE)))).sections[0]
    assert letter.different_first_page_header_footer
    assert "PAGE" not in letter.first_page_footer._element.xml


def test_every_face_names_what_may_stand_in() -> None:
    document = Document(io.BytesIO(drawing.word(notice())))
    table = next(r.target_part.blob for r in document.part.rels.values() if r.reltype.endswith("/fontTable"))

    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,华文仿宋"/>' in table.decode()


def test_the_office_chooses_the_faces() -> None:
    document = Document(io.BytesIO(drawing.word(notice(), faces=SETS["windows"])))

    assert document.styles["公文正文"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"


def test_what_is_not_given_leaves_no_trace() -> None:
    bare = Document(io.BytesIO(drawing.word(Letter("notice", "通知", {"paragraphs": ["第一段。", "第二段。"]}))))

    assert [p.text for p in bare.paragraphs if p.text] == ["通知", "第一段。", "第二段。"]
    assert not bare.tables


def test_text_is_data_in_word_and_pdf() -> None:
    letter = notice(paragraphs=HOSTILE, addressee=HOSTILE, annexes=[HOSTILE])
    kept = HOSTILE.replace("\x07", "")
    words = [p.text for p in Document(io.BytesIO(drawing.word(letter))).paragraphs]

    assert kept in words
    assert f"{kept}：" in words
    drawn = pdf_text(letter).replace("\n", "")
    for piece in ("<A&B>", "{{ 7*7 }}", '#panic("x")', "$x$", "𠮷㛃"):
        assert drawn.count(piece) >= 2, piece


def test_a_pdf_of_a_letter_reads_in_order_and_says_its_faces() -> None:
    text = pdf_text(notice())

    places = [
        text.index(piece) for piece in ("文件", "12号", "关于召开", "各专门委员会：", "一、时间", "附件：1. 日程")
    ]
    assert places == sorted(places)
    assert "抄送：区委办公室，区政府办公室。" in text
    assert "— 1 —" in text
    assert "— 1 —" not in pdf_text(Letter("letter", "函", {"paragraphs": "一段。"}))


@pytest.mark.parametrize("code", SHIPPED)
def test_every_shipped_template_passes_its_own_check_and_fills(code: str) -> None:
    kind = kinds.get(code)
    content = kind.build(GB2312)

    check_template(content, kind)
    sample = {name: value for name, value in kind.sample().items() if name != "title"}
    document = Document(io.BytesIO(drawing.word(Letter(code, "关于样张的通知", sample))))
    assert "{{" not in document.element.xml
    assert "{%" not in document.element.xml


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ("{{ titel }}", "unknown_variables"),
        ("{{ title.upper }}", "unknown_variables"),
        ("{% for p in paragraphs %}{{ p.txt }}{% endfor %}", "unknown_variables"),
        ("{{ title", "broken"),
        ("{% if title %}", "broken"),
        ("{{ title.__class__ }}", "forbidden"),
        ("{{ ''.__class__.__mro__ }}", "forbidden"),
        ("{{ title.upper() }}", "forbidden"),
        ("{{ cycler.__init__.__globals__.os }}", "forbidden"),
        ("{{ self._TemplateReference__context }}", "forbidden"),
        ("{{ title|attr('__class__') }}", "forbidden"),
        ("{% for i in range(999999999) %}x{% endfor %}", "forbidden"),
        ("{{ 'a' * 999999999 }}", "forbidden"),
        ("{% include '/etc/passwd' %}", "forbidden"),
        ("{% import 'x' as y %}", "forbidden"),
        ("{% set x = 1 %}", "forbidden"),
        ("{% macro m() %}{% endmacro %}", "forbidden"),
    ],
)
@pytest.mark.parametrize("place", ["body", "footer", "author"])
def test_a_template_that_does_more_than_name_its_variables_is_refused(mark: str, code: str, place: str) -> None:
    content = {
        "body": word_file("正文", mark),
        "footer": word_file("正文", footer=mark),
        "author": word_file("正文", author=mark),
    }[place]

    with pytest.raises(Refused) as refused:
        check_template(content, kinds.get("notice"))

    assert refused.value.code == code


def test_the_refusal_names_what_is_unknown_and_what_may_be_used() -> None:
    with pytest.raises(Refused) as refused:
        check_template(word_file("{{ titel }}", "{{ addresse }}", "{{ title }}"), kinds.get("notice"))

    assert refused.value.message.startswith(
        "模板里有系统不认识的变量：addresse、titel。可以用的是：issuer、number、title"
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"plain text", "damaged"),
        (with_part(word_file("a"), "word/vbaProject.bin", b"x"), "active_content"),
        (with_part(word_file("a"), "word/embeddings/oleObject1.bin", b"x"), "active_content"),
        (leading_outside(word_file("a")), "active_content"),
        (with_part(word_file("a"), "word/document.xml", b"<broken"), "not_word"),
        (with_part(word_file("a"), "word/big.xml", b"0" * 70_000_000), "zip_bomb"),
    ],
    ids=["empty", "text", "macros", "object", "template elsewhere", "broken xml", "bomb"],
)
def test_a_file_that_is_no_harmless_word_file_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_template(content, kinds.get("notice"))

    assert refused.value.code == code


def test_a_hostile_template_that_was_never_checked_still_does_nothing() -> None:
    with pytest.raises(Refused) as refused:
        fill(word_file("{{ title.__class__.__mro__ }}"), kinds.get("notice"), {"title": "x"})

    assert refused.value.code == "unfilled"


def test_an_own_template_names_variables_in_its_own_order() -> None:
    own = word_file("{{ signature }}", "{{ title }}", "{%p for p in paragraphs %}", "{{ p }}", "{%p endfor %}")
    kind = kinds.get("notice")

    check_template(own, kind)
    made = Document(io.BytesIO(fill(own, kind, {"title": "通知", "signature": "云溪", "paragraphs": "一\n二"})))

    assert [p.text for p in made.paragraphs] == ["云溪", "通知", "一", "二"]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于召开会议的通知", ("关于召开会议的通知",)),
        (
            "政协云溪区委员会办公室关于开展全区养老服务专题视察调研活动的通知",
            ("政协云溪区委员会办公室关于开展全区", "养老服务专题视察调研活动的通知"),
        ),
        ("第一行\n第二行", ("第一行", "第二行")),
        ("", ()),
    ],
)
def test_titles_break_between_words(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title) == lines


def test_a_book_title_is_not_torn() -> None:
    lines = title_lines("政协云溪区委员会关于印发《二〇二六年度协商工作计划》的通知")

    assert any("《二〇二六年度协商工作计划》" in line for line in lines)


def test_a_missing_face_is_said_and_no_face_at_all_is_refused() -> None:
    some = choose(["Noto Sans CJK SC"])
    full = choose(["FangSong", "KaiTi", "SimHei", "SimSun", "方正小标宋简体"])

    assert some.remark == "本件以思源黑体代替仿宋、小标宋、楷体、宋体"
    assert some.families["body"] == ["Noto Sans CJK SC"]
    assert full.remark == ""
    with pytest.raises(Refused, match="不能生成 PDF"):
        choose(["DejaVu Sans"])
