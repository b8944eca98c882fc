"""The list of promises: across years, for whoever sees where they were made (F063, F150)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.addresses import address
from yizheng.promise import queries, services
from yizheng.proposal.tests import factories as make

from .factories import TEXT, letter, promised

YEAR = "/yunxi/promises/?year="


def seen(actor):
    return set(queries.promises_visible_to(actor))


def test_a_promise_of_2017_is_on_the_list_of_2019_with_its_history(browser):
    made = promised(at=make.moment(10, 5, year=2017), due_on=date(2017, 12, 31))
    clerk = make.clerk()
    services.note_progress(promise=made, words="已完成设计", by=clerk, at=make.moment(1, 12, year=2017))
    services.move_due(
        promise=made, to=date(2019, 6, 30), reason="资金分两年安排", by=clerk, at=make.moment(20, 12, year=2017)
    )
    client = browser(clerk)

    listed = queries.promises_visible_to(clerk).filter(queries.on_list_of(2019))
    assert list(listed) == [made]
    page = client.get(f"/yunxi/promises/{made.public_id}/").content.decode()

    assert TEXT in client.get(f"{YEAR}2019").content.decode()
    for word in ("已完成设计", "资金分两年安排", "作出承诺", "2017年12月31日", "2019年6月30日"):
        assert word in page


def test_what_ended_leaves_the_list_of_later_years(house):
    made = promised()
    services.give_up(promise=made, reason="规划调整", by=make.clerk(), at=make.moment(1, 6))

    rows = queries.promises_visible_to(make.clerk())
    assert [rows.filter(queries.on_list_of(year)).count() for year in (2025, 2026, 2027)] == [0, 1, 0]


def test_whoever_sees_the_reply_sees_what_it_promises(house):
    reply = letter()
    made = promised(reply)
    owner = make.as_member(reply.handling.proposal.first_proposer)

    assert seen(make.clerk()) == seen(make.as_role(Role.LEADER)) == seen(owner) == {made}
    assert seen(make.as_unit(reply.handling.unit)) == {made}
    assert seen(make.as_unit(make.UnitFactory())) == seen(make.as_member(make.member())) == set()
    assert seen(make.as_role(Role.OPINION_CLERK)) == set()


@pytest.mark.parametrize("act", ["", "report/", "progress/", "confirm/", "send-back/", "move/", "give-up/"])
def test_a_guessed_promise_does_not_exist(browser, act):
    made = promised()

    assert browser(make.as_unit(make.UnitFactory())).get(f"/yunxi/promises/{made.public_id}/{act}").status_code == 404


def test_a_unit_reports_on_the_page_and_cannot_confirm(browser):
    made = promised()
    unit = make.as_unit(made.promiser_unit)
    client, path = browser(unit), f"/yunxi/promises/{made.public_id}"
    sent = {"words": "六个小区已投用", "on": "2026-03-15", "hat": unit.hat.grant_id}

    assert client.post(f"{path}/report/", {**sent, "words": ""}).status_code == 200
    assert client.post(f"{path}/report/", sent).status_code == 302

    made.refresh_from_db()
    assert (made.state, made.evidence_words) == ("reported", "六个小区已投用")
    assert client.post(f"{path}/confirm/", {"hat": unit.hat.grant_id}).status_code == 403


def test_a_stale_page_says_so_and_changes_nothing(browser):
    made, clerk = promised(), make.clerk()
    services.give_up(promise=made, reason="规划调整", by=clerk, at=make.moment())

    answer = browser(clerk).post(
        f"/yunxi/promises/{made.public_id}/move/", {"to": "2026-12-20", "reason": "再延", "hat": clerk.hat.grant_id}
    )

    made.refresh_from_db()
    assert (answer.status_code, made.moves.count()) == (409, 0)
    assert "现在是“未兑现”" in answer.content.decode()


def test_the_list_is_narrowed_and_takes_a_fixed_number_of_statements(browser):
    client, counts = browser(make.clerk()), []
    first = promised()
    client.get(f"{YEAR}2026")
    for more in (1, 2):
        for _ in range(more):
            promised(text="出台办法")
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"{YEAR}2026").status_code == 200
        counts.append(sum("SAVEPOINT" not in each["sql"] for each in caught.captured_queries))

    assert counts[0] == counts[1] <= 12
    narrowed = client.get(f"{YEAR}2026&unit={first.promiser_unit_id}").content.decode()
    assert (TEXT in narrowed, "出台办法" in narrowed) == (True, False)
    assert TEXT not in client.get(f"{YEAR}2026&state=overdue").content.decode()


def test_what_is_under_quarantine_is_gone_for_all_but_the_offices(house):
    reply = letter()
    made = promised(reply)

    quarantine.quarantine(subject=made, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=make.moment())

    made.refresh_from_db()
    assert TEXT not in made.text
    assert seen(make.as_unit(reply.handling.unit)) == set()
    assert seen(make.clerk()) == {made}


def test_a_list_is_taken_out_by_whoever_may_read_it(browser):
    made = promised()
    found = address("document:paper", code="promises", format="xlsx")

    assert browser(make.as_unit(made.promiser_unit)).get(f"{found}?year=2026").status_code == 200
    assert browser(make.clerk()).get(found).status_code == 404
    assert browser(make.as_role(Role.OPINION_CLERK)).get(f"{found}?year=2026").status_code == 403
