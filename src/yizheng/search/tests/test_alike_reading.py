"""What is looked up for alike items: bounded, however common the words are."""

from yizheng.search.alike import COMMON, MOST_MET, MOST_READ, RARE, Word, _groups


def word(text: str, entries: int) -> Word:
    return Word(text, entries, 1.0)


def test_rare_words_are_looked_up_one_by_one():
    groups = _groups([word("沈达文", 12), word("达石镇", 400)])

    assert [group.pairs for group in groups] == [{"沈达", "达文"}, {"达石", "石镇"}]


def test_rare_words_bring_in_no_more_than_can_be_read_but_two_are_always_asked_for():
    many = [word(f"词{n}语", MOST_READ // 2) for n in range(6)]

    assert len(_groups(many)) == 2
    assert len(_groups([word("一词", RARE), word("二词", RARE), word("三词", RARE)])) == 2


def test_common_words_are_asked_for_two_by_two():
    groups = _groups([word("加装", RARE + 1), word("电梯", 9_000), word("小区", COMMON)])

    assert [group.pairs for group in groups] == [{"加装", "电梯"}, {"加装", "小区"}, {"电梯", "小区"}]
    assert [group.weight for group in groups] == [2.0] * 3


def test_a_word_within_another_tells_nothing_beside_it():
    assert _groups([word("公交线路", 9_000), word("公交", 9_000)]) == []


def test_words_of_nearly_every_text_are_not_asked_for():
    assert _groups([word("建议", COMMON + 1), word("情况", COMMON + 1)]) == []
    assert len(_groups([word(f"词{n}语", 9_000) for n in range(9)])) == MOST_MET * (MOST_MET - 1) / 2
