"""A proposal that goes on as an opinion stands in both rooms and is credited once (handbook 5.4; 18.3 case 6)."""

from __future__ import annotations

import pytest

from yizheng.kernel import thread
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import LedgerEntry
from yizheng.opinion import counting, cross_tables
from yizheng.opinion.authorship import main_author
from yizheng.opinion.enums import OpinionState, SourceKind
from yizheng.opinion.models import Opinion, PointEntry
from yizheng.opinion.services import submitting, writing
from yizheng.proposal.enums import ConversionKind, ProposalState
from yizheng.proposal.figures import counting as proposal_counting
from yizheng.proposal.models import Proposal
from yizheng.proposal.services import consenting, joining
from yizheng.proposal.tests import factories as proposals

from . import factories as make

AT = make.moment()


def converted(kind=ConversionKind.OPINION):
    """Return a proposal that went on as something else, its proposer having agreed on paper."""
    office, proposal = proposals.clerk(), proposals.proposal(ProposalState.NOT_FILED)
    ask = consenting.ask_to_convert(proposal=proposal, conversion=kind, words="", by=office, at=AT)
    consenting.answer(ask=ask, agreed=True, by=office, at=AT, is_paper=True)
    joining.convert(proposal=proposal, kind=kind, sent_to="", note="", by=office, at=AT)
    return Proposal.objects.get(pk=proposal.pk)


def test_a_converted_proposal_is_the_draft_of_its_proposer_and_each_leads_to_the_other(house):
    proposal = converted()

    piece = Opinion.objects.get()
    author = main_author(piece)
    assert author is not None
    assert (piece.state, piece.source_kind) == (OpinionState.DRAFT, SourceKind.CONVERTED_PROPOSAL)
    assert (piece.title, piece.situation, piece.problem) == (proposal.title, proposal.background, proposal.analysis)
    assert piece.suggestion == "\n".join(each.text for each in proposal.suggestions.all())
    assert author.membership_id == proposal.first_proposer_id
    assert thread.origin_ids(piece, "proposal") == [proposal.pk]
    assert piece in [end.obj for end in thread.led_to(proposal, SYSTEM)]
    assert LedgerEntry.objects.get(kind="opinion").act == "take_over_proposal"


def test_it_stands_in_both_rooms_and_once_in_every_sum(house):
    proposal = converted()
    piece, by = Opinion.objects.get(), make.as_member(proposal.first_proposer)
    text = writing.Text(piece.title, "甲", "乙", "丙", declared_unclassified=True)
    draft = writing.autosave(opinion=piece, text=text, edition=piece.edition, by=by, at=AT)

    sent = submitting.submit(opinion=draft, by=by, at=AT)

    there = proposal_counting.counts(Proposal.objects.all())
    here = cross_tables.rows_of(Opinion.objects.all(), cross_tables.cut_by("source"))
    assert (there["received"], there["converted"], there["filed"], there["not_filed"]) == (1, 1, 0, 0)
    assert [(row.label, row.found["received"]) for row in here] == [("提案转来", 1)]
    assert counting.counts(Opinion.objects.all())["received"] == 1
    assert sent.state == OpinionState.SUBMITTED
    assert PointEntry.objects.count() == 0


@pytest.mark.parametrize("kind", [ConversionKind.REFERENCE, ConversionKind.LETTER])
def test_what_goes_on_as_a_reference_or_a_letter_is_no_piece(house, kind):
    converted(kind)

    assert Opinion.objects.count() == 0


def test_pieces_of_every_kind_of_source_are_counted_once_each(house):
    for kind in SourceKind:
        make.opinion(source_kind=kind)

    rows = cross_tables.rows_of(Opinion.objects.all(), cross_tables.cut_by("source"))

    assert {row.label: row.found["received"] for row in rows} == dict.fromkeys(SourceKind.labels, 1)
