"""The generator of bench/scales.py, at a tiny scale: it makes what it says, and no wall gives way to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import psycopg
import pytest

from bench import scales
from bench.scales import SCALES, Scale
from bench.visits import Year
from yizheng.kernel import scoping
from yizheng.kernel.tenancy import walled_tables
from yizheng.launch import roles
from yizheng.launch.databases import Databases

ON = date(2026, 11, 22)
TINY = Scale(
    committees=2, members=9, units=3, sectors=4, years=2, sections=2, items=3, tasks=14, topics=2, acts=16, lines=5,
    notices=2, sessions=3, meetings=2, proposals=20,
)  # fmt: skip

WRITTEN = {
    "accounts_rolegrant": 36, "org_term": 1, "org_sector": 4, "org_person": 9, "org_membership": 9,
    "org_postholding": 7, "org_body": 14, "org_bodyalias": 14, "org_oversight": 14, "org_seat": 9, "org_orgunit": 3,
    "org_unitalias": 3, "intake_importbatch": 2, "plan_workplan": 2, "plan_plansection": 4,
    "plan_planitem": 6, "plan_plantask": 28, "plan_taskparty": 84, "plan_plantopic": 4, "kernel_threadlink": 38,
    "meeting_meeting": 4, "meeting_invitation": 8, "org_session": 2, "proposal_proposal": 20,
    "proposal_suggestion": 40, "proposal_proposalversion": 20, "proposal_signer": 26, "proposal_reviewrecord": 38,
    "proposal_plannedshare": 23, "proposal_handling": 19, "proposal_reply": 11, "proposal_replyanswer": 22,
    "proposal_feedback": 11, "deadline_deadline": 19,
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(databases: Databases, shared_database: str) -> Iterator[psycopg.Connection]:
    """A database at the tiny scale for all who only look at it, and its owner's session."""
    with psycopg.connect(databases.url(roles.OWNER, shared_database), autocommit=True) as owner:
        scales.fill(owner, TINY, on=ON)
        yield owner


def _count(session: psycopg.Connection, table: str, committee: int) -> int:
    with session.transaction():
        scoping.enter(session, committee)
        row = session.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return int(row[0])


def test_each_committee_gets_what_the_scale_says(filled: psycopg.Connection) -> None:
    for committee in (1, 2):
        assert {table: _count(filled, table, committee) for table in WRITTEN} == WRITTEN


def test_both_committees_and_all_logins_exist(filled: psycopg.Connection) -> None:
    committees = filled.execute("select slug from kernel_committee order by id").fetchall()
    users = filled.execute("select count(*) from accounts_user").fetchone()

    assert committees == [("c1",), ("c2",)]
    assert users == (2 * TINY.users,)


def test_the_mean_of_ledger_rows_a_task_is_as_asked(filled: psycopg.Connection) -> None:
    of_tasks = _count(filled, "kernel_ledgerentry where kind = 'plan_task'", 1)

    assert abs(of_tasks / 28 - TINY.acts) < 1


def test_a_to_do_is_open_exactly_where_a_task_waits(filled: psycopg.Connection) -> None:
    reports = "todo_todo where closed_at is null and act = 'report_task'"
    checks = "todo_todo where closed_at is null and act = 'confirm_task'"

    assert _count(filled, reports, 1) == _count(filled, "plan_plantask where state in ('planned', 'in_progress')", 1)
    assert _count(filled, checks, 1) == _count(filled, "plan_plantask where state = 'done'", 1) > 0


def test_nothing_can_be_seen_outside_a_scope_or_of_the_other_committee(
    filled: psycopg.Connection, app_url: str
) -> None:
    with psycopg.connect(app_url) as session:
        for table in walled_tables():
            outside = session.execute(f"select count(*) from {table}").fetchone()
            assert outside == (0,), table
        scoping.enter(session, 2)
        others = session.execute("select count(*) from plan_plantask where committee_id <> 2").fetchone()
    assert others == (0,)


def test_the_same_day_gives_the_same_rows(filled: psycopg.Connection) -> None:
    year = Year(TINY, ON)
    with filled.transaction():
        scoping.enter(filled, year.n + 1)
        plan = filled.execute("select year from plan_workplan where public_id = %s", [year.plan]).fetchone()
        item = filled.execute('select "order" from plan_planitem where public_id = %s', [year.item]).fetchone()
        task = filled.execute("select state from plan_plantask where public_id = %s", [year.task]).fetchone()
        proposal = filled.execute(
            "select reception_no, state from proposal_proposal where public_id = %s", [year.proposal]
        ).fetchone()

    assert (plan, item, task) == ((2026,), (2,), ("confirmed",))
    assert proposal == ("T5-2-0006", "handling")


def test_proposals_of_the_year_all_stand_where_the_scale_lets_them_wait(
    own_database: str, owner_connection: psycopg.Connection
) -> None:
    scales.fill(owner_connection, replace(TINY, committees=1, standing="submitted"), on=ON)

    assert _count(owner_connection, "proposal_proposal where year = 2026 and state = 'submitted'", 1) == 10
    assert _count(owner_connection, "proposal_proposal where year = 2025 and state = 'submitted'", 1) == 0


def test_indexes_and_constraints_are_as_the_migrations_made_them(
    own_database: str, owner_connection: psycopg.Connection
) -> None:
    def standing() -> set[tuple[str, str]]:
        return set(owner_connection.execute("select indexname, indexdef from pg_indexes where schemaname = 'public'"))

    before = standing()
    scales.fill(owner_connection, replace(TINY, committees=1), on=ON)

    assert standing() == before


def test_the_scales_are_those_of_the_design() -> None:
    assert {name: scale.committees for name, scale in SCALES.items()} == {
        "office": 1, "city": 12, "province": 130, "nation": 3200, "review": 1, "conference": 1,
    }  # fmt: skip
