"""From the issued reply over a redo to the end, through the services of every area (handbook 5.5–5.8)."""

from datetime import date

from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.models import Feedback, Handling, Reply
from yizheng.proposal.services import contacting, drafting, redoing, replying
from yizheng.proposal.services import feedback as acts

from . import factories as make

S, H = ProposalState, HandlingState


def issue(handling, by, at, **talk):
    """Speak with the proposer, write and issue a reply."""
    contact = contacting.Contact("before", "visit", at.date(), "贺建平", "提案人", "当面听取意见。", **talk)
    contacting.record_contact(handling=handling, contact=contact, by=by, at=at)
    words = drafting.Words(class_mark="A", body="已经全部办成。", contact_person="冉晓彤", contact_phone="0571-5550101")
    reply = drafting.write_reply(handling=handling, words=words, by=by, at=at)
    drafting.finish_draft(handling=handling, by=by, at=at)
    reply.refresh_from_db()
    return replying.issue(reply=reply, signed_by_name="贺建平", by=by, at=at)


def rate(of, result, at, comment=""):
    row = Feedback.objects.get(proposal=of, state="asked", is_asked=True)
    by = make.as_member(of.first_proposer)
    return acts.give(feedback=row, ratings=acts.Ratings("satisfied", result, comment), by=by, at=at)


def test_dissatisfied_then_redone_with_the_leader_and_closed(house):
    of = make.proposal(S.HANDLING)
    unit = make.handling(of, state=H.SIGNED)
    by, clerk = make.as_unit(unit.unit), make.clerk()
    issue(unit, by, make.moment(20, 5))
    of.refresh_from_db()
    assert of.state == S.REPLIED

    bad = rate(of, "not_satisfied", make.moment(25, 5), "没有回应资金问题。")
    acts.confirm_dissatisfied(feedback=bad, by=clerk, at=make.moment(26, 5))
    redoing.order_redo(proposal=of, chosen=[Handling.objects.get()], reason="答非所问", by=clerk, at=make.moment(27, 5))
    issue(Handling.objects.get(), by, make.moment(10, 6), leader_took_part=True)
    rate(of, "satisfied", make.moment(12, 6))

    of.refresh_from_db()
    assert (of.state, of.round, of.closed_on) == (S.CLOSED, 2, date(2026, 6, 12))
    assert list(Reply.objects.order_by("round").values_list("round", flat=True)) == [1, 2]
    assert list(Feedback.objects.order_by("id").values_list("result_rating", flat=True)) == [
        "not_satisfied", "satisfied",
    ]  # fmt: skip


def test_a_reply_sent_back_is_asked_about_anew(house):
    of = make.proposal(S.HANDLING)
    unit = make.handling(of, state=H.SIGNED)
    by = make.as_unit(unit.unit)
    issue(unit, by, make.moment(20, 5))

    replying.reject_reply(
        handling=Handling.objects.get(), reason="没有逐条答复", by=make.clerk(), at=make.moment(22, 5)
    )
    assert Feedback.objects.get().state == "taken_back"
    issue(Handling.objects.get(), by, make.moment(29, 5))

    row = Feedback.objects.get()
    assert (row.state, row.asked_on) == ("asked", date(2026, 5, 29))
