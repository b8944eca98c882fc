"""The list and the pages: who opens what, filters, and as many statements for a thousand rows as for one."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.opinion.enums import OpinionState, Urgency
from yizheng.opinion.models import Opinion, OpinionAuthor

from . import factories as make

S = OpinionState
ROOM = "/yunxi/opinions/"


def statements(client, url):
    client.get(url)  # what a first page of a session reads once
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def many(number, **changed):
    made = Opinion.objects.bulk_create(
        Opinion(
            year=2026, seq=10_000 + n, number=f"2026-{10_000 + n}", source_kind="member", source_name="林岫",
            title=f"第{n}件", state=S.SUBMITTED, touched_at=make.moment(2), submitted_at=make.moment(12),
            review_due=date(2026, 3, 19), **changed,
        )
        for n in range(number)
    )  # fmt: skip
    OpinionAuthor.objects.bulk_create(OpinionAuthor(opinion=each, name="林岫") for each in made)


def test_a_list_of_a_thousand_costs_what_a_list_of_one_costs(house, now, browser):
    client = browser(make.clerk())
    make.opinion()
    one = statements(client, ROOM)

    many(1000)

    assert statements(client, ROOM) == one
    assert one <= 14


@pytest.mark.parametrize("who", ["clerk", "secretary_general", "leader"])
def test_issue_pages_cost_the_same_for_one_issue_and_for_thirty(house, now, browser, who):
    actor = getattr(make, who)()
    client, url = browser(actor), "/yunxi/opinion-issues/"
    make.issue(make.opinion(S.ISSUED), to=[actor])
    one = statements(client, url)

    for _ in range(29):
        make.issue(make.opinion(S.ISSUED), make.opinion(S.ISSUED), to=[actor])

    assert statements(client, url) == one


def test_what_is_urgent_stands_first_with_a_light_and_all_else_by_date(house, now, browser):
    make.opinion(edited_title="", title="不急的", review_due=date(2026, 3, 17))
    make.urgent(title="急的", review_due=date(2026, 3, 18))
    make.opinion(title="更早的", review_due=date(2026, 3, 13))

    page = browser(make.clerk()).get(ROOM).content.decode()

    assert page.index("急的</a>") < page.index("更早的</a>") < page.index("不急的</a>")
    assert "逾期" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=editing", {"甲"}), ("category=城乡建设", {"甲"}), ("source=officer&group=", {"丙"}),
        ("urgency=urgent", {"乙"}), ("month=2026-02", {"丙"}), ("q=甲", {"甲"}), ("q=戚小满", {"丙"}),
        ("group=waiting", {"乙", "丙"}), ("state=nonsense&month=13-2026&call=x&year=1", {"甲", "乙", "丙"}),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_the_address(house, now, browser, query, found):
    make.opinion(S.EDITING, title="甲", edited_title="甲")
    make.urgent(title="乙")
    make.opinion(by=make.officer(), title="丙", submitted_at=make.moment(12, month=2))

    page = browser(make.clerk()).get(f"{ROOM}?{query}").content.decode()

    assert {title for title in "甲乙丙" if f">{title}</a>" in page} == found


def test_several_pieces_are_not_adopted_from_the_list(house, now, browser):
    pieces = [make.opinion(title="甲"), make.opinion(title="乙")]
    client = browser(make.clerk())
    chosen = [str(each.public_id) for each in pieces]
    assert "不采用选中的" in client.get(ROOM).content.decode()
    page = client.get(f"{ROOM}reject-several/?chosen={chosen[0]}&chosen={chosen[1]}").content.decode()
    assert "甲" in page
    assert "乙" in page

    assert client.post(f"{ROOM}reject-several/", {"chosen": chosen}).status_code == 200
    assert set(Opinion.objects.values_list("state", flat=True)) == {S.SUBMITTED}
    assert client.post(f"{ROOM}reject-several/", {"chosen": chosen, "reason_code": "old"}).status_code == 302
    assert set(Opinion.objects.values_list("state", "reject_reason")) == {(S.REJECTED, "old")}


def test_pages_of_the_desk_open_to_the_office_only(house, now, browser):
    piece = make.opinion(S.EDITING)
    issue = make.issue(piece, state="laid_out")
    addresses = [
        f"{ROOM}{piece.public_id}/edit/", f"{ROOM}reject-several/", f"{ROOM}merge/",
        f"{ROOM}{piece.public_id}/send-to-sign/", f"{ROOM}versions/{piece.versions.get().public_id}/",
        "/yunxi/opinion-issues/new/", f"/yunxi/opinion-issues/{issue.public_id}/lay-out/",
    ]  # fmt: skip
    others = (make.leader(), make.as_member(make.member()), make.unit()[1], make.archivist(), make.party_clerk())

    assert {browser(make.clerk()).get(url).status_code for url in addresses} == {200}
    for who in others:
        assert {browser(who).get(url).status_code for url in addresses} <= {403, 404}, who.hat.role


def test_the_desk_of_the_office_names_what_waits_and_that_of_a_leader_only_totals(house, now, browser):
    make.urgent(title="桥梁有裂缝")

    office = browser(make.clerk()).get("/yunxi/").content.decode()
    leader = browser(make.leader()).get("/yunxi/").content.decode()

    assert "【紧急】桥梁有裂缝" in office
    assert "桥梁有裂缝" not in leader
    assert "今年社情民意" in leader


def test_the_list_is_fetched_as_a_sheet_by_the_office_only(house, now, browser):
    from yizheng.kernel.addresses import address

    make.opinion(urgency=Urgency.NORMAL)
    url = address("document:paper", code="opinion-list", format="xlsx")

    assert browser(make.clerk()).get(f"{url}?group=waiting").status_code == 200
    assert browser(make.leader()).get(url).status_code == 403
