"""
How long the points of a whole duty year take from nothing, and one fact more; JSON on stdout.

    ./yizheng bench duty-scores [--members 500] [--facts 30000]

In memory, with the default scheme: 500 members and 30,000 facts are asked for in at most one second.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from datetime import date, timedelta

from bench.figures import seconds_of, spread
from yizheng.duty.scoring.book import Book
from yizheng.duty.scoring.facts import Fact, Member
from yizheng.duty.scoring.reckoning import reckon_year
from yizheng.duty.scoring.shipped import shipped

ROUNDS = 7
MEETINGS = ("plenary", "standing")
ATTENDED = ("present", "present", "present", "late", "leave_private", "leave_excused", "absent")
DEEDS = (
    "proposal_filed", "proposal_key", "research", "inspection", "training", "sector_activity", "grassroots_activity",
    "opinion_submitted", "opinion_adopted_own", "instruction", "social_service", "honour_city",
)  # fmt: skip
ROLES = {"proposal_filed": ("lead", "co", "main"), "proposal_key": ("lead", "co")}


def facts_of(members: int, number: int, chance: random.Random) -> list[Fact]:
    """Facts as a busy year has them: six in ten are half-days of meetings."""
    return [_fact(at, 1 + at % members, chance) for at in range(1, number + 1)]


def _fact(at: int, member: int, chance: random.Random) -> Fact:
    on = date(2018, 1, 1) + timedelta(days=chance.randrange(365))
    if chance.random() < 0.6:
        subject = f"meeting:{chance.randrange(30)}/{chance.randrange(6)}"
        return Fact(at, member, chance.choice(MEETINGS), chance.choice(ATTENDED), on, subject)
    kind = chance.choice(DEEDS)
    return Fact(at, member, kind, chance.choice(ROLES.get(kind, ("lead",))), on, f"{kind}:{at}", parts=1 + at % 3)


def main() -> int:
    """Print the figures."""
    reader = argparse.ArgumentParser(prog="bench duty-scores")
    reader.add_argument("--members", type=int, default=500)
    reader.add_argument("--facts", type=int, default=30_000)
    given = reader.parse_args()
    chance, scheme = random.Random(20180302), shipped("default")
    members = [Member(at, f"界别{at % 26}", standing=at % 5 == 0) for at in range(1, given.members + 1)]
    facts = facts_of(given.members, given.facts, chance)
    whole = [seconds_of(lambda: reckon_year(scheme, members, facts)) for _ in range(ROUNDS)]
    book = Book(scheme, members)
    for fact in facts[:-1000]:
        book.add(fact)
    for member in members:
        book.tally(member.id)
    single = [seconds_of(lambda fact=fact: (book.add(fact), book.tally(fact.member))) for fact in facts[-1000:]]
    same = {m.id: book.tally(m.id) for m in members} == reckon_year(scheme, members, facts)
    print(
        json.dumps(
            {
                "members": given.members, "facts": given.facts, "year_s": round(statistics.median(whole), 3),
                "year_s_worst": round(max(whole), 3), "one_fact_more": spread(single), "incremental_is_whole": same,
            },
            indent=2,
        )
    )  # fmt: skip
    return 0 if same else 1


if __name__ == "__main__":
    main()
