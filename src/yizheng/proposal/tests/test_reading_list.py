"""The list of proposals: what it shows to whom, how it is narrowed, how many statements it takes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.proposal import listing, queries
from yizheng.proposal.enums import HandlingState, ProposalState, ProposerKind, ShareRole
from yizheng.proposal.filters import ProposalFilter

from . import factories as make

S = ProposalState
LIST = "/yunxi/proposals/"
MOST_QUERIES = 12
TODAY = date(2026, 3, 16)


def titles(actor, **asked):
    """Return the titles that a filter keeps of what an actor sees, in order."""
    wanted = ProposalFilter.from_values(asked).for_actor(actor)
    rows = wanted.apply(queries.proposals_visible_to(actor), on=TODAY)
    return [each.title for each in listing.in_order(rows, wanted.sort)]


def statements(page, url):
    """Return how many statements a page takes, but for those of the test's own open scope."""
    with CaptureQueriesContext(connection) as caught:
        answer = page.get(url)
    assert answer.status_code == 200
    return sum("SAVEPOINT" not in each["sql"] for each in caught) - 1


def running(title, unit=None, **changed):
    """Make a proposal with a host and a co-handler."""
    made = make.proposal(S.HANDLING, title=title, **changed)
    make.handling(made, unit, role=ShareRole.HOST, state=HandlingState.SIGNED)
    make.handling(made, role=ShareRole.CO)
    return made


def test_the_list_takes_the_same_few_statements_for_any_number_of_rows(browser):
    page = browser(make.clerk())
    running("关于一的建议")
    page.get(LIST)
    one = statements(page, LIST)
    running("关于二的建议")
    running("关于三的建议")

    assert statements(page, LIST) == one
    assert one <= MOST_QUERIES


def test_a_row_says_number_title_proposer_units_and_where_it_stands(browser):
    unit = make.UnitFactory(name="云溪区住建局")
    made = make.proposal(S.HANDLING, title="关于停车的建议", is_key=True)
    make.handling(made, unit, state=HandlingState.SIGNED, due_on=date(2026, 3, 10))

    text = browser(make.clerk()).get(LIST).content.decode()

    for word in (
        made.number,
        "关于停车的建议",
        made.proposer_name,
        "城乡建设　重点",
        "云溪区住建局（单独）",
        "逾期6天",
        "办理中",
    ):
        assert word in text
    assert text.count("<th ") == 7


@pytest.mark.parametrize("words", ["58", "058", "第058号", "第58号", "电梯", "议事会", "T3-4-0012", "0012"])
def test_a_proposal_is_found_by_its_number_in_any_spelling_or_by_its_words(house, words):
    first, second = make.member("乔木"), make.member("方圆")  # a name of the factory may hold the digits looked for
    make.proposal(S.HANDLING, first=first, title="关于加装电梯的建议", filed_no=58, reception_no="T3-4-0012")
    other = make.proposal(S.HANDLING, first=second, title="关于湿地的建议", filed_no=580, reception_no="T3-4-0700")
    other.suggestions.update(text="建立湿地公园")

    assert titles(make.clerk(), q=words) == ["关于加装电梯的建议"]


def test_between_session_numbers_are_another_series(house):
    make.proposal(S.FILED, title="关于大会的建议", filed_no=3)
    make.proposal(S.FILED, title="关于平时的建议", filed_no=3, filed_between=True)

    assert titles(make.clerk(), q="平时第003号") == ["关于平时的建议"]
    assert sorted(titles(make.clerk(), q="3")) == ["关于大会的建议", "关于平时的建议"]


def test_each_filter_keeps_what_it_names(house):
    clerk, unit = make.clerk(), make.UnitFactory()
    wanted = running("关于一的建议", unit, category="生态文明", is_key=True, proposer_kind=ProposerKind.JOINT)
    wanted.handlings.filter(unit=unit).update(due_on=date(2026, 3, 1), consultation_level="leader")
    make.reply(wanted.handlings.get(unit=unit), class_mark="B")
    running("关于二的建议", category="经济建设", year=2025)
    asked = (
        {"group": "handling", "key": "1"}, {"category": "生态文明"}, {"unit": str(unit.public_id)}, {"late": "1"},
        {"level": "leader"}, {"mark": "B"}, {"proposer": "joint"}, {"year": "2026"},
        {"sector": str(wanted.first_proposer.sector.public_id), "member": str(wanted.first_proposer.public_id)},
    )  # fmt: skip

    for each in asked:
        assert titles(clerk, **each) == ["关于一的建议"], each


