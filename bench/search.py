"""
How fast the search finds at growing sizes, beside an in-process Tantivy over the same items; JSON on stdout.

    ./yizheng bench search [--items 10000,100000,1000000] [--queries 200]

Every size is asked the same questions through `search.queries.find`, as a person of the committee would ask: from
the typed words to the rows of the first page, what the person may not see left out. Tantivy gets the same pairs of
characters, looks for all of them, and returns the best twenty with the count. Its index holds no texts, checks no
phrase and asks nobody's permission. Beyond `MOST_MADE` items the same texts come again under other days and numbers:
cutting a million takes an hour of two busy cores, and how long an answer takes depends on how many entries hold a
pair. `alike` is the first step of similar items: candidates, not yet ranked finely.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

from bench.search_items import Item, items, queries
from yizheng.launch import search_eval as house
from yizheng.launch.search_eval import tell

MOST_MADE = 100_000
LAST_DAY = date(2026, 11, 30)
ALIKE = 60
MOST_COMPARED = 60
"""Of how many questions the recall is reckoned: each looks through every text."""


def main() -> None:
    """Measure each size in a house of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", default="10000,100000,1000000", help="sizes, commas between")
    parser.add_argument("--queries", type=int, default=200)
    given = parser.parse_args()
    sizes = sorted(int(size) for size in given.items.split(","))
    asked = queries(list(items(sizes[0])), given.queries)
    begun = os.getloadavg()[0]
    with house.house() as (url, committee):
        measured = [measure(url, committee, size, asked) for size in sizes]
    print(json.dumps({"load_before": begun, "load_after": os.getloadavg()[0], "sizes": measured}, indent=2))


