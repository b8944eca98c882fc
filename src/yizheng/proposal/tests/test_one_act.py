"""One act has one id in the ledger, from what was done to its last consequence in another room."""

from datetime import date

import pytest

from yizheng.kernel import ledger
from yizheng.kernel.models import LedgerEntry
from yizheng.promise import services as promises
from yizheng.proposal.enums import ConversionKind, HandlingState, ProposalState, ShareRole
from yizheng.proposal.models import Handling
from yizheng.proposal.services import adjusting, assigning, consenting, contacting, feedback, following, joining
from yizheng.proposal.services import handling as handlings

from . import factories as make

S, H = ProposalState, HandlingState
MAY = make.moment(20, 5)


@pytest.fixture
def written(house, now):
    """Return what a call writes into the ledger: the acts, by kind, and how many ids they have."""

    def by(act):
        last = LedgerEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        act()
        rows = LedgerEntry.objects.filter(id__gt=last)
        return set(rows.values_list("kind", "act")), rows.values("act_id").distinct().count()

    return by


def answered(mark="B", promised="完成试点"):
    """Make a proposal whose unit has answered with a promise, and its proposer is asked."""
    unit = make.handling(make.proposal(S.REPLIED), state=H.ISSUED)
    reply = make.reply(unit, class_mark=mark, class_wording="正在解决或列入计划")
    by = make.as_unit(unit.unit)
    promises.make(origin=reply, text=promised, due_on=date(2026, 10, 30), promiser=unit.unit, by=by, at=MAY)
    (asked,) = feedback.ask_for_feedback(reply=reply, by=by, at=MAY)
    return unit, asked, by


def give(asked):
    ratings = feedback.Ratings("satisfied", "satisfied")
    return feedback.give(feedback=asked, ratings=ratings, by=make.as_member(asked.signer.membership), at=MAY)


def test_the_last_rating_closes_and_dates_the_second_reply_in_one_act(written):
    _, asked, _ = answered()

    acts, ids = written(lambda: give(asked))

    assert acts == {
        ("feedback", "give_feedback"), ("proposal", "close"), ("proposal", "track"), ("deadline", "start_deadline"),
        ("handling", "schedule_second_reply"),
    }  # fmt: skip
    assert ids == 1


def test_a_second_reply_is_one_act_with_its_promises_its_date_and_its_questions(written):
    unit, asked, by = answered()
    give(asked)
    unit.refresh_from_db()
    progress = [following.Progress(each, "已全部完成", True) for each in following.open_promises_of(unit)]
    letter = following.SecondReply(progress, "承诺已经完成。", "A", "贺建平")

    acts, ids = written(
        lambda: following.write_second_reply(handling=unit, letter=letter, by=by, at=make.moment(10, 11))
    )

    assert {kind for kind, _ in acts} == {"handling", "reply", "deadline", "promise", "feedback"}
    assert ids == 1


@pytest.fixture
def assigned(house, now):
    """The handling of a host with a co-handler beside it, assigned on 16 March."""
    proposal = make.proposal(S.PRE_ASSIGNED)
    for order, role in enumerate((ShareRole.HOST, ShareRole.CO), start=1):
        make.planned(proposal, make.UnitFactory(), role, order=order)
    return assigning.assign_all(proposals=[proposal], by=make.assigner(), at=now)[0]


def ask_for_another(handling, at):
    by = make.as_unit(handling.unit)
    return adjusting.request_adjustment(
        handling=handling, reason="职责已划转。", suggested_unit=None, signed_by_name="贺建平", by=by, at=at
    )


def test_a_request_for_another_unit_is_one_act_with_its_date(written, assigned, now):
    acts, ids = written(lambda: ask_for_another(assigned, now))

    assert {kind for kind, _ in acts} == {"handling", "adjust_request", "deadline"}
    assert ids == 1


@pytest.mark.parametrize("moves", [True, False], ids=["to another unit", "kept"])
def test_a_decision_about_it_is_one_act_over_both_units_and_all_dates(written, assigned, now, moves):
    request, by = ask_for_another(assigned, now), make.assigner()
    unit = make.UnitFactory()
    decide = {
        True: lambda: adjusting.reassign(request=request, unit=unit, reason="改办", by=by, at=now),
        False: lambda: adjusting.keep(request=request, reason="职责相符", by=by, at=now),
    }[moves]

    acts, ids = written(decide)

    assert {kind for kind, _ in acts} >= {"adjust_request", "handling", "deadline"}
    assert ids == 1


def test_a_conversion_is_one_act_with_what_was_made_of_it(written, now):
    proposal, clerk, kind = make.proposal(S.NOT_FILED), make.clerk(), ConversionKind.OPINION
    ask = consenting.ask_to_convert(proposal=proposal, conversion=kind, words="适合报送信息", by=clerk, at=now)
    consenting.answer(ask=ask, agreed=True, by=make.as_member(proposal.first_proposer), at=now)

    acts, ids = written(lambda: joining.convert(proposal=proposal, kind=kind, sent_to="科", note="", by=clerk, at=now))

    assert acts == {
        ("proposal", "convert"), ("conversion", "make_conversion"), ("duty_record", "record_duty"),
        ("opinion", "take_over_proposal"), ("message", "send_notice"),
    }  # fmt: skip
    assert ids == 1


def test_signing_and_a_talk_are_one_act_each_with_their_dates(written, assigned, now):
    by = make.as_unit(assigned.unit)
    talk = contacting.Contact("before", "visit", now.date(), "冉晓彤", "提案人", "听取意见")

    signed, first = written(lambda: handlings.sign_for(handling=assigned, by=by, at=now))
    talked, second = written(
        lambda: contacting.record_contact(handling=Handling.objects.get(pk=assigned.pk), contact=talk, by=by, at=now)
    )

    assert {kind for kind, _ in signed} == {"handling", "deadline", "proposal"}
    assert {kind for kind, _ in talked} == {"handling", "deadline", "contact_record"}
    assert (first, second) == (1, 1)


def test_two_acts_have_two_ids_even_when_the_first_broke_off(house, now):
    proposal, clerk = make.proposal(S.FILED), make.clerk()

    @ledger.one_act()
    def breaks_off():
        ledger.record("first", proposal, by=clerk, at=now)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks_off()
    with ledger.one_act() as outer, ledger.one_act() as inner:
        ledger.record("second", proposal, by=clerk, at=now)

    assert outer == inner
    assert LedgerEntry.objects.values("act_id").distinct().count() == 2
