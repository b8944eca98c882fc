"""What helps while writing: the filing standard, similar proposals, a Word file read into the fields."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from yizheng.kernel.errors import Refused
from yizheng.proposal import similar, standard
from yizheng.proposal.enums import ProposalState
from yizheng.proposal.importing import word_form
from yizheng.proposal.models import Suggestion
from yizheng.proposal.services.writing import Text
from yizheng.search import indexing

from . import factories as make

S = ProposalState
ON = date(2026, 3, 4)
GOOD = Text(
    title="关于增设公交站的建议", background="路口两公里没有站，老人要走半小时。",
    analysis="线路十年没有调整过，缺少衔接。",
    suggestions=("请区交通局在路口增设一站",), research_basis="走访三个社区。",
)  # fmt: skip


def found_by_search(*proposals):
    """Index what the factory made; acts do it by themselves."""
    for each in proposals:
        indexing.put(each)


def lacking(text):
    return [each.words for each in standard.hints(text, ON) if not each.ok]


def test_a_good_text_lacks_nothing(house):
    assert lacking(GOOD) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (Text(title="增设公交站"), "案由写成“关于……的建议”"),
        (Text(title="关于教育、卫生、交通的建议"), "案由像是说了几件事，请一事一案"),
        (Text(title="关于" + "很" * 40 + "的建议"), "案由最多40个字，现在45个字，要精简才能提交"),
        (Text(suggestions=("改",)), "第1条建议太短，请写清请谁做什么"),
        (Text(suggestions=("请区交通局增设一站",) * 9), "建议有9条，像是不止一件事，可以分成几件提案"),
        (Text(background="长" * 1501), "正文1501字，建议不超过1500字"),
        (Text(background="此案已起诉"), "像是已进入诉讼、仲裁的事，这类事不作为提案立案。"),
    ],
)
def test_what_is_missing_is_said_in_one_line(house, text, words):
    assert words in lacking(text)


def test_similar_ones_of_all_years_are_found_by_their_words(house):
    old = make.proposal(S.CLOSED, year=2021, shared_on=date(2021, 3, 9))
    bus = make.proposal(S.FILED, title="关于增设公交站点的建议", background="", analysis="", shared_on=date(2026, 3, 9))
    Suggestion.objects.filter(proposal=bus).update(text="在路口增设公交站")
    found_by_search(old, bus)
    me = make.as_member(make.member())

    found = similar.find("关于老旧小区电梯的建议", "", me)

    assert [each.proposal for each in found] == [old]
    assert "电梯" in "".join(found[0].shared)


def test_what_one_may_not_see_is_not_found_either(house):
    hidden, draft = make.proposal(S.SUBMITTED), make.proposal(S.DRAFT)
    shared = make.proposal(S.FILED, shared_on=date(2026, 3, 9))
    found_by_search(hidden, draft, shared)
    me = make.as_member(make.member())

    assert [each.proposal for each in similar.find("加装电梯", "", me)] == [shared]
    assert similar.find("加装电梯", "", me, exclude=shared) == []


def test_nothing_is_found_for_nothing(house):
    found_by_search(make.proposal(S.FILED, shared_on=date(2026, 3, 9)))

    assert similar.find("关于的建议", "", make.clerk()) == []


def docx(build):
    document = Document()
    build(document)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def test_a_form_in_a_table_is_read(house):
    def build(document):
        document.add_paragraph("政协云溪区委员会提案")
        table = document.add_table(rows=4, cols=2)
        cells = [
            ("案  由", "关于增设公交站的建议"), ("提案人", "温如玉"), ("联名人", "叶知秋、毛　进"),
            ("提案内容", "一、基本情况\n路口没有站。\n二、问题分析\n线路老。\n"
             "三、建议\n1.增设一站\n资金由区里出。\n2、改线"),
        ]  # fmt: skip
        for row, (label, text) in zip(table.rows, cells, strict=True):
            row.cells[0].text, row.cells[1].text = label, text

    form = word_form.read_form(docx(build), "提案.docx")

    assert (form.title, form.proposer, form.names) == ("关于增设公交站的建议", "温如玉", ["叶知秋", "毛进"])
    assert (form.background, form.analysis) == ("路口没有站。", "线路老。")
    assert form.suggestions == ["增设一站\n资金由区里出。", "改线"]


def test_a_form_in_paragraphs_is_read(house):
    def build(document):
        for line in (
            "关于增设公交站的建议", "提案人：温如玉", "情况：路口没有站。", "老人不便。", "分析：线路老。", "建议：",
            "（一）增设一站", "（二）改线",
        ):  # fmt: skip
            document.add_paragraph(line)

    form = word_form.read_form(docx(build), "提案.docx")

    assert (form.title, form.background, form.analysis) == (
        "关于增设公交站的建议",
        "路口没有站。\n老人不便。",
        "线路老。",
    )
    assert form.suggestions == ["增设一站", "改线"]


def test_what_has_no_heading_is_background_and_not_lost(house):
    form = word_form.read_form("关于增设公交站的建议\n路口没有站，请增设。".encode(), "提案.txt")

    assert (form.title, form.background) == ("关于增设公交站的建议", "路口没有站，请增设。")


@pytest.mark.parametrize("content", [b"", b"MZ\x00\x00", b"PK\x03\x04broken", b"x" * (5 * 1024 * 1024 + 1)])
def test_what_cannot_be_read_is_refused_in_a_sentence(house, content):
    with pytest.raises(Refused) as caught:
        word_form.read_form(content, "提案.docx")

    assert caught.value.message.endswith("。")
