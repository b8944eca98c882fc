"""What is found, in which order, and how it is counted."""

from datetime import timedelta

import pytest

from yizheng.accounts.enums import Role
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.tests import factories as make
from yizheng.search import indexing, queries
from yizheng.search.queries import find


def told(title="关于老旧小区加装电梯的建议", state=S.FILED, **changed):
    """Make a proposal and its entry."""
    made = make.proposal(state, title=title, **changed)
    indexing.put(made)
    return made


def titles(found):
    return [row.title for row in found.rows]


@pytest.mark.parametrize(
    "text",
    ["电梯", "加装电", "旧小", "老旧小区加装电梯", "於老舊小區", "区加", "小区 电梯", "“加装电梯”", "电梯*", "关于"],
)
def test_half_words_whole_words_and_old_characters_are_found(house, text):
    one = told()
    told("关于校园周边交通的建议", analysis="接送时段拥堵。")

    found = find(make.clerk(), text, kinds=["proposal"])

    assert one.title in titles(found)
    assert (found.capped, found.apart) == (False, False)


@pytest.mark.parametrize("text", ["", " ", "梯电", "“小区 电梯”", "不存在的话", "%", "_", "'", "\\", "a:b & !c"])
def test_what_nobody_wrote_is_not_found(house, text):
    told()

    assert find(make.clerk(), text).rows == ()


def test_a_single_character_is_looked_for_in_titles(house):
    one = told("关于噪声的建议", analysis="夜间施工扰民。")

    assert titles(find(make.clerk(), "噪")) == [one.title]
    assert titles(find(make.clerk(), "扰")) == []


def test_body_people_units_and_numbers_are_searched(house):
    made = told(analysis="夜间施工扰民，群众来信三十七件。", filed_no=58)
    unit = make.handling(made).unit
    indexing.put(made)

    for text in ("施工扰", made.proposer_name, str(unit), "第058号", made.reception_no):
        assert made.title in titles(find(make.clerk(), text, kinds=["proposal"])), text


def test_titles_come_first_and_then_the_newest(house):
    old = told("关于托育的建议甲", submitted_at=make.moment() - timedelta(days=90))
    new = told("关于托育的建议乙", submitted_at=make.moment())
    beside = told("关于养老的建议", analysis="另见托育一节。", submitted_at=make.moment())

    assert titles(find(make.clerk(), "托育", kinds=["proposal"])) == [new.title, old.title, beside.title]


def test_filters_narrow_by_kind_year_status_sector_and_unit(house):
    made = told(submitted_at=make.moment())
    told("关于电梯安全的建议", submitted_at=make.moment(year=2024))
    clerk = make.clerk()

    assert find(clerk, "电梯").count == 2
    assert titles(find(clerk, "电梯", year=2026)) == [made.title]
    assert find(clerk, "电梯", status=made.get_state_display()).count == 2
    assert find(clerk, "电梯", status="草稿").count == 0
    assert find(clerk, "电梯", kinds=["meeting"]).rows == ()
    assert find(clerk, "电梯", kinds=["meeting"]).kinds == (("proposal", 2),)
    assert find(clerk, "电梯", unit="区教育局").count == 0


def test_pages_hold_all_and_each_once(house):
    for n in range(7):
        told(f"关于电梯的建议{n}")

    shown = [find(make.clerk(), "电梯", limit=3, page=page) for page in (1, 2, 3)]

    assert [found.count for found in shown] == [7, 7, 7]
    assert [found.cursor for found in shown] == [2, 3, None]
    assert len({row.object_id for found in shown for row in found.rows}) == 7
    assert find(make.clerk(), "电梯", limit=3, page=99).page == 3


def test_a_count_that_may_be_short_says_so(house, monkeypatch):
    monkeypatch.setattr(queries, "CAP", 3)
    for n in range(5):
        told(f"关于电梯的建议{n}")

    found = find(make.clerk(), "电梯")

    assert (found.count, found.capped) == (3, True)


def test_common_words_are_answered_from_the_newest(house, monkeypatch):
    """As at a million entries, but small: more hits than are called rare."""
    monkeypatch.setattr(queries, "RARE", 2)
    monkeypatch.setattr(queries, "CAP", 4)
    monkeypatch.setattr(queries, "ENOUGH", 2)
    days = [told(f"关于电梯的建议{n}", submitted_at=make.moment() - timedelta(days=n)) for n in range(9)]
    indexing.store.count_terms(anew=True)

    found = find(make.clerk(), "电梯", limit=2)

    assert titles(found) == [days[0].title, days[1].title]
    assert found.capped


def test_words_asked_for_together_are_looked_for_one_by_one_when_nobody_wrote_them_so(house):
    made = told("关于社区养老服务的建议", analysis="建议发放护理补贴。")

    found = find(make.clerk(), "养老服务护理补贴")

    assert titles(found) == [made.title]
    assert "护理补贴" in found.words or "护理" in found.words


def test_who_wears_no_hat_of_the_committee_finds_nothing(house):
    told()

    assert find(make.as_role(Role.SYS_ADMIN), "电梯").rows == ()
