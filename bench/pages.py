"""
Pages over HTTP, scale beside scale in one run; JSON on stdout.

    ./yizheng bench pages [--scales office,city] [--pages item,late_list] [--requests 240] [--connections 4]

Every scale has its own database and its own granian in the same cluster; bursts go round the scales, so that
whatever else the machine does falls on all of them. Task list, item and list of proposals are asked again from a page
written by hand over the same SQL (handwritten.py). With `--requests 0` nothing is served: only what a machine
busy with other things cannot blur is told, queries, blocks read and the processor's time.
"""

from __future__ import annotations

import argparse
import contextlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from bench import figures
from bench.client import CONNECTIONS, Burst, Sockets, burst
from bench.scales import SCALES
from bench.stage import serving, serving_by_hand, stages, tell
from bench.visits import PAGES, Page, Seen, Visitor, cpu_ms, look, reading, sign_in

ROUNDS = 6
MOST_REQUESTS = 300
BY_HAND = ("task_list", "item", "proposals")
GROWTH_BAR = 1.5
BY_HAND_BAR = 1 / 3

Served = dict[str, Sockets]


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    asked = _asked(words)
    with stages({name: SCALES[name] for name in asked.scales}, on=asked.on) as made:
        visitors = [sign_in(stage, asked.on) for stage in made]
        seen = {(v.stage.name, page.name): look(v, page) for v in visitors for page in asked.pages}
        drawn = {key: _drawn(v, page, seen[key]) for v in visitors for page in asked.pages if (key := _key(v, page))}
        served = _serve(visitors, asked.pages, asked.requests, asked.connections) if asked.requests else {}
        by_hand = _compare(visitors[0], asked.pages, seen, asked.requests) if asked.requests else {}
        measured = {page.name: _judged(page, visitors, drawn, served) for page in asked.pages}
    print(json.dumps(_told(visitors, measured, by_hand, asked.connections), ensure_ascii=False, indent=2))


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="bench pages", description=__doc__)
    reader.add_argument("--scales", type=lambda text: text.split(","), default=["office", "city"])
    reader.add_argument("--pages", type=_pages, default=PAGES, help="some of the pages, by name")
    reader.add_argument("--requests", type=int, default=240, help=f"a page and scale, at most {MOST_REQUESTS}")
    reader.add_argument("--connections", type=int, default=CONNECTIONS, help="as many clients ask at once")
    reader.add_argument("--on", type=date.fromisoformat, default=date.today(), help="the day on which the data stands")  # noqa: DTZ011
    asked = reader.parse_args(words)
    if unknown := set(asked.scales) - set(SCALES):
        reader.error(f"no such scale: {', '.join(sorted(unknown))}")
    asked.requests = min(asked.requests, MOST_REQUESTS)
    return asked


def _pages(text: str) -> list[Page]:
    by_name = {page.name: page for page in PAGES}
    return [by_name[name] for name in text.split(",")]


@contextlib.contextmanager
def _all_serving(visitors: Sequence[Visitor]) -> Iterator[Served]:
    with contextlib.ExitStack() as stack:
        yield {v.stage.name: stack.enter_context(serving(v.stage)) for v in visitors}


Key = tuple[str, str]


def _key(visitor: Visitor, page: Page) -> Key:
    return visitor.stage.name, page.name


def _drawn(visitor: Visitor, page: Page, seen: Seen) -> dict[str, Any]:
    """Tell what a page asks and reads, and the processor's time for drawing it."""
    read = reading(visitor, seen)
    return {
        "queries": len(seen.queries),
        "blocks": read.blocks,
        "scanned": read.scanned,
        "bytes": len(seen.text.encode()),
        "cpu_ms": cpu_ms(visitor, page),
    }


def _serve(
    visitors: Sequence[Visitor], pages: Sequence[Page], requests: int, connections: int = CONNECTIONS
) -> dict[Key, dict[str, Any]]:
    """Ask for every page over HTTP, the scales by turns."""
    with _all_serving(visitors) as served:
        told = [_served(page, visitors, served, requests, connections) for page in pages]
    return {key: each for one in told for key, each in one.items()}


