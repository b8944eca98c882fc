"""The JSON door for proposers: topics, signatures, talks, promises, what is public; and the figures of the offices."""

import json
from datetime import date

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.untouched import nothing_changes
from yizheng.promise.tests.factories import TEXT, promised
from yizheng.proposal.enums import HandlingState, ProposalState, SignerRole
from yizheng.proposal.models import LeadTopic, Proposal, ProposalLead
from yizheng.proposal.services import publishing

from . import factories as make

S = ProposalState
DOOR = "/api/yunxi/"


def post(page, path, given=None):
    """Post JSON and return the answer."""
    return page.post(DOOR + path, json.dumps(given or {}), content_type="application/json")


def rows(page, path):
    """Return the rows of a list."""
    return page.get(DOOR + path).json()["rows"]


def lead():
    """Make a lead from the public."""
    return ProposalLead.objects.create(
        source="public", title="增设公交站", text="老人走得远。", sender_name="魏某", sender_phone="13800001234",
        received_at=make.moment(),
    )  # fmt: skip


def topic(**changed):
    """Make a topic of the reference list."""
    return LeadTopic.objects.create(**{"year": 2026, "title": "公交站点", "guide": "看老人出行", **changed})


def talk():
    """Make a proposal whose unit recorded a talk; return the record and the proposer."""
    made = make.proposal(S.HANDLING)
    handling = make.handling(made, state=HandlingState.CONTACTED)
    return make.contact(handling, confirm_by=date(2026, 3, 30)), make.as_member(made.first_proposer)


def published():
    """Make a published proposal."""
    closed = make.proposal(S.CLOSED, title="关于公交的建议", filed_no=7)
    made = publishing.prepare(proposal=closed, by=make.clerk("甲"), at=make.moment())
    made.state, made.published_on = "published", date(2026, 3, 10)
    made.save()
    return made


def test_the_office_lists_leads_without_their_senders(browser):
    lead()

    answer = browser(make.clerk()).get(f"{DOOR}leads/?state=received")

    assert [row["title"] for row in answer.json()["rows"]] == ["增设公交站"]
    assert "魏某" not in answer.content.decode()
    assert "13800001234" not in answer.content.decode()


@pytest.mark.parametrize("path", ["leads/", "figures/"])
def test_leads_and_figures_are_not_for_members(browser, path):
    lead()

    assert browser(make.as_member(make.member())).get(DOOR + path).status_code == 403


def test_a_member_reads_the_open_topics_and_takes_one_up(browser):
    make.SessionFactory()
    chosen = topic()
    topic(title="旧题", is_open=False)
    page = browser(make.as_member(make.member()))

    assert [row["title"] for row in rows(page, "topics/")] == ["公交站点"]
    url = post(page, f"topics/{chosen.public_id}/take/").json()["url"]

    draft = Proposal.objects.get()
    assert (url, draft.state) == (f"{DOOR}proposals/{draft.public_id}/", S.DRAFT)
    assert LedgerEntry.objects.get(act="take_topic").source == "api"


def test_topics_are_not_for_units_and_a_closed_one_is_not_there(browser):
    closed = topic(is_open=False)

    with nothing_changes():
        unit = browser(make.as_unit(make.UnitFactory())).get(f"{DOOR}topics/")
        taken = post(browser(make.as_member(make.member())), f"topics/{closed.public_id}/take/")

    assert (unit.status_code, taken.status_code) == (403, 404)


def test_a_member_lists_what_they_sign(browser):
    me = make.member()
    own = make.proposal(S.SUBMITTED, first=me)
    along = make.proposal(S.COSIGNING)
    make.signer(along, me)
    make.proposal(S.SUBMITTED)

    listed = rows(browser(make.as_member(me)), "proposals/signed/")

    assert [(row["proposal"], row["role"], row["consent"]) for row in listed] == [
        (str(along.public_id), SignerRole.CO, "invited"), (str(own.public_id), SignerRole.FIRST, "agreed"),
    ]  # fmt: skip
    assert rows(browser(make.clerk()), "proposals/signed/") == []


