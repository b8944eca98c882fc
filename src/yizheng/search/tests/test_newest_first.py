"""Of many entries the newest are found without reading the others; as few as a test has are taken for many here."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from yizheng.kernel.subjects import Indexed
from yizheng.search import asking, grams, store
from yizheng.search.folding import fold
from yizheng.search.sheets import sheet
from yizheng.search.store import Question

LAST = date(2026, 11, 30)
COUNT = 700
EVERYBODY, FEW = frozenset({"all"}), frozenset({"role:leader"})


def body(n):
    """Return a text: some words stand in all, some in a few, some only seem to stand there."""
    said = ["群众反映路灯不亮，建议检修。"]
    said += ["另有噪声扰民。"] if n % 3 == 0 else []
    said += ["井盖松动，盖板要换。"] if n % 5 else ["井盖板要换。"]
    said += ["石榴一树。"] if n in (150, 420, 699) else []
    return "".join(said)


def made(n):
    """Return entry `n`: the days go up and down, several entries have the same."""
    title = f"关于{'路灯' if n % 7 == 0 else '道路'}的建议{n}" if n % 50 else f"关于噪声和路灯的建议{n}"
    told = Indexed(title, body(n), audience=FEW if n % 11 == 0 else EVERYBODY)
    return sheet("opinion" if n % 4 == 0 else "proposal", n, told, fallback=LAST - timedelta(days=n * 37 % 600))


@pytest.fixture
def many(house):
    sheets = [made(n) for n in range(1, COUNT + 1)]
    store.put(sheets)
    store.count_terms(anew=True)
    return sheets


def question(text, *, tokens=("all",), **narrowed):
    asked = asking.read(text)
    phrases = sorted(asked.phrases, key=len, reverse=True)
    return Question(must=asked.must(), title=asked.title(), phrases=phrases, tokens=list(tokens), **narrowed)


def expected(sheets, asked):
    """Return what holds the question word for word, as it should be ordered."""
    holding = [
        each for each in sheets
        if all(phrase in each.folded for phrase in asked.phrases)
        and set(each.audience) & set(asked.tokens)
        and asked.kind in ("", each.kind)
        and asked.since <= each.day <= asked.until
    ]  # fmt: skip
    said = lambda each: asked.phrases[0] in fold(each.title)  # noqa: E731
    if len(asked.phrases[0]) == 1:  # single characters are looked for in titles only
        holding = [each for each in holding if said(each)]
    ordered = sorted(holding, key=lambda each: (said(each), each.day, each.object_id), reverse=True)
    return [(said(each), each.object_id) for each in ordered]


def found(asked, *, enough, cap=500, rare=3):
    hits = store.find(asked, cap=cap, enough=enough, rare=rare, compared=12_000)
    return [(hit.in_title, hit.object_id) for hit in hits], all(hit.whole for hit in hits)


TEXTS = (
    "路灯", "建议", "噪声", "噪声扰民", "井盖板", "石榴", "石榴一树", "路灯 噪声", "建议 噪声扰", "灯",
    "井盖松动，盖", "噪声和路灯",
)  # fmt: skip


@pytest.mark.parametrize("enough", [1, 20, 200])
@pytest.mark.parametrize("text", TEXTS)
def test_what_is_shown_first_is_what_comes_first_of_all(many, text, enough):
    asked = question(text)
    right = expected(many, asked)

    first, whole = found(asked, enough=enough)

    assert first[:enough] == right[:enough]
    assert first == right if whole else len(first) >= enough
    assert set(first) <= set(right)


@pytest.mark.parametrize("text", ["路灯", "噪声扰民", "井盖板"])
@pytest.mark.parametrize(
    "narrowed",
    [
        {"kind": "opinion"}, {"since": date(2025, 1, 1), "until": date(2025, 12, 31)},
        {"kind": "opinion", "since": date(2026, 1, 1), "until": date(2026, 12, 31)}, {"tokens": ("role:leader",)},
    ],
)  # fmt: skip
def test_what_narrows_is_kept_to(many, text, narrowed):
    asked = question(text, **narrowed)
    facets = grams.facets(kind=asked.kind, on=asked.since if asked.since > date.min else None)
    right = expected(many, asked)

    first, whole = found(replace(asked, must=[*asked.must, *sorted(facets)]), enough=10)

    assert len(right) > 10
    assert first[:10] == right[:10]
    assert first == right if whole else set(first) <= set(right)


def test_few_entries_are_counted_exactly_and_many_are_not(many):
    few, many_more = question("石榴一树"), question("建议")

    assert found(few, enough=20, rare=500) == (expected(many, few), True)
    assert found(many_more, enough=20)[1] is False
    assert len(found(many_more, enough=20, cap=30)[0]) <= 30
    assert found(many_more, enough=5_000, cap=30) == (expected(many, many_more)[:30], False)


def test_entries_that_came_after_the_count_are_found_first(many):
    new = [replace(made(n), day=LAST + timedelta(days=n), digest=b"") for n in (COUNT + 51, COUNT + 101)]
    new = [replace(each, lexemes=[*each.lexemes, *grams.spans(each.day)]) for each in new]
    store.put(new)

    first, _whole = found(question("道路"), enough=2)

    assert [object_id for _said, object_id in first[:2]] == [COUNT + 101, COUNT + 51]


def test_an_entry_that_moves_to_another_day_moves_in_the_order(many):
    last = expected(many, question("建议"))[-1][1]
    moved = replace(made(last), day=LAST + timedelta(days=1), digest=b"moved")
    store.put([replace(moved, lexemes=[*moved.lexemes, *grams.spans(moved.day)])])
    asked = question("建议", kind=moved.kind)

    assert found(asked, enough=1)[0][0][1] == last


def test_what_is_dropped_is_gone_and_may_come_again(many):
    asked = question("石榴一树")
    gone = expected(many, asked)[0][1]

    store.drop(made(gone).kind, [gone])
    assert gone not in [object_id for _said, object_id in found(asked, enough=20)[0]]

    store.put([made(gone)])
    assert gone in [object_id for _said, object_id in found(asked, enough=20)[0]]
