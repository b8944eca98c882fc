"""Cutting text into the words that carry its subject."""

from hypothesis import given
from hypothesis import strategies as st

from yizheng.assist.words import content_words, parts, stop_words, word_list


def test_words_of_the_field_stay_whole_and_show_the_words_inside() -> None:
    assert content_words("开展提案办理双向评议") == [
        *("提案办理", "提案", "办理"),
        *("双向评议", "双向", "评议"),
    ]


def test_words_of_every_plan_and_ordinals_are_left_out() -> None:
    assert content_words("进一步做好区政协第十一届三次会议的各项工作") == []


def test_two_names_of_one_occasion_share_a_word() -> None:
    assert content_words("暑期读书会") == ["暑期", "读书会", "读书"]
    assert content_words("暑期读书班") == ["暑期", "读书班", "读书"]


def test_full_width_and_half_width_are_cut_alike() -> None:
    assert content_words("ＡＰＰ履职菜单（１）") == content_words("APP履职菜单(1)")


def test_parts_make_up_the_whole_word() -> None:
    assert parts("民主监督") == ("民主", "监督")
    assert parts("社情民意") == ()
    assert parts("提案") == ()


def test_every_word_of_the_lexicon_is_kept_whole() -> None:
    lost = [word for word in word_list("lexicon.txt") if word not in [*content_words(word), *stop_words()]]

    assert lost == []


def test_empty_text_has_no_words() -> None:
    assert content_words("") == []


@given(st.text())
def test_any_text_is_cut_the_same_way_twice(text: str) -> None:
    assert content_words(text) == content_words(text)
    assert stop_words().isdisjoint(content_words(text))
