"""A person's own copy of a file: their name and its number on every page of a PDF, in every header of a Word file."""

from __future__ import annotations

import io
import logging
from functools import lru_cache

from docx import Document
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from yizheng.kernel.errors import Refused

from .typesetting.typeset import watermark_pdf

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKABLE = (PDF, WORD)
MOST_PAGES = 500
DAMAGE = (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError)


def marked(content: bytes, content_type: str, words: str) -> bytes:
    """
    Return a copy that bears these words (张三 第017份) on each page.

    Raises: Refused `no_mark` for another type, a file with a password, a damaged one, or one of too many pages.
    """
    if content_type not in MARKABLE:
        raise Refused("no_mark", "会议文件请用PDF或Word（docx），这样每个人的那一份才能加上姓名和编号。")
    try:
        return _pdf(content, words) if content_type == PDF else _word(content, words)
    except DAMAGE as error:
        raise Refused("no_mark", "这个文件打不开，加不上姓名和编号。请去掉密码，或另存一份再上传。") from error


def _pdf(content: bytes, words: str) -> bytes:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise ValueError("a password")
    if len(reader.pages) > MOST_PAGES:
        raise Refused("no_mark", f"会议文件最多{MOST_PAGES}页，请拆分。")
    writer = PdfWriter(clone_from=reader)
    for page in writer.pages:
        page.transfer_rotation_to_content()
        box = page.mediabox
        page.merge_translated_page(_stamp(words, float(box.width), float(box.height)), box.left, box.bottom)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _stamp(words: str, width: float, height: float) -> PageObject:
    return PdfReader(io.BytesIO(_stamp_bytes(words, round(width, 1), round(height, 1)))).pages[0]


@lru_cache(maxsize=64)
def _stamp_bytes(words: str, width: float, height: float) -> bytes:
    return watermark_pdf(words, width, height)


def _word(content: bytes, words: str) -> bytes:
    document = Document(io.BytesIO(content))
    for section in document.sections:
        for header in (section.header, section.first_page_header, section.even_page_header):
            header.is_linked_to_previous = False
            header.add_paragraph(words)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