def measure(url: str, committee: Any, size: int, asked: Sequence[str]) -> dict[str, Any]:
    """Load one size, ask, and ask Tantivy."""
    _empty(url)
    made, copies = list(items(min(size, MOST_MADE))), max(1, size // MOST_MADE)
    begin = time.perf_counter()
    parts = fill(url, committee, made, copies)
    ours = {"build_seconds": round(time.perf_counter() - begin, 1), **parts, **sizes_of(url)}
    tell(f"{size} items: {ours}")
    for question in asked[:20]:
        house.milliseconds(committee, question)
    taken = [house.milliseconds(committee, question) for question in asked]
    slowest = sorted(zip(taken, asked, strict=True), reverse=True)[:5]
    ours |= spread(taken)
    if copies == 1:  # with copies each text has many numbers
        recalls = [
            share for question in asked[:MOST_COMPARED]
            for share in house.recall(made, question, house.ask(committee, question))
        ]  # fmt: skip
        ours["recall"] = round(sum(recalls) / len(recalls), 4)
    ours["slowest"] = [f"{question}: {ms:.1f} ms" for ms, question in slowest]
    alike = [ask_alike(committee, made, n) for n in range(ALIKE)]
    tell(f"{size} items: {ours}, alike {spread(alike)}")
    beside = tantivy(made, copies, asked)
    tell(f"{size} items: tantivy {beside}")
    ratio = round(ours["p95_ms"] / beside["p95_ms"], 2)
    return {"items": size, "search": ours, "alike": spread(alike), "tantivy": beside, "p95_to_tantivy": ratio}


COPY = """
with copied as (
  insert into search_entry (committee_id, kind, object_id, url, caption, title, body, folded, words, day, status,
    sector, units, people, audience, digest)
  select committee_id, kind, object_id + {shift}, url, caption, title, body, folded, words, day - {days}, status,
    sector, units, people, audience, digest from search_entry where object_id <= {most}
  returning id, object_id, day
)
insert into search_key (entry_id, committee_id, kind, object_id, day, title, audience, lexemes)
select c.id, k.committee_id, k.kind, c.object_id, c.day, k.title, k.audience,
       ts_delete(k.lexemes, {days_of}) || array_to_tsvector({days_of_copy})
  from copied c join search_key k on k.object_id = c.object_id - {shift}
"""
_DAYS = """array[to_char({0}.day, '"y:"YYYY'), to_char({0}.day, '"d:"YYYY-MM'), to_char({0}.day, '"d:"YYYY-MM-DD')]"""
COUNT_AGAIN = """
update search_term set entries = entries * {copies} where lexeme !~ '^[dy]:';
delete from search_term where lexeme ~ '^[dy]:';
insert into search_term (committee_id, lexeme, entries)
select k.committee_id, x, count(*) from search_key k, unnest({days_of}) x group by 1, 2;
update search_tally t set (upto, entries) = (select max(k.entry_id), count(*) from search_key k);
"""


def fill(url: str, committee: Any, made: list[Item], copies: int) -> dict[str, Any]:
    """Make the entries and load them; the days of items are spread over five years."""
    from yizheng.kernel.subjects import Indexed
    from yizheng.search.loading import build, load
    from yizheng.search.sheets import sheet

    everybody, chance = frozenset({"all"}), random.Random(1)
    making = [0.0]

    def sheets() -> Any:
        for number, title, body in made:
            begin = time.perf_counter()
            day = LAST_DAY - timedelta(days=chance.randrange(1800))
            told = sheet(house.KIND, number, Indexed(title, body, audience=everybody), url=f"/{number}/", fallback=day)
            making[0] += time.perf_counter() - begin
            yield told

    with psycopg.connect(url, autocommit=True) as session:
        load(session, committee.pk, sheets())
        if copies > 1:
            session.execute("drop index search_key_lexemes")
            days = {"days_of": _DAYS.format("k"), "days_of_copy": _DAYS.format("c")}
            for n in range(1, copies):
                session.execute(COPY.format(shift=n * MOST_MADE, days=n, most=MOST_MADE, **days))
            session.execute(COUNT_AGAIN.format(copies=copies, **days))
            begin_index = time.perf_counter()
            build(session)
            tell(f"index over {copies} copies: {time.perf_counter() - begin_index:.0f} s")
        with session.cursor() as cursor, cursor.copy("copy search_eval_item (id, committee_id) from stdin") as copy:
            for number in range(1, len(made) * copies + 1):
                copy.write_row((number, committee.pk))
        session.execute("vacuum analyze search_entry")
        session.execute("vacuum analyze search_key")
    return {"cutting_seconds": round(making[0], 1)}


def sizes_of(url: str) -> dict[str, int]:
    """Return what the texts and what the index over them take, in MB."""
    asked = """
        select pg_relation_size('search_key_lexemes') / 1000000, pg_relation_size('search_key') / 1000000,
               (pg_total_relation_size('search_entry') + pg_total_relation_size('search_key')
                 + pg_total_relation_size('search_term')) / 1000000
    """
    with psycopg.connect(url, autocommit=True) as session:
        row = session.execute(asked).fetchone()
    assert row is not None
    return {"gin_mb": row[0], "keys_mb": row[1], "all_mb": row[2]}


def _empty(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("truncate search_entry, search_key, search_term, search_tally, search_eval_item")


def ask_alike(committee: Any, made: list[Item], n: int) -> float:
    """Return how long the candidates for one item take, in ms."""
    from yizheng.kernel import tenancy
    from yizheng.kernel.subjects import Indexed
    from yizheng.search.alike import candidates

    _number, title, body = made[n * 37 % len(made)]
    with tenancy.scope(committee):
        begin = time.perf_counter()
        candidates(Indexed(title, body), kinds=[house.KIND], actor=house.person())
        return (time.perf_counter() - begin) * 1000


def tantivy(made: Sequence[Item], copies: int, asked: Sequence[str]) -> dict[str, Any]:
    """Ask the same of an index of the library, in this process."""
    import tantivy as library

    from yizheng.search import asking, grams
    from yizheng.search.folding import fold

    builder = library.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="whitespace")
    builder.add_integer_field("item", stored=True)
    schema = builder.build()
    with tempfile.TemporaryDirectory(prefix="yz-tantivy-") as folder:
        index = library.Index(schema, path=folder)
        begin = time.perf_counter()
        writer = index.writer(heap_size=500_000_000, num_threads=2)
        for number, title, body in made:
            text = " ".join(grams.pairs(fold(f"{title} {body}")))
            for n in range(copies):
                writer.add_document(library.Document(text=text, item=number + n * MOST_MADE))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        built = time.perf_counter() - begin
        megabytes = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file()) / 1e6
        searcher = index.searcher()
        must = library.Occur.Must

        def look(question: str) -> object:
            pairs = set().union(*map(grams.pairs, asking.read(question).phrases))
            terms = [(must, library.Query.term_query(schema, "text", pair)) for pair in pairs]
            return searcher.search(library.Query.boolean_query(terms), 20, count=True)

        for question in asked[:20]:
            look(question)
        taken = [milliseconds(lambda question=question: look(question)) for question in asked]
    return {"build_seconds": round(built, 1), "index_mb": round(megabytes), **spread(taken)}


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long one thing takes."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def spread(taken: Sequence[float]) -> dict[str, float]:
    """Return the middle and the slow end, in ms."""
    return {f"p{int(share * 100)}_ms": round(house.percentile(taken, share), 2) for share in (0.5, 0.95)}
