"""Proposers are asked what they think of a reply, and say it (handbook 5.8; office-practice 21; edge cases 5, 9)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from yizheng.attachment import services as files
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal.enums import Consent, FeedbackState, HandlingState, ProposalState, Rating, SignerRole
from yizheng.proposal.models import Feedback
from yizheng.proposal.services import feedback as acts
from yizheng.todo.models import Todo

from . import factories as make

AT, GIVEN = make.moment(20, 5), make.moment(22, 5)


def issued(state=ProposalState.REPLIED, **reply):
    """Make a proposal with one issued reply, and a co-signer who agreed."""
    of = make.proposal(state)
    friend = make.signer(of, make.member(), consent=Consent.AGREED)
    unit = make.handling(of, state=HandlingState.ISSUED)
    return make.reply(unit, **reply), friend


def ask(reply, at=AT):
    return acts.ask_for_feedback(reply=reply, by=make.as_unit(reply.handling.unit), at=at)


def rate(feedback, result="satisfied", attitude="satisfied", comment="", by=None, at=GIVEN, scan=None):
    by = by or make.as_member(feedback.signer.membership)
    return acts.give(feedback=feedback, ratings=acts.Ratings(attitude, result, comment), by=by, at=at, scan=scan)


def test_the_first_proposer_is_asked_and_cosigners_may_add_theirs(house):
    reply, friend = issued()

    first, second = ask(reply)

    assert (first.is_asked, second.is_asked) == (True, False)
    assert (second.signer, first.due_on) == (friend, date(2026, 6, 10))
    assert first.due_on == second.due_on
    todo = Todo.objects.get(kind="feedback", closed_at=None)
    assert (todo.user_id, todo.act) == (first.signer.membership.person.user_id, "give_feedback")


def test_of_merged_proposals_each_first_proposer_is_asked(house):
    main = make.proposal(ProposalState.REPLIED)
    merged = make.proposal(ProposalState.MERGED, merged_into=main)
    for order, role in ((2, SignerRole.FIRST), (3, SignerRole.CO)):
        row = make.signer(main, make.member(), order=order, role=role, consent=Consent.AGREED)
        row.came_from = merged
        row.save()
    reply = make.reply(make.handling(main, state=HandlingState.ISSUED))

    asked = [each for each in ask(reply) if each.is_asked]

    assert [each.signer.order for each in asked] == [1, 2]


def test_a_first_proposer_who_withdrew_leaves_the_question_to_the_next(house):
    reply, friend = issued()
    reply.handling.proposal.signers.filter(order=1).update(withdrew_on=date(2026, 4, 1))

    (only,) = ask(reply)

    assert (only.signer, only.is_asked) == (friend, True)


def test_the_contact_of_a_collective_has_the_question_on_the_desk(house):
    of = make.collective(ProposalState.REPLIED)
    reply = make.reply(make.handling(of, state=HandlingState.ISSUED))

    ask(reply)

    todo = Todo.objects.get(kind="feedback")
    assert (todo.role, todo.scope_kind, todo.scope_id) == (
        "participating_body_clerk", "participating_body", of.party_body_id,
    )  # fmt: skip


def test_a_satisfied_answer_closes_the_proposal(house):
    reply, _ = issued()
    first, _ = ask(reply)

    given = rate(first)

    given.proposal.refresh_from_db()
    assert (given.state, given.source, given.submitted_on) == ("given", "self", date(2026, 5, 22))
    assert (given.proposal.state, given.proposal.closed_on) == (ProposalState.CLOSED, date(2026, 5, 22))
    assert not Todo.objects.filter(kind="feedback", closed_at=None).exists()


@pytest.mark.parametrize(
    ("attitude", "result", "comment", "code"),
    [
        ("satisfied", "not_satisfied", " ", "no_comment"),
        ("not_satisfied", "satisfied", "", "no_comment"),
        ("", "satisfied", "", "no_rating"),
        ("satisfied", "wonderful", "", "no_rating"),
        ("satisfied", "satisfied", "好" * 1001, "long_comment"),
    ],
)
def test_what_is_not_complete_is_refused_and_changes_nothing(house, attitude, result, comment, code):
    reply, _ = issued()
    first, _ = ask(reply)
    before = LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        rate(first, result=result, attitude=attitude, comment=comment)

    first.refresh_from_db()
    assert (refused.value.code, first.state, first.result_rating) == (code, FeedbackState.ASKED, "")
    assert LedgerEntry.objects.count() == before


@pytest.mark.parametrize("who", ["unit", "assigner", "another member", "leader of the unit"])
def test_nobody_fills_it_in_for_a_member(house, who):
    reply, _ = issued()
    first, _ = ask(reply)
    unit = reply.handling.unit
    actor = {
        "unit": lambda: make.as_unit(unit), "assigner": make.assigner, "leader of the unit":
        lambda: make.as_unit(unit, leader=True), "another member": lambda: make.as_member(make.member()),
    }[who]()  # fmt: skip

    with pytest.raises(PermissionDenied):
        rate(first, by=actor)

    first.refresh_from_db()
    assert first.state == FeedbackState.ASKED


def test_the_clerk_enters_the_paper_form_with_its_scan_only(house):
    reply, _ = issued()
    first, _ = ask(reply)
    clerk = make.clerk()
    with pytest.raises(Refused, match="扫描件"):
        rate(first, by=clerk)

    scan = files.keep(file=ContentFile(b"%PDF-1.4 paper"), name="征询意见表.pdf", by=clerk, at=AT)
    given = rate(first, by=clerk, scan=scan)

    scan.refresh_from_db()
    entry = LedgerEntry.objects.get(kind="feedback", act="give_feedback")
    assert (given.source, entry.source, entry.actor_name) == ("clerk", "paper", first.signer.display_name)
    assert entry.entered_by_id == clerk.user_id
    assert (scan.kind, scan.object_id) == ("feedback", given.pk)


def test_an_answer_stands_and_is_not_given_twice(house):
    reply, _ = issued()
    first, _ = ask(reply)
    rate(first, result="not_satisfied", comment="没有回应资金问题。")

    with pytest.raises(Refused) as refused:
        rate(first, result="satisfied")

    first.refresh_from_db()
    assert (refused.value.code, first.result_rating) == ("guarded", Rating.NOT_SATISFIED)


def test_a_reply_that_is_sent_back_takes_its_questions_along_and_is_asked_about_anew(house):
    reply, _ = issued()
    first, _ = ask(reply)
    rate(first, result="not_satisfied", comment="答非所问。")

    taken = acts.take_back(reply=reply, reason="退改", by=make.clerk(), at=make.moment(25, 5))

    assert taken == 2
    assert set(Feedback.objects.values_list("state", flat=True)) == {FeedbackState.TAKEN_BACK}
    ask(reply, at=make.moment(1, 6))
    first.refresh_from_db()
    assert (first.state, first.result_rating, first.comment, first.asked_on) == ("asked", "", "", date(2026, 6, 1))


def test_first_satisfied_second_not_follows_the_first_and_shows_the_comment(house):
    reply, _ = issued()
    first, second = ask(reply)
    rate(second, result="not_satisfied", comment="维护资金没有着落。")

    rate(first)

    first.proposal.refresh_from_db()
    second.refresh_from_db()
    assert first.proposal.state == ProposalState.CLOSED
    assert second.comment == "维护资金没有着落。"
