"""The roster of information officers, their trainings, who sent nothing in, and the least a year (F076, F079)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.opinion import sourcing_figures as figures
from yizheng.opinion.enums import OpinionState
from yizheng.opinion.models import Officer, OfficerTraining, TrainingPresence
from yizheng.opinion.services import sourcing_officers as services
from yizheng.opinion.services.sourcing_officers import Particulars
from yizheng.org.enums import MembershipRole

from . import factories as make

NOW, TODAY = make.moment(), date(2026, 3, 16)
S = OpinionState


def path(*parts):
    return "/".join(["/yunxi/officers", *map(str, parts), ""])


def refused(code, act):
    before = [list(model.objects.order_by("pk").values()) for model in (Officer, OfficerTraining, LedgerEntry)]
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    assert before == [list(model.objects.order_by("pk").values()) for model in (Officer, OfficerTraining, LedgerEntry)]


def test_an_officer_is_appointed_corrected_and_ended(house):
    by = make.clerk()

    officer = services.appoint(particulars=Particulars(" 戚小满 ", TODAY, phone="13900000021"), by=by, at=NOW)
    services.change(officer=officer, particulars=Particulars("戚小满", TODAY, "云溪社区"), by=by, at=NOW)
    services.end(officer=officer, ended_on=TODAY, by=by, at=NOW)

    officer.refresh_from_db()
    assert (officer.name, officer.workplace, officer.ended_on) == ("戚小满", "云溪社区", TODAY)
    rows = LedgerEntry.objects.filter(kind="officer").order_by("id")
    assert [row.act for row in rows] == ["appoint_officer", "change_officer", "end_officer"]
    assert "13900000021" not in str([row.fields for row in rows])


def test_the_roster_refuses_what_cannot_be(house):
    by, officer = make.clerk(), make.officer()

    refused("no_name", lambda: services.appoint(particulars=Particulars(" ", TODAY), by=by, at=NOW))
    taken = Particulars("乙", TODAY, user_id=officer.user_id)
    refused("login_taken", lambda: services.appoint(particulars=taken, by=by, at=NOW))
    refused("before", lambda: services.end(officer=officer, ended_on=date(2020, 1, 1), by=by, at=NOW))
    services.end(officer=officer, ended_on=TODAY, by=by, at=NOW)
    refused("ended", lambda: services.end(officer=officer, ended_on=TODAY, by=by, at=NOW))


def test_only_the_office_keeps_the_roster(house):
    officer = make.officer()
    for actor in (make.as_member(make.member()), make.secretary_general(), make.as_officer(officer)):
        with pytest.raises(PermissionDenied):
            services.end(officer=officer, ended_on=TODAY, by=actor, at=NOW)
        with pytest.raises(PermissionDenied):
            services.hold_training(held_on=TODAY, topic="写作", place="", officers=[], by=actor, at=NOW)
    assert LedgerEntry.objects.count() == 0


def test_a_training_says_who_came_and_can_be_corrected(house):
    first, second, by = make.officer("甲"), make.officer("乙"), make.clerk()

    training = services.hold_training(held_on=TODAY, topic="怎么写", place="", officers=[first], by=by, at=NOW)
    services.correct_presence(training=training, officers=[first, second], by=by, at=NOW)

    assert TrainingPresence.objects.filter(training=training).count() == 2
    assert [each.trained_on for each in figures.officers(TODAY)] == [TODAY, TODAY]
    future = date(2026, 3, 17)
    refused("future", lambda: services.hold_training(held_on=future, topic="写", place="", officers=[], by=by, at=NOW))
    refused("no_topic", lambda: services.hold_training(held_on=TODAY, topic=" ", place="", officers=[], by=by, at=NOW))


def test_an_officer_without_pieces_this_year_is_flagged(house):
    silent, busy = make.officer("甲"), make.officer("乙")
    make.officer("丙", ended_on=date(2026, 1, 5))
    make.opinion(by=busy)
    make.opinion(S.WITHDRAWN, by=silent)
    make.opinion(S.DRAFT, by=silent)
    make.opinion(by=silent, year=2025)

    assert [each.name for each in figures.silent(figures.officers(TODAY), TODAY)] == ["甲"]


def test_the_least_a_year_is_one_for_members_three_for_standing_ones_and_part_of_it_in_the_first_year(house):
    member = make.member()
    standing = make.member()
    standing.role = MembershipRole.STANDING_MEMBER
    standing.save()
    make.opinion(by=standing)
    make.opinion(by=member)

    rows = {each.pk: each for each in figures.members(TODAY)}

    assert [(rows[each.pk].sent, figures.least_of(rows[each.pk], TODAY)) for each in (member, standing)] == [
        (1, 1), (1, 3),
    ]  # fmt: skip
    assert [each.pk for each in figures.below(figures.members(TODAY), TODAY)] == [standing.pk]
    standing.joined_on = date(2026, 6, 1)
    assert figures.least_of(standing, date(2026, 12, 1)) == 1


def test_the_roster_page_flags_and_offers_a_text_to_copy(browser):
    make.officer("戚小满")
    page = browser(make.clerk())

    assert "今年还没有报送" in page.get(path()).content.decode()
    assert "各位信息员" in page.get(path() + "?tab=silent").content.decode()
    assert "各位信息员" not in browser(make.secretary_general()).get(path() + "?tab=silent").content.decode()


def test_the_office_appoints_trains_and_ends_on_pages(browser):
    page = browser(make.clerk())

    at = page.post(path("new"), {"name": "戚小满", "appointed_on": "2026-03-16", "least_pieces": "2"})["Location"]
    officer = Officer.objects.get()
    assert "戚小满" in page.get(at).content.decode()
    trained = page.post(path("trainings", "new"), {
        "held_on": "2026-03-16", "topic": "怎么写", "officers": [str(officer.public_id)],
    })["Location"]  # fmt: skip
    assert "到会1人" in page.get(trained).content.decode()
    page.post(path(officer.public_id, "end-officer"), {"ended_on": "2026-03-16"})
    officer.refresh_from_db()
    assert officer.ended_on == TODAY
    assert page.get(path("least")).status_code == 200
    assert page.get(path("trainings")).status_code == 200


@pytest.mark.parametrize("address", [path(), path("least"), path("trainings"), path("new")])
def test_the_roster_is_not_for_authors(browser, address):
    make.officer()

    assert browser(make.as_member(make.member())).get(address).status_code == 403


def test_the_roster_reads_as_often_for_three_as_for_one(browser):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = browser(make.clerk())
    make.officer()
    counts = []
    for more in (0, 2):
        for _ in range(more):
            make.opinion(by=make.officer())
        for address in (path(), path("least")):
            page.get(address)
            with CaptureQueriesContext(connection) as seen:
                page.get(address)
            counts.append(len(seen.captured_queries))

    assert counts[:2] == counts[2:]
