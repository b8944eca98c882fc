"""Tags of the document room: links to every format of a paper."""

from __future__ import annotations

from typing import Any

from django import template

from yizheng.kernel import papers
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.ui.shapes import FileRow

register = template.Library()

FORMAT_WORDS = {"docx": ("Word 文件", "word"), "xlsx": ("Excel 文件", "sheet"), "pdf": ("PDF 文件", "pdf")}


@register.inclusion_tag("document/parts/paper_links.html", takes_context=True)
def paper_links(context: dict[str, Any], codes: str, params: str = "", label: str = "") -> dict[str, Any]:
    """
    Draw links to every format of one or several papers (codes parted by spaces); nothing where they may not be taken.

    `params` is the query handed to the paper (a=b&c=d); `label` stands before the format of a single paper.
    """
    actor = getattr(context.get("request"), "actor", None)
    offers = [papers.offered(code) for code in codes.split()]
    many = len(offers) > 1
    return {
        "files": [
            row
            for offer in offers
            if may(offer.permission, actor)
            for row in _rows(offer, params, label or (offer.label if many else ""))
        ]
    }


def _rows(offer: papers.PaperOffer, params: str, label: str) -> list[FileRow]:
    query = f"?{params}" if params else ""
    return [
        FileRow(
            " ".join(part for part in (label, FORMAT_WORDS[format_][0]) if part),
            f"{address('document:paper', code=offer.code, format=format_)}{query}",
            FORMAT_WORDS[format_][1],
        )
        for format_ in offer.formats
    ]
