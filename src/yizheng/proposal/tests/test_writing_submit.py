"""Submitting: number, period, first version, receipt; what is refused changes nothing (handbook 2.2, 5.1, 5.5)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.deadline.models import Deadline, DeadlineState, Unit
from yizheng.deadline.services import start
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry, Sequence
from yizheng.notify.models import Notice
from yizheng.org.models import Suspension
from yizheng.proposal.enums import CollectiveKind, Consent, PeriodKind, ProposalState, ProposerKind
from yizheng.proposal.models import Proposal, ProposalVersion
from yizheng.proposal.services import collective, submitting, writing
from yizheng.search import indexing

from . import factories as make

S = ProposalState
IN_TIME = make.moment(4, hour=10)
MOST_STATEMENTS = 52
"""Of the act itself, with number, notices, to-dos, the record of duty and the index."""


def state_of_everything():
    return (
        list(Proposal.objects.order_by("pk").values()),
        ProposalVersion.objects.count(),
        LedgerEntry.objects.count(),
        list(Sequence.objects.values_list("series", "last")),
        Notice.objects.count(),
    )


def refused(code, draft, by, at=IN_TIME):
    before = state_of_everything()
    with pytest.raises(Refused) as caught:
        submitting.submit(proposal=draft, by=by, at=at)
    assert caught.value.code == code
    assert state_of_everything() == before
    return caught.value.message


def test_a_submitted_proposal_has_number_version_and_receipt(house):
    draft = make.proposal(S.DRAFT)
    actor = make.as_member(draft.first_proposer)

    sent = submitting.submit(proposal=draft, by=actor, at=IN_TIME)

    assert (sent.state, sent.reception_no, sent.period_kind, sent.year) == (
        S.SUBMITTED,
        "T3-4-0001",
        PeriodKind.PLENARY,
        2026,
    )
    version = ProposalVersion.objects.get()
    assert (version.ordinal, version.title, version.suggestions) == (1, draft.title, list(make.SUGGESTIONS))
    assert list(LedgerEntry.objects.values_list("act", "to_state").filter(kind="proposal")) == [("submit", "submitted")]
    assert list(Notice.objects.values_list("recipient_id", flat=True)) == [actor.user_id]


def test_a_submission_asks_the_same_however_many_sign_along(house):
    few, many = make.proposal(S.DRAFT), make.proposal(S.DRAFT)
    for draft, signers in ((few, 1), (many, 3)):
        for order in range(signers):
            make.signer(draft, make.member(), order=order + 2, consent=Consent.AGREED)

    def asked(draft):
        with CaptureQueriesContext(connection) as seen:
            submitting.submit(proposal=draft, by=make.as_member(draft.first_proposer), at=IN_TIME)
            indexing.settle()
        return sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE")) for each in seen)

    asked(make.proposal(S.DRAFT))  # the first number of a series makes its row
    assert asked(many) == asked(few) <= MOST_STATEMENTS


def test_numbers_follow_each_other_and_a_refused_act_gives_its_number_back(house):
    first, empty, second = (make.proposal(S.DRAFT) for _ in range(3))
    empty.suggestions.all().delete()

    submitting.submit(proposal=first, by=make.as_member(first.first_proposer), at=IN_TIME)
    refused("no_suggestion", empty, make.as_member(empty.first_proposer))
    sent = submitting.submit(proposal=second, by=make.as_member(second.first_proposer), at=IN_TIME)

    assert sent.reception_no == "T3-4-0002"


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        (make.moment(10, month=1), PeriodKind.PLENARY),
        (make.moment(4, hour=18), PeriodKind.PLENARY),
        (make.moment(4, hour=18, minute=1), PeriodKind.BETWEEN),
        (make.moment(9, month=11), PeriodKind.BETWEEN),
    ],
)
def test_the_cut_off_decides_the_period_and_nothing_is_lost(house, at, kind):
    draft = make.proposal(S.DRAFT)

    sent = submitting.submit(proposal=draft, by=make.as_member(draft.first_proposer), at=at)

    assert (sent.period_kind, sent.state) == (kind, S.SUBMITTED)


def test_without_a_moment_of_its_own_the_second_day_at_six_is_the_cut_off(house):
    session = make.SessionFactory(cut_off=None)
    early, late = make.proposal(S.DRAFT, session=session), make.proposal(S.DRAFT, session=session)

    submitting.submit(proposal=early, by=make.as_member(early.first_proposer), at=make.moment(4, hour=18))
    submitting.submit(proposal=late, by=make.as_member(late.first_proposer), at=make.moment(4, hour=18, minute=1))

    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.period_kind, late.period_kind) == (PeriodKind.PLENARY, PeriodKind.BETWEEN)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": ""}, "no_title"),
        ({"title": "关于" + "很" * 50 + "的建议"}, "long_title"),
        ({"declared_unclassified": False}, "not_declared"),
    ],
)
def test_what_no_proposal_may_lack_is_asked_for(house, changed, code):
    draft = make.proposal(S.DRAFT, **changed)

    refused(code, draft, make.as_member(draft.first_proposer))


def test_a_title_in_another_form_is_only_hinted_at(house):
    draft = make.proposal(S.DRAFT, title="加装电梯")

    assert submitting.submit(proposal=draft, by=make.as_member(draft.first_proposer), at=IN_TIME).reception_no


def test_a_resting_member_is_told_so(house):
    draft = make.proposal(S.DRAFT)
    Suspension.objects.create(membership=draft.first_proposer, valid_from=date(2026, 1, 1))

    assert "暂停履职" in refused("suspended", draft, make.as_member(draft.first_proposer))


def test_who_has_left_does_not_submit(house):
    draft = make.proposal(S.DRAFT)
    draft.first_proposer.left_on = date(2026, 2, 1)
    draft.first_proposer.save()

    refused("not_in_office", draft, make.as_member(draft.first_proposer))


def test_another_member_may_not_submit_it(house):
    draft = make.proposal(S.DRAFT)
    before = state_of_everything()

    with pytest.raises(PermissionDenied):
        submitting.submit(proposal=draft, by=make.as_member(make.member()), at=IN_TIME)

    assert state_of_everything() == before


def test_the_clerk_does_not_submit_what_a_member_writes(house):
    refused("not_yours", make.proposal(S.DRAFT), make.clerk())


def test_it_is_submitted_once(house):
    draft = make.proposal(S.DRAFT)
    actor = make.as_member(draft.first_proposer)
    submitting.submit(proposal=draft, by=actor, at=IN_TIME)

    refused("stale", draft, actor)


def test_unanswered_invitations_end_and_the_others_make_it_joint(house):
    joint, yes, silent = make.proposal(S.COSIGNING), make.member(), make.member()
    make.signer(joint, yes, consent=Consent.AGREED)
    asked = make.signer(joint, silent, order=3)

    sent = submitting.submit(proposal=joint, by=make.as_member(joint.first_proposer), at=IN_TIME)

    asked.refresh_from_db()
    assert (sent.proposer_kind, asked.consent) == (ProposerKind.JOINT, Consent.EXPIRED)
    assert LedgerEntry.objects.get(kind="proposal_signer").act == "invitation_expired"
    told = set(Notice.objects.values_list("recipient_id", flat=True))
    assert told == {joint.first_proposer.person.user_id, yes.person.user_id}


def test_a_collective_of_the_bodys_own_clerk_is_confirmed_by_submitting(house):
    draft = make.collective(S.DRAFT)
    own = make.as_role(
        Role.PARTICIPATING_BODY_CLERK, scope_kind="participating_body", scope_id=draft.party_body_id, name="申联络"
    )

    sent = submitting.submit(proposal=draft, by=own, at=IN_TIME)

    assert (sent.confirmed_on, sent.confirmed_by_name) == (date(2026, 3, 4), "申联络")


def test_a_collective_without_confirmation_is_refused(house):
    draft = make.collective(S.DRAFT, source="clerk")

    refused("unconfirmed", draft, make.clerk())


def test_a_sealed_scan_confirms_a_collective(house, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    from django.core.files.base import ContentFile

    draft, by = make.collective(S.DRAFT, source="clerk"), make.clerk()

    collective.confirm_by_scan(proposal=draft, scan=ContentFile(b"%PDF-1.4"), name="盖章件.pdf", by=by, at=IN_TIME)
    sent = submitting.submit(proposal=draft, by=by, at=IN_TIME)

    assert (sent.state, sent.confirmed_on) == (S.SUBMITTED, date(2026, 3, 4))


@pytest.mark.parametrize("day", [2, 7])
def test_a_sector_proposes_only_while_the_plenary_sits(house, day):
    draft = _of_sector()
    convener = make.as_role(Role.SECTOR_CONVENER, scope_kind="sector", scope_id=draft.sector_id)

    refused("not_sitting", draft, convener, make.moment(day))


@pytest.mark.parametrize("day", [3, 6])
def test_the_first_and_last_day_of_the_plenary_count(house, day):
    draft = _of_sector()
    convener = make.as_role(Role.SECTOR_CONVENER, scope_kind="sector", scope_id=draft.sector_id)

    assert submitting.submit(proposal=draft, by=convener, at=make.moment(day)).state == S.SUBMITTED


def _of_sector():
    draft = make.collective(S.DRAFT)
    sector = make.SectorFactory(term=draft.session.term)
    draft.party_body, draft.sector, draft.collective_kind = None, sector, CollectiveKind.SECTOR
    draft.save()
    return draft


def test_resubmission_keeps_the_number_makes_the_next_version_and_meets_the_deadline(house):
    back = make.proposal(S.RETURNED, revise_by=date(2026, 3, 12))
    ProposalVersion.objects.create(proposal=back, ordinal=1, title=back.title, made_at=IN_TIME, made_by_name="甲")
    deadline = start(
        subject=back, act="resubmit", starts_on=date(2026, 3, 5), unit=Unit.FIXED, due_on=date(2026, 3, 12),
        by=SYSTEM, at=IN_TIME,
    )  # fmt: skip

    sent = submitting.resubmit(proposal=back, by=make.as_member(back.first_proposer), at=make.moment(10))

    assert (sent.state, sent.reception_no, sent.revise_by) == (S.SUBMITTED, back.reception_no, None)
    assert list(sent.versions.values_list("ordinal", flat=True)) == [1, 2]
    assert Deadline.objects.get(pk=deadline.pk).state == DeadlineState.MET


def test_the_clerk_rewrites_a_returned_entry_but_nobody_elses_proposal(house):
    by = make.clerk()
    entered, own = make.proposal(S.RETURNED, source="clerk"), make.proposal(S.RETURNED)

    saved = writing.autosave(proposal=entered, text=writing.text_of(entered), edition=1, by=by, at=make.moment(9))
    assert submitting.resubmit(proposal=saved, by=by, at=make.moment(10)).state == S.SUBMITTED

    before = state_of_everything()
    with pytest.raises(Refused) as caught:
        submitting.resubmit(proposal=own, by=by, at=make.moment(10))
    assert caught.value.code == "not_yours"
    assert state_of_everything() == before


@pytest.mark.parametrize("state", [S.SUBMITTED, S.FILED, S.DRAFT])
def test_only_what_was_returned_is_submitted_again(house, state):
    proposal = make.proposal(state)
    before = state_of_everything()

    with pytest.raises(Refused) as caught:
        submitting.resubmit(proposal=proposal, by=make.as_member(proposal.first_proposer), at=IN_TIME)

    assert caught.value.code == "stale"
    assert state_of_everything() == before
