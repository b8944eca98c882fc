"""
How often, how rightly and how fast tasks and topics find their plan item; JSON on stdout.

    .venv/bin/python bench/suggest_tasks.py [--rounds 20]

The plan is invented (src/yizheng/plan/tests/invented_plan.py), written by the same hands as the
rules, so `accepted_share` shows that nothing broke, not how well an unseen plan is served.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from yizheng.assist.words import content_words
from yizheng.plan.proposing import propose_rows
from yizheng.plan.suggesting import suggest_items, suggest_topic_items
from yizheng.plan.tests.invented_plan import ITEMS, TASKS, TOPICS

NUMBER_OF = {item.id: item.number for item in ITEMS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="how often each figure is taken (the median counts)")
    rounds = parser.parse_args().rounds
    first_words_ms = milliseconds(lambda: content_words("提案办理"), 1)
    print(json.dumps({"first_words_ms": first_words_ms} | tasks(rounds) | topics(rounds) | rows(rounds), indent=2))


def tasks(rounds: int) -> dict[str, Any]:
    contents = [content for content, _ in TASKS]
    found = suggest_items(contents, ITEMS)
    accepted = [
        suggestion is not None and NUMBER_OF[suggestion.item_id] in numbers
        for suggestion, (_, numbers) in zip(found, TASKS, strict=True)
    ]
    sure = [good for good, one in zip(accepted, found, strict=True) if one and one.confidence == "sure"]
    return {
        "items": len(ITEMS),
        "tasks": len(TASKS),
        "suggested_share": round(sum(one is not None for one in found) / len(found), 3),
        "accepted_share": round(sum(accepted) / len(accepted), 3),
        "sure_share": round(len(sure) / len(found), 3),
        "sure_accepted_share": round(sum(sure) / max(len(sure), 1), 3),
        "ms_per_task": round(milliseconds(lambda: suggest_items(contents, ITEMS), rounds) / len(contents), 3),
        "ms_for_one_task": milliseconds(lambda: suggest_items(contents[:1], ITEMS), rounds),
    }


def topics(rounds: int) -> dict[str, Any]:
    titles = [title for title, _ in TOPICS]
    found = suggest_topic_items(titles, ITEMS)
    right = sum(
        one is not None and NUMBER_OF[one.item_id] == number for one, (_, number) in zip(found, TOPICS, strict=True)
    )
    ms = milliseconds(lambda: suggest_topic_items(titles, ITEMS), rounds)
    return {"topics": len(titles), "topics_right": right, "ms_per_topic": round(ms / len(titles), 3)}


def rows(rounds: int) -> dict[str, Any]:
    proposed = propose_rows(ITEMS, departments=["办公室", "提案委员会", "委员工作委员会"])
    ms = milliseconds(lambda: propose_rows(ITEMS, departments=["办公室"]), rounds)
    return {"rows_proposed": len(proposed), "ms_to_propose": ms}


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(taken), 3)


if __name__ == "__main__":
    main()
