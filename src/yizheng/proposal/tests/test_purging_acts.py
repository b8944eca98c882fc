"""While a proposal is under quarantine nothing is done about it, and nothing changes; the rest of the house goes on."""

from __future__ import annotations

from datetime import date

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.permissions import may
from yizheng.kernel.workflow import Machine, apply
from yizheng.promise.models import Promise
from yizheng.promise.workflow import PROMISE_MACHINE
from yizheng.proposal import models
from yizheng.proposal.enums import Tier
from yizheng.proposal.old_drafts import sweep
from yizheng.proposal.services import (
    appraising,
    awarding,
    key_proposals,
    look_back,
    quality,
    tracking,
    unit_appraisal,
    visiting,
)
from yizheng.proposal.workflow.adjusting import ADJUST_MACHINE
from yizheng.proposal.workflow.feedback import FEEDBACK_MACHINE
from yizheng.proposal.workflow.handlings import HANDLING_MACHINE, REPLY_MACHINE
from yizheng.proposal.workflow.keys import KEY_MACHINE
from yizheng.proposal.workflow.proposals import PROPOSAL_MACHINE
from yizheng.proposal.workflow.publishing import PUBLICATION_MACHINE

from . import factories as make
from .everything import everything

AT = make.moment()
MACHINES = {
    PROPOSAL_MACHINE: models.Proposal, HANDLING_MACHINE: models.Handling, REPLY_MACHINE: models.Reply,
    FEEDBACK_MACHINE: models.Feedback, ADJUST_MACHINE: models.AdjustRequest, KEY_MACHINE: models.KeyAssignment,
    PUBLICATION_MACHINE: models.Publication, PROMISE_MACHINE: Promise,
}  # fmt: skip


@pytest.fixture
def closed(house):
    """A proposal that everything has happened to, under quarantine, and its people."""
    whole = everything()
    quarantine.quarantine(subject=whole.proposal, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=AT)
    return whole


def refused(act):
    """Return the code with which an act was refused; nothing may have been written then."""
    before = LedgerEntry.objects.count()
    with pytest.raises(Refused) as caught:
        act()
    assert LedgerEntry.objects.count() == before
    return caught.value.code


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.kind)
def test_no_row_of_any_table_moves_it_or_what_lies_in_it(closed, machine: Machine):
    people = [*closed.people.values(), SYSTEM]
    tried = set()
    rows = MACHINES[machine].objects.all()
    for obj in rows.filter(pk=closed.proposal.pk) if machine is PROPOSAL_MACHINE else rows:
        for row in machine.transitions:
            by = next((each for each in people if may(row.permission, each, obj)), None)
            if by is not None:
                assert (
                    refused(lambda row=row, obj=obj, by=by: apply(row, obj, by=by, at=AT, reason="另有考虑"))
                    == "closed"
                )
                tried.add(row.name)

    assert len(tried) >= len(machine.transitions) // 2


def test_nothing_new_is_written_about_it(closed):
    clerk, proposal = closed.people["clerk"], closed.proposal
    (round_score, *_), (back,) = closed.by_prefix["appraisals/scores/"], closed.by_prefix["proposals/look-backs/"]
    (entry,), (award,) = closed.by_prefix["appraisals/entries/"], closed.by_prefix["awards/"]
    visit = visiting.Visit("云溪电视台", "", date(2026, 3, 16), "某某", "采访")
    acts = [
        lambda: visiting.record_visit(proposal=proposal, visit=visit, by=clerk, at=AT),
        lambda: quality.score_quality(proposal=proposal, scores={}, by=clerk, at=AT),
        lambda: awarding.nominate(
            selection=award, proposal=proposal, nominated_by="提案委", reason="好", by=clerk, at=AT
        ),
        lambda: key_proposals.nominate(
            proposal=proposal, tier=Tier.KEY, recommended_by="提案委", criteria=[], by=clerk, at=AT
        ),
        lambda: look_back.record_visit(
            look_back=back, visited_on=date(2026, 3, 16), finding="好", class_now="A", by=clerk, at=AT
        ),
        lambda: unit_appraisal.note_questions(entry=entry, text="问", by=clerk, at=AT),
        lambda: appraising.score(
            asked=round_score, points={"办理结果": 90}, comment="", by=closed.people["first"], at=AT
        ),
    ]  # fmt: skip

    assert [refused(act) for act in acts] == ["closed"] * len(acts)


def test_the_year_s_list_goes_on_without_it(house):
    kept, other = (make.proposal(make.S.TRACKING, year=2025) for _ in range(2))
    quarantine.quarantine(subject=kept, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=AT)

    assert tracking.carry(year=2025, by=make.clerk(), at=AT) == 1

    states = dict(models.Proposal.objects.values_list("pk", "state"))
    assert (states[kept.pk], states[other.pk]) == ("tracking", "carried")


def test_an_old_draft_waits_while_it_is_closed(house):
    draft = make.proposal(make.S.DRAFT, touched_at=make.moment(1, month=1))
    quarantine.quarantine(subject=draft, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=AT)

    assert sweep(at=make.moment(24, month=5)) == (0, 0)
