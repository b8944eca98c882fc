"""Finding what is alike: rare words first, explained, and a person's word counts."""

from yizheng.assist.similar import Index, rerank
from yizheng.assist.texts import Text

QUERY = Text("东湖花园小区旁搅拌站噪音扰民", "搅拌站昼夜开工，居民无法休息。")
CANDIDATES = [
    Text("建议延长公交线路", "早晚高峰等车太久。"),
    Text("东湖花园旁的搅拌站夜间施工", "搅拌站灰尘大。"),
    Text("工地噪音扰民", "施工到半夜。"),
]


def test_what_shares_the_rare_words_comes_first() -> None:
    assert [each.index for each in rerank(QUERY, CANDIDATES, 3)][:2] == [1, 2]


def test_the_shared_words_explain_the_match() -> None:
    best = rerank(QUERY, CANDIDATES, 1)[0]

    assert "搅拌站" in best.shared
    assert 0 < best.score <= 1


def test_what_a_person_called_the_same_comes_first_and_the_opposite_sinks() -> None:
    found = rerank(QUERY, CANDIDATES, 3, judged={2: True, 1: False})

    assert found[0].index == 2
    assert found[0].score == 1


def test_nothing_is_found_among_no_candidates() -> None:
    assert rerank(QUERY, [], 5) == []


def test_an_empty_query_finds_nothing() -> None:
    assert rerank(Text(""), CANDIDATES, 5) == []


def test_items_that_are_left_out_are_never_found() -> None:
    index = Index.of([QUERY, *CANDIDATES])

    assert {each.index for each in index.like_item(QUERY, 5, frozenset({0, 2}))} <= {1, 3}
