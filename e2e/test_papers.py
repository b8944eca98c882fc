"""An official document from draft to print: drafted, changed, compared, numbered, taken out as Word and PDF."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from e2e.pages.plans import COMMITTEE
from e2e.visitor import Visitor

TITLE = "关于开展冬季走访的通知"
TEXT = "现将走访事项通知如下。\n一、时间\n定于12月8日下午。"


def test_a_notice_is_drafted_changed_and_taken_out(at_desk: Visitor, tmp_path: Path) -> None:
    page = at_desk.sign_in("办公室", stay=True)
    at_desk.go(f"{COMMITTEE}/documents/")
    page.get_by_role("link", name="拟稿").click()
    page.get_by_label("标题").fill(TITLE)
    page.get_by_label("主送").fill("各专门委员会")
    page.get_by_label("正文").fill(TEXT)
    page.get_by_label("抄送").fill("区政府办公室\n区委办公室")
    page.get_by_label("不含国家秘密").check()
    page.get_by_role("button", name="存为草稿").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    here = page.url.replace(at_desk.house.url.rstrip("/"), "")

    at_desk.go(f"{here}revise/")
    page.get_by_label("正文").fill(TEXT.replace("8日", "9日"))
    page.get_by_label("不含国家秘密").check()
    page.get_by_role("button", name="修改").click()
    page.get_by_role("link", name="和上一稿对照").click()
    expect(page.locator("del")).to_have_text("8")
    expect(page.locator("ins")).to_have_text("9")
    at_desk.shot("document-redline")

    at_desk.go(here)
    at_desk.shot("document")
    word, pdf = fetched(page, "Word 文件", tmp_path), fetched(page, "PDF 文件", tmp_path)
    assert word.name == f"{TITLE}.docx"
    assert [p.text for p in Document(str(word)).paragraphs if p.text][-2:-1] == ["定于12月9日下午。"]
    assert "定于12月9日下午。" in PdfReader(pdf).pages[0].extract_text()


def test_the_list_and_the_templates_read_on_a_phone(on_phone: Visitor) -> None:
    page = on_phone.sign_in("办公室")
    for address in ("documents/", "documents/new/", "documents/templates/", "documents/templates/notice/"):
        on_phone.go(f"{COMMITTEE}/{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        on_phone.shot(f"phone-{address.strip('/').replace('/', '-')}")


def fetched(page: Page, link: str, folder: Path) -> Path:
    """Download a file under the name the house gives it."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=link).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path
