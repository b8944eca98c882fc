"""
`yizheng search eval`: how fast the search of the product finds, and how much of what a substring search finds.

Makes a throw-away cluster with the product's own tables, loads the items as entries of one committee, and asks every
query as a person of that committee would, through `search.queries.find`. JSON on stdout, everything else on stderr.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from yizheng.launch import roles
from yizheng.launch.commands import django_command, run_quietly
from yizheng.launch.environment import Assembly
from yizheng.launch.home import Home
from yizheng.launch.throwaway import throwaway_cluster

if TYPE_CHECKING:
    from yizheng.kernel.acting import Actor
    from yizheng.kernel.models import Committee
    from yizheng.search.store import Sheet

DATABASE = "search_eval"
KIND = "eval_item"
DAY = date(2026, 1, 1)
SECRET_KEY = "measured-in-a-throw-away-cluster-and-nowhere-else"  # noqa: S105 - of a cluster that is gone in a minute

Item = tuple[int, str, str]


def main(words: Sequence[str]) -> int:
    """Read the words, measure, print; 2 with one line on stderr when a file cannot be read."""
    parser = argparse.ArgumentParser(prog="yizheng search eval", description=__doc__)
    parser.add_argument("--items", type=Path, required=True, help="CSV: id,title,body")
    parser.add_argument("--queries", type=Path, required=True, help="一行一个查询")
    given = parser.parse_args(words)
    try:
        items, queries = read_items(given.items), read_queries(given.queries)
    except (OSError, ValueError) as problem:
        tell(f"读不出来：{problem}")
        return 2
    sys.stdout.write(json.dumps(evaluate(items, queries), ensure_ascii=False) + "\n")
    return 0


def read_items(path: Path) -> list[Item]:
    """Return the items of a CSV, numbered as they stand. Raises: OSError, ValueError."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        missing = {"id", "title", "body"} - set(rows.fieldnames or ())
        if missing:
            raise ValueError(f"{path} 缺少列 {'、'.join(sorted(missing))}")
        return [(n, row["title"] or "", row["body"] or "") for n, row in enumerate(rows, 1)]