def test_collective_proposals_are_found_by_their_body(house):
    make.proposal(S.FILED)
    of_party = make.collective(S.FILED, title="关于民营经济的建议")

    assert titles(make.clerk(), collective="party_body") == ["关于民营经济的建议"]
    assert titles(make.clerk(), party=str(of_party.party_body.public_id)) == ["关于民营经济的建议"]


def test_a_wrong_word_in_the_address_asks_for_nothing(browser):
    make.proposal(S.FILED, title="关于一的建议")

    text = browser(make.clerk()).get(LIST + "?unit=x&year=99999&state=gone&sort=up&page=99").content.decode()

    assert "关于一的建议" in text


def test_a_filter_survives_being_written_into_an_address(house):
    unit = make.UnitFactory()

    url = listing.url_for(group="handling", key=True, unit=unit.public_id)

    assert url == f"/yunxi/proposals/?group=handling&unit={unit.public_id}&key=1"


def test_rows_stand_in_the_order_asked_for(house):
    first = make.proposal(S.HANDLING, title="甲", filed_no=2)
    second = make.proposal(S.HANDLING, title="乙", filed_no=1)
    make.proposal(S.SUBMITTED, title="丙")
    make.handling(first, due_on=date(2026, 4, 1))
    make.handling(second, due_on=date(2026, 5, 1))

    assert titles(make.clerk(), sort="number") == ["乙", "甲", "丙"]
    assert titles(make.clerk(), sort="due") == ["甲", "乙", "丙"]


def test_each_tab_counts_what_it_opens(house):
    clerk = make.clerk()
    for state in (S.SUBMITTED, S.FILED, S.HANDLING, S.CLOSED, S.TRACKING, S.NOT_FILED, S.DRAFT):
        make.proposal(state)
    rows = queries.proposals_visible_to(clerk)
    counts = listing.counts_by_state(rows, ProposalFilter(), on=TODAY)

    shown = {tab.label: tab.count for tab in listing.tabs(ProposalFilter(), counts)}

    assert shown == {
        "全部": 6, "收到": 6, "审查中": 1, "立案": 4, "待交办": 1, "办理中": 1, "已答复": 2, "跟踪": 1, "不予立案等": 1,
    }  # fmt: skip
    assert len(titles(clerk, group="filed")) == 4


def test_nobody_finds_by_its_words_what_they_may_not_see(browser):
    draft = make.proposal(S.DRAFT, title="关于别人草稿的建议")
    make.proposal(S.HANDLING, title="关于别人办理的建议", secrecy="internal", shared_on=TODAY)
    page = browser(make.as_member(make.member()))

    text = page.get(LIST + "?q=别人").content.decode()

    assert "草稿的建议" not in text
    assert "办理的建议" not in text
    assert str(draft.public_id) not in text


def test_only_the_office_narrows_by_ratings(house):
    answered = make.proposal(S.REPLIED, shared_on=TODAY)
    other = make.proposal(S.REPLIED, shared_on=TODAY)
    reply = make.reply(make.handling(answered, state=HandlingState.ISSUED))
    make.feedback(reply, state="given", result_rating="not_satisfied")

    member = make.as_member(make.member())

    assert len(titles(make.clerk(), rating="not_satisfied")) == 1
    assert len(titles(member, rating="not_satisfied")) == 2
    assert other.title in titles(member)


def test_a_unit_sees_the_date_it_is_bound_by_itself(browser):
    unit = make.UnitFactory()
    made = make.proposal(S.HANDLING)
    make.handling(made, unit, role=ShareRole.CO, due_on=date(2026, 3, 16))
    make.handling(made, role=ShareRole.HOST, due_on=date(2026, 3, 2))

    text = browser(make.as_unit(unit)).get(LIST).content.decode()

    assert "今天" in text
    assert "逾期" not in text


def test_who_has_no_part_in_proposals_opens_no_list(browser):
    assert browser(make.as_role(Role.SYS_ADMIN)).get(LIST).status_code == 403


def test_an_empty_list_says_what_comes_here(browser):
    assert "提交以后列在这里" in browser(make.clerk()).get(LIST).content.decode()
    assert "换一个条件" in browser(make.clerk("谷雨")).get(LIST + "?q=没有").content.decode()
