"""Where the content of proposals lies: what quarantine takes out of sight and purge destroys (office-practice 3)."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import Conversion, CoOpinion, Proposal, Publication, Reply, ReplyAnswer

PROPOSAL = ("title", "background", "analysis", "research_basis")
VERSION = ("title", "background", "analysis", "suggestions")
PUBLICATION = ("title", "text", "reply_text")
REPLY = ("opening", "body", "closing", "commitments")
CONTACT = ("notes", "objection")


def _of_proposal(proposal: Proposal) -> Iterator[Part]:
    yield from (Part(row, ("text",)) for row in proposal.suggestions.all())
    yield from (Part(row, VERSION) for row in proposal.versions.all())
    yield from (Part(row, ("opinion",)) for row in proposal.reviews.exclude(opinion=""))
    yield from (Part(row, ("words",)) for row in proposal.consent_asks.exclude(words=""))
    yield from (Part(row, ("note",)) for row in Conversion.objects.filter(proposal=proposal).exclude(note=""))
    for handling in proposal.handlings.all():
        yield from (Part(row, CONTACT) for row in handling.contacts.all())
        yield from (Part(row, ("text",)) for row in CoOpinion.objects.filter(handling=handling))
        yield from (Part(row, REPLY) for row in handling.replies.all())
        yield from (Part(row, ("text",)) for row in ReplyAnswer.objects.filter(reply__handling=handling))
    yield from (Part(row, PUBLICATION) for row in Publication.objects.filter(proposal=proposal))
    yield from (Part(row, ("comment",)) for row in proposal.feedback.exclude(comment=""))


def register() -> None:
    """Tell the house; called when it starts. Numbers, dates, states and ratings are facts and stay."""
    purging_kinds.register(
        Content("proposal", PROPOSAL, _of_proposal),
        Content("reply", REPLY, _of_reply),
        Content("proposal_lead", ("title", "text", "sender_name", "sender_phone", "sender_label")),
        Content("feedback", ("comment",)),
        Content("publication", PUBLICATION),
    )


def _of_reply(reply: Reply) -> Iterator[Part]:
    yield from (Part(row, ("text",)) for row in reply.answers.all())
