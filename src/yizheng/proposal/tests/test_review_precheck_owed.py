"""The first look (界别预审) lies on the desk of the sector's convener, until it is written or review has gone on."""

from datetime import timedelta

import pytest

from yizheng.accounts.enums import Role
from yizheng.org.models import Person
from yizheng.proposal.enums import Outcome, ProposalState, Secrecy
from yizheng.proposal.models import Proposal
from yizheng.proposal.services import reviewing, submitting
from yizheng.proposal.services.reviewing import Opinion
from yizheng.todo.models import Todo
from yizheng.todo.queries import open_for
from yizheng.todo.services import refresh

from . import factories as make

S = ProposalState
FILE = Opinion(Outcome.FILE, "", "可以立案")


def came_in(now):
    """Return a proposal that its proposer has just submitted, and the convener of the sector."""
    draft = make.proposal(S.DRAFT)
    sent = submitting.submit(proposal=draft, by=make.as_member(draft.first_proposer), at=now)
    return sent, convener_of(sent)


def convener_of(proposal, add=0):
    sector = proposal.first_proposer.sector_id + add
    return make.as_role(Role.SECTOR_CONVENER, name="毛进", scope_kind="sector", scope_id=sector)


def on_desk(actor):
    return [(todo.label, todo.note, todo.due_on) for todo in open_for(actor)]


def looks():
    return Todo.objects.filter(act="precheck", closed_at__isnull=True).count()


def reviewed(proposal, now):
    return reviewing.first_review(
        proposal=proposal, category="城乡建设", keywords=[], opinion=FILE, units=[], by=make.clerk(), at=now
    )


def test_the_convener_of_the_sector_has_it_on_the_desk_and_no_date_for_it(house, now):
    sent, convener = came_in(now)

    assert on_desk(convener) == [("预审", sent.reception_no, None)]
    assert on_desk(convener_of(sent, add=1000)) == []


def test_it_goes_with_the_look(house, now):
    sent, convener = came_in(now)

    reviewing.precheck(proposal=sent, opinion=FILE, by=convener, at=now)

    assert (on_desk(convener), looks()) == ([], 0)


def test_it_goes_with_the_first_review_and_does_not_come_back_with_it(house, now):
    sent, convener = came_in(now)

    moved = reviewed(sent, now)
    assert on_desk(convener) == []
    back = reviewing.back_to_first(proposal=moved, reason="请重看类别", by=make.clerk("段其"), at=now)

    assert (back.state, on_desk(convener)) == (S.SUBMITTED, [])


def test_what_comes_in_again_is_looked_at_again(house, now):
    sent, convener = came_in(now)
    reviewing.precheck(proposal=sent, opinion=FILE, by=convener, at=now)
    returned = reviewing.return_for_change(proposal=sent, reason="请补充", by=make.clerk(), at=now)
    by, later = make.as_member(returned.first_proposer), now + timedelta(hours=1)

    submitting.resubmit(proposal=returned, by=by, at=later)

    assert [label for label, *_ in on_desk(convener)] == ["预审"]


@pytest.mark.parametrize("case", ["inner", "collective", "own", "own beside another"])
def test_what_is_inner_collective_or_ones_own_lies_on_no_such_desk(house, now, case):
    secrecy = {"secrecy": Secrecy.INTERNAL} if case == "inner" else {}
    proposal = make.collective(S.SUBMITTED) if case == "collective" else make.proposal(S.SUBMITTED, **secrecy)
    others = []
    if case.startswith("own"):
        own = convener_of(proposal)
        Person.objects.filter(pk=proposal.first_proposer.person_id).update(user=own.user_id)
        others = [convener_of(proposal).user_id] if case == "own beside another" else []

    refresh(Proposal.objects.get(pk=proposal.pk))

    owed = Todo.objects.filter(act="precheck")
    # Of two conveners the one who proposes is passed over, the other still looks; a sole one leaves it to nobody.
    assert list(owed.values_list("user_id", "role")) == [(each, "") for each in others]
