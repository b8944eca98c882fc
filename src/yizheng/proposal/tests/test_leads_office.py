"""Leads on the office's desk: entered, listed, answered, guided; who sees them; topics that members take up."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal.enums import LeadChannel, LeadSource, LeadState
from yizheng.proposal.models import LeadTopic, Proposal, ProposalLead
from yizheng.proposal.services import leads, topics
from yizheng.todo.models import Todo

from . import factories as make

PLACE = "/yunxi/proposals/leads/"


def lead(at, clerk, **changed):
    """Enter a lead that came by letter."""
    given = {"title": "校门口拥堵", "text": "请调整公交站。", "channel": LeadChannel.COUNTER, **changed}
    return leads.enter_lead(words=leads.LeadWords(**given), by=clerk, at=at)


def topic(at, clerk, **changed):
    """Put a topic on the list."""
    return topics.add_topic(
        words=topics.TopicWords(**{"year": 2026, "title": "缓解校门口拥堵", **changed}), by=clerk, at=at
    )


def standing(row):
    """Return what may not change when an act is refused."""
    row.refresh_from_db()
    return row.state, row.disposal, row.topic_id, LedgerEntry.objects.count()


def test_a_clerk_enters_what_a_department_proposes(browser, now):
    clerk = make.clerk()
    posted = {
        "source": "department",
        "channel": "counter",
        "sender_label": "区统计局",
        "title": "夜间经济",
        "text": "数据",
    }

    answer = browser(clerk).post(f"{PLACE}new/", posted)

    made = ProposalLead.objects.get()
    assert answer.url == f"{PLACE}{made.public_id}/"
    assert (made.source, made.sender_label, len(made.receipt_code)) == (LeadSource.DEPARTMENT, "区统计局", 9)


def test_a_lead_owes_the_office_a_disposal_until_it_has_one(house, now):
    clerk = make.clerk()
    row = lead(now, clerk)
    assert [each.act for each in Todo.objects.filter(kind="proposal_lead", object_id=row.pk, closed_at=None)] == [
        "list_lead"
    ]

    leads.guide_lead(lead=row, disposal="请拨打 12345。", by=clerk, at=now)

    assert not Todo.objects.filter(kind="proposal_lead", object_id=row.pk, closed_at=None).exists()
    row.refresh_from_db()
    assert (row.state, row.disposal) == (LeadState.GUIDED, "请拨打 12345。")


@pytest.mark.parametrize("act", [leads.close_lead, leads.guide_lead])
def test_a_disposal_without_words_is_refused(house, now, act):
    clerk = make.clerk()
    row = lead(now, clerk)
    before = standing(row)

    with pytest.raises(Refused) as refused:
        act(lead=row, disposal="  ", by=clerk, at=now)

    assert (refused.value.code, standing(row)) == ("no_words", before)


def test_what_was_answered_is_not_answered_again(house, now):
    clerk = make.clerk()
    row = leads.close_lead(lead=lead(now, clerk), disposal="已转城管局。", by=clerk, at=now)
    before = standing(row)

    with pytest.raises(Refused) as refused:
        leads.close_lead(lead=row, disposal="再答一次。", by=clerk, at=now)

    assert (refused.value.code, standing(row)) == ("stale", before)


def test_a_closed_topic_takes_neither_leads_nor_members(house, now):
    clerk = make.clerk()
    closed, row = topic(now, clerk, is_open=False), lead(now, clerk)
    make.SessionFactory()
    before = standing(row)

    for act in (
        lambda: leads.list_lead(lead=row, topic=closed, by=clerk, at=now),
        lambda: topics.take_topic(topic=closed, by=make.as_member(make.member()), at=now),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "closed_topic"

    assert standing(row)[:3] == before[:3]
    assert not Proposal.objects.exists()


def test_two_members_may_take_one_topic_and_the_first_is_named_on_the_lead(house, now):
    clerk, first, second = make.clerk(), make.member(), make.member()
    make.SessionFactory()
    shared = topic(now, clerk)
    row = leads.list_lead(lead=lead(now, clerk), topic=shared, by=clerk, at=now)

    begun = [topics.take_topic(topic=shared, by=make.as_member(each), at=now) for each in (first, second)]

    row.refresh_from_db()
    assert [each.first_proposer for each in begun] == [first, second]
    assert row.taken_by == first


def test_a_member_takes_a_topic_and_goes_on_in_the_editor(browser, now):
    member, shared = make.member(), topic(now, make.clerk())
    make.SessionFactory()

    answer = browser(make.as_member(member)).post(f"/yunxi/proposals/topics/{shared.public_id}/take-topic/")

    assert answer.url == f"/yunxi/proposals/{Proposal.objects.get().public_id}/write/"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.UNIT_CLERK, Role.ASSIGNER, Role.OBSERVER, Role.COMMITTEE_CLERK])
def test_only_the_proposal_office_and_leaders_read_leads(browser, now, role):
    row = lead(now, make.clerk())
    page = browser(make.as_role(role))

    assert page.get(PLACE).status_code == 403
    assert page.get(f"{PLACE}{row.public_id}/").status_code == 403


def test_a_leader_reads_leads_but_disposes_of_none(browser, now):
    row = lead(now, make.clerk())
    before = standing(row)
    page = browser(make.as_role(Role.LEADER))

    assert "校门口拥堵" in page.get(f"{PLACE}{row.public_id}/").content.decode()
    assert page.post(f"{PLACE}{row.public_id}/close-lead/", {"disposal": "好。"}).status_code == 403
    assert standing(row) == before


def test_a_guessed_id_is_not_there(browser, now):
    assert browser(make.clerk()).get(f"{PLACE}00000000-0000-4000-8000-000000000000/").status_code == 404


def test_a_closed_topic_does_not_exist_for_members(browser, now):
    closed = topic(now, make.clerk(), is_open=False)
    page = browser(make.as_member(make.member()))

    assert page.get(f"/yunxi/proposals/topics/{closed.public_id}/").status_code == 404
    assert closed.title not in page.get("/yunxi/proposals/topics/").content.decode()


@pytest.mark.parametrize("place", ["leads", "topics"])
def test_a_list_takes_as_many_statements_for_three_as_for_one(browser, now, place):
    clerk = make.clerk()
    page, taken = browser(clerk), []
    page.get(f"/yunxi/proposals/{place}/")
    for number in (1, 2):
        for _ in range(number):
            leads.list_lead(lead=lead(now, clerk), topic=topic(now, clerk), by=clerk, at=now)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert page.get(f"/yunxi/proposals/{place}/").status_code == 200
        taken.append(len(seen))

    assert taken[0] == taken[1]
    assert LeadTopic.objects.count() == 3
