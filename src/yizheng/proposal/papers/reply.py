"""The reply letter and the co-handler's opinion as files (handbook 5.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from yizheng.document.templating.kinds import register
from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Letter, PaperOffer, offer
from yizheng.org.ordinals import chinese_number
from yizheng.ui.tags.marks import long_date

from .. import queries
from .. import reply_wording as wording
from ..models import CoOpinion, Reply
from ..queries.handling import opinions_visible_to, sees_phone
from ..services.countersigning import host_of
from .reply_template import CODE, KIND

HEADING_CHARS = 20


def offer_reply_papers() -> None:
    """Offer the letters of a unit; they take `reply` or `handling`, a public id."""
    register(KIND)
    offer(
        PaperOffer("reply-letter", "提案答复", "proposal.read", reply_letter, formats=("docx", "pdf")),
        PaperOffer("co-opinion-letter", "会办意见", "handling.follow_letters", co_opinion_letter, ("docx", "pdf")),
    )


def reply_letter(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return a reply as a letter; before it is issued for the unit to print, sign and seal. Raises: Http404."""
    rows = queries.replies_visible_to(actor).select_related("handling__proposal__session__term", "handling__unit")
    reply = get_object_or_404(rows, public_id=_id(asked, "reply"))
    return letter_of(reply, with_phone=sees_phone(actor, reply.handling.proposal_id))


def letter_of(reply: Reply, *, with_phone: bool = True) -> Letter:
    """Return the letter of a reply; the telephone is for the proposer and the offices."""
    proposal, unit = reply.handling.proposal, str(reply.handling.unit)
    signed = reply.signed_on or reply.sent_on
    values = {
        "issuer": unit, "class_mark": reply.class_mark, "number": reply.doc_no,
        "addressee": wording.addressee(proposal), "paragraphs": list(_paragraphs(reply)), "signature": unit,
        "date": long_date(signed), "contact": _contact(reply) if with_phone else "", "copies": "，".join(reply.copies),
        "printed_by": unit, "printed_on": long_date(signed), "feedback_of": f"{proposal.number} {proposal.title}",
    }  # fmt: skip
    return Letter(CODE, wording.title(proposal), values)


def co_opinion_letter(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return the newest opinion of a co-handler as a letter to the host. Raises: Http404."""
    rows = opinions_visible_to(actor).filter(handling__public_id=_id(asked, "handling"))
    opinion = rows.order_by("-round").first()
    if opinion is None:
        raise Http404("no opinion")
    return _letter_of_opinion(opinion)


def _letter_of_opinion(opinion: CoOpinion) -> Letter:
    handling = opinion.handling
    host, unit = host_of(handling), str(handling.unit)
    values = {
        "issuer": unit, "number": opinion.doc_no, "addressee": str(host.unit) if host else "",
        "paragraphs": opinion.text, "signature": unit, "date": long_date(opinion.sent_on),
        "copies": "，".join(wording.copies()), "printed_by": unit, "printed_on": long_date(opinion.sent_on),
    }  # fmt: skip
    return Letter(CODE, f"关于{wording.called(handling.proposal)}的会办意见", values)


def _paragraphs(reply: Reply) -> Iterator[str]:
    yield reply.opening
    for number, answer in enumerate(reply.answers.select_related("suggestion").order_by("suggestion__order"), start=1):
        yield f"{chinese_number(number)}、关于“{_short(answer.suggestion.text)}”（{answer.get_verdict_display()}）"
        yield answer.text
    yield reply.body
    if reply.commitments:
        yield (
            "我们承诺："
            + "；".join(f"{long_date(date.fromisoformat(r['due_on']))}前{r['text']}" for r in reply.commitments)
            + "。"
        )
    yield reply.closing


def _short(text: str) -> str:
    line = text.strip().rstrip("。；").split("\n")[0]
    return line if len(line) <= HEADING_CHARS else f"{line[:HEADING_CHARS]}……"


def _contact(reply: Reply) -> str:
    parts = (("联系人：", reply.contact_person), ("电话：", reply.contact_phone))
    return "　".join(f"{label}{words}" for label, words in parts if words)


def _id(asked: Mapping[str, str], name: str) -> UUID:
    try:
        return UUID(asked.get(name, ""))
    except ValueError:
        raise Http404("no such id") from None
