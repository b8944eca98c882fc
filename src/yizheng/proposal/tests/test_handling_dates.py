"""A unit is given a proposal: which dates run, how they are reckoned, how they end (handbook 2.1, 5.6)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.deadline import services as deadlines
from yizheng.deadline.calendar_years import NoticedDay
from yizheng.deadline.models import Deadline
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.org.models import Setting
from yizheng.proposal import keys
from yizheng.proposal.enums import HandlingState as H
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.enums import ShareRole, Side
from yizheng.proposal.models import Handling
from yizheng.proposal.services import extending
from yizheng.proposal.services import handling as services
from yizheng.todo import reminding
from yizheng.todo.models import Todo

from . import factories as make

TABLES = ("proposal_handling", "deadline_deadline")

pytestmark = pytest.mark.usefixtures("house")


def _open(proposal, role=ShareRole.SOLE, *, at=None, unit=None):
    return services.open_handling(
        proposal=proposal, unit=unit or make.UnitFactory(), role=role, side=Side.GOVERNMENT, by=make.assigner(),
        at=at or make.moment(10),
    )  # fmt: skip


def _dates(handling):
    rows = Deadline.objects.filter(kind="handling", object_id=handling.pk).order_by("id")
    return {row.act: (row.due_on, row.state) for row in rows}


def _set(key, given):
    Setting.objects.create(key=key.name, value=given, valid_from=date(2017, 1, 1))


def _extend(handling, to, *, by=None, at=None, reason="项目尚在评审", granted_by="区政府督查室"):
    return extending.extend(
        handling=handling, to=to, granted_by=granted_by, reason=reason, by=by or make.assigner(),
        at=at or make.moment(16),
    )  # fmt: skip


def test_an_answering_unit_has_three_dates_and_a_to_do_to_sign_in_three_working_days():
    handling = _open(make.proposal(S.ASSIGNED))

    assert _dates(handling) == {
        "sign_for": (date(2026, 3, 13), "running"),
        "record_first_contact": (date(2026, 3, 31), "running"),
        "issue_reply": (date(2026, 6, 10), "running"),
    }
    assert handling.due_on == date(2026, 6, 10)
    todo = Todo.objects.get(kind="handling", object_id=handling.pk, closed_at__isnull=True)
    assert (todo.label, todo.due_on, todo.scope_id) == ("签收", date(2026, 3, 13), handling.unit_id)


def test_a_co_handler_signs_too_and_owes_its_opinion_in_a_month():
    handling = _open(make.proposal(S.ASSIGNED), ShareRole.CO)

    assert _dates(handling) == {
        "sign_for": (date(2026, 3, 13), "running"), "send_co_opinion": (date(2026, 4, 10), "running"),
    }  # fmt: skip


def test_three_months_from_30_november_2017_end_on_28_february_2018():
    handling = _open(make.proposal(S.ASSIGNED), at=make.moment(30, 11, year=2017))

    assert handling.due_on == date(2018, 2, 28)


def test_an_end_on_a_holiday_rolls_to_the_make_up_saturday():
    days = [NoticedDay(date(2026, 10, day), False, "国庆节") for day in range(1, 10)]
    days.append(NoticedDay(date(2026, 10, 10), True, "调休上班"))
    deadlines.import_years(days=days)

    handling = _open(make.proposal(S.ASSIGNED), at=make.moment(3, 7))

    assert handling.due_on == date(2026, 10, 10)


def test_a_new_calendar_moves_the_handling_and_its_to_do():
    handling = _open(make.proposal(S.ASSIGNED))
    Handling.objects.filter(pk=handling.pk).update(state=H.SIGNED)
    days = [NoticedDay(date(2026, 10, 1), False, "国庆节"), NoticedDay(date(2026, 6, 10), False, "放假")]
    deadlines.import_years(days=days)

    deadlines.reckon_anew(by=SYSTEM, at=make.moment(16))

    handling.refresh_from_db()
    assert handling.due_on == date(2026, 6, 11)
    assert LedgerEntry.objects.filter(act="reckon_due", kind="handling", object_id=handling.pk).count() == 1


def _outer(sql: str) -> str:
    """Return a statement up to its condition: the table whose rows it locks."""
    return sql.partition(" WHERE ")[0]


def test_a_new_calendar_locks_handlings_before_their_dates_as_every_act_does():
    _open(make.proposal(S.ASSIGNED))
    deadlines.import_years(days=[NoticedDay(date(2026, 6, 10), False, "放假")])

    with CaptureQueriesContext(connection) as asked:
        deadlines.reckon_anew(by=SYSTEM, at=make.moment(16))

    locks = [each["sql"] for each in asked.captured_queries if "FOR UPDATE" in each["sql"]]
    tables = [name for sql in locks for name in TABLES if sql.startswith("SELECT") and f'FROM "{name}"' in _outer(sql)]
    assert tables[:2] == ["proposal_handling", "deadline_deadline"]


def test_a_fixed_day_of_the_year_goes_before_months():
    _set(keys.FIXED_DEADLINE, "06-30")

    assert _open(make.proposal(S.ASSIGNED)).due_on == date(2026, 6, 30)


def test_a_collective_proposal_has_its_own_fixed_day():
    _set(keys.FIXED_DEADLINE, "06-30")
    _set(keys.COLLECTIVE_FIXED, "05-31")

    assert _open(make.collective(S.ASSIGNED)).due_on == date(2026, 5, 31)


def test_a_fixed_day_that_is_over_leaves_the_months():
    _set(keys.FIXED_DEADLINE, "06-30")

    assert _open(make.proposal(S.ASSIGNED), at=make.moment(10, 8)).due_on == date(2026, 11, 10)


def test_a_unit_is_not_given_the_same_proposal_twice():
    handling = _open(make.proposal(S.ASSIGNED))

    with pytest.raises(Refused) as refusal:
        _open(handling.proposal, ShareRole.CO, unit=handling.unit)

    assert refusal.value.code == "already_there"
    assert Handling.objects.count() == 1


def test_stopping_stops_the_open_ones_with_their_dates_and_leaves_what_was_answered():
    proposal = make.proposal(S.HANDLING)
    open_one = _open(proposal, ShareRole.SEPARATE)
    answered = make.handling(proposal, role=ShareRole.SEPARATE, state=H.ISSUED)

    stopped = services.stop_all(proposal=proposal, reason="提案人撤案", by=make.clerk(), at=make.moment(17))

    assert [each.pk for each in stopped] == [open_one.pk]
    assert {state for _, state in _dates(open_one).values()} == {"cancelled"}
    answered.refresh_from_db()
    assert answered.state == H.ISSUED
    assert not Todo.objects.filter(kind="handling", object_id=open_one.pk, closed_at__isnull=True).exists()


def test_signing_meets_its_date_and_starts_the_handling_of_the_proposal():
    handling = _open(make.proposal(S.ASSIGNED))

    signed = services.sign_for(handling=handling, by=make.as_unit(handling.unit), at=make.moment(12))

    assert (signed.state, signed.signed_on) == (H.SIGNED, date(2026, 3, 12))
    assert _dates(handling)["sign_for"] == (date(2026, 3, 13), "met")
    handling.proposal.refresh_from_db()
    assert handling.proposal.state == S.HANDLING


def test_signing_late_is_told_by_its_date():
    handling = _open(make.proposal(S.ASSIGNED))

    services.sign_for(handling=handling, by=make.as_unit(handling.unit), at=make.moment(16))

    assert _dates(handling)["sign_for"][1] == "missed"


def test_many_are_signed_for_in_one_act_or_none():
    unit = make.UnitFactory()
    rows = [_open(make.proposal(S.ASSIGNED), unit=unit) for _ in range(2)]
    done = make.handling(make.proposal(S.HANDLING), unit, state=H.SIGNED)
    clerk = make.as_unit(unit)

    with pytest.raises(Refused):
        services.sign_for_all(handlings=[*rows, done], by=clerk, at=make.moment(12))
    assert Handling.objects.filter(state=H.ASSIGNED).count() == 2

    services.sign_for_all(handlings=rows, by=clerk, at=make.moment(12))
    assert LedgerEntry.objects.filter(act="sign_for").values("act_id").distinct().count() == 1


def test_another_unit_cannot_sign():
    handling = _open(make.proposal(S.ASSIGNED))

    with pytest.raises(PermissionDenied):
        services.sign_for(handling=handling, by=make.as_unit(make.UnitFactory()), at=make.moment(12))

    handling.refresh_from_db()
    assert handling.state == H.ASSIGNED


def test_a_redo_round_is_due_in_calendar_days_and_starts_afresh():
    handling = make.handling(make.proposal(S.REDO, round=2), state=H.ISSUED)

    again = services.start_round(handling=handling, round_no=2, by=make.clerk(), at=make.moment(1, 6))

    assert (again.state, again.round, again.due_on) == (H.SIGNED, 2, date(2026, 7, 1))
    assert (again.contacted_on, again.issued_on) == (None, None)


def test_an_extension_moves_the_date_and_keeps_the_first_one():
    handling = _open(make.proposal(S.ASSIGNED))

    extended = _extend(handling, date(2026, 7, 10))

    assert (extended.due_on, extended.extended_to) == (date(2026, 7, 10), date(2026, 7, 10))
    deadline = Deadline.objects.get(kind="handling", object_id=handling.pk, act="issue_reply")
    assert (deadline.due_on, deadline.extended_from) == (date(2026, 7, 10), date(2026, 6, 10))


@pytest.mark.parametrize(
    ("to", "at", "code"),
    [
        (date(2026, 9, 11), None, "too_far"),
        (date(2026, 7, 11), None, "not_worked"),
        (date(2026, 6, 10), None, "not_later"),
        (date(2026, 7, 10), make.moment(11, 6), "late"),
    ],
)
def test_an_extension_is_refused_beyond_six_months_on_a_day_off_backwards_and_when_it_is_late(to, at, code):
    handling = _open(make.proposal(S.ASSIGNED))
    rows = LedgerEntry.objects.count()

    with pytest.raises(Refused) as refusal:
        _extend(handling, to, at=at)

    handling.refresh_from_db()
    assert refusal.value.code == code
    assert (handling.due_on, LedgerEntry.objects.count()) == (date(2026, 6, 10), rows)


def test_six_months_from_the_day_after_the_assignment_are_the_most():
    handling = _open(make.proposal(S.ASSIGNED))

    assert _extend(handling, date(2026, 9, 10)).due_on == date(2026, 9, 10)


def test_an_extension_is_for_the_assigner_of_that_side():
    handling = _open(make.proposal(S.ASSIGNED))

    for actor in (make.as_unit(handling.unit), make.clerk(), make.assigner(side=1)):
        with pytest.raises(PermissionDenied):
            _extend(handling, date(2026, 7, 10), by=actor)
    assert _extend(handling, date(2026, 7, 10), by=make.assigner(side=2)).due_on == date(2026, 7, 10)


def test_a_unit_asks_for_more_time_and_the_assigner_answers():
    handling = _open(make.proposal(S.ASSIGNED))
    unit = make.as_unit(handling.unit)

    asked = extending.ask_extension(
        handling=handling, to=date(2026, 7, 10), reason="项目尚在评审", by=unit, at=make.moment(16)
    )

    assert (asked.due_on, asked.extension_asked_to) == (date(2026, 6, 10), date(2026, 7, 10))
    assert _open_labels(handling) == ["签收", "答复延期申请"]
    extended = _extend(asked, date(2026, 7, 10))
    assert (extended.due_on, extended.extension_asked_to) == (date(2026, 7, 10), None)
    assert _open_labels(handling) == ["签收"]


def test_a_refused_request_leaves_the_date_and_is_answered_once():
    handling = _open(make.proposal(S.ASSIGNED))
    extending.ask_extension(
        handling=handling, to=date(2026, 7, 10), reason="评审", by=make.as_unit(handling.unit), at=make.moment(16)
    )
    handling.refresh_from_db()

    refused = extending.refuse_extension(
        handling=handling, reason="可以先答复一部分", by=make.assigner(), at=make.moment(17)
    )

    assert (refused.due_on, refused.extension_asked_to) == (date(2026, 6, 10), None)
    with pytest.raises(Refused):
        extending.refuse_extension(handling=refused, reason="再说一次", by=make.assigner(), at=make.moment(17))


def test_a_unit_asks_only_before_its_date():
    handling = _open(make.proposal(S.ASSIGNED))

    with pytest.raises(Refused) as refusal:
        extending.ask_extension(
            handling=handling, to=date(2026, 7, 10), reason="评审", by=make.as_unit(handling.unit),
            at=make.moment(11, 6),
        )  # fmt: skip

    handling.refresh_from_db()
    assert (refusal.value.code, handling.extension_asked_to) == ("late", None)


def _open_labels(handling):
    rows = Todo.objects.filter(kind="handling", object_id=handling.pk, closed_at__isnull=True)
    return sorted(rows.values_list("label", flat=True), reverse=True)


@pytest.mark.parametrize(("day", "told"), [(12, 1), (20, 2), (27, 3)])
def test_a_late_signature_is_told_to_the_leader_then_the_assigner_every_five_working_days(day, told):
    handling = _open(make.proposal(S.ASSIGNED))
    Todo.objects.update(opened_at=make.moment(10))
    levels = [make.as_unit(handling.unit), make.as_unit(handling.unit, leader=True), make.assigner()]

    reminding.remind(on=date(2026, 3, day), at=make.moment(day))

    reached = [Notice.objects.filter(recipient_id=each.user_id).exists() for each in levels]
    assert reached == [True] * told + [False] * (3 - told)
