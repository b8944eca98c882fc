"""Who signed along before the text was last changed is told of it at the submission, once (handbook 5.5)."""

from yizheng.notify.models import Notice
from yizheng.proposal.enums import Consent, ProposalState
from yizheng.proposal.models import Proposal, ProposalVersion
from yizheng.proposal.services import submitting

from . import factories as make

S = ProposalState
SAID = "您联名的提案文字有改动"


def joint(state=S.COSIGNING):
    """Return a proposal last saved on 3 March; one agreed the day before, one an hour after."""
    of = make.proposal(state, touched_at=make.moment(3))
    early, late = make.signer(of, make.member(), consent=Consent.AGREED), make.signer(
        of, make.member(), order=3, consent=Consent.AGREED
    )  # fmt: skip
    for each, at in ((early, make.moment(2)), (late, make.moment(3, hour=10))):
        each.answered_at = at
        each.save(update_fields=["answered_at"])
    return of, early, late


def told():
    return list(Notice.objects.filter(text=SAID).values_list("recipient_id", flat=True))


def test_only_who_agreed_to_another_text_is_told(house):
    of, early, _ = joint()

    submitting.submit(proposal=of, by=make.as_member(of.first_proposer), at=make.moment(4, hour=10))

    assert told() == [early.membership.person.user_id]
    assert early.__class__.objects.get(pk=early.pk).consent == Consent.AGREED


def version(of, at):
    ProposalVersion.objects.create(proposal=of, ordinal=1, title=of.title, made_at=at, made_by_name="x")


def test_a_returned_proposal_submitted_unchanged_tells_nobody(house):
    of, _, _ = joint(S.RETURNED)
    version(of, make.moment(3))

    submitting.resubmit(proposal=of, by=make.as_member(of.first_proposer), at=make.moment(9))

    assert told() == []


def test_a_returned_proposal_that_was_rewritten_tells_all_who_signed(house):
    of, early, late = joint(S.RETURNED)
    version(of, make.moment(4))
    Proposal.objects.filter(pk=of.pk).update(touched_at=make.moment(8))

    submitting.resubmit(proposal=of, by=make.as_member(of.first_proposer), at=make.moment(9))

    assert sorted(told()) == sorted(each.membership.person.user_id for each in (early, late))
