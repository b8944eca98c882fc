"""Splitting text without breaking quotes."""

from hypothesis import given
from hypothesis import strategies as st

from yizheng.plan.sentences import hide_quoted, split_clauses, split_list, split_sentences

CHINESE = st.text(alphabet="委员提案召开，。；、“”《》（）\n ", max_size=60)


def test_a_quote_is_never_cut() -> None:
    assert split_sentences("开展“问需于民。问计于民”活动。办好专刊。") == [
        "开展“问需于民。问计于民”活动。",
        "办好专刊。",
    ]
    assert split_clauses("围绕“一老，一小”主题，开展调研；报送专报。") == [
        "围绕“一老，一小”主题",
        "开展调研",
        "报送专报",
    ]
    assert split_list("修订《提案、信息办法》、《通则》") == ["修订《提案、信息办法》", "《通则》"]


def test_an_unclosed_quote_hides_nothing() -> None:
    assert split_sentences("开展“读书活动。召开会议。") == ["开展“读书活动。", "召开会议。"]


def test_hidden_text_keeps_its_place() -> None:
    assert hide_quoted("办好《专报》等") == "办好《□□》等"


@given(CHINESE)
def test_no_character_is_lost(text: str) -> None:
    def marks(value: str) -> str:
        return "".join(value.split())

    assert marks("".join(split_sentences(text))) == marks(text)
    assert len(hide_quoted(text)) == len(text)
