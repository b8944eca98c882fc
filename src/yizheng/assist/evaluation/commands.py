"""The three evaluations: each takes tables and gives the object of its contract."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence

from yizheng.assist.evaluation import measures
from yizheng.assist.evaluation.tables import Row, TableRefused
from yizheng.assist.pairs import Judge
from yizheng.assist.routing import Router
from yizheng.assist.similar import Index
from yizheng.assist.texts import Text

Answer = dict[str, int | float]

_DIGITS = 4
_RANKED = 100
_YES, _NO = frozenset({"1", "1.0", "true", "是", "same"}), frozenset({"0", "0.0", "false", "否", "different"})


def routing(train: Sequence[Row], test: Sequence[Row]) -> Answer:
    """Learn from `train` and suggest a label for every row of `test`."""
    began = time.perf_counter()
    router = Router.train((row["text"], row["label"].strip()) for row in train if row["label"].strip())
    taken = time.perf_counter() - began
    found, times = [], []
    for row in test:
        start = time.perf_counter()
        found.append([each.label for each in router.suggest(row["text"], top=3)])
        times.append(time.perf_counter() - start)
    truth = [row["label"].strip() for row in test]
    return _rounded({
        "n": len(test), "labels": len(router.labels),
        "top1": measures.share_right(found, truth, 1), "top3": measures.share_right(found, truth, 3),
        "macro_f1": measures.macro_f1([first[0] for first in found], truth),
        "train_seconds": taken, **_milliseconds("predict", times),
    })  # fmt: skip


def similar(items: Sequence[Row]) -> Answer:
    """Ask for every item of a group of at least two what is like it; its own author does not count."""
    began = time.perf_counter()
    index = Index.of([Text(row["title"], row["text"]) for row in items])
    taken = time.perf_counter() - began
    by_group, by_author = _places(items, "group"), _places(items, "author")
    five, ten, ranks, times = [], [], [], []
    for place, row in enumerate(items):
        own = frozenset(by_author.get(row.get("author", "").strip(), ())) | {place}
        answers = by_group.get(row["group"].strip(), set()) - own
        if not answers:
            continue
        start = time.perf_counter()
        found = index.like_item(Text(row["title"], row["text"]), _RANKED, own)
        times.append(time.perf_counter() - start)
        right = [each.index in answers for each in found]
        five.append(measures.recall_at(right, len(answers), 5))
        ten.append(measures.recall_at(right, len(answers), 10))
        ranks.append(measures.reciprocal_rank(right))
    return _rounded({
        "queries": len(times), "recall_at_5": _mean(five), "recall_at_10": _mean(ten), "mrr": _mean(ranks),
        "index_seconds": taken, **_milliseconds("query", times),
    })  # fmt: skip


def pairs(items: Sequence[Row], train: Sequence[Row], test: Sequence[Row]) -> Answer:
    """Learn from judged pairs which are the same matter, and judge the others."""
    texts = {row["id"].strip(): Text(row["title"], row["text"]) for row in items}
    judge = Judge.of(texts.values()).learn([(*_two(row, texts), _said(row)) for row in train])
    truth = [_said(row) for row in test]
    found = [judge.same(*_two(row, texts)).probability >= 0.5 for row in test]
    same = _share([one for one, right in zip(found, truth, strict=True) if right], wanted=True)
    different = _share([one for one, right in zip(found, truth, strict=True) if not right], wanted=False)
    return _rounded({
        "n": len(test), "balanced_accuracy": (same + different) / 2,
        "recall_same": same, "recall_different": different,
    })  # fmt: skip


def _places(items: Sequence[Row], column: str) -> dict[str, set[int]]:
    """The places of the items by their value; an empty value joins nothing."""
    found: dict[str, set[int]] = defaultdict(set)
    for place, row in enumerate(items):
        if row.get(column, "").strip():
            found[row[column].strip()].add(place)
    return found


def _two(row: Row, texts: Mapping[str, Text]) -> tuple[Text, Text]:
    try:
        return texts[row["a"].strip()], texts[row["b"].strip()]
    except KeyError as missing:
        raise TableRefused(f"条目表中没有编号 {missing.args[0]}") from missing


def _said(row: Row) -> bool:
    said = row["same"].strip().lower()
    if said not in _YES | _NO:
        raise TableRefused(f"same 一列应为 1 或 0，这里是「{row['same']}」")
    return said in _YES


def _share(found: Sequence[bool], *, wanted: bool) -> float:
    return sum(one is wanted for one in found) / len(found) if found else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _milliseconds(name: str, times: Sequence[float]) -> Answer:
    return {f"{name}_ms_p50": 1000 * measures.percentile(times, 0.5),
            f"{name}_ms_p95": 1000 * measures.percentile(times, 0.95)}  # fmt: skip


def _rounded(answer: Mapping[str, int | float]) -> Answer:
    return {name: round(value, _DIGITS) if isinstance(value, float) else value for name, value in answer.items()}
