"""A dissatisfied proposer has it handled again, at most so many rounds (handbook 5.5; keys redo_days, max_rounds)."""

from datetime import date

import pytest

from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal.enums import Consent, HandlingState, ProposalState, ReplyKind, ShareRole
from yizheng.proposal.models import ContactRecord, Handling, Reply
from yizheng.proposal.queries import following as queries_following
from yizheng.proposal.services import contacting, redoing, replying
from yizheng.proposal.services import feedback as feedback_acts
from yizheng.proposal.workflow.handlings import _may_be_issued
from yizheng.todo.models import Todo

from . import factories as make

S, H = ProposalState, HandlingState
GIVEN, ORDERED = make.moment(22, 5), make.moment(25, 5)


def replied(**changed):
    """Make a proposal that two units answered separately."""
    of = make.proposal(S.REPLIED, replied_on=date(2026, 5, 20), **changed)
    units = [make.handling(of, role=ShareRole.SEPARATE, state=H.ISSUED, order=n) for n in (1, 2)]
    return of, units


def answer(handling, result, at=GIVEN, **reply):
    """Let the first proposer say what they think of a unit's reply."""
    letter = make.reply(handling, **reply)
    asked = feedback_acts.ask_for_feedback(reply=letter, by=make.as_unit(handling.unit), at=at)
    comment = "没有回应资金问题。" if result == "not_satisfied" else ""
    ratings = feedback_acts.Ratings("satisfied", result, comment)
    return feedback_acts.give(feedback=asked[0], ratings=ratings, by=make.as_member(asked[0].signer.membership), at=at)


def redo(of, *chosen, by=None, at=ORDERED):
    return redoing.order_redo(proposal=of, chosen=chosen, reason="答非所问", by=by or make.clerk(), at=at)


def test_only_the_unit_that_did_not_satisfy_starts_a_new_round(house):
    of, (good, bad) = replied()
    answer(good, "satisfied")
    given = answer(bad, "not_satisfied")
    of.refresh_from_db()
    assert of.state == S.REPLIED
    feedback_acts.confirm_dissatisfied(feedback=given, by=make.clerk(), at=make.moment(24, 5))

    redo(of, bad)

    of.refresh_from_db()
    rounds = list(Handling.objects.order_by("order").values_list("state", "round", "due_on"))
    assert (of.state, of.round, of.replied_on) == (S.REDO, 2, None)
    assert rounds == [(H.ISSUED, 1, date(2026, 6, 10)), (H.SIGNED, 2, date(2026, 6, 24))]
    acts = set(LedgerEntry.objects.filter(act__in=["order_redo", "start_round"]).values_list("act_id", flat=True))
    assert len(acts) == 1


def test_the_clerk_confirms_before_anything_is_ordered(house):
    of, (good, bad) = replied()
    answer(good, "satisfied")
    given = answer(bad, "not_satisfied")
    assert Todo.objects.filter(act="confirm_dissatisfied", closed_at=None).count() == 1
    before = LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        redo(of, bad)

    of.refresh_from_db()
    assert (refused.value.code, of.state, of.round) == ("not_confirmed", S.REPLIED, 1)
    assert LedgerEntry.objects.count() == before
    feedback_acts.confirm_dissatisfied(feedback=given, by=make.clerk(), at=make.moment(24, 5))
    assert not Todo.objects.filter(act="confirm_dissatisfied", closed_at=None).exists()
    assert Todo.objects.filter(act="order_redo", closed_at=None).count() == 1


def test_a_unit_that_satisfied_is_not_sent_round_again(house):
    of, (good, bad) = replied()
    answer(good, "satisfied")
    feedback_acts.confirm_dissatisfied(feedback=answer(bad, "not_satisfied"), by=make.clerk(), at=make.moment(24, 5))

    with pytest.raises(Refused) as refused:
        redo(of, good, bad)

    assert refused.value.code == "not_confirmed"
    assert set(Handling.objects.values_list("state", flat=True)) == {H.ISSUED}


def test_the_leader_of_the_unit_takes_part_in_the_second_round(house):
    of = make.proposal(S.REDO, round=2)
    again = make.handling(of, state=H.DRAFTED, round=2)
    make.reply(again, "draft")
    make.contact(again)
    assert "负责同志" in str(_may_be_issued(again))

    make.contact(again, leader_took_part=True)

    assert _may_be_issued(again) is None


