"""A proposal that goes on as an opinion stands in both rooms and is credited once (handbook 5.4; 18.3 case 6)."""

from __future__ import annotations

import pytest

from yizheng.kernel import thread
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Message, Notice
from yizheng.opinion import counting, cross_tables
from yizheng.opinion.authorship import main_author
from yizheng.opinion.enums import OpinionState, SourceKind
from yizheng.opinion.models import Opinion, PointEntry
from yizheng.opinion.notifications import completing
from yizheng.opinion.services import submitting, taking_over, writing
from yizheng.proposal.enums import ConversionKind, ProposalState
from yizheng.proposal.figures import counting as proposal_counting
from yizheng.proposal.models import Proposal
from yizheng.proposal.services import consenting, joining
from yizheng.proposal.tests import factories as proposals
from yizheng.todo.models import Todo
from yizheng.todo.queries import open_for

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


def told(user_id):
    return list(Notice.objects.filter(recipient=user_id).order_by("id").values_list("text", flat=True))


def to_complete():
    return Todo.objects.filter(act="complete_converted_proposal", closed_at__isnull=True)


def test_the_author_is_told_of_the_draft_and_has_it_on_the_desk_until_it_is_sent_in(house):
    by = make.as_member(converted().first_proposer)
    piece, waiting = Opinion.objects.get(), to_complete().get()

    assert (waiting.user_id, waiting.label, waiting.due_on) == (by.user_id, "补齐后报送", None)
    assert told(by.user_id).count("请补齐一件社情民意") == 1
    message = Message.objects.get(title="请补齐一件社情民意")
    assert (message.wants_receipt, piece.title in message.text) == (False, True)
    text = writing.Text(piece.title, "甲", "乙", "丙", declared_unclassified=True)
    draft = writing.autosave(opinion=piece, text=text, edition=piece.edition, by=by, at=AT)
    assert to_complete().count() == 1
    submitting.submit(opinion=draft, by=by, at=AT)
    assert not to_complete().exists()


def test_a_draft_that_is_thrown_away_leaves_nothing_on_the_desk(house):
    by = make.as_member(converted().first_proposer)

    writing.discard(opinion=Opinion.objects.get(), by=by, at=AT)

    assert (to_complete().count(), Opinion.objects.count()) == (0, 0)
    assert [row.act for row in LedgerEntry.objects.filter(kind="opinion")] == [
        "take_over_proposal", "discard_opinion_draft",
    ]  # fmt: skip


def test_the_convener_owes_what_a_sector_had_proposed(house):
    convener = make.convener()
    words = taking_over.Words("关于助餐的建议", "甲")

    taking_over.keep_from_proposal(column="sector", pk=convener.hat.scope_id, words=words, by=make.clerk(), at=AT)

    assert [(todo.label, todo.note) for todo in open_for(convener)] == [("补齐后报送", "提案转来")]
    assert told(convener.user_id) == ["请补齐一件社情民意"]


def test_who_leaves_the_draft_lying_is_reminded_once_on_a_working_day(house):
    by = make.as_member(converted().first_proposer)  # on a Monday: five working days later is Monday again

    counted = []
    for day in (20, 22, 23, 24):
        completing.remind(at=make.moment(day))
        counted.append(told(by.user_id).count("社情民意草稿还没有报送"))

    assert counted == [0, 0, 1, 1]


def test_who_has_sent_it_in_is_not_reminded(house):
    by = make.as_member(converted().first_proposer)
    piece = Opinion.objects.get()
    text = writing.Text(piece.title, "甲", "乙", "丙", declared_unclassified=True)
    draft = writing.autosave(opinion=piece, text=text, edition=piece.edition, by=by, at=AT)
    submitting.submit(opinion=draft, by=by, at=AT)
    before = Message.objects.count()

    assert completing.remind(at=make.moment(23)) == 0
    assert Message.objects.count() == before


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
