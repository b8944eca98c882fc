"""Which pages are measured, who asks for them, and what they ask of the database."""

from __future__ import annotations

import hashlib
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bench.scales import Scale
from bench.stage import Stage, point_django_at

MOST_QUERIES = 12
MOST_BOARD_QUERIES = 20
MANY_ROWS = 2000
DRAWN = 15
FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
"""Statements that frame a transaction; everything else counts, the two that open and close the scope too."""


@dataclass(frozen=True)
class Page:
    """A page of one committee: its address below the slug, and who asks for it."""

    name: str
    below: Callable[[Year], str]
    who: str = "office_clerk"
    most_queries: int = MOST_QUERIES


@dataclass(frozen=True)
class Year:
    """The current year of the committee that is visited: the one in the middle of the table."""

    scale: Scale
    on: date

    @property
    def n(self) -> int:
        """Return the visited committee's number, from 0."""
        return self.scale.committees // 2

    @property
    def last(self) -> int:
        """Return the place of the current plan among the committee's plans."""
        return self.scale.years - 1

    @property
    def plan(self) -> UUID:
        """Return the current plan."""
        return _public_id(f"plan-{self.n * self.scale.years + self.last}")

    @property
    def item(self) -> UUID:
        """Return an item in the middle of the plan."""
        return _public_id(f"item-{self.n}-{self.last}-{self.scale.items // 2}")

    @property
    def person(self) -> UUID:
        """Return a member in the middle of the roll."""
        return _public_id(f"person-{self.n * self.scale.members + self.scale.members // 2}")

    @property
    def meeting(self) -> UUID:
        """Return the last meeting of the current year."""
        return _public_id(f"meeting-{self.n}-{self.scale.years * self.scale.meetings - 1}")

    @property
    def proposal(self) -> UUID:
        """Return a proposal of the current year that units work on."""
        each = self.scale.proposals // self.scale.years
        return _public_id(f"proposal-{self.n * self.scale.proposals + self.last * each + 5 + 1}")

    @property
    def task(self) -> UUID:
        """Return a task of spring, done and confirmed long ago."""
        plans_before = self.n * self.scale.years + self.last
        return _public_id(f"task-{plans_before * self.scale.tasks + 6 + 1}")


def _public_id(text: str) -> UUID:
    return UUID(hashlib.md5(text.encode()).hexdigest())


PAGES = (
    Page("desk", lambda _: ""),
    Page("board", lambda _: "plan/", most_queries=MOST_BOARD_QUERIES),
    Page("item", lambda year: f"plan/items/{year.item}/"),
    Page("task", lambda year: f"plan/tasks/{year.task}/"),
    Page("task_list", lambda _: "plan/tasks/"),
    Page("late_list", lambda _: "plan/late/"),
    Page("plan", lambda year: f"plan/{year.plan}/"),
    Page("departments", lambda _: "plan/departments/"),
    Page("imports", lambda _: "plan/imports/"),
    Page("inbox", lambda _: "notices/"),
    Page("members", lambda _: "org/members/"),
    Page("person", lambda year: f"org/people/{year.person}/"),
    Page("rolls", lambda _: "org/rolls/"),
    Page("meetings", lambda _: "meetings/"),
    Page("meeting", lambda year: f"meetings/{year.meeting}/"),
    Page("sent_notices", lambda _: "notices/sent/"),
    Page("approvals", lambda _: "approvals/"),
    Page("settings", lambda _: "settings/"),
    Page("calendar", lambda _: "calendar/"),
    Page("member_desk", lambda _: "", who="member"),
    Page("proposals", lambda _: "proposals/", who="proposal_clerk"),
    Page("proposal", lambda year: f"proposals/{year.proposal}/", who="proposal_clerk", most_queries=MOST_BOARD_QUERIES),
    Page("review", lambda _: "proposals/review/", who="proposal_clerk", most_queries=MOST_BOARD_QUERIES),
    Page("conference", lambda _: "assignment/", who="assigner", most_queries=MOST_BOARD_QUERIES),
    Page("unit_desk", lambda _: "unit/", who="unit_clerk"),
    Page("own_proposals", lambda _: "proposals/mine/", who="member"),
    Page("figures", lambda _: "proposals/figures/", who="proposal_clerk"),
)


