"""Every row in which words of a proposal lie, its handlings, replies and supervision with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from yizheng.attachment import purging as files
from yizheng.attachment.models import StoredFile
from yizheng.ballot.models import Ballot
from yizheng.kernel import quarantine
from yizheng.kernel.models import ThreadLink
from yizheng.kernel.purging import DESTROYED_WORD
from yizheng.kernel.purging_kinds import Part
from yizheng.notify.models import Message, Notice
from yizheng.notify.purging import inside
from yizheng.promise.models import Promise
from yizheng.promise.purging import PROMISE, parts_of

from ..models import (
    AdjustRequest,
    AppraisalScore,
    AppraisedUnit,
    Conversion,
    CoOpinion,
    Handling,
    HandlingConsultation,
    HandlingInspection,
    InspectedUnit,
    KeyActivity,
    KeyAssignment,
    MediaVisit,
    Nomination,
    OutgoingProposal,
    Proposal,
    Publication,
    Reply,
    ReplyAnswer,
)

PROPOSAL = ("title", "background", "analysis", "research_basis", "keywords")
VERSION = ("title", "background", "analysis", "suggestions")
SHARE = ("reason", "comment")
CONVERSION = ("sent_to", "note")
HANDLING = ("extension_reason",)
ADJUST = ("reason", "decision_words")
CONTACT = ("unit_people", "proposer_people", "notes", "objection")
REPLY = ("opening", "body", "closing", "commitments", "reject_reason")
FEEDBACK = ("comment", "implementation_comment")
PUBLICATION = ("title", "text", "reply_text", "removed")
VISIT = ("programme", "interviewed", "gist", "link")
KEY = ("plan_text", "invitees", "result_text", "lookback_text")
ACTIVITY = ("participants", "notes")
FINDING = ("finding", "advice")
INSPECTION = ("title", "participants", "summary")
CONSULTATION = ("title", "participants", "notes")
APPRAISED = ("self_report", "questions", "put_right_words", "put_right_report", "looked_back_words")
OUTGOING = ("title", "note")
LEAD = ("title", "text", "sender_name", "sender_phone", "sender_label", "disposal")

SHORTEST = 6
"""Shorter titles are found in too many sentences that mean something else."""


def of_proposal(proposal: Proposal) -> Iterator[Part]:
    """Yield what lies in one proposal beside its own row."""
    yield from (Part(row, ("text",)) for row in proposal.suggestions.all())
    yield from (Part(row, VERSION) for row in proposal.versions.all())
    yield from (Part(row, ()) for row in proposal.signers.all())
    yield from (Part(row, ("opinion",)) for row in proposal.reviews.all())
    yield from (Part(row, ("words",)) for row in proposal.consent_asks.all())
    yield from (Part(row, SHARE) for row in proposal.planned.all())
    yield from (Part(row, CONVERSION) for row in Conversion.objects.filter(proposal=proposal))
    for handling in proposal.handlings.all():
        yield Part(handling, HANDLING)
        yield from of_handling(handling)
    for publication in Publication.objects.filter(proposal=proposal):
        yield Part(publication, PUBLICATION)
    yield from (Part(row, ("finding",)) for row in proposal.look_backs.all())
    yield from _supervised(proposal)
    yield from _judged(proposal)
    yield from (Part(row, OUTGOING) for row in OutgoingProposal.objects.filter(origin=proposal))
    yield from _named(proposal)


def of_handling(handling: Handling) -> Iterator[Part]:
    """Yield what one unit wrote, and what was said about its reply."""
    yield from (Part(row, ADJUST) for row in AdjustRequest.objects.filter(handling=handling))
    yield from (Part(row, CONTACT) for row in handling.contacts.all())
    yield from (Part(row, ("text",)) for row in CoOpinion.objects.filter(handling=handling))
    for reply in handling.replies.all():
        yield Part(reply, REPLY)
        yield from of_reply(reply)
    yield from (Part(row, ("comment",)) for row in AppraisalScore.objects.filter(handling=handling))


def of_reply(reply: Reply) -> Iterator[Part]:
    """Yield the answers of a reply, its files, what was promised in it and what its proposers said of it."""
    yield from (Part(row, ("text",)) for row in ReplyAnswer.objects.filter(reply=reply))
    yield from _files(reply.sealed_scan_id, reply.own_file_id)
    for row in reply.feedback.all():
        yield Part(row, FEEDBACK)
        yield from _files(row.scan_id)
    for promise in Promise.objects.filter(origin_kind="reply", origin_id=reply.pk):
        yield Part(promise, PROMISE)
        yield from parts_of(promise)
        yield from _files(promise.evidence_file_id)


def of_key(assignment: KeyAssignment) -> Iterator[Part]:
    """Yield what leaders wrote on a key proposal, and its activities."""
    yield from (Part(row, ("signed_words",)) for row in assignment.leaders.all())
    yield from (Part(row, ACTIVITY) for row in KeyActivity.objects.filter(assignment=assignment))


def of_inspection(inspection: HandlingInspection) -> Iterator[Part]:
    """Yield what was found at each unit."""
    yield from (Part(row, FINDING) for row in inspection.units.all())


def _files(*ids: int | None) -> Iterator[Part]:
    for file in StoredFile.objects.filter(pk__in=[each for each in ids if each is not None]):
        yield Part(file, files.CONTENT)


def _supervised(proposal: Proposal) -> Iterator[Part]:
    for assignment in KeyAssignment.objects.filter(proposal=proposal):
        yield Part(assignment, KEY)
        yield from of_key(assignment)
    yield from (Part(row, VISIT) for row in MediaVisit.objects.filter(proposal=proposal))
    yield from (Part(row, FINDING) for row in InspectedUnit.objects.filter(looked_at__proposal=proposal).distinct())
    held = HandlingConsultation.objects.filter(contacts__handling__proposal=proposal).distinct()
    # Minutes that speak of other proposals too are closed by themselves: theirs is not to be lost with this one's.
    for each in held:
        if not each.contacts.exclude(handling__proposal=proposal).exists():
            yield Part(each, CONSULTATION)


def _judged(proposal: Proposal) -> Iterator[Part]:
    """Nominations and entries share their page with others, so nothing is found by its address."""
    for nomination in Nomination.objects.filter(proposal=proposal):
        yield Part(nomination, ("reason",), has_traces=False)
        yield from _on_ballots("award_selection", nomination.selection_id, nomination.pk, proposal)
    for entry in AppraisedUnit.objects.filter(proposal=proposal):
        yield Part(entry, APPRAISED, has_traces=False)
        yield from _on_ballots("unit_appraisal", entry.appraisal_id, entry.pk, proposal)


def _on_ballots(kind: str, object_id: int, item: int, proposal: Proposal) -> Iterator[Part]:
    """On a ballot the number stays in the place of the title: the others on it are to be read and counted."""
    links = ThreadLink.objects.filter(origin_kind=kind, origin_id=object_id, relation="ballot")
    for ballot in Ballot.objects.filter(pk__in=links.values("outcome_id")):
        if any(each["key"] == str(item) for each in ballot.items):
            yield Part(ballot, ("items",), has_traces=False, instead={"items": _numbered(ballot, item, proposal)})


def _numbered(ballot: Ballot, item: int, proposal: Proposal) -> list[dict[str, Any]]:
    return [{**each, "label": proposal.number} if each["key"] == str(item) else each for each in ballot.items]


def _named(proposal: Proposal) -> Iterator[Part]:
    """Yield notices that quote its title but lead elsewhere: of a merger, an award, a list."""
    given = {proposal.title, *proposal.versions.values_list("title", flat=True)}
    titles = {each for each in given - {quarantine.CLOSED_WORD, DESTROYED_WORD} if len(each) >= SHORTEST}
    quoted = Q(pk__in=[])
    for title in titles:
        quoted |= Q(text__contains=title)
    yield from _sent(Message.objects.filter(quoted))
    yield from (Part(row, ("text",)) for row in Notice.objects.filter(quoted))
    yield from (Part(row, fields) for row, fields in quarantine.boxed_with(titles, Message, Notice))


def _sent(messages: QuerySet[Message]) -> Iterator[Part]:
    for message in messages:
        yield Part(message, ("title", "text"))
        yield from inside(message)
