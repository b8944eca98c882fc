"""The pages of ballots: who opens them, what they show before and after closing, the booth."""

import pytest
from django.core.management import CommandError, call_command

from yizheng.accounts.enums import Role
from yizheng.ballot import services
from yizheng.ballot.models import Ballot, BallotBox
from yizheng.plan.tests.factories import seat

from . import factories as make
from .factories import AT

BOOTH = "/public/yunxi/ballot/"


def url(ballot, act=""):
    return f"/yunxi/ballots/{ballot.public_id}/{act + '/' if act else ''}"


def text(answer):
    return answer.content.decode()


def test_a_voter_takes_a_slip_on_the_page_and_casts_it_in_the_booth(browser, client):
    people = make.voters()
    ballot, _ = make.opened(people)
    page = browser(people[0])
    assert "领选票" in text(page.get(url(ballot)))

    taken = page.post(url(ballot, "slip"))
    slip = taken.context["slip"]
    assert "no-store" in taken.headers["Cache-Control"]
    assert slip not in taken.request["PATH_INFO"]
    paper = client.post(BOOTH, {"slip": slip})
    assert "区住建局" in text(paper)
    cast = client.post(BOOTH, {"slip": slip, "step": "cast", "item-1": "satisfied", "item-2": "basic"})
    again = client.post(BOOTH, {"slip": slip, "step": "cast", "abstain": "1"})

    assert "这张票在票箱里" in text(client.post(BOOTH, {"receipt": cast.context["receipt"]}))
    assert "没有这个回执号" in text(client.post(BOOTH, {"receipt": "AAAA"}))
    assert "只能投一次" in text(again)
    assert BallotBox.objects.get().papers == ['{"1": "satisfied", "2": "basic"}']


def test_a_second_slip_is_refused_in_words(browser):
    people = make.voters()
    ballot, _ = make.opened(people)
    page = browser(people[0])
    page.post(url(ballot, "slip"))

    again = page.post(url(ballot, "slip"))

    assert again.status_code == 409
    assert "选票只发一次" in text(again)


def test_nobody_sees_counts_before_closing(browser):
    people = make.voters()
    ballot, clerk = make.opened(people)
    slip = services.take_slip(ballot=ballot, by=people[0])
    services.cast(slip=slip, paper={"1": "not_satisfied"})
    for actor in (clerk, people[0], seat(Role.LEADER), seat(Role.SECRETARY_GENERAL)):
        answer = browser(actor).get(url(ballot))
        assert answer.context["rows"] == answer.context["figures"] == []
    assert browser(clerk).get(url(ballot, "recount")).status_code == 409

    make.abstained(ballot, people[1:3])
    services.close_ballot(ballot=ballot, by=clerk, at=AT)

    assert "有效票" in text(browser(clerk).get(url(ballot)))
    assert "结果一致" in text(browser(clerk).get(url(ballot, "recount")))


def test_a_recount_that_differs_says_so(browser):
    people = make.voters()
    ballot, clerk = make.opened(people)
    make.abstained(ballot, people)
    services.close_ballot(ballot=ballot, by=clerk, at=AT)
    call_command("recount_ballot", "yunxi", str(ballot.public_id))

    BallotBox.objects.update(papers=['{"1": "basic"}'])

    assert "与当时不一致" in text(browser(clerk).get(url(ballot, "recount")))
    with pytest.raises(CommandError, match="不一致"):
        call_command("recount_ballot", "yunxi", str(ballot.public_id))


def test_a_ballot_does_not_exist_for_who_neither_votes_nor_runs_it(browser):
    ballot, _ = make.opened(make.voters())
    stranger = browser(seat(Role.MEMBER))

    for act in ("", "slip", "recount", "open", "close", "void"):
        assert stranger.get(url(ballot, act)).status_code == 404


def test_a_voter_runs_nothing(browser):
    people = make.voters()
    ballot, _ = make.opened(people)

    for act in ("recount", "open", "close", "void"):
        assert browser(people[0]).get(url(ballot, act)).status_code == 403
    assert Ballot.objects.get().state == "open"


def test_a_clerk_opens_and_closes_on_the_pages(browser):
    people = make.voters()
    ballot, clerk = make.prepared(people)
    page = browser(clerk)

    assert page.get(url(ballot, "open")).status_code == 200
    assert page.post(url(ballot, "open")).status_code == 302
    early = page.post(url(ballot, "close"))
    assert (early.status_code, Ballot.objects.get().state) == (409, "open")
    assert "只收到0张票" in text(early)
    make.abstained(ballot, people[:3])
    assert page.post(url(ballot, "close")).status_code == 302
    stale = page.post(url(ballot, "close"))

    assert stale.status_code == 409
    ballot.refresh_from_db()
    assert (ballot.state, ballot.counts["cast"]) == ("closed", 3)


def test_many_wrong_slips_close_the_booth_for_a_while(house, now, client):
    people = make.voters()
    ballot, _ = make.opened(people)
    slip = services.take_slip(ballot=ballot, by=people[0])
    for _ in range(20):
        assert "选票号不对" in text(client.post(BOOTH, {"slip": "x"}))

    assert "过十分钟再试" in text(client.post(BOOTH, {"slip": slip, "step": "cast", "abstain": "1"}))
    assert BallotBox.objects.get().papers == []


def test_the_booth_of_no_committee_does_not_exist(house, client):
    assert client.get("/public/nowhere/ballot/").status_code == 404
    assert client.get(BOOTH).status_code == 200


def test_the_desk_shows_a_ballot_until_the_slip_is_taken_and_to_voters_only(browser):
    people = make.voters()
    ballot, clerk = make.opened(people)
    page = browser(people[0])
    assert "请您投票" in text(page.get("/yunxi/"))
    assert "请您投票" not in text(browser(clerk).get("/yunxi/"))

    services.take_slip(ballot=ballot, by=people[0])

    assert "请您投票" not in text(page.get("/yunxi/"))
