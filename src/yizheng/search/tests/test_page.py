"""The page of the search: what it shows, how many statements it costs, what it keeps."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.tests import factories as make
from yizheng.search import indexing, own, showing
from yizheng.search.models import RecentSearch, SavedSearch
from yizheng.search.snippets import marked, snippet

PAGE = "/yunxi/search/"
WORD = "乌桕鹭鸶"


def told(title="关于老旧小区加装电梯的建议", state=S.FILED, **changed):
    made = make.proposal(state, title=title, **changed)
    indexing.put(made)
    return made


def read(client, **asked):
    return client.get(PAGE, asked).content.decode()


def test_results_are_shown_with_the_words_marked(browser):
    made = told(analysis="群众盼加装电梯。")

    page = read(browser(make.clerk()), q="电梯")

    assert "找到 1 条" in page
    assert "关于老旧小区加装<mark>电梯</mark>的建议" in page
    assert f"/yunxi/proposals/{made.public_id}/" in page


def test_markup_in_a_text_or_a_question_stays_text(browser):
    told("关于<b>电梯</b><script>alert(1)</script>的建议")

    page = read(browser(make.clerk()), q="<b>电梯")

    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize(
    "asked", [{"q": "电梯", "year": "20x6"}, {"q": "电梯", "kind": "nothing"}, {"q": "电梯", "page": "-1"}]
)
def test_what_an_address_should_not_hold_is_left_out(browser, asked):
    told()

    assert "找到 1 条" in read(browser(make.clerk()), **asked)


def test_nothing_found_says_what_to_do(browser):
    assert "换一个说法" in read(browser(make.clerk()), q="不存在的话题")


@pytest.mark.parametrize("wrong", ["加装店梯", "家装电梯", "加装电体"])
def test_a_slip_is_answered_with_what_may_have_been_meant(browser, wrong):
    told()

    assert "加装电梯</a>" in read(browser(make.clerk()), q=wrong)


def test_what_may_have_been_meant_is_never_taken_from_what_one_may_not_see(browser):
    told(f"关于{WORD}的建议", state=S.SUBMITTED)
    told(f"关于{WORD}的建议", state=S.DRAFT)
    wrong = WORD[:3] + "丝"

    for role in Role:
        page = read(browser(make.as_role(role, name="甲")), q=wrong)
        assert (WORD in page) == (role in make_readers()), role


def make_readers():
    return (Role.PROPOSAL_CLERK, Role.SECRETARY_GENERAL, Role.LEADER, Role.ARCHIVIST)


def test_a_secret_word_is_on_no_page_of_whoever_may_not_see_it(browser):
    told("关于内部事项的建议", state=S.SUBMITTED, analysis=f"{WORD}之事。")

    for role in Role:
        page = read(browser(make.as_role(role, name="甲")), q=WORD)
        assert ("找到 1 条" in page) == (role in make_readers()), role
        assert ("内部事项" in page) == (role in make_readers()), role


def test_the_page_costs_the_same_for_one_row_and_for_many(browser):
    clerk = browser(make.clerk())
    told()
    read(clerk, q="电梯")
    with CaptureQueriesContext(
        connection,
    ) as one:
        read(clerk, q="电梯")
    for n in range(12):
        told(f"关于电梯的建议{n}")
    with CaptureQueriesContext(connection) as many:
        read(clerk, q="电梯")

    assert len(many) <= len(one) + 1  # the question is not loosened any more, the years may differ
    assert len(many) <= 22


def test_what_was_asked_is_kept_for_the_one_who_asked(browser):
    told()
    mine, other = make.clerk(), make.as_role(Role.LEADER, name="乙")
    read(browser(mine), q="电梯")

    assert "电梯" in read(browser(mine))
    assert "电梯" not in read(browser(other))


def test_only_the_last_ten_are_kept(house, now):
    clerk = make.clerk()
    for n in range(14):
        own.remember(f"词{n:02d}", by=clerk, at=make.moment(minute=n))

    assert [each.text for each in own.recent_of(clerk)] == [f"词{n:02d}" for n in range(13, 3, -1)]


def test_a_search_is_saved_with_its_filters_and_forgotten(browser):
    clerk = make.clerk()
    client = browser(clerk)
    client.post(f"{PAGE}saved/", {"q": "电梯", "year": "2026"})
    (saved,) = SavedSearch.objects.all()
    assert (saved.name, saved.text, saved.filters["year"], saved.user_id) == ("电梯", "电梯", "2026", clerk.user_id)
    assert "year=2026" in read(client)

    other = browser(make.as_role(Role.LEADER, name="乙"))
    assert other.post(f"{PAGE}saved/{saved.public_id}/forget/").status_code == 404
    assert SavedSearch.objects.count() == 1

    client.post(f"{PAGE}saved/{saved.public_id}/forget/")
    assert SavedSearch.objects.count() == 0


def test_nothing_is_not_saved(browser):
    browser(make.clerk()).post(f"{PAGE}saved/", {"q": "  "})

    assert SavedSearch.objects.count() == 0


def test_recent_searches_are_forgotten_on_request(browser):
    client = browser(make.clerk())
    read(client, q="电梯")
    client.post(f"{PAGE}recent/forget/")

    assert RecentSearch.objects.count() == 0


def test_a_snippet_is_cut_around_the_first_hit():
    body = "前文" * 40 + "这里说到電梯。" + "后文" * 80

    shown = snippet(body, ("电梯",))

    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "<mark>電梯</mark>" in shown


def test_overlapping_words_are_marked_once():
    assert marked("加装电梯", ("加装电", "电梯")) == "<mark>加装电</mark><mark>梯</mark>"


def test_the_tabs_count_kinds(house):
    told()
    found = showing.Asking.of({"q": "电梯"})

    assert found.url(kind="meeting") == "/yunxi/search/?q=%E7%94%B5%E6%A2%AF&kind=meeting"
