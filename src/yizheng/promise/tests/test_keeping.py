"""A promise from being made to being kept, given up or taken back (handbook 5.7; F058, F150)."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.kernel import thread
from yizheng.kernel.acting import Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.promise import daily, queries, services
from yizheng.promise.enums import PromiseState
from yizheng.promise.models import Promise
from yizheng.proposal.tests import factories as make
from yizheng.todo.models import Todo

from .factories import DUE, TEXT, letter, promised

P = PromiseState
LATER = make.moment(1, 6)


def unit_of(promise):
    return make.as_unit(promise.promiser_unit)


def reported(promise, on=date(2026, 5, 30), words="六个小区均已投用"):
    evidence = services.Evidence(words, on)
    return services.report_kept(promise=promise, evidence=evidence, by=unit_of(promise), at=LATER)


def test_a_promise_is_on_the_units_desk_by_its_date_and_knows_where_it_was_made(house):
    reply = letter()
    made = promised(reply)

    todo = Todo.objects.get(kind="promise")
    assert (todo.role, todo.scope_id, todo.due_on) == ("unit_clerk", reply.handling.unit_id, DUE)
    assert (made.state, made.first_due_on, made.promiser_name) == (P.RUNNING, DUE, str(reply.handling.unit))
    (origin,) = thread.came_from(made, make.clerk())
    assert (origin.kind, origin.obj) == ("reply", reply)


@pytest.mark.parametrize(
    ("given", "code"),
    [({"text": " "}, "no_text"), ({"text": "长" * 501}, "long_text"), ({"due_on": date(2026, 3, 15)}, "due_past")],
)
def test_a_promise_says_what_and_by_when(house, given, code):
    reply = letter()

    with pytest.raises(Refused) as refused:
        promised(reply, **given)

    assert refused.value.code == code
    assert (Promise.objects.count(), LedgerEntry.objects.filter(kind="promise").count()) == (0, 0)


def test_an_import_may_bring_dates_that_have_passed(house):
    reply = letter()
    by = replace(make.clerk(), source=Source.IMPORT)

    made = services.make(
        origin=reply, text=TEXT, due_on=date(2017, 12, 31), promiser="原区房产局", by=by, at=make.moment()
    )

    assert (made.promiser_unit, made.promiser_name) == (None, "原区房产局")


def test_the_unit_reports_and_the_office_confirms(house):
    made = promised()
    sent = reported(made)
    assert Todo.objects.get(kind="promise", closed_at=None).act == "confirm_kept"
    with pytest.raises(PermissionDenied):
        services.confirm_kept(promise=sent, by=unit_of(made), at=LATER)

    kept = services.confirm_kept(promise=sent, by=make.clerk(), at=LATER)

    assert (kept.state, kept.ended_on, kept.evidence_on) == (P.KEPT, date(2026, 6, 1), date(2026, 5, 30))
    assert not Todo.objects.filter(kind="promise", closed_at=None).exists()


def test_nothing_is_kept_in_the_future(house):
    made = promised()

    with pytest.raises(Refused) as refused:
        reported(made, on=date(2026, 6, 2))

    made.refresh_from_db()
    assert (refused.value.code, made.state, made.evidence_words) == ("future", P.RUNNING, "")


def test_a_report_that_shows_too_little_goes_back_and_the_unit_is_told(house):
    made, unit = promised(), None
    unit = unit_of(made)
    reported(made)

    back = services.send_back(promise=made, reason="请附投用照片或验收单", by=make.clerk(), at=LATER)

    assert (back.state, back.reported_on, back.due_on) == (P.RUNNING, None, DUE)
    told = Notice.objects.filter(recipient_id=unit.user_id, key__startswith="send_back_promise")
    assert [each.text for each in told] == [f"承诺“{TEXT}”报的兑现情况被退回，请补充后再报。"]


def test_putting_it_off_leaves_the_first_date_and_the_reason(house):
    made = promised()

    moved = services.move_due(promise=made, to=date(2026, 12, 20), reason="管线迁改延期", by=make.clerk(), at=LATER)

    (row,) = moved.moves.all()
    assert (moved.first_due_on, moved.due_on) == (DUE, date(2026, 12, 20))
    assert (row.old_due_on, row.new_due_on, row.reason) == (DUE, date(2026, 12, 20), "管线迁改延期")


@pytest.mark.parametrize("to", [DUE, date(2026, 5, 1)])
def test_a_new_date_is_a_later_one(house, to):
    made = promised()

    with pytest.raises(Refused) as refused:
        services.move_due(promise=made, to=to, reason="改期", by=make.clerk(), at=LATER)

    made.refresh_from_db()
    assert (refused.value.code, made.due_on, made.moves.count()) == ("not_later", DUE, 0)


def test_what_will_not_be_kept_ends_with_its_explanation(house):
    made = promised()
    with pytest.raises(Refused) as silent:
        services.give_up(promise=made, reason=" ", by=make.clerk(), at=LATER)

    ended = services.give_up(promise=made, reason="规划调整，不再实施", by=make.clerk(), at=LATER)

    assert (silent.value.code, ended.state, ended.explanation) == ("no_reason", P.NOT_KEPT, "规划调整，不再实施")


def test_a_reply_taken_back_takes_its_promises_along(house):
    reply = letter()
    running, kept = promised(reply), promised(reply, text="出台办法")
    reported(kept)
    services.confirm_kept(promise=kept, by=make.clerk(), at=LATER)

    number = services.void_all(origin=reply, reason="答复退改", by=make.clerk(), at=LATER)

    running.refresh_from_db()
    kept.refresh_from_db()
    assert (number, running.state, kept.state) == (1, P.VOID, P.KEPT)
    assert list(queries.made_in(reply)) == [kept]


@pytest.mark.parametrize("who", ["another unit", "member", "leader of another unit"])
def test_nobody_else_reports_for_a_unit(house, who):
    made = promised()
    by = {
        "another unit": lambda: make.as_unit(make.UnitFactory()),
        "member": lambda: make.as_member(make.member()),
        "leader of another unit": lambda: make.as_unit(make.UnitFactory(), leader=True),
    }[who]()

    with pytest.raises(PermissionDenied):
        services.note_progress(promise=made, words="正在施工", by=by, at=LATER)

    assert made.notes.count() == 0


def test_an_overdue_promise_alerts_the_unit_once_and_again_after_a_new_date(house):
    made = promised()
    unit, clerk = unit_of(made), make.clerk()
    night = {"on": date(2026, 11, 1), "at": make.moment(1, 11, hour=1)}
    assert daily.alert_overdue(on=DUE, at=make.moment(30, 10)) == 0

    for _ in range(2):
        assert daily.alert_overdue(**night) == 1
    services.move_due(promise=made, to=date(2026, 11, 20), reason="再延", by=clerk, at=make.moment(2, 11))
    daily.alert_overdue(on=date(2026, 11, 21), at=make.moment(21, 11))

    late = Notice.objects.filter(recipient_id=unit.user_id, key__startswith="promise-late").order_by("id")
    assert [each.text for each in late] == [
        f"{made.promiser_name}承诺的“{TEXT}”2026年10月30日已到期，还没有报兑现。",
        f"{made.promiser_name}承诺的“{TEXT}”2026年11月20日已到期，还没有报兑现。",
    ]
