"""Leads are free again when the draft that took them up is thrown away (F011)."""

from yizheng.kernel.models import LedgerEntry, ThreadLink
from yizheng.proposal.enums import LeadChannel, LeadState, ProposalState
from yizheng.proposal.models import Proposal
from yizheng.proposal.old_drafts import sweep
from yizheng.proposal.services import leads, topics, writing

from . import factories as make


def taken(now, *members):
    """Return a lead behind a topic, and the drafts of the members who took it up."""
    clerk = make.clerk()
    words = leads.LeadWords(title="校门口拥堵", text="请调整公交站。", channel=LeadChannel.COUNTER)
    lead = leads.enter_lead(words=words, by=clerk, at=now)
    topic = topics.add_topic(words=topics.TopicWords(year=2026, title="缓解校门口拥堵"), by=clerk, at=now)
    leads.list_lead(lead=lead, topic=topic, by=clerk, at=now)
    make.SessionFactory()
    return lead, topic, [topics.take_topic(topic=topic, by=each, at=now) for each in members]


def test_a_draft_thrown_away_frees_what_it_had_taken_up(house, now):
    member = make.as_member(make.member())
    lead, topic, (draft,) = taken(now, member)

    writing.discard(proposal=draft, by=member, at=now)

    lead.refresh_from_db()
    assert (lead.state, lead.taken_by, lead.topic) == (LeadState.LISTED, None, topic)
    assert not ThreadLink.objects.filter(outcome_kind="proposal").exists()
    assert LedgerEntry.objects.filter(kind="proposal_lead", act="free_lead").count() == 1


def test_what_another_member_took_up_too_stays_taken(house, now):
    one, two = make.as_member(make.member()), make.as_member(make.member())
    lead, _, (first, second) = taken(now, one, two)

    writing.discard(proposal=second, by=two, at=now)

    lead.refresh_from_db()
    assert lead.state == LeadState.TAKEN
    links = ThreadLink.objects.filter(origin_kind="proposal_lead", outcome_kind="proposal")
    assert [each.outcome_id for each in links] == [first.pk]


def test_the_night_frees_what_a_forgotten_draft_had_taken_up(house, now):
    lead, _, (draft,) = taken(now, make.as_member(make.member()))
    Proposal.objects.filter(pk=draft.pk).update(touched_at=make.moment(1, 1), state=ProposalState.DRAFT)

    sweep(at=make.moment(16, 3))
    sweep(at=make.moment(24, 3))

    lead.refresh_from_db()
    assert (Proposal.objects.filter(pk=draft.pk).exists(), lead.state) == (False, LeadState.LISTED)