def read_queries(path: Path) -> list[str]:
    """Return the queries of a file, one a line. Raises: OSError, ValueError."""
    queries = [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    queries = [query for query in queries if query]
    if not queries:
        raise ValueError(f"{path} 里没有查询")
    return queries


def evaluate(items: Sequence[Item], queries: Sequence[str]) -> dict[str, Any]:
    """Load, ask and compare."""
    with house() as (url, committee):
        begin = time.perf_counter()
        index(url, committee, items)
        seconds = time.perf_counter() - begin
        megabytes = size_of(url)
        tell(f"已为 {len(items)} 条建立索引，用时 {seconds:.1f} 秒")
        taken, recalls = [], []
        for query in queries:
            found = ask(committee, query)
            recalls += recall(items, query, found)
        for query in queries:
            taken.append(milliseconds(committee, query))
    return {
        "items": len(items),
        "queries": len(queries),
        "recall": round(statistics.mean(recalls), 4) if recalls else None,
        "p50_ms": round(percentile(taken, 0.5), 2),
        "p95_ms": round(percentile(taken, 0.95), 2),
        "index_seconds": round(seconds, 2),
        "index_mb": round(megabytes, 1),
    }


def recall(items: Sequence[Item], query: str, found: set[int]) -> list[float]:
    """
    Return which share of the items that hold the query as a substring was found; nothing when none holds it.

    The search gives at most its cap (`queries.CAP`) of results; so many are then asked of it.
    """
    from yizheng.search.queries import CAP

    holding = {number for number, title, body in items if query in title or query in body}
    return [len(found & holding) / min(len(holding), CAP)] if holding else []


@contextmanager
def house() -> Iterator[tuple[str, Committee]]:
    """Open a throw-away house of one committee; yields the owner's address of its database."""
    with throwaway_cluster() as cluster, tempfile.TemporaryDirectory(prefix="yz-eval-") as folder:
        home = Home(Path(folder))
        home.make()
        home.static.mkdir()
        cluster.create(DATABASE)
        owner = cluster.url(roles.OWNER, DATABASE)
        assembly = Assembly(home, cluster.url(roles.SERVING, DATABASE), owner, SECRET_KEY, "127.0.0.1", demo=False)
        command = django_command("migrate", "search", "--noinput", "--verbosity=0", "--skip-checks")
        run_quietly(command, assembly.owning(), log=home.logs / "migrate.log", failed="建表没有成功")
        os.environ.update(assembly.serving())
        yield owner, _begin(owner)


def _begin(owner: str) -> Committee:
    import django

    django.setup()
    from django.db import connection

    from yizheng.kernel.models import Committee

    connection.settings_dict["OPTIONS"].pop("pool", None)
    with psycopg.connect(owner, autocommit=True) as session:
        session.execute(
            "create table search_eval_item (id bigint primary key, committee_id bigint not null);"
            "grant select on search_eval_item to public"
        )
    made = Committee(full_name="测量", short_name="测量", slug="measured")
    made.save()
    _register()
    return made


def _register() -> None:
    """Make the measured items a kind like any other: found things are asked for in their own table as well."""
    from django.db import models

    from yizheng.kernel import subjects
    from yizheng.kernel.subjects import Indexed, Subject

    meta = type("Meta", (), {"app_label": "search", "managed": False, "db_table": "search_eval_item"})
    fields = {"__module__": __name__, "Meta": meta, "committee_id": models.BigIntegerField()}
    model = type("EvalItem", (models.Model,), fields)
    subjects.register(
        Subject(
            KIND, model, "条目", url=lambda row: f"/{row.pk}/",
            visible_to=lambda actor: model.objects.all() if actor.user_id else model.objects.none(),  # type: ignore[attr-defined]
            indexed=lambda row: Indexed(str(row)),
        )
    )  # fmt: skip


def index(owner: str, committee: Committee, items: Sequence[Item]) -> None:
    """Make the entries as the product makes them and load them in bulk."""
    from yizheng.search.loading import load

    with psycopg.connect(owner, autocommit=True) as session:
        load(session, committee.pk, sheets_of(items))
        with session.cursor() as cursor, cursor.copy("copy search_eval_item (id, committee_id) from stdin") as copy:
            for number, _, _ in items:
                copy.write_row((number, committee.pk))
        session.execute("analyze search_eval_item")


def sheets_of(items: Sequence[Item]) -> Iterator[Sheet]:
    """Return the entry of each item; everybody of the committee may find it."""
    from yizheng.kernel.subjects import Indexed
    from yizheng.search.sheets import sheet

    everybody = frozenset({"all"})
    for number, title, body in items:
        yield sheet(KIND, number, Indexed(title, body, audience=everybody), url=f"/{number}/", fallback=DAY)


def size_of(owner: str) -> float:
    """Return how much all tables of the search take, texts and indexes included, in MB."""
    with psycopg.connect(owner, autocommit=True) as session:
        tables = ("search_entry", "search_key", "search_term")
        asked = "select sum(pg_total_relation_size(t::regclass)) / 1e6 from unnest(%s::text[]) t"
        row = session.execute(asked, [list(tables)]).fetchone()
    return float(row[0]) if row else 0.0


def person() -> Actor:
    """Return who asks: a clerk of the committee."""
    from yizheng.kernel.acting import Actor, Hat

    return Actor(user_id=1, name="测量", hat=Hat(role="office_clerk"))


def ask(committee: Committee, query: str) -> set[int]:
    """Return every item found, up to the cap."""
    from yizheng.kernel import tenancy
    from yizheng.search.queries import CAP, find

    with tenancy.scope(committee):
        return {row.object_id for row in find(person(), query, limit=CAP).rows}


def milliseconds(committee: Committee, query: str) -> float:
    """Return how long the first page takes, from the typed words to the rows as they are shown."""
    from yizheng.kernel import tenancy
    from yizheng.search.queries import find

    with tenancy.scope(committee):
        begin = time.perf_counter()
        find(person(), query)
        return (time.perf_counter() - begin) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def tell(line: str) -> None:
    """Say how far it is."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
