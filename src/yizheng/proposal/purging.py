"""Where the content of proposals lies: what quarantine takes out of sight and purge destroys (office-practice 3)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part
from yizheng.promise.purging import PROMISE, parts_of
from yizheng.promise.queries import made_in_all

from .models import (
    Conversion,
    CoOpinion,
    KeyActivity,
    KeyAssignment,
    MediaVisit,
    Proposal,
    Publication,
    Reply,
    ReplyAnswer,
)

PROPOSAL = ("title", "background", "analysis", "research_basis")
VERSION = ("title", "background", "analysis", "suggestions")
PUBLICATION = ("title", "text", "reply_text")
REPLY = ("opening", "body", "closing", "commitments")
FEEDBACK = ("comment", "implementation_comment")
CONTACT = ("notes", "objection")
KEY = ("plan_text", "invitees", "result_text", "lookback_text")
LEAD = ("title", "text", "sender_name", "sender_phone", "sender_label", "disposal")


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
    yield from (Part(row, ("interviewed", "gist")) for row in MediaVisit.objects.filter(proposal=proposal))
    for assignment in KeyAssignment.objects.filter(proposal=proposal):
        yield Part(assignment, KEY)
        yield from _of_key(assignment)
    yield from (Part(row, FEEDBACK) for row in proposal.feedback.all())
    yield from (Part(row, ("finding",)) for row in proposal.look_backs.exclude(finding=""))
    yield from _promised(Reply.objects.filter(handling__proposal=proposal))


def _of_key(assignment: KeyAssignment) -> Iterator[Part]:
    yield from (Part(row, ("notes",)) for row in KeyActivity.objects.filter(assignment=assignment).exclude(notes=""))


def register() -> None:
    """Tell the house; called when it starts. Numbers, dates, states and ratings are facts and stay."""
    purging_kinds.register(
        Content("proposal", PROPOSAL, _of_proposal),
        Content("reply", REPLY, _of_reply),
        Content("proposal_lead", LEAD),
        Content("key_assignment", KEY, _of_key),
        Content("feedback", FEEDBACK),
        Content("look_back", ("finding",)),
        Content("publication", PUBLICATION),
    )


def _of_reply(reply: Reply) -> Iterator[Part]:
    yield from (Part(row, ("text",)) for row in reply.answers.all())
    yield from _promised(Reply.objects.filter(pk=reply.pk))


def _promised(replies: QuerySet[Reply]) -> Iterator[Part]:
    """What a unit promised repeats words of its reply."""
    for promise in made_in_all("reply", list(replies.values_list("pk", flat=True))):
        yield Part(promise, PROMISE)
        yield from parts_of(promise)