def test_a_talk_before_the_order_to_redo_does_not_count_for_the_new_round(house):
    of = make.proposal(S.REPLIED)
    unit = make.handling(of, state=H.ISSUED)
    clerk, by = make.clerk(), make.as_unit(unit.unit)
    feedback_acts.confirm_dissatisfied(feedback=answer(unit, "not_satisfied"), by=clerk, at=make.moment(24, 5))
    redo(of, unit)
    again = unit_again(unit)
    before = LedgerEntry.objects.count()

    def talk(day):
        told = contacting.Contact("before", "visit", day, "冉晓彤", "提案人", "当面听取意见", leader_took_part=True)
        return contacting.record_contact(handling=again, contact=told, by=by, at=make.moment(28, 5))

    with pytest.raises(Refused) as refused:
        talk(date(2026, 5, 24))

    assert refused.value.code == "earlier_round"
    assert refused.value.message == "这件提案5月25日起重新办理，之前的面商不算这一轮。请重新面商后再记。"
    assert (again.round_began_on, LedgerEntry.objects.count()) == (date(2026, 5, 25), before)
    assert not ContactRecord.objects.exists()
    assert talk(date(2026, 5, 25)).round == 2


def test_dissatisfied_twice_closes_with_the_objection_and_the_clerks_note(house):
    of = make.proposal(S.REPLIED)
    unit = make.handling(of, state=H.ISSUED)
    clerk = make.clerk()
    feedback_acts.confirm_dissatisfied(feedback=answer(unit, "not_satisfied"), by=clerk, at=make.moment(24, 5))
    with pytest.raises(Refused) as early:
        redoing.close_disputed(proposal=of, note="说明", by=clerk, at=make.moment(24, 5))
    redo(of, unit)
    Handling.objects.update(state=H.ISSUED)
    second = answer(unit_again(unit), "not_satisfied", at=make.moment(20, 6), kind=ReplyKind.REDO)
    replying.note_all_replied(proposal=of, by=clerk, at=make.moment(20, 6))
    feedback_acts.confirm_dissatisfied(feedback=second, by=clerk, at=make.moment(24, 6))
    waiting = queries_following.feedback_listed(clerk).filter(queries_following.dissatisfied())
    assert list(waiting) == [second]

    with pytest.raises(Refused) as over:
        redo(of, unit_again(unit), at=make.moment(25, 6))
    closed = redoing.close_disputed(
        proposal=of, note="提案人要求本年完成，条件不具备。", by=clerk, at=make.moment(26, 6)
    )

    assert (early.value.code, over.value.code) == ("rounds_left", "rounds")
    assert (closed.state, closed.closed_on, closed.round) == (S.CLOSED_DISPUTED, date(2026, 6, 26), 2)
    assert LedgerEntry.objects.get(act="close_disputed").reason == "提案人要求本年完成，条件不具备。"
    assert Reply.objects.filter(handling=unit).count() == 2


def unit_again(unit):
    unit.refresh_from_db()
    return unit


def test_a_host_has_its_co_handlers_send_their_opinion_anew(house):
    of = make.proposal(S.REPLIED)
    host = make.handling(of, role=ShareRole.HOST, state=H.ISSUED)
    beside = make.handling(of, role=ShareRole.CO, state=H.OPINED, countersigned_on=date(2026, 5, 18))
    feedback_acts.confirm_dissatisfied(feedback=answer(host, "not_satisfied"), by=make.clerk(), at=make.moment(24, 5))

    redo(of, host)

    beside.refresh_from_db()
    assert (beside.state, beside.round, beside.countersigned_on) == (H.SIGNED, 2, None)


def test_of_merged_proposals_one_dissatisfied_first_proposer_keeps_it_open(house):
    of = make.proposal(S.REPLIED)
    other = make.signer(of, make.member(), order=2, consent=Consent.AGREED)
    other.came_from = make.proposal(S.MERGED, merged_into=of)
    other.save()
    letter = make.reply(make.handling(of, state=H.ISSUED))
    first, second = feedback_acts.ask_for_feedback(reply=letter, by=make.clerk(), at=make.moment(20, 5))
    at = make.moment(22, 5)
    feedback_acts.give(
        feedback=first, ratings=feedback_acts.Ratings("satisfied", "satisfied"),
        by=make.as_member(first.signer.membership), at=at,
    )  # fmt: skip

    given = feedback_acts.give(
        feedback=second, ratings=feedback_acts.Ratings("basic", "not_satisfied", "我提的那一半没有答。"),
        by=make.as_member(second.signer.membership), at=at,
    )  # fmt: skip

    given.proposal.refresh_from_db()
    assert given.proposal.state == S.REPLIED
