"""The pages of the conference: who may open them, what they post, how many statements they take."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal.enums import HandlingState
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.enums import ShareRole as R
from yizheng.proposal.models import Handling, PlannedShare
from yizheng.proposal.services import adjusting, assigning
from yizheng.proposal.tests import factories as make

BOARD, PROGRESS = "/yunxi/assignment/", "/yunxi/assignment/progress/"
LISTS = (BOARD, PROGRESS, "/yunxi/assignment/adjustments/", "/yunxi/assignment/files/", "/yunxi/assignment/calls/")


def url(proposal, act):
    return f"/yunxi/proposals/{proposal.public_id}/{act}/"


def texts(answer):
    return answer.content.decode()


def test_dropping_a_unit_into_a_lane_names_it_and_comes_back_to_the_row(house, browser):
    proposal, unit = make.proposal(S.FILED), make.UnitFactory(name="区住建局")
    page = browser(make.clerk())

    answer = page.post(url(proposal, "put-unit"), {"unit": unit.pk, "lane": "sole", "back": f"{BOARD}?what=unplanned"})

    assert (answer.status_code, answer.url) == (302, f"{BOARD}?what=unplanned#p-{proposal.pk}")
    assert [(each.unit, each.role) for each in PlannedShare.objects.all()] == [(unit, "sole")]


def test_an_address_outside_the_board_is_not_gone_to(house, browser):
    proposal, unit = make.proposal(S.FILED), make.UnitFactory()

    answer = browser(make.clerk()).post(
        url(proposal, "put-unit"), {"unit": unit.pk, "lane": "sole", "back": "https://example.org/"}
    )

    assert answer.url == f"{BOARD}#p-{proposal.pk}"


def test_the_last_unit_cannot_be_dragged_out(house, browser):
    proposal = make.proposal(S.FILED)
    share = make.planned(proposal)
    page = browser(make.clerk())

    answer = page.post(url(proposal, "put-unit"), {"unit": share.unit_id, "lane": ""})

    assert "至少要有一个单位" in texts(page.get(answer.url))
    assert PlannedShare.objects.count() == 1


@pytest.mark.parametrize("unit", ["", "0", "99999999999999999999", "x"])
def test_a_guessed_unit_names_nobody(house, browser, unit):
    proposal = make.proposal(S.FILED)

    browser(make.clerk()).post(url(proposal, "put-unit"), {"unit": unit, "lane": "sole"})

    assert (PlannedShare.objects.count(), LedgerEntry.objects.count()) == (0, 0)


def test_the_form_page_serves_without_dragging(house, browser):
    proposal = make.proposal(S.FILED)
    host, co = make.UnitFactory(name="区住建局"), make.UnitFactory(name="区财政局")
    page = browser(make.clerk())
    assert "承办单位" in texts(page.get(url(proposal, "units")))

    refused = page.post(url(proposal, "units"), {"unit_1": co.pk, "role_1": "co"})
    assert (refused.status_code, "请先定一个主办单位" in texts(refused)) == (409, True)
    half = page.post(url(proposal, "units"), {"unit_1": co.pk})
    assert "单位和办理方式要一起选。" in texts(half)
    assert PlannedShare.objects.count() == 0

    answer = page.post(url(proposal, "units"), {"unit_1": host.pk, "role_1": "host", "unit_2": co.pk, "role_2": "co"})
    assert answer.status_code == 302
    assert [each.role for each in PlannedShare.objects.order_by("order")] == ["host", "co"]


def test_the_board_shows_the_suggestion_the_wish_and_what_units_said(house, browser):
    make.handling(make.proposal(S.HANDLING, title="关于老旧小区加装电梯补贴的建议"), make.UnitFactory(name="区住建局"))
    proposal = make.proposal(S.PRE_ASSIGNED)
    make.planned(proposal, make.UnitFactory(name="区教育局"), source="proposer")
    make.planned(proposal, make.UnitFactory(name="区民政局"), comment="不是我们的职责", objects_to_it=True)

    text = texts(browser(make.assigner()).get(BOARD))

    for words in ("近年1件相近的由它办理", "提案人希望：区教育局", "区民政局：不是我们的职责", "有异议"):
        assert words in text


def test_filters_leave_what_was_asked_for(house, browser):
    planned, bare = make.proposal(S.FILED, title="关于甲的建议"), make.proposal(S.PRE_ASSIGNED, title="关于乙的建议")
    unit = make.UnitFactory(category="party")
    make.planned(planned, unit, objects_to_it=True)
    page = browser(make.clerk())

    def shown(query):
        text = texts(page.get(f"{BOARD}?{query}"))
        return [title for title in (planned.title, bare.title) if title in text]

    assert shown("what=unplanned") == [bare.title]
    assert shown("what=objected") == shown("side=party") == shown(f"unit={unit.pk}") == [planned.title]
    assert shown("state=pre_assigned") == shown("side=government") == [bare.title]
    assert shown("category=%E5%9F%8E%E4%B9%A1%E5%BB%BA%E8%AE%BE") == [planned.title, bare.title]


def test_the_board_takes_as_many_queries_for_three_rows_as_for_one(house, browser):
    page = browser(make.assigner())
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make.planned(make.proposal(S.PRE_ASSIGNED))
        page.get(BOARD)
        with CaptureQueriesContext(connection) as taken:
            assert page.get(BOARD).status_code == 200
        counts.append(len(taken))

    assert counts[0] == counts[1] <= 20


@pytest.mark.parametrize("address", [PROGRESS, "/yunxi/assignment/calls/"])
def test_progress_and_calls_take_as_many_queries_for_three_rows_as_for_one(house, browser, address):
    page, proposal = browser(make.assigner()), make.proposal(S.ASSIGNED)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make.handling(proposal, role=R.SEPARATE, on_paper=True)
        page.get(address)
        with CaptureQueriesContext(connection) as taken:
            assert page.get(address).status_code == 200
        counts.append(len(taken))

    assert counts[0] == counts[1] <= 14


def test_the_ticked_are_pre_assigned_then_assigned(house, browser):
    proposals = [make.proposal(S.FILED) for _ in range(2)]
    for each in proposals:
        make.planned(each)
    ticked = {"proposal": [each.pk for each in proposals]}

    answer = browser(make.clerk()).post("/yunxi/assignment/pre-assign/", ticked)
    assert (answer.status_code, answer.url) == (302, BOARD)
    page = browser(make.assigner())
    answer = page.post("/yunxi/assignment/assign/", ticked)

    assert Handling.objects.count() == 2
    assert "已交办，开出2项办理" in texts(page.get(answer.url))


def test_a_ticked_one_that_is_gone_holds_the_act_back(house, browser):
    proposal, gone = make.proposal(S.PRE_ASSIGNED), make.proposal(S.HANDLING)
    make.planned(proposal)
    page = browser(make.assigner())

    answer = page.post("/yunxi/assignment/assign/", {"proposal": [proposal.pk, gone.pk]})

    assert "请刷新后再勾选" in texts(page.get(answer.url))
    assert Handling.objects.count() == 0


def test_all_of_the_side_are_assigned_after_one_more_question(house, browser):
    party = make.UnitFactory(category="party")
    for unit in (make.UnitFactory(), make.UnitFactory(), party):
        make.planned(make.proposal(S.PRE_ASSIGNED), unit, objects_to_it=unit is not party)
    page = browser(make.assigner(side=2))

    asked = texts(page.get("/yunxi/assignment/all/"))
    assert "2 件提案一次交办" in asked
    assert "其中 2 件有单位提了异议" in asked
    stale = page.post("/yunxi/assignment/all/", {"count": "3"})
    assert (stale.status_code, Handling.objects.count()) == (409, 0)

    answer = page.post("/yunxi/assignment/all/", {"count": "2"})

    assert (answer.status_code, answer.url, Handling.objects.count()) == (302, PROGRESS, 2)


@pytest.mark.parametrize("address", LISTS)
def test_a_member_does_not_open_the_pages_of_the_assigner(house, browser, address):
    page = browser(make.as_member(make.member()))

    assert page.get(address).status_code == 403


@pytest.mark.parametrize("address", LISTS)
def test_empty_pages_say_so(house, browser, address):
    answer = browser(make.assigner()).get(address)

    assert answer.status_code == 200
    assert any(words in texts(answer) for words in ("没有", "还没有"))


def test_a_clerk_cannot_assign_and_an_assigner_cannot_pre_assign(house, browser):
    assert browser(make.clerk()).post("/yunxi/assignment/assign/", {}).status_code == 403
    assert browser(make.assigner()).post("/yunxi/assignment/pre-assign/", {}).status_code == 403


def test_a_unit_sees_what_it_is_named_for_and_says_what_it_thinks(house, browser):
    share = make.planned(make.proposal(S.PRE_ASSIGNED), make.UnitFactory(name="区住建局"))
    other = make.planned(make.proposal(S.PRE_ASSIGNED, title="关于别的事的建议"))
    page = browser(make.as_unit(share.unit))

    listed = texts(page.get("/yunxi/assignment/named/"))
    assert share.proposal.title in listed
    assert other.proposal.title not in listed
    assert page.get(f"/yunxi/assignment/shares/{other.pk}/").status_code == 404

    refused = page.post(f"/yunxi/assignment/shares/{share.pk}/", {"objects": "yes", "words": ""})
    assert refused.status_code == 409
    answer = page.post(f"/yunxi/assignment/shares/{share.pk}/", {"objects": "yes", "words": "职责已划转"})

    assert (answer.status_code, answer.url) == (302, "/yunxi/assignment/named/")
    assert "有异议：职责已划转" in texts(page.get(answer.url))


@pytest.fixture
def asked(house, now):
    """A unit that asked for another one."""
    proposal = make.proposal(S.PRE_ASSIGNED)
    make.planned(proposal, make.UnitFactory(name="区住建局"))
    opened = assigning.assign_all(proposals=[proposal], by=make.assigner(), at=now)[0]
    return adjusting.request_adjustment(
        handling=opened, reason="职责已划转", suggested_unit=None, signed_by_name="贺建平",
        by=make.as_unit(opened.unit), at=now,
    )  # fmt: skip


def test_a_request_is_listed_with_its_light_and_decided_on_its_page(asked, browser):
    page, taker = browser(make.assigner()), make.UnitFactory(name="区城管局")
    here = f"/yunxi/assignment/adjustments/{asked.public_id}/"

    listed = texts(page.get("/yunxi/assignment/adjustments/"))
    assert "1 件调整申请等着决定" in listed
    assert "还有5个工作日" in listed
    assert "不予调整" in texts(page.get(here))
    assert page.get(f"{here}grant-adjustment/").status_code == 200
    answer = page.post(f"{here}grant-adjustment/", {"unit": taker.pk, "reason": ""})

    assert (answer.status_code, answer.url) == (302, here)
    assert "改由区城管局" in texts(page.get(here))
    assert page.post(f"{here}refuse-adjustment/", {"reason": "不行"}).status_code == 409


def test_a_disputed_request_prints_its_sheet_and_asks_for_the_leader(asked, browser):
    page, here = browser(make.assigner()), f"/yunxi/assignment/adjustments/{asked.public_id}/"
    page.post(f"{here}escalate-adjustment/", {"reason": "两家都说不是"})

    sheet = page.get(f"/yunxi/papers/adjustment-sheet.docx?request={asked.public_id}")
    assert sheet.status_code == 200
    assert "作出决定的领导" in texts(page.get(f"{here}refuse-adjustment/"))

    assert page.post(f"{here}refuse-adjustment/", {"reason": "由住建办"}).status_code == 200
    page.post(f"{here}refuse-adjustment/", {"reason": "由住建办", "leader_name": "方正平"})

    asked.refresh_from_db()
    assert (asked.state, asked.leader_name) == ("kept", "方正平")


def test_the_other_unit_and_a_member_do_not_see_a_request(asked, browser):
    here = f"/yunxi/assignment/adjustments/{asked.public_id}/"

    assert browser(make.as_unit(make.UnitFactory())).get(here).status_code == 404
    assert browser(make.as_member(asked.handling.proposal.first_proposer)).get(here).status_code == 404


def test_a_unit_asks_for_another_one_on_its_page(house, browser):
    handling = make.handling(make.proposal(S.ASSIGNED), make.UnitFactory())
    page = browser(make.as_unit(handling.unit))
    here = f"/yunxi/handlings/{handling.public_id}/request-adjustment/"
    assert page.get(here).status_code == 200

    page.post(here, {"reason": "职责已划转", "signed_by_name": "贺建平"})

    handling.refresh_from_db()
    assert handling.state == HandlingState.ADJUSTING


def test_progress_is_filtered_by_what_is_missing(house, browser):
    proposal = make.proposal(S.HANDLING)
    given = {
        "unsigned": make.handling(proposal, make.UnitFactory(name="甲局"), R.SEPARATE),
        "uncontacted": make.handling(proposal, make.UnitFactory(name="乙局"), R.SEPARATE, HandlingState.SIGNED),
        "late": make.handling(
            proposal, make.UnitFactory(name="丙局"), R.SEPARATE, HandlingState.CONTACTED,
            due_on=datetime.date(2026, 3, 13), contacted_on=datetime.date(2026, 3, 12),
        ),
    }  # fmt: skip
    page = browser(make.assigner())

    for what, handling in given.items():
        text = texts(page.get(f"{PROGRESS}?what={what}"))
        assert f"{handling.unit}（分办）" in text
        assert text.count("（分办）") == 1
    assert "逾期3天" in texts(page.get(f"{PROGRESS}?what=late"))


def test_an_assigner_of_one_side_follows_that_side_and_the_leader_both(house, browser):
    proposal = make.proposal(S.HANDLING)
    make.handling(proposal, make.UnitFactory(name="甲部"), R.SEPARATE, side="party")
    make.handling(proposal, make.UnitFactory(name="乙局"), R.SEPARATE)

    text = texts(browser(make.assigner(side=1)).get(PROGRESS))
    assert ("甲部（分办）" in text, "乙局（分办）" in text) == (True, False)
    text = texts(browser(make.as_role(Role.LEADER)).get(PROGRESS))
    assert ("甲部（分办）" in text, "乙局（分办）" in text) == (True, True)


def test_a_unit_without_a_login_is_on_the_list_of_calls_until_it_signs(house, browser):
    handling = make.handling(make.proposal(S.ASSIGNED), make.UnitFactory(name="甲局"), on_paper=True)
    page = browser(make.assigner())
    assert "1件提案交贵单位办理" in texts(page.get("/yunxi/assignment/calls/"))

    Handling.objects.filter(pk=handling.pk).update(state="signed")

    assert "没有要打电话的单位" in texts(page.get("/yunxi/assignment/calls/"))


def test_the_page_of_a_proposal_offers_each_hat_its_own_acts(house, browser):
    share = make.planned(make.proposal(S.PRE_ASSIGNED))
    handling = make.handling(make.proposal(S.ASSIGNED), share.unit, assigned_on=datetime.date(2026, 3, 13))
    old = make.handling(make.proposal(S.ASSIGNED), share.unit, assigned_on=datetime.date(2026, 3, 2))

    def offered(actor, proposal):
        text = texts(browser(actor).get(f"/yunxi/proposals/{proposal.public_id}/"))
        return [
            word for word in ("选承办单位", "撤回预交办", "去交办", "提交办意见", "申请调整") if f">{word}<" in text
        ]

    unit = make.as_unit(share.unit)
    assert offered(make.clerk(), share.proposal) == ["选承办单位", "撤回预交办"]
    assert offered(make.assigner(), share.proposal) == ["选承办单位", "去交办"]
    assert offered(unit, share.proposal) == ["提交办意见"]
    assert (offered(unit, handling.proposal), offered(unit, old.proposal)) == (["申请调整"], [])


def test_what_was_pre_assigned_is_taken_back_on_a_page(house, browser):
    proposal = make.proposal(S.PRE_ASSIGNED)
    page = browser(make.clerk())
    assert page.get(url(proposal, "take-back")).status_code == 200

    page.post(url(proposal, "take-back"), {"reason": "并案"})

    proposal.refresh_from_db()
    assert proposal.state == S.FILED


def test_the_page_of_a_proposal_offers_the_assigner_the_open_request_and_to_ask_for_a_unit_on_paper(asked, browser):
    on_paper = make.handling(make.proposal(S.ASSIGNED), make.UnitFactory(name="甲局"), on_paper=True)
    page = browser(make.assigner())

    assert ">决定调整申请<" in texts(page.get(f"/yunxi/proposals/{asked.handling.proposal.public_id}/"))
    assert ">代甲局申请调整<" in texts(page.get(f"/yunxi/proposals/{on_paper.proposal.public_id}/"))
