"""
Papers drawn as files: Word by python-docx and docxtpl, Excel by openpyxl, PDF by typst.

Rule: the page is that of GB/T 9704-2012 (handbook 13, `typesetting`); names and titles as office-practice 14 asks.
"""

from __future__ import annotations

from collections.abc import Callable

from yizheng.kernel.papers import Cards, Format, Paper, Report, Table

from .templating.kinds import get
from .templating.letters import filled
from .typesetting.faces import GB2312, Faces
from .typesetting.reports import report_document, report_pdf
from .typesetting.sheet import names_workbook, table_workbook
from .typesetting.typeset import cards_pdf, letter_pdf, table_pdf
from .typesetting.word_cards import cards_document
from .typesetting.word_table import table_document

CONTENT_TYPES: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class NotDrawable(LookupError):
    """This paper has no such format: a letter is no spreadsheet."""


def word(paper: Paper, *, faces: Faces = GB2312) -> bytes:
    """Return a paper as a Word file."""
    if isinstance(paper, Table):
        return table_document(paper, faces)
    if isinstance(paper, Cards):
        return cards_document(paper, faces)
    if isinstance(paper, Report):
        return report_document(paper, faces)
    return filled(paper, faces)


def excel(paper: Paper, *, faces: Faces = GB2312) -> bytes:
    """Return a table, or the names of desk cards, as an Excel file. Raises: NotDrawable for a letter or a report."""
    if isinstance(paper, Table):
        return table_workbook(paper, faces)
    if isinstance(paper, Cards):
        return names_workbook(paper, faces)
    raise NotDrawable(paper.title)


def pdf(paper: Paper, *, faces: Faces = GB2312) -> bytes:
    """Return a paper as a PDF; what stands in for a missing face is said on its first page."""
    if isinstance(paper, Table):
        return table_pdf(paper)
    if isinstance(paper, Cards):
        return cards_pdf(paper)
    if isinstance(paper, Report):
        return report_pdf(paper)
    bare = get(paper.template).first_page_bare
    return letter_pdf(paper.title, filled(paper, faces), first_page_bare=bare)


DRAWERS: dict[Format, Callable[..., bytes]] = {"docx": word, "xlsx": excel, "pdf": pdf}
