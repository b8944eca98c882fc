"""The invented house itself: a piece of every state and an author of every source stand in the database."""

import pytest

from yizheng.opinion import queries
from yizheng.opinion.enums import OpinionState, TransferState
from yizheng.opinion.models import OpinionTransfer

from . import factories as make


@pytest.mark.parametrize("state", list(OpinionState))
def test_a_piece_of_every_state_can_be_made(house, state):
    made = make.opinion(state)

    assert (made.state, made.authors.count()) == (state, 1)


def test_every_author_sees_their_own_piece_and_no_other(house):
    people = make.everybody()
    own = {kind: make.opinion(by=actor) for kind, actor in people.items()}

    for kind, actor in people.items():
        assert list(queries.opinions_visible_to(actor)) == [own[kind]]
        assert own[kind].source_kind == kind


@pytest.mark.parametrize("state", list(TransferState))
def test_a_slip_of_every_state_can_be_made(house, state):
    assert OpinionTransfer.objects.get(pk=make.slip(state=state).pk).state == state


def test_an_issue_reaches_the_leader_it_was_sent_to(house):
    reader = make.leader()
    piece = make.opinion(OpinionState.ISSUED)

    made = make.issue(piece, to=[reader])

    assert list(queries.issues_visible_to(reader)) == [made]
    assert list(queries.opinions_visible_to(reader)) == [piece]
