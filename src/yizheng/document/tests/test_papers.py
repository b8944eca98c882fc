"""Papers leave by one address: asked for permission, named in Chinese, drawn in every offered format."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from openpyxl import load_workbook
from pypdf import PdfReader

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.kernel import papers, tenancy
from yizheng.kernel.models import Committee
from yizheng.kernel.papers import Cards, Column, Group, Letter, PaperOffer, Table

HOSTILE = '<A&B> =1+1 #panic("x") \x07 {{ 7*7 }}'
ROLL = Table(
    "云溪区政协委员名册/样张",
    (Column("姓名", 2, pad_names=True), Column("单位", 5), Column("备注", 2, "center")),
    (Group("中共界"), ("孟珂", "云溪区教育局", "女"), ("欧阳青山", HOSTILE, ""), ("Ed", "=1+1", "")),
    subtitle="按姓氏笔画为序",
    notes=("注：样张。",),
)
CARDS = Cards("主席会议桌签", ("孟珂", "欧阳青山"))


@pytest.fixture
def house(db: None) -> Iterator[Committee]:
    committee = Committee.objects.create(slug="yunxi", full_name="云溪区政协", short_name="云溪区政协")
    with tenancy.scope(committee):
        yield committee


@pytest.fixture
def offers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "_offers", {})
    papers.offer(
        PaperOffer("roll", "名册", "plan.import", lambda _actor, params: {"a": ROLL, "c": CARDS}[params.get("x", "a")]),
        PaperOffer("letter", "函", "plan.import", lambda _actor, _params: Letter("none", "函"), formats=("xlsx",)),
        PaperOffer("word-only", "函", "plan.import", lambda _actor, _params: ROLL, formats=("docx",)),
    )


def signed_in(role: Role) -> Client:
    user = User.objects.create(username=f"user-{role}", name="周文清")
    RoleGrant.objects.create(user=user, role=role, label=role.label, valid_from="2020-01-01")
    client = Client()
    client.force_login(user)
    return client


def fetch(address: str, role: Role = Role.OFFICE_CLERK) -> Any:
    return signed_in(role).get(f"/yunxi/papers/{address}")


@pytest.mark.parametrize("address", ["none.docx", "roll.doc", "roll.exe", "word-only.pdf", "letter.xlsx"])
def test_what_is_not_offered_does_not_exist(address: str, house: Committee, offers: None) -> None:
    assert fetch(address).status_code == 404


def test_the_permission_of_the_offer_is_asked(house: Committee, offers: None) -> None:
    assert fetch("roll.docx", Role.MEMBER).status_code == 403
    assert fetch("roll.docx").status_code == 200


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf"])
def test_a_file_is_named_in_chinese_and_cannot_be_sniffed(ending: str, house: Committee, offers: None) -> None:
    answer = fetch(f"roll.{ending}")

    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "filename*=utf-8''%E4%BA%91" in answer["Content-Disposition"]
    assert "/" not in answer["Content-Disposition"].split("''")[1]


def test_a_table_in_word_has_the_page_and_the_faces_of_the_standard(house: Committee, offers: None) -> None:
    document = Document(io.BytesIO(fetch("roll.docx").content))
    section = document.sections[0]
    rows = document.tables[0].rows

    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side / Mm(1)) for side in sides if side is not None] == [37, 35, 28, 26]
    assert [cell.text for cell in rows[0].cells] == ["姓名", "单位", "备注"]
    assert rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert rows[1].cells[0].text == rows[1].cells[2].text == "中共界"
    assert [cell.text for cell in rows[2].cells] == ["孟　珂", "云溪区教育局", "女"]
    assert rows[3].cells[1].text == HOSTILE.replace("\x07", "")
    assert rows[4].cells[0].text == "Ed"
    body = rows[2].cells[1].paragraphs[0].runs[0]._r.find(f".//{qn('w:rFonts')}")
    assert body.get(qn("w:eastAsia")) == "仿宋_GB2312"
    title = document.styles["公文标题"]
    assert title.font.size is not None
    assert title.font.size.pt == 22


def test_a_table_in_excel_keeps_text_that_looks_like_a_formula(house: Committee, offers: None) -> None:
    sheet = load_workbook(io.BytesIO(fetch("roll.xlsx").content)).active
    assert sheet is not None
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert values[0][0] == "云溪区政协委员名册/样张"
    assert values[4][:2] == ["孟　珂", "云溪区教育局"]
    assert values[6][1] == "'=1+1"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_table_as_pdf_can_be_read_and_says_what_stands_in(house: Committee, offers: None) -> None:
    page = PdfReader(io.BytesIO(fetch("roll.pdf").content)).pages[0]
    text = page.extract_text()

    assert "孟　珂" in text
    assert '#panic("x")' in text
    assert "{{ 7*7 }}" in text
    assert "— 1 —" in text
    fonts = {str(font["/BaseFont"]) for font in (f.get_object() for f in page["/Resources"]["/Font"].values())}  # type: ignore[index]
    assert ("代替仿宋" in text) == all("FangSong" not in font for font in fonts)
    assert all("+" in font for font in fonts), "every face is a subset"


def test_cards_give_a_name_twice_a_page(house: Committee, offers: None) -> None:
    pdf = PdfReader(io.BytesIO(fetch("roll.pdf?x=c").content))

    assert len(pdf.pages) == 2
    assert pdf.pages[0].extract_text().count("孟　珂") == 2
    with_sides = signed_in(Role.SECRETARY_GENERAL)
    assert with_sides.get("/yunxi/papers/roll.docx?x=c").status_code == 403


def test_the_links_offer_every_format_to_those_who_may(house: Committee, offers: None, rf: Any) -> None:
    page = Template('{% load document_tags %}{% paper_links "roll word-only" "x=c" %}')
    request = rf.get("/")

    request.actor = None
    assert page.render(Context({"request": request})).strip() == ""
    request.actor = _actor(Role.OFFICE_CLERK)
    drawn = page.render(Context({"request": request}))
    assert drawn.count("<a ") == 4
    assert "/yunxi/papers/roll.pdf?x=c" in drawn
    assert "名册 Word 文件" in drawn


def _actor(role: Role) -> Any:
    from yizheng.kernel.acting import Actor, Hat

    return Actor(1, "周文清", Hat(role))
