"""Class B or a promise leads on to tracking, a second reply, and the next year's list (handbook 5.7; F054, F063)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.kernel.errors import Refused
from yizheng.notify.models import Notice
from yizheng.org.configuration import value
from yizheng.promise import services as promises
from yizheng.promise.models import Promise
from yizheng.proposal import daily_following, keys
from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.figures import rates
from yizheng.proposal.models import Feedback, LookBack, Reply
from yizheng.proposal.services import closing, following, look_back, tracking
from yizheng.proposal.services import feedback as feedback_acts
from yizheng.todo.models import Todo

from . import factories as make

S, H = ProposalState, HandlingState
AT, AGAIN = make.moment(20, 5), make.moment(10, 11)


def tracked(mark="B", promised=("完成试点",)):
    """Make a proposal whose first reply satisfied but is not done yet."""
    of = make.proposal(S.REPLIED)
    unit = make.handling(of, state=H.ISSUED)
    reply = make.reply(unit, class_mark=mark, class_wording="正在解决或列入计划")
    by = make.as_unit(unit.unit)
    for text in promised:
        promises.make(origin=reply, text=text, due_on=date(2026, 10, 30), promiser=unit.unit, by=by, at=AT)
    (asked,) = feedback_acts.ask_for_feedback(reply=reply, by=by, at=AT)
    feedback_acts.give(
        feedback=asked, ratings=feedback_acts.Ratings("satisfied", "satisfied"),
        by=make.as_member(of.first_proposer), at=make.moment(22, 5),
    )  # fmt: skip
    of.refresh_from_db()
    unit.refresh_from_db()
    return of, unit, by


def letter(unit, mark="A", kept=True, **changed):
    progress = [following.Progress(each, "已全部完成", kept) for each in following.open_promises_of(unit)]
    given = {"progress": progress, "body": "两项承诺均已完成。", "class_mark": mark, "signed_by_name": "贺建平"}
    return following.SecondReply(**{**given, **changed})


def write(unit, by, at=AGAIN, **changed):
    return following.write_second_reply(handling=unit, letter=letter(unit, **changed), by=by, at=at)


@pytest.mark.parametrize(
    ("mark", "promised", "state", "due"),
    [
        ("A", (), S.CLOSED, None),
        ("C", (), S.TRACKING, None),
        ("B", (), S.TRACKING, date(2026, 11, 20)),
        ("A", ("完成试点",), S.TRACKING, date(2026, 11, 20)),
    ],
)
def test_what_is_not_done_yet_is_tracked_and_answered_again(house, mark, promised, state, due):
    of, unit, _ = tracked(mark, promised)

    assert (of.state, unit.second_due_on) == (state, due)
    assert Todo.objects.filter(act="write_second_reply", closed_at=None).count() == (due is not None)


@pytest.mark.parametrize(
    ("replied_on", "due"),
    [
        (date(2026, 4, 1), date(2026, 10, 1)),
        (date(2026, 8, 20), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2027, 6, 1)),
    ],
)
def test_the_second_reply_is_due_on_the_earlier_of_the_day_and_the_months(house, replied_on, due):
    assert closing.second_due(replied_on) == due


def test_a_second_reply_reports_promises_and_asks_about_the_implementation(house):
    of, unit, by = tracked(promised=("完成试点", "出台办法"))

    reply = write(unit, by)

    unit.refresh_from_db()
    assert (reply.kind, reply.state, reply.class_mark, reply.class_wording) == (
        "second", "issued", "A", "已经解决或基本解决",
    )  # fmt: skip
    assert set(Promise.objects.values_list("state", flat=True)) == {"reported"}
    assert unit.second_due_on is None
    asked = Feedback.objects.get(proposal=of)
    assert (asked.implementation_asked_on, asked.result_rating) == (date(2026, 11, 10), "satisfied")
    assert set(Todo.objects.filter(closed_at=None).values_list("act", flat=True)) == {
        "confirm_kept", "rate_implementation",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"progress": []}, "silent_on_promise"),
        ({"body": " "}, "no_body"),
        ({"mark": "Z"}, "no_such_class"),
        ({"signed_by_name": ""}, "unsigned"),
    ],
)
def test_a_second_reply_that_leaves_something_out_is_refused(house, changed, code):
    _, unit, by = tracked()

    with pytest.raises(Refused) as refused:
        write(unit, by, **changed)

    assert refused.value.code == code
    assert Reply.objects.count() == 1
    assert Promise.objects.get().state == "running"


def test_a_unit_answers_for_itself_only(house):
    _, unit, _ = tracked()

    with pytest.raises(PermissionDenied):
        write(unit, make.as_unit(make.UnitFactory()))

    assert Reply.objects.count() == 1


def test_the_two_rates_differ_for_the_same_proposals(house):
    of, unit, by = tracked()
    write(unit, by)
    asked = Feedback.objects.get(proposal=of)

    feedback_acts.rate_implementation(
        feedback=asked, rating="not_satisfied", comment="资金池还没有建。", by=make.as_member(of.first_proposer),
        at=make.moment(15, 11),
    )  # fmt: skip

    handling, implementation = rates.handling_rate(2026), rates.implementation_rate(2026)
    assert (handling.satisfied, handling.rated, handling.silent) == (1, 1, 0)
    assert (implementation.satisfied, implementation.not_satisfied, implementation.rated) == (0, 1, 1)
    assert (handling.words, implementation.words) == ("满意 1/1", "满意 0/1")


def test_an_implementation_nobody_asked_about_cannot_be_rated(house):
    of, _, _ = tracked()

    with pytest.raises(Refused) as refused:
        feedback_acts.rate_implementation(
            feedback=Feedback.objects.get(), rating="satisfied", comment="", by=make.as_member(of.first_proposer), at=AT
        )

    assert refused.value.code == "guarded"
    assert Feedback.objects.get().implementation_rating == ""


def test_an_overdue_second_reply_alerts_the_unit_once(house):
    _, unit, by = tracked()
    night = {"on": date(2026, 11, 21), "at": make.moment(21, 11, hour=1)}
    make.clerk()

    daily_following.alert_overdue_second_replies(**night)
    daily_following.alert_overdue_second_replies(**night)

    late = Notice.objects.filter(key__startswith="second-reply-late", recipient_id=by.user_id)
    assert [each.text for each in late] == [
        f"{unit.proposal.number}《{unit.proposal.title}》的二次答复11月20日已到期，{unit.unit}还没有答复。"
    ]


def test_it_is_settled_once_every_promise_is_verified(house):
    of, unit, by = tracked()
    clerk = make.clerk()
    with pytest.raises(Refused) as early:
        tracking.settle_tracking(proposal=of, by=clerk, at=make.moment(1, 6))
    write(unit, by)
    with pytest.raises(Refused) as unverified:
        tracking.settle_tracking(proposal=of, by=clerk, at=make.moment(11, 11))
    promises.confirm_kept(promise=Promise.objects.get(), by=clerk, at=make.moment(12, 11))

    settled = tracking.settle_tracking(proposal=of, by=clerk, at=make.moment(12, 11))

    assert (early.value.code, unverified.value.code) == ("open_promises", "open_promises")
    assert settled.state == S.SETTLED


def test_what_is_still_open_at_the_end_of_the_year_stays_on_the_next_years_list(house):
    of, unit, by = tracked()
    write(unit, by, mark="B", kept=False)
    clerk = make.clerk()
    with pytest.raises(Refused) as early:
        tracking.carry(year=2026, by=clerk, at=make.moment(30, 11))

    carried = tracking.carry(year=2026, by=clerk, at=make.moment(28, 12))

    of.refresh_from_db()
    unit.refresh_from_db()
    assert (early.value.code, carried, of.state) == ("year_runs", 1, S.CARRIED)
    assert unit.second_due_on == date(2027, 6, 28)
    write(unit, by, at=make.moment(1, 6, year=2027))
    assert Reply.objects.filter(kind="second").count() == 2


def test_class_b_with_two_promises_becomes_a_after_look_back(house):
    _, unit, by = tracked(promised=("完成试点", "出台办法"))
    write(unit, by, mark="B", kept=False)
    clerk, at = make.clerk(), make.moment(10, 3, year=2027)

    (drawn,) = look_back.sample(year=2027, by=clerk, at=at)
    again = look_back.sample(year=2027, by=clerk, at=at)
    look_back.record_visit(
        look_back=drawn, visited_on=date(2027, 3, 9), finding="两部电梯已经运行。", class_now="A", by=clerk, at=at
    )

    row = LookBack.objects.get()
    table = rates.look_back_table(2027)
    assert (again, row.class_before, row.class_now) == ([], "B", "A")
    assert (table.sampled, table.visited, table.became_a, table.words) == (1, 1, 1, "1/1件成为A类（100.0%）")
    assert Reply.objects.filter(kind="first").get().class_mark == "B"


def test_a_look_back_is_drawn_by_lot_and_visited_once(house, monkeypatch):
    for _ in range(5):
        make.reply(make.handling(make.proposal(S.TRACKING), state=H.ISSUED), class_mark="B")
    make.reply(make.handling(make.proposal(S.CLOSED), state=H.ISSUED))
    assert value(keys.LOOK_BACK_PERCENT, on=date(2027, 3, 10)) == 100
    monkeypatch.setattr(look_back, "value", lambda _key, on: 50)
    clerk, at = make.clerk(), make.moment(10, 3, year=2027)

    drawn = look_back.sample(year=2027, by=clerk, at=at)

    assert len(drawn) == 3
    visit = {"finding": "看过现场。", "class_now": "B", "by": clerk, "at": at}
    with pytest.raises(Refused) as early:
        look_back.record_visit(look_back=drawn[0], visited_on=date(2027, 4, 1), **visit)
    look_back.record_visit(look_back=drawn[0], visited_on=date(2027, 3, 9), **visit)
    with pytest.raises(Refused) as twice:
        look_back.record_visit(look_back=drawn[0], visited_on=date(2027, 3, 9), **visit)
    assert (early.value.code, twice.value.code) == ("future", "visited")


@pytest.mark.parametrize("role", [Role.UNIT_CLERK, Role.MEMBER, Role.ASSIGNER])
def test_only_the_proposal_office_draws_and_carries(house, role):
    by = make.as_role(role)

    with pytest.raises(PermissionDenied):
        look_back.sample(year=2027, by=by, at=AT)
    with pytest.raises(PermissionDenied):
        tracking.carry(year=2026, by=by, at=make.moment(28, 12))
