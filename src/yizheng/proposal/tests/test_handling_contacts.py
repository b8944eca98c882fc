"""A unit talks with the proposer; a silent proposer never blocks (handbook 5.6; office-practice 20)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.org.models import Setting
from yizheng.proposal import keys
from yizheng.proposal.enums import ContactConfirmation as C
from yizheng.proposal.enums import ContactMode, ContactStage
from yizheng.proposal.enums import HandlingState as H
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.models import ContactRecord
from yizheng.proposal.services import contacting
from yizheng.proposal.tasks import handling as handling_jobs
from yizheng.todo.models import Todo

from . import factories as make

pytestmark = pytest.mark.usefixtures("house")


def _talk(**changed):
    given = {
        "stage": ContactStage.BEFORE, "mode": ContactMode.PHONE, "happened_on": date(2026, 3, 13),
        "unit_people": "冉晓彤", "proposer_people": "林岫", "notes": "听取了意见。",
    }  # fmt: skip
    return contacting.Contact(**{**given, **changed})


def _signed(**changed):
    return make.handling(make.proposal(S.HANDLING), state=H.SIGNED, **changed)


def _record(handling=None, **changed):
    handling = handling or _signed()
    return contacting.record_contact(
        handling=handling, contact=_talk(**changed), by=make.as_unit(handling.unit), at=make.moment(16)
    )


def _first(record):
    return make.as_member(record.handling.proposal.first_proposer)


def _open_todo(record):
    return Todo.objects.filter(kind="contact_record", object_id=record.pk, closed_at__isnull=True).first()


def test_the_first_talk_moves_the_handling_and_asks_the_proposer_within_five_working_days():
    record = _record()

    record.handling.refresh_from_db()
    assert (record.handling.state, record.handling.contacted_on) == (H.CONTACTED, date(2026, 3, 13))
    assert (record.confirmation, record.confirm_by) == (C.WAITING, date(2026, 3, 23))
    todo = _open_todo(record)
    proposer = record.handling.proposal.first_proposer.person.user_id
    assert (todo.label, todo.user_id, todo.due_on) == ("确认面商记录", proposer, date(2026, 3, 23))
    assert Notice.objects.filter(recipient_id=proposer, text__contains="属实请确认").count() == 1


def test_the_days_of_silence_are_configuration():
    Setting.objects.create(key=keys.CONTACT_SILENCE_WORKDAYS.name, value=2, valid_from=date(2026, 1, 1))

    assert _record().confirm_by == date(2026, 3, 18)


def test_a_later_talk_leaves_the_state():
    record = _record()

    again = contacting.record_contact(
        handling=record.handling, contact=_talk(stage=ContactStage.DURING), by=make.as_unit(record.handling.unit),
        at=make.moment(17),
    )  # fmt: skip

    assert again.handling.state == H.CONTACTED
    assert ContactRecord.objects.count() == 2


@pytest.mark.parametrize(("day", "code"), [(date(2026, 3, 17), "future"), (date(2026, 3, 9), "too_early")])
def test_a_talk_of_tomorrow_or_before_the_assignment_is_refused(day, code):
    handling = _signed()

    with pytest.raises(Refused) as refusal:
        _record(handling, happened_on=day)

    handling.refresh_from_db()
    assert refusal.value.code == code
    assert (handling.state, ContactRecord.objects.count()) == (H.SIGNED, 0)


def test_a_unit_that_has_not_signed_records_no_talk():
    handling = make.handling(make.proposal(S.ASSIGNED))

    with pytest.raises(Refused) as refusal:
        _record(handling)

    assert refusal.value.code == "stale"
    assert ContactRecord.objects.count() == 0


def test_the_proposer_confirms():
    record = _record()

    confirmed = contacting.confirm_contact(record=record, by=_first(record), at=make.moment(17))

    assert (confirmed.confirmation, confirmed.confirmed_on) == (C.PROPOSER, date(2026, 3, 17))
    assert _open_todo(record) is None


def test_the_clerk_confirms_from_paper_and_it_says_so():
    record = _record()

    confirmed = contacting.confirm_contact(record=record, by=make.clerk(), at=make.moment(17))

    assert confirmed.get_confirmation_display() == "提案委代为确认，未经提案人确认"


def test_nobody_else_confirms_and_not_twice():
    record = _record()
    for actor in (make.as_unit(record.handling.unit), make.as_member(make.member()), make.assigner()):
        with pytest.raises(PermissionDenied):
            contacting.confirm_contact(record=record, by=actor, at=make.moment(17))
    contacting.confirm_contact(record=record, by=_first(record), at=make.moment(17))
    rows = LedgerEntry.objects.count()

    with pytest.raises(Refused) as refusal:
        contacting.object_to_contact(record=record, words="没有谈过", by=_first(record), at=make.moment(18))

    assert refusal.value.code == "stale"
    assert LedgerEntry.objects.count() == rows


def test_silence_counts_the_day_after_and_is_shown_as_unconfirmed():
    record = _record()

    assert contacting.settle_silent(on=date(2026, 3, 23), by=SYSTEM, at=make.moment(23)) == 0
    assert contacting.settle_silent(on=date(2026, 3, 24), by=SYSTEM, at=make.moment(24)) == 1
    assert contacting.settle_silent(on=date(2026, 3, 24), by=SYSTEM, at=make.moment(24)) == 0

    record.refresh_from_db()
    assert record.get_confirmation_display() == "逾期未提异议，未经提案人确认"
    assert _open_todo(record) is None


def test_an_objection_goes_to_the_clerk_who_may_count_the_talk_or_not():
    for counts, confirmation in ((True, C.CLERK), (False, C.OBJECTED)):
        record = _record()
        contacting.object_to_contact(
            record=record, words="只通了电话，没有谈实质", by=_first(record), at=make.moment(17)
        )
        assert _open_todo(record).label == "处理面商异议"

        settled = contacting.settle_objection(record=record, counts=counts, by=make.clerk(), at=make.moment(18))

        assert settled.confirmation == confirmation
        assert _open_todo(record) is None


def test_an_objection_needs_words():
    record = _record()

    with pytest.raises(Refused) as refusal:
        contacting.object_to_contact(record=record, words=" ", by=_first(record), at=make.moment(17))

    record.refresh_from_db()
    assert (refusal.value.code, record.confirmation) == ("no_words", C.WAITING)


def test_the_nightly_job_settles_each_committees_silent_talks(house, monkeypatch):
    record = _record()
    monkeypatch.setattr(timezone, "now", lambda: make.moment(24))
    monkeypatch.setattr(rounds, "close_old_connections", lambda: None)

    handling_jobs.settle_silent_in(committee_id=house.pk)

    record.refresh_from_db()
    assert record.confirmation == C.SILENCE
    assert "proposal.settle_silent_everywhere" in app.tasks
