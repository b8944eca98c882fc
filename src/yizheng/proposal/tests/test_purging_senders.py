"""Who sent a lead is forgotten when the time after its disposal is over; the lead stays (the form promises it)."""

from datetime import date

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from yizheng.accounts.enums import Role
from yizheng.kernel import ledger, quarantine
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.proposal.models import ProposalLead
from yizheng.proposal.old_leads import forget
from yizheng.proposal.queries.leads import lead_by_code
from yizheng.proposal.tasks import old_leads

from . import factories as make

pytestmark = pytest.mark.usefixtures("house")
CODES = ("AAABBBCCC", "AAABBBCCD", "AAABBBCCE", "AAABBBCCF")


def lead(state="closed", on=date(2026, 3, 16), code=CODES[0]):
    return ProposalLead.objects.create(
        source="public", title="校门口拥堵", text="请调整公交站。", sender_name="卜一", sender_phone="13900000021",
        receipt_code=code, received_at=make.moment(1), state=state, disposal="已转交。", disposed_on=on,
    )  # fmt: skip


def sender(row):
    row.refresh_from_db()
    return row.sender_name, row.sender_phone


def test_a_year_after_it_was_disposed_of_nobody_knows_who_sent_it_and_the_code_still_opens_it():
    closed, guided = lead(), lead("guided", code=CODES[1])

    early = forget(at=make.moment(15, year=2027))
    done = forget(at=make.moment(16, year=2027))
    again = forget(at=make.moment(17, year=2027))

    assert (early, done, again) == (0, 2, 0)
    assert [sender(closed), sender(guided)] == [("", "")] * 2
    assert lead_by_code(CODES[0]).disposal == "已转交。"
    entries = LedgerEntry.objects.filter(act="forget_sender").order_by("id")
    assert [(each.object_id, each.actor_name, each.fields, each.reason) for each in entries] == [
        (row.pk, entries[0].actor_name, {}, "") for row in (closed, guided)
    ]
    assert ledger.history("proposal_lead", closed.pk).get().actor_id is None


def test_what_is_still_open_or_not_long_disposed_of_keeps_its_sender():
    kept = [lead("received", None), lead("taken", None, CODES[1]), lead(on=date(2026, 3, 17), code=CODES[2])]

    assert forget(at=make.moment(16, year=2027)) == 0
    assert [sender(each) for each in kept] == [("卜一", "13900000021")] * 3


def test_what_lay_in_quarantine_goes_the_night_after_it_is_lifted():
    row, guard = lead(), make.as_role(Role.SECURITY_ADMIN)
    closure = quarantine.quarantine(subject=row, by=guard, reason="误传", at=make.moment())

    assert forget(at=make.moment(16, year=2027)) == 0
    quarantine.lift(closure=closure, by=guard, reason="核实", at=make.moment(16, year=2027))
    assert forget(at=make.moment(17, year=2027)) == 1
    assert sender(row) == ("", "")


def test_each_committee_has_its_round_at_night(house):
    other = CommitteeFactory()

    old_leads.forget_senders_everywhere(timestamp=0)
    old_leads.forget_senders_everywhere(timestamp=0)

    jobs = ProcrastinateJob.objects.filter(task_name="proposal.forget_senders_of")
    assert sorted(job.args["committee_id"] for job in jobs) == sorted([house.pk, other.pk])
