"""Ranking texts by shared words."""

from hypothesis import given
from hypothesis import strategies as st

from yizheng.assist.alike import Match, bag, rank

PROPOSALS = bag((["提案", "督办", "重点"], 1))
SUPERVISION = bag((["监督", "视察", "重点"], 1))
READING = bag((["读书", "学习"], 1))

BAGS = st.lists(st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.floats(0.5, 5)), max_size=6)


def test_the_candidate_with_most_shared_words_comes_first() -> None:
    matches = rank(bag((["重点", "提案", "督办"], 1)), [READING, SUPERVISION, PROPOSALS], top=3)

    assert [match.index for match in matches] == [2, 1]


def test_shared_words_are_named_rarest_first() -> None:
    [best, _] = rank(bag((["重点", "提案"], 1)), [PROPOSALS, SUPERVISION], top=2)

    assert best.shared == ("提案", "重点")


def test_a_candidate_without_a_shared_word_is_left_out() -> None:
    assert rank(bag((["宣传"], 1)), [PROPOSALS, READING], top=5) == []


def test_nothing_is_found_among_no_candidates() -> None:
    assert rank(PROPOSALS, [], top=3) == []
    assert rank(PROPOSALS, [{}, {}], top=3) == []


def test_a_heavier_word_counts_more() -> None:
    title, body = bag((["视察"], 3)), bag((["视察"], 1))

    first, second = rank(bag((["视察"], 1)), [body, title], top=2)

    assert (first.index, second.index) == (1, 0)
    assert first.score > second.score


def test_equal_candidates_keep_their_order() -> None:
    assert [match.index for match in rank(READING, [READING, READING, READING], top=2)] == [0, 1]


def test_words_are_added_up_with_their_weights() -> None:
    assert bag((["提案", "提案"], 3), (["提案", "督办"], 1)) == {"提案": 7, "督办": 1}


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.floats(0.5, 5)), BAGS)
def test_a_score_is_a_share_and_only_shared_words_are_named(
    query: dict[str, float], candidates: list[dict[str, float]]
) -> None:
    matches: list[Match] = rank(query, candidates, top=6)

    for match in matches:
        assert 0 < match.score < 1
        assert set(match.shared) == set(query) & set(candidates[match.index])
    assert matches == sorted(matches, key=lambda match: -match.score)