def _served(
    page: Page, visitors: Sequence[Visitor], served: Served, requests: int, connections: int
) -> dict[Key, dict[str, Any]]:
    bursts = {v.stage.name: _warm(v, page, served[v.stage.name]) for v in visitors}
    for _ in range(ROUNDS):
        for v in visitors:
            address, headers = v.address(page), v.headers(page)
            one = burst(served[v.stage.name], address, headers, requests=requests // ROUNDS, connections=connections)
            bursts[v.stage.name].append(one)
    told = {_key(v, page): _timed(bursts[v.stage.name]) for v in visitors}
    tell(f"{page.name}: p95 {[each['p95_ms'] for each in told.values()]} ms")
    return told


def _timed(bursts: Sequence[Burst]) -> dict[str, Any]:
    answers = [seconds for one in bursts for seconds in one.answers]
    return {**figures.spread(answers), "rps": round(len(answers) / sum(one.seconds for one in bursts), 1)}


def _judged(
    page: Page, visitors: Sequence[Visitor], drawn: dict[Key, dict[str, Any]], served: dict[Key, dict[str, Any]]
) -> dict[str, Any]:
    """Set the scales beside each other, and the page beside the bars of design 8."""
    told = {v.stage.name: {**drawn[_key(v, page)], **served.get(_key(v, page), {})} for v in visitors}
    first, *others = told.values()
    p95 = [figures.ratio(each["p95_ms"], first["p95_ms"]) for each in others if served]
    return {
        **told,
        "p95_growth": p95,
        "blocks_growth": [figures.ratio(each["blocks"], first["blocks"]) for each in others],
        "cpu_growth": [figures.ratio(each["cpu_ms"], first["cpu_ms"]) for each in others],
        "growth_within_bar": all(value <= GROWTH_BAR for value in p95),
        "queries_within_bar": all(each["queries"] <= page.most_queries for each in told.values()),
        "queries_constant": len({each["queries"] for each in told.values()}) == 1,
    }


def _warm(visitor: Visitor, page: Page, sockets: Sockets) -> list[Burst]:
    """Let every worker draw the page before anything counts."""
    burst(sockets, visitor.address(page), visitor.headers(page), requests=CONNECTIONS * 4)
    return []


def _compare(
    visitor: Visitor, asked: Sequence[Page], seen: dict[tuple[str, str], Seen], requests: int
) -> dict[str, Any]:
    """Ask the product and the yardstick for the same pages by turns."""
    pages = [page for page in asked if page.name in BY_HAND]
    captured = {visitor.address(page): _by_hand(seen[visitor.stage.name, page.name]) for page in pages}
    file = visitor.stage.assembly.home.path / "by-hand.json"
    file.write_text(json.dumps(captured, ensure_ascii=False))
    with serving(visitor.stage) as ours, serving_by_hand(visitor.stage, {"HANDWRITTEN": str(file)}) as theirs:
        return {page.name: _beside(visitor, page, ours, theirs, requests) for page in pages}


def _by_hand(seen: Seen) -> dict[str, Any]:
    before, _, rest = seen.text.partition("<main")
    return {"statements": seen.queries, "before": before + "<main>", "after": rest.partition("</main>")[2]}


def _beside(visitor: Visitor, page: Page, ours: Sockets, theirs: Sockets, requests: int) -> dict[str, Any]:
    address, headers = visitor.address(page), visitor.headers(page)
    for sockets in (ours, theirs):
        burst(sockets, address, headers, requests=CONNECTIONS * 4)
    pairs = [
        [burst(sockets, address, headers, requests=requests // ROUNDS) for sockets in (ours, theirs)]
        for _ in range(ROUNDS)
    ]
    rates = [round(sum(len(p[i].answers) for p in pairs) / sum(p[i].seconds for p in pairs), 1) for i in (0, 1)]
    share = figures.ratio(rates[0], rates[1])
    tell(f"{page.name}: {share} of a page by hand")
    return {"rps": rates[0], "by_hand_rps": rates[1], "ratio": share, "within_bar": share >= BY_HAND_BAR}


def _told(
    visitors: Sequence[Visitor], measured: dict[str, Any], by_hand: dict[str, Any], connections: int
) -> dict[str, Any]:
    made = {
        v.stage.name: {"committees": v.stage.scale.committees, "mb": v.stage.megabytes, "fill_s": v.stage.fill_seconds}
        for v in visitors
    }
    return {"scales": made, "connections": connections, "pages": measured, "by_hand": by_hand}


if __name__ == "__main__":
    main()