@dataclass(frozen=True)
class Visitor:
    """A stage with people of one committee signed in: a cookie for each kind of visitor."""

    stage: Stage
    year: Year
    cookies: Mapping[str, str]

    def address(self, page: Page) -> str:
        """Return the page's address."""
        return f"/c{self.year.n + 1}/{page.below(self.year)}"

    def headers(self, page: Page) -> dict[str, str]:
        """Return what the visitor's browser sends."""
        return {"Cookie": f"sessionid={self.cookies[page.who]}", "Host": "127.0.0.1", "Accept-Encoding": "identity"}


def sign_in(stage: Stage, on: date) -> Visitor:
    """Sign in to the stage's database as one of each kind: the first logins of staff, then of units, then members."""
    point_django_at(stage)
    year = Year(stage.scale, on)
    first, staff = year.n * stage.scale.users, stage.scale.staff
    places = {"office_clerk": 1, "assigner": 4, "proposal_clerk": 12, "unit_clerk": staff + 1}
    cookies = {who: session_of(first + place) for who, place in places.items()}
    member = session_of(first + staff + stage.scale.units + 20, strict=False)
    return Visitor(stage, year, cookies | {"member": member})


def session_of(user_id: int, *, strict: bool = True) -> str:
    """Return the cookie of a person who came in: by password and second step, or by a code sent to a telephone."""
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from yizheng.accounts import entering
    from yizheng.accounts.models import User

    user = User.objects.get(pk=user_id)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    methods = ("password", "mfa") if strict else ("sms",)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": time.time()} for method in methods]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session[entering.SESSION_KEY] = {"seen": int(time.time()), "idle": 86400, "strict": strict}
    session.create()
    return str(session.session_key)


@dataclass(frozen=True)
class Seen:
    """One page as drawn in this process: its text and the statements it sent."""

    text: str
    statements: list[str]

    @property
    def queries(self) -> list[str]:
        """Return the statements without the transaction's frame."""
        return [statement for statement in self.statements if not statement.startswith(FRAME)]


def look(visitor: Visitor, page: Page) -> Seen:
    """Draw a page in this process, as a web process would that has served it before."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    point_django_at(visitor.stage)
    client = Client(headers=visitor.headers(page))
    client.get(visitor.address(page))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(visitor.address(page))
    if answer.status_code != 200:
        raise RuntimeError(f"{page.name} answered {answer.status_code}")
    return Seen(answer.content.decode(), [query["sql"] for query in captured.captured_queries])


def cpu_ms(visitor: Visitor, page: Page) -> float:
    """Return the median of this process's own time for a page: it hardly minds what else the machine does."""
    from django.test import Client

    point_django_at(visitor.stage)
    client = Client(headers=visitor.headers(page))
    return round(statistics.median(_cpu_of(client, visitor.address(page)) for _ in range(DRAWN)) * 1000, 1)


def _cpu_of(client: Any, address: str) -> float:
    start = time.process_time()
    client.get(address)
    return time.process_time() - start


@dataclass(frozen=True)
class Reading:
    """What a page's statements read: blocks of 8 KB, and big tables that were read from end to end."""

    blocks: int
    scanned: list[str]


def reading(visitor: Visitor, seen: Seen) -> Reading:
    """Ask PostgreSQL how it answers each statement of a page. Blocks say what grows, whatever the clock says."""
    import psycopg

    blocks, scanned = 0, set()
    with psycopg.connect(visitor.stage.assembly.app_url) as session:
        big = {name for name, rows in session.execute("select relname, reltuples from pg_class") if rows > MANY_ROWS}
        for statement in seen.queries:
            plan = _plan_of(session, statement)
            blocks += plan.get("Shared Hit Blocks", 0) + plan.get("Shared Read Blocks", 0)
            scanned.update(node["Relation Name"] for node in _nodes(plan) if node["Node Type"] == "Seq Scan")
    return Reading(blocks, sorted(scanned & big))


def _plan_of(session: Any, statement: str) -> dict[str, Any]:
    if "set_config" in statement:
        session.execute(statement)
        return {"Node Type": "Result"}
    found = session.execute(f"explain (analyze, timing off, buffers, format json) {statement}").fetchone()
    plan: dict[str, Any] = found[0][0]["Plan"]
    return plan


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)
