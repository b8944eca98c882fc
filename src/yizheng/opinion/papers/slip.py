"""A transfer slip as a Word file and as a PDF (转办单; handbook 6.2)."""

from __future__ import annotations

from collections.abc import Mapping

from django.shortcuts import get_object_or_404

from yizheng.document.templating.kinds import register
from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Letter, PaperOffer, offer
from yizheng.ui.tags.marks import long_date

from .. import queries
from ..models import OpinionTransfer
from ..texts import text_of
from .asking import house, id_of
from .slip_template import CODE, KIND


def offer_slip_papers() -> None:
    """Offer a slip; it takes `slip`, a public id."""
    register(KIND)
    offer(PaperOffer("opinion-slip", "转办单", "slip.read", slip_paper, formats=("docx", "pdf")))


def slip_paper(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return a slip for whoever sees it: the office and the unit. Raises: Http404."""
    rows = queries.slips_visible_to(actor).select_related("opinion", "unit")
    return letter_of(get_object_or_404(rows, public_id=id_of(asked, "slip")), clerk=actor.name)


def letter_of(slip: OpinionTransfer, *, clerk: str) -> Letter:
    """Return the letter of a slip: what is said and asked; who wrote the piece is not told to the unit."""
    answered = f"{slip.reply_by_name}　{long_date(slip.replied_on)}" if slip.replied_on else ""
    values = {
        "issuer": f"{house().short_name}办公室", "number": slip.number, "unit": str(slip.unit),
        "body": text_of(slip.opinion), "asked": slip.asked_action, "sent_on": long_date(slip.sent_on),
        "due_on": long_date(slip.due_on), "contact": slip.opinion.editor_name or clerk, "reply": slip.reply,
        "reply_by": answered,
    }  # fmt: skip
    return Letter(CODE, str(slip.opinion), values)
