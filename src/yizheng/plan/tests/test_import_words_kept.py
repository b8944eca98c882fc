"""No sequence of splits, merges, moves and changes of kind loses or invents a word of the document."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from yizheng.kernel.errors import Refused
from yizheng.plan.importing.draft import Draft, Head, Item, Part, Section
from yizheng.plan.tests.import_drafts import corrected

STEPS = (
    "split_item", "start_item", "start_section", "item_to_section", "section_to_item", "section_to_text",
    "merge", "not_an_item", "move_up", "move_down", "move_to", "put_back",
)  # fmt: skip

texts = st.text(alphabet="一二三1２、．。（）：议政 养老\n服务😀A", max_size=24)
items = st.builds(
    lambda number, title, text: (number, title, text),
    st.sampled_from(["", "1、", "（三）", "12．"]), texts, texts,
).filter(lambda item: any(char.isalnum() for char in item[1] + item[2]))  # fmt: skip
sections = st.tuples(st.sampled_from(["", "一", "十二"]), texts, texts, st.lists(items, max_size=4))
steps = st.tuples(st.sampled_from(STEPS), st.integers(0, 30), st.integers(0, 30))


def _draft(parts: list[list[tuple[str, str, str, list[tuple[str, str, str]]]]], preamble: str) -> Draft:
    draft = Draft(
        Head(title="要点", year=2026, preamble=preamble), removed=[{"line": 3, "text": "页眉", "why": "页眉"}]
    )
    draft.parts = [
        Part(draft.new_id(), sections=[_section(draft, *each) for each in part], text="导语一句。") for part in parts
    ]
    return draft


def _section(draft: Draft, number: str, title: str, text: str, found: list[tuple[str, str, str]]) -> Section:
    groups = ["", "（一）小标题", "（一）小标题", "（二）另一个｜再下一级"]
    made = [Item(draft.new_id(), *each, groups[place % 4], place, place) for place, each in enumerate(found, start=1)]
    return Section(draft.new_id(), number, title, text, made, 1, 9)


def _words(draft: Draft) -> Counter[str]:
    """Every letter, figure and character of the document, wherever it stands in the tree."""
    texts = [draft.head.preamble, *(each["text"] for each in draft.removed), *{item.group for item in draft.items()}]
    for node in draft.nodes():
        texts += [getattr(node, name, "") for name in ("number", "number_raw", "title", "text")]
    return Counter(char for text in texts for char in text if not char.isspace() and char not in "、．。（）：.｜")


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.lists(sections, min_size=1, max_size=3), min_size=1, max_size=2), texts, st.lists(steps, max_size=12)
)
def test_words_are_kept(
    parts: list[list[tuple[str, str, str, list[tuple[str, str, str]]]]], preamble: str, done: list[tuple[str, int, int]]
) -> None:
    tree = _draft(parts, preamble).to_json()
    words = _words(Draft.from_json(tree))

    for name, which, position in done:
        draft = Draft.from_json(tree)
        ids = ["preamble", *(node.id for node in draft.nodes())]
        homes = [section.id for section in draft.sections()]
        try:
            tree = corrected(
                tree, name, node=ids[which % len(ids)], position=str(position), line="3", place="0",
                section=homes[position % len(homes)] if homes else "",
            ).to_json()  # fmt: skip
        except Refused:
            continue

        found = Draft.from_json(tree)
        assert _words(found) == words
        all_ids = [node.id for node in found.nodes()]
        assert len(all_ids) == len(set(all_ids))