def test_a_proposer_reads_a_talk_and_confirms_it(browser):
    record, proposer = talk()
    page = browser(proposer)

    assert [row["confirmation"] for row in rows(page, "contacts/")] == ["waiting"]
    assert post(page, f"contacts/{record.public_id}/confirm/").json()["url"] == f"{DOOR}contacts/"

    record.refresh_from_db()
    assert (record.confirmation, LedgerEntry.objects.get(act="confirm_contact").source) == ("proposer", "api")
    with nothing_changes():
        assert post(page, f"contacts/{record.public_id}/confirm/").json()["code"] == "stale"


def test_a_proposer_objects_with_words(browser):
    record, proposer = talk()
    page, path = browser(proposer), f"contacts/{record.public_id}/object/"

    with nothing_changes():
        assert post(page, path, {"words": ""}).status_code == 422
    assert post(page, path, {"words": "没有见过面"}).status_code == 200

    record.refresh_from_db()
    assert (record.confirmation, record.objection) == ("objected", "没有见过面")


@pytest.mark.parametrize("step", ["confirm", "object"])
def test_nobody_else_answers_for_the_proposer(browser, step):
    record, _proposer = talk()
    path = f"contacts/{record.public_id}/{step}/"

    with nothing_changes():
        stranger = post(browser(make.as_member(make.member())), path, {"words": "话"})
        unit = post(browser(make.as_unit(record.handling.unit)), path, {"words": "话"})

    assert (stranger.status_code, unit.status_code) == (404, 403)


def test_promises_are_listed_for_who_sees_what_they_were_made_in(browser):
    made = promised()
    page = browser(make.as_unit(made.promiser_unit))

    (row,) = rows(page, "promises/?state=running")

    assert (row["id"], row["text"], row["due_on"]) == (str(made.public_id), TEXT, "2026-10-30")
    assert rows(page, "promises/?year=2025") == []
    assert rows(browser(make.as_unit(make.UnitFactory())), "promises/") == []
    assert browser(make.as_role(Role.OBSERVER)).get(f"{DOOR}promises/").status_code == 403


def test_what_is_public_is_found_and_read_and_nothing_else(browser):
    made = published()
    hidden = publishing.prepare(proposal=make.proposal(S.CLOSED), by=make.clerk("乙"), at=make.moment())
    page = browser(make.as_member(make.member()))

    assert [row["number"] for row in rows(page, "publications/?q=公交")] == ["第007号"]
    assert rows(page, "publications/?year=2019") == []
    assert page.get(f"{DOOR}publications/{made.public_id}/").json()["text"] == made.text
    assert page.get(f"{DOOR}publications/{hidden.public_id}/").status_code == 404


def test_administrators_read_no_publications_by_this_door(browser):
    assert browser(make.as_role(Role.SYS_ADMIN)).get(f"{DOOR}publications/").status_code == 403


def test_figures_are_those_of_the_page(browser):
    make.proposal(S.FILED)
    make.proposal(S.NOT_FILED)

    answer = browser(make.clerk()).get(f"{DOOR}figures/").json()

    by_code = {each["code"]: each["n"] for each in answer["figures"]}
    assert (answer["year"], answer["on"], by_code["received"], by_code["filed"]) == (2026, "2026-03-16", 2, 1)
    assert {"satisfied", "silent"} <= set(answer["handling_satisfaction"])


@pytest.mark.parametrize("path", ["proposals/signed/", "contacts/", "topics/", "promises/"])
def test_a_list_needs_as_many_queries_for_three_rows_as_for_one(browser, django_assert_max_num_queries, path):
    me = make.member()
    for number in range(3):
        made = make.proposal(S.HANDLING, first=me)
        make.contact(make.handling(made, state=HandlingState.CONTACTED))
        topic(title=f"选题{number}")
    promised(make.reply(make.handling(make.proposal(S.TRACKING, first=me), state=HandlingState.ISSUED)))
    page = browser(make.as_member(me))

    with django_assert_max_num_queries(12):
        assert page.get(DOOR + path).status_code == 200
