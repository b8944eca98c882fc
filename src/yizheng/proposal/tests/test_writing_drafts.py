"""Drafts: begun without a ledger row, saved by edition, thrown away, swept when nobody touches them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from procrastinate.contrib.django.models import ProcrastinateJob

from yizheng.accounts.enums import Role
from yizheng.attachment.models import StoredFile
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.proposal.enums import CollectiveKind, Consent, EntrySource, ProposalState, ProposerKind
from yizheng.proposal.models import Proposal, Signer
from yizheng.proposal.old_drafts import sweep
from yizheng.proposal.services import enclosing, writing
from yizheng.proposal.services.writing import Text
from yizheng.proposal.tasks import drafts

from . import factories as make

S = ProposalState
NOW = make.moment()
TEXT = Text(title=" 关于增设公交站的建议 ", background="路口没有站。", suggestions=("增设一站", " ", "改线"))


def refused(code, act):
    before = list(Proposal.objects.order_by("pk").values())
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    assert list(Proposal.objects.order_by("pk").values()) == before


def test_a_draft_is_begun_for_the_member_and_leaves_no_ledger_row(house):
    make.SessionFactory()
    member = make.member()

    draft = writing.begin(text=TEXT, by=make.as_member(member), at=NOW)

    assert (draft.title, draft.first_proposer, draft.state) == ("关于增设公交站的建议", member, S.DRAFT)
    assert [each.text for each in draft.suggestions.all()] == ["增设一站", "改线"]
    assert draft.signers.get().consent == Consent.AGREED
    assert LedgerEntry.objects.count() == 0


def test_a_partys_clerk_begins_for_the_party(house):
    make.SessionFactory()
    party = make.PartyBodyFactory()
    own = make.as_role(Role.PARTICIPATING_BODY_CLERK, scope_kind="participating_body", scope_id=party.pk)

    draft = writing.begin(by=own, at=NOW)

    assert (draft.proposer_kind, draft.collective_kind) == (ProposerKind.COLLECTIVE, CollectiveKind.PARTY_BODY)
    assert (draft.party_body, draft.proposer_name) == (party, party.name)


def test_a_hat_without_a_body_proposes_for_nobody(house):
    make.SessionFactory()

    refused("no_owner", lambda: writing.begin(by=make.as_role(Role.COMMITTEE_CLERK), at=NOW))


def test_without_a_session_nothing_is_begun(house):
    from yizheng.org.models import Session

    member = make.member()
    Session.objects.all().delete()

    refused("no_session", lambda: writing.begin(by=make.as_member(member), at=NOW))


def test_saving_counts_the_edition_and_is_no_act(house):
    draft = make.proposal(S.DRAFT)
    by = make.as_member(draft.first_proposer)

    saved = writing.autosave(proposal=draft, text=TEXT, edition=1, by=by, at=NOW)

    assert (saved.edition, saved.touched_at, saved.title) == (2, NOW, "关于增设公交站的建议")
    assert LedgerEntry.objects.count() == 0


def test_wished_units_are_kept_as_wishes(house):
    draft, unit = make.proposal(S.DRAFT), make.UnitFactory()
    by = make.as_member(draft.first_proposer)
    planned = make.planned(draft)

    for edition in (1, 2):
        writing.autosave(proposal=draft, text=Text(wished_units=(unit,)), edition=edition, by=by, at=NOW)

    assert list(draft.planned.order_by("source").values_list("source", "unit")) == [
        ("clerk", planned.unit_id),
        ("proposer", unit.pk),
    ]


def test_two_tabs_never_overwrite_each_other_unseen(house):
    draft = make.proposal(S.DRAFT)
    by = make.as_member(draft.first_proposer)
    writing.autosave(proposal=draft, text=TEXT, edition=1, by=by, at=NOW)

    refused(
        "edited_elsewhere",
        lambda: writing.autosave(proposal=draft, text=Text(title="别的"), edition=1, by=by, at=NOW),
    )


@pytest.mark.parametrize("state", [S.SUBMITTED, S.FIRST_REVIEWED, S.FILED, S.CLOSED])
def test_after_submission_the_proposer_changes_nothing(house, state):
    proposal = make.proposal(state)
    by = make.as_member(proposal.first_proposer)

    refused("submitted", lambda: writing.autosave(proposal=proposal, text=TEXT, edition=1, by=by, at=NOW))
    refused("submitted", lambda: writing.discard(proposal=proposal, by=by, at=NOW))


def test_nobody_else_writes_in_a_draft(house):
    draft = make.proposal(S.DRAFT)

    with pytest.raises(PermissionDenied):
        writing.autosave(proposal=draft, text=TEXT, edition=1, by=make.as_member(make.member()), at=NOW)
    refused("not_yours", lambda: writing.autosave(proposal=draft, text=TEXT, edition=1, by=make.clerk(), at=NOW))


def test_a_draft_is_thrown_away_with_its_files(house, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    draft = make.proposal(S.DRAFT)
    by = make.as_member(draft.first_proposer)
    enclosing.enclose(proposal=draft, file=ContentFile(b"x"), name="图.txt", by=by, at=NOW)

    writing.discard(proposal=draft, by=by, at=NOW)

    assert (Proposal.objects.count(), StoredFile.objects.count(), LedgerEntry.objects.count()) == (0, 0, 0)


def test_who_asked_others_lets_them_go_first(house):
    joint = make.proposal(S.COSIGNING)
    make.signer(joint, make.member())

    refused("has_cosigners", lambda: writing.discard(proposal=joint, by=make.as_member(joint.first_proposer), at=NOW))


def test_files_stay_with_what_was_submitted(house, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    draft = make.proposal(S.DRAFT)
    by = make.as_member(draft.first_proposer)
    file = enclosing.enclose(proposal=draft, file=ContentFile(b"x"), name="图.txt", by=by, at=NOW)
    Proposal.objects.update(state=S.SUBMITTED)

    for act in (
        lambda: enclosing.take_out(proposal=draft, file=file, by=by, at=NOW),
        lambda: enclosing.enclose(proposal=draft, file=ContentFile(b"y"), name="二.txt", by=by, at=NOW),
    ):
        refused("submitted", act)
    assert StoredFile.objects.count() == 1


def test_a_clerks_entry_waits_for_the_members_word(house):
    make.SessionFactory()
    member = make.member()

    draft = writing.enter_for_member(membership=member, text=TEXT, by=make.clerk(), at=NOW)

    assert (draft.source, draft.first_proposer) == (EntrySource.CLERK, member)
    assert Signer.objects.get().consent == Consent.INVITED
    with pytest.raises(PermissionDenied):
        writing.enter_for_member(membership=member, by=make.as_member(make.member()), at=NOW)


def test_an_old_draft_is_warned_of_on_day_23_and_deleted_a_week_later(house):
    draft = make.proposal(S.DRAFT, touched_at=make.moment(1, month=2))
    asked = make.proposal(S.COSIGNING, touched_at=make.moment(1, month=2))

    assert sweep(at=make.moment(23, month=2)) == (0, 0)
    assert sweep(at=make.moment(24, month=2)) == (1, 0)
    assert sweep(at=make.moment(24, month=2, hour=10)) == (0, 0)
    assert Notice.objects.get().recipient_id == draft.first_proposer.person.user_id
    assert sweep(at=make.moment(3)) == (0, 1)
    assert list(Proposal.objects.all()) == [asked]


def test_each_committee_has_its_round_at_night(house):
    other = CommitteeFactory()

    drafts.sweep_drafts_everywhere(timestamp=0)
    drafts.sweep_drafts_everywhere(timestamp=0)

    jobs = ProcrastinateJob.objects.filter(task_name="proposal.sweep_drafts_of")
    assert sorted(job.args["committee_id"] for job in jobs) == sorted([house.pk, other.pk])


def test_a_draft_that_was_never_warned_of_is_not_deleted(house):
    make.proposal(S.DRAFT, touched_at=make.moment(1, month=1))

    assert sweep(at=make.moment(20)) == (1, 0)
    assert sweep(at=make.moment(26)) == (0, 0)
    assert Proposal.objects.count() == 1


def test_a_draft_written_on_after_the_warning_stays(house):
    draft = make.proposal(S.DRAFT, touched_at=make.moment(1, month=2))
    sweep(at=make.moment(24, month=2))
    by = make.as_member(draft.first_proposer)
    writing.autosave(proposal=draft, text=TEXT, edition=1, by=by, at=make.moment(25, month=2))

    assert sweep(at=make.moment(10)) == (0, 0)
    assert Proposal.objects.count() == 1
