"""The sheets that leaders sign (呈批单、签发单). Rule: office-practice 8."""

from __future__ import annotations

from collections.abc import Mapping

from django.shortcuts import get_object_or_404
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Letter, PaperOffer, offer
from yizheng.ui.tags.marks import long_date

from .. import queries
from .. import showing_issues as showing
from ..models import Opinion, OpinionIssue
from .asking import house, id_of
from .reading import opinion_or_closed

TEMPLATE = "approval_sheet"


def offer_sheets() -> None:
    """Offer the sheet of a piece, which takes `opinion`, and of an issue, which takes `issue`."""
    offer(
        PaperOffer("opinion-sign-sheet", "呈批单", "opinion.see_desk", opinion_sheet, formats=("docx", "pdf")),
        PaperOffer("opinion-issue-sheet", "签发单", "opinion.see_desk", issue_sheet, formats=("docx", "pdf")),
    )


def opinion_sheet(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return the sheet of a piece: what it says, what was checked, a box for who signs. Raises: Http404."""
    found = opinion_or_closed(actor, asked)
    summary = "\n".join(part for part in (_checked(found), found.edited_body) if part)
    return _sheet(actor, "社情民意审签", str(found), summary, found.signer_name or "秘书长", found.signed_by_name)


def issue_sheet(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return the sheet of an issue: its pieces, to whom it goes, a box for who signs. Raises: Http404."""
    found = get_object_or_404(queries.issues_visible_to(actor), public_id=id_of(asked, "issue"))
    title = f"《{found.periodical}》{showing.number_words(found)}"
    return _sheet(actor, "社情民意签发", title, _contents(found), found.signer_name or "秘书长", found.signed_by_name)


def _checked(opinion: Opinion) -> str:
    """Say in a line what the editors checked."""
    urgent = f"紧急件：{opinion.urgent_reason}" if opinion.urgency == "urgent" else ""
    facts = f"事实核对：{opinion.fact_note}" if opinion.fact_note else ""
    secrecy = f"保密审查：{opinion.secrecy_checked_by}" if opinion.secrecy_checked_on else ""
    head = (f"{opinion.number}，{opinion.source_name}，{opinion.category or '未分类'}", urgent, facts, secrecy)
    return "；".join(part for part in head if part) + "。"


def _contents(issue: OpinionIssue) -> str:
    named = showing.recipients_of(issue)
    pieces = [f"{number}. {each['title']}" for number, each in enumerate(showing.items_of(issue), start=1)]
    return "\n".join([*pieces, f"报送：{'，'.join(named['to'])}", f"抄送：{'，'.join(named['copies'])}"])


def _sheet(actor: Actor, chain: str, title: str, summary: str, signer: str, signed: str) -> Letter:
    words = f"同意。{signed}" if signed else ""
    values = {
        "committee": house().full_name, "chain": chain, "title": title, "summary": summary,
        "steps": [{"label": signer, "kind": "审签", "words": words}],
        "clerk": actor.name, "date": long_date(timezone.localdate()),
    }  # fmt: skip
    return Letter(TEMPLATE, title, values)
