"""Signing along and confirming entries: each act has its ledger row, each refusal changes nothing."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from yizheng.accounts.enums import Role
from yizheng.attachment import services as attachment
from yizheng.attachment.models import StoredFile
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.org.configuration import get
from yizheng.org.models import Setting, Suspension
from yizheng.proposal.enums import Consent, ProposalState
from yizheng.proposal.models import Proposal, Signer
from yizheng.proposal.services import collective, cosigning, submitting, writing
from yizheng.proposal.services.writing import Text
from yizheng.todo.models import Todo

from . import factories as make

S = ProposalState
NOW = make.moment(4, hour=10)


def refused(code, act):
    before = (list(Signer.objects.order_by("pk").values()), list(Proposal.objects.order_by("pk").values()))
    rows = LedgerEntry.objects.count()
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    assert (list(Signer.objects.order_by("pk").values()), list(Proposal.objects.order_by("pk").values())) == before
    assert LedgerEntry.objects.count() == rows


def own(proposal):
    return make.as_member(proposal.first_proposer)


def test_an_invited_member_has_a_notice_and_a_to_do(house):
    draft, friend = make.proposal(S.DRAFT), make.member()

    asked = cosigning.invite(proposal=draft, memberships=[friend], by=own(draft), at=NOW)

    draft.refresh_from_db()
    assert (draft.state, [each.membership for each in asked], asked[0].order) == (S.COSIGNING, [friend], 2)
    assert list(LedgerEntry.objects.filter(kind="proposal_signer").values_list("act", "to_state")) == [
        ("invite_to_sign", "invited")
    ]
    assert Notice.objects.get().recipient_id == friend.person.user_id
    todo = Todo.objects.get(closed_at__isnull=True)
    assert (todo.act, todo.user_id) == ("answer_invitation", friend.person.user_id)


@pytest.mark.parametrize(
    ("agrees", "consent", "act"),
    [(True, Consent.AGREED, "agree_to_sign"), (False, Consent.DECLINED, "decline_to_sign")],
)
def test_one_tap_answers_and_the_first_proposer_hears_of_it(house, agrees, consent, act):
    joint, friend = make.proposal(S.COSIGNING), make.member("叶知秋")
    asked = make.signer(joint, friend)

    answered = cosigning.answer_invitation(signer=asked, agrees=agrees, by=make.as_member(friend), at=NOW)

    assert (answered.consent, answered.answered_at, answered.answered_by_name) == (consent, NOW, "叶知秋")
    assert LedgerEntry.objects.get(kind="proposal_signer").act == act
    assert Notice.objects.get().recipient_id == joint.first_proposer.person.user_id


def test_a_yes_may_be_taken_back_until_submission(house):
    joint, friend = make.proposal(S.COSIGNING), make.member()
    asked = make.signer(joint, friend, consent=Consent.AGREED)

    assert cosigning.answer_invitation(signer=asked, agrees=False, by=make.as_member(friend), at=NOW).consent == (
        Consent.DECLINED
    )


def test_nobody_answers_for_another(house):
    joint = make.proposal(S.COSIGNING)
    asked = make.signer(joint, make.member())

    for stranger in (make.as_member(make.member()), own(joint), make.as_role(Role.LEADER)):
        with pytest.raises(PermissionDenied):
            cosigning.answer_invitation(signer=asked, agrees=True, by=stranger, at=NOW)
    assert LedgerEntry.objects.count() == 0


@pytest.mark.parametrize("state", [S.SUBMITTED, S.FILED])
def test_after_submission_signatures_stand(house, state):
    joint, friend = make.proposal(state), make.member()
    asked = make.signer(joint, friend)

    refused("too_late", lambda: cosigning.answer_invitation(
        signer=asked, agrees=True, by=make.as_member(friend), at=NOW
    ))  # fmt: skip
    refused("too_late", lambda: cosigning.take_back(signer=asked, by=own(joint), at=NOW))
    refused("stale", lambda: cosigning.invite(proposal=joint, memberships=[make.member()], by=own(joint), at=NOW))


def test_an_invitation_that_was_taken_back_cannot_be_accepted(house):
    joint, friend = make.proposal(S.COSIGNING), make.member()
    asked = make.signer(joint, friend)
    cosigning.take_back(signer=asked, by=own(joint), at=NOW)

    refused("not_asked", lambda: cosigning.answer_invitation(
        signer=asked, agrees=True, by=make.as_member(friend), at=NOW
    ))  # fmt: skip


def test_who_was_let_go_may_be_asked_again(house):
    joint, friend = make.proposal(S.COSIGNING), make.member()
    make.signer(joint, friend, consent=Consent.DECLINED)

    cosigning.invite(proposal=joint, memberships=[friend], by=own(joint), at=NOW)

    assert joint.signers.get(membership=friend).consent == Consent.INVITED


def test_who_rests_or_is_asked_already_or_is_oneself_is_not_invited(house):
    joint, resting, friend = make.proposal(S.COSIGNING), make.member(), make.member()
    Suspension.objects.create(membership=resting, valid_from=date(2026, 1, 1))
    make.signer(joint, friend)

    for code, who in (
        ("not_in_office", [resting]),
        ("already_asked", [friend]),
        ("own", [joint.first_proposer]),
        ("nobody", []),
    ):
        refused(code, lambda who=who: cosigning.invite(proposal=joint, memberships=who, by=own(joint), at=NOW))


def test_no_more_are_asked_than_the_office_allows(house):
    Setting.objects.create(key=get("proposal.max_cosigners").name, value=1, valid_from=date(2026, 1, 1))
    draft = make.proposal(S.DRAFT)

    refused("too_many", lambda: cosigning.invite(
        proposal=draft, memberships=[make.member(), make.member()], by=own(draft), at=NOW
    ))  # fmt: skip


def test_members_do_not_sign_a_collective_along(house):
    draft = make.collective(S.DRAFT)
    body_clerk = make.as_role(
        Role.PARTICIPATING_BODY_CLERK, scope_kind="participating_body", scope_id=draft.party_body_id
    )

    refused("collective", lambda: cosigning.invite(
        proposal=draft, memberships=[make.member()], by=body_clerk, at=NOW
    ))  # fmt: skip


@pytest.fixture
def entered(house):
    """A draft that the clerk entered for a member."""
    make.SessionFactory()
    text = Text(title="关于增设公交站的建议", suggestions=("增设一站",), declared_unclassified=True)
    return writing.enter_for_member(membership=make.member("温如玉"), text=text, by=make.clerk(), at=NOW)


def test_an_entry_is_submitted_after_the_member_confirmed(entered):
    clerk, member = make.clerk(), make.as_member(entered.first_proposer)
    refused("unconfirmed", lambda: submitting.submit(proposal=entered, by=clerk, at=NOW))
    collective.ask_to_confirm(proposal=entered, by=clerk, at=NOW)
    assert Todo.objects.get(closed_at__isnull=True).act == "confirm_entry"

    collective.confirm_entry(proposal=entered, agrees=True, by=member, at=NOW)

    assert not Todo.objects.filter(closed_at__isnull=True).exists()
    refused("confirmed", lambda: writing.autosave(proposal=entered, text=Text("别的"), edition=1, by=clerk, at=NOW))
    assert submitting.submit(proposal=entered, by=clerk, at=NOW).reception_no == "T3-4-0001"


def test_a_refused_entry_is_not_submitted(entered):
    member = make.as_member(entered.first_proposer)
    collective.confirm_entry(proposal=entered, agrees=False, by=member, at=NOW)

    refused("unconfirmed", lambda: submitting.submit(proposal=entered, by=make.clerk(), at=NOW))


def test_the_clerk_does_not_confirm_for_the_member_without_paper(entered, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    clerk = make.clerk()
    refused("not_yours", lambda: collective.confirm_entry(proposal=entered, agrees=True, by=clerk, at=NOW))

    collective.confirm_by_scan(proposal=entered, scan=ContentFile(b"%PDF-1.4"), name="签字页.pdf", by=clerk, at=NOW)

    assert submitting.submit(proposal=entered, by=clerk, at=NOW).state == S.SUBMITTED
    assert "confirm_entry" in LedgerEntry.objects.filter(kind="proposal_signer").values_list("act", flat=True)


def test_the_members_own_submission_confirms_the_entry(entered):
    member = make.as_member(entered.first_proposer)

    submitting.submit(proposal=entered, by=member, at=NOW)

    assert entered.signers.get().consent == Consent.AGREED


def test_a_signed_scan_opens_for_the_office_and_the_proposer_only(entered, browser, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    clerk, first, along = make.clerk(), make.as_member(entered.first_proposer), make.member()
    collective.confirm_by_scan(proposal=entered, scan=ContentFile(b"%PDF-1.4"), name="签字页.pdf", by=clerk, at=NOW)
    Proposal.objects.update(state=S.REPLIED, shared_on=date(2026, 3, 9), assigned_on=date(2026, 3, 10), filed_no=1)
    make.signer(entered, along, consent=Consent.AGREED)
    handled = make.handling(entered)
    opens = {
        "clerk": clerk,
        "first": first,
        "leader": make.as_role(Role.LEADER),
        "archivist": make.as_role(Role.ARCHIVIST),
    }
    shut = {
        "along": make.as_member(along), "member": make.as_member(make.member()), "assigner": make.assigner(),
        "unit": make.as_unit(handled.unit), "observer": make.as_role(Role.OBSERVER),
    }  # fmt: skip
    page = f"/yunxi/proposals/{entered.public_id}/"
    file = f"/yunxi/files/{StoredFile.objects.get().public_id}/"

    for name, actor in {**opens, **shut}.items():
        seen = browser(actor)
        listed = seen.get(page)
        assert listed.status_code == 200, name
        assert ("签字页.pdf" in listed.content.decode()) == (name in opens), name
        assert seen.get(file).status_code == (200 if name in opens else 404), name


def test_a_draft_thrown_away_takes_its_signed_scan_with_it(entered, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    clerk = make.clerk()
    collective.confirm_by_scan(proposal=entered, scan=ContentFile(b"%PDF-1.4"), name="签字页.pdf", by=clerk, at=NOW)
    entered.refresh_from_db()

    writing.destroy(entered, by=clerk, at=NOW)

    assert not StoredFile.objects.exists()


def test_scans_kept_before_this_rule_move_to_the_signature(entered, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    clerk = make.clerk()
    collective.confirm_by_scan(proposal=entered, scan=ContentFile(b"%PDF-1.4"), name="签字页.pdf", by=clerk, at=NOW)
    enclosed = attachment.keep(
        file=ContentFile(b"%PDF-1.5"), name="附表.pdf", subject=entered, by=clerk, at=make.moment(4, hour=11)
    )
    scan = StoredFile.objects.exclude(pk=enclosed.pk).get()
    attachment.attach(file=scan, subject=entered)

    import_module("yizheng.proposal.migrations.0003_scans_of_signers").to_signers(apps, None)

    kinds = dict(StoredFile.objects.values_list("name", "kind"))
    assert kinds == {"签字页.pdf": "proposal_signer", "附表.pdf": "proposal"}
