"""An issue of a periodical as a Word file and as a PDF (handbook 6.2; F081)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.shortcuts import get_object_or_404

from yizheng.document.structure import paragraphs
from yizheng.document.templating.kinds import register
from yizheng.document.typesetting.titles import title_lines
from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Letter, PaperOffer, offer
from yizheng.ui.tags.marks import long_date

from .. import queries
from .. import showing_issues as showing
from ..models import OpinionIssue
from .asking import house, id_of
from .issue_template import CODE, KIND


def offer_issue_papers() -> None:
    """Offer an issue; it takes `issue`, a public id."""
    register(KIND)
    offer(PaperOffer("opinion-issue", "社情民意刊物", "issue.read", issue_paper, formats=("docx", "pdf")))


def issue_paper(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return an issue as it is printed; before it is signed it has no number. Raises: Http404."""
    return letter_of(get_object_or_404(queries.issues_visible_to(actor), public_id=id_of(asked, "issue")))


def letter_of(issue: OpinionIssue) -> Letter:
    """Return the letter of an issue: what was frozen at issue, or what stands while it is laid out."""
    items, named = showing.items_of(issue), showing.recipients_of(issue)
    office = f"{house().short_name}办公室"
    day = long_date(issue.issued_on) if issue.issued_on else ""
    values: dict[str, Any] = {
        "periodical": issue.periodical,
        "numbers": showing.number_words(issue),
        "issuer": office,
        "date": day,
        "headline": issue.headline,
        "contents": [each["title"] for each in items] if len(items) > 1 else [],
        "lines": [line for each in items for line in _lines(each)],
        "recipients": "，".join(named["to"]),
        "copies": "，".join(named["copies"]),
        "printed_by": office,
        "printed_on": day,
    }
    return Letter(CODE, f"{issue.periodical}{showing.number_words(issue)}", values)


def _lines(item: dict[str, Any]) -> Iterator[dict[str, str]]:
    yield {"text": "\n".join(title_lines(item["title"])), "look": "title"}
    for each in paragraphs(item["paragraphs"]):
        yield {"text": each.text, "look": f"level_{each.level}" if each.level else "body"}
    if item["authors"]:
        yield {"text": f"（{item['authors']}）", "look": "byline"}
