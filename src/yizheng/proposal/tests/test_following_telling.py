"""Who is told what after a reply (handbook 5.5, 5.8), and what is handled again the year after."""

from datetime import date

from yizheng.deadline.models import Deadline
from yizheng.notify.models import Notice
from yizheng.proposal.enums import Consent, HandlingState, ProposalState
from yizheng.proposal.services import closing, redoing
from yizheng.proposal.services import feedback as acts

from . import factories as make

S, H = ProposalState, HandlingState
AT = make.moment(20, 5)


def told(act):
    return {row.recipient_id: row.text for row in Notice.objects.filter(key__startswith=f"{act}-")}


def asked():
    """Ask a first proposer and a co-signer about one reply."""
    of = make.proposal(S.REPLIED)
    friend = make.signer(of, make.member(), consent=Consent.AGREED)
    reply = make.reply(make.handling(of, state=H.ISSUED))
    rows = acts.ask_for_feedback(reply=reply, by=make.as_unit(reply.handling.unit), at=AT)
    return rows, friend


def test_the_first_proposer_is_asked_and_the_cosigner_invited_in_their_own_words(house):
    (first, second), _ = asked()

    words = told("ask_for_feedback")

    assert "请您评价" in words[first.signer.membership.person.user_id]
    assert "您也可以评价" in words[second.signer.membership.person.user_id]


def test_the_unit_learns_of_a_rating_and_the_clerk_of_a_bad_one(house):
    (first, second), _ = asked()
    unit, clerk = make.as_unit(first.reply.handling.unit), make.clerk()

    acts.give(
        feedback=second, ratings=acts.Ratings("satisfied", "satisfied"), by=make.as_member(second.signer.membership),
        at=AT,
    )  # fmt: skip
    good = told("give_feedback")
    acts.give(
        feedback=first, ratings=acts.Ratings("satisfied", "not_satisfied", "没有答到点上。"),
        by=make.as_member(first.signer.membership), at=make.moment(21, 5),
    )  # fmt: skip

    assert unit.user_id in good
    assert clerk.user_id not in good
    assert "不满意" in told("give_feedback")[clerk.user_id]


def test_the_contact_of_a_collective_is_told(house):
    of = make.collective(S.REPLIED)
    contact = make.as_role(
        make.Role.PARTICIPATING_BODY_CLERK, scope_kind="participating_body", scope_id=of.party_body_id
    )
    reply = make.reply(make.handling(of, state=H.ISSUED))

    acts.ask_for_feedback(reply=reply, by=make.as_unit(reply.handling.unit), at=AT)

    assert set(told("ask_for_feedback")) == {contact.user_id}


def test_what_was_carried_over_is_handled_again_and_owes_no_old_second_reply(house):
    of = make.proposal(S.CARRIED)
    reply = make.reply(make.handling(of, state=H.ISSUED), class_mark="B")
    closing.schedule_second(reply, AT)

    again = redoing.handle_again(
        proposal=of, chosen=[reply.handling], reason="二次办理", by=make.clerk(), at=make.moment(10, 1, year=2027)
    )

    unit = reply.handling
    unit.refresh_from_db()
    assert (again.state, again.round, unit.state, unit.second_due_on) == (S.REDO, 2, H.SIGNED, None)
    assert unit.due_on == date(2027, 2, 9)
    states = dict(Deadline.objects.filter(kind="handling").values_list("act", "state"))
    assert states == {"write_second_reply": "cancelled", "issue_reply": "running"}
