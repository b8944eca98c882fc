"""One file may set the committee; SQL by hand and sessions of one's own are listed with a reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import yizheng

SOURCE = Path(yizheng.__file__).parent
SETTING = re.compile(r"set_config|\bset\s+(local\s+|session\s+)?[\"']?app\.|app\.(committee|user)\b", re.IGNORECASE)
BY_HAND = re.compile(r"\.raw\(|\.cursor\(|\bRawSQL\(|\.extra\(|psycopg\.(Async)?[cC]onnect|ConnectionPool\(")

MAY_SET = {
    "kernel/scoping.py": "opens scopes: the one place",
    "kernel/tenancy.py": "the text of the policies reads the settings",
}
MAY_WRITE_SQL = {
    "kernel/scoping.py": "tells PostgreSQL the committee",
    "kernel/prepared.py": "asks again what Django wrote once from a queryset",
    "kernel/live.py": "tells the open screens of a hall to look again",
    "kernel/together.py": "puts what Django wrote of several querysets into one statement",
    "kernel/ledger_rows.py": "rows as PostgreSQL prints them, for hashing",
    "kernel/owner_session.py": "sessions for sealing and verifying",
    "accounts/counting.py": "counts two tries at once in one statement",
    "assist/published.py": "calls the function that looks several words up in what committees have published",
    "ballot/services.py": "locks one ballot for the transaction without touching a row of voter or box",
    "demo/receipts.py": "forgets the jobs of notices that the story has already delivered",
    "duty/services/holding.py": "keeps years from being closed by a lock that Django has no word for",
    "search/loading.py": "fills the index of the evaluation and the bench in bulk",
    "search/store.py": "calls the functions behind which the index stands, and nothing else",
    "launch/": "the supervisor works before and beside Django, on roles and databases",
}


def sources() -> list[str]:
    """Return every shipped Python file but tests and migrations, by its place in the package."""
    found = (path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))
    return sorted(place for place in found if "/tests/" not in place and "/migrations/" not in place)


def users_of(pattern: re.Pattern[str]) -> set[str]:
    return {place for place in sources() if pattern.search((SOURCE / place).read_text(encoding="utf-8"))}


def test_only_scoping_sets_the_committee():
    assert users_of(SETTING) == set(MAY_SET)


def test_sql_by_hand_stands_only_where_the_list_says_why():
    unlisted = {place for place in users_of(BY_HAND) if not place.startswith(tuple(MAY_WRITE_SQL))}

    assert unlisted == set()


def test_no_entry_of_the_list_is_left_over():
    used = users_of(BY_HAND)

    assert [entry for entry in MAY_WRITE_SQL if not any(place.startswith(entry) for place in used)] == []


@pytest.mark.parametrize(
    "line",
    [
        "cursor.execute(\"select set_config('app.committee', '1', true)\")",
        'cursor.execute("SET LOCAL app.committee = 1")',
        "cursor.execute('set app.user to 1')",
    ],
)
def test_the_first_rule_knows_its_offenders(line):
    assert SETTING.search(line)


@pytest.mark.parametrize(
    "line",
    ["Task.objects.raw('…')", "with connection.cursor() as c:", "psycopg.connect(url)", "RawSQL('1', [])"],
)
def test_the_second_rule_knows_its_offenders(line):
    assert BY_HAND.search(line)
