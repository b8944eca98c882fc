"""
The walls, by introspection: under the serving role no table gives or takes another committee's rows.

These tests also run on the oldest PostgreSQL that is served (docs/how-to/walls-on-postgresql-15.md).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg
import pytest
from psycopg import sql

from yizheng.kernel import scoping, tenancy
from yizheng.kernel.ledger_rows import Session
from yizheng.kernel.tests.any_row import AnyRow
from yizheng.launch import roles
from yizheng.launch.databases import SUPERUSER, Databases

COMMITTEE_WALL = "(committee_id = (NULLIF(current_setting('app.committee'::text, true), ''::text))::bigint)"
OWN_PERSON = "(user_id = (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint)"
ADDRESSEE = "(to_committee_id = (NULLIF(current_setting('app.committee'::text, true), ''::text))::bigint)"
WALL = ("wall", "*", True, COMMITTEE_WALL, None)
POLICIES = {table: {WALL} for table in tenancy.walled_tables()} | {
    "accounts_rolegrant": {WALL, ("own", "r", True, OWN_PERSON, None)},
    "kernel_dispatch": {WALL, ("addressee", "r", True, ADDRESSEE, None)},
    "opinion_senttext": {WALL, ("addressee", "r", True, ADDRESSEE, None)},
}
PUBLIC = {table: {WALL, ("public", "r", True, "true", None)} for table in tenancy.PUBLIC_TABLES}
BEHIND_WALLS = sorted(POLICIES)
OWNED = sorted({**POLICIES, **PUBLIC})
DEFINERS = {
    "search_alike",
    "search_count_terms",
    "search_drop",
    "search_find",
    "search_frequencies",
    "search_kinds",
    "search_objects",
    "search_put",
    "search_texts",
}
"""Functions that do what the owner role may: those of the search room, and no others."""
every_walled_table = pytest.mark.parametrize("table", BEHIND_WALLS)
every_owned_table = pytest.mark.parametrize("table", OWNED)


@dataclass
class Walls:
    """Two committees with one row (and what it refers to) in every walled table."""

    superuser: Session
    app_url: str
    here: int
    there: int
    third: int
    rows_here: dict[str, int] = field(default_factory=dict)
    rows_there: dict[str, int] = field(default_factory=dict)

    def everything(self, table: str) -> list[tuple[object, ...]]:
        """Return all rows of a table, behind every wall."""
        query = sql.SQL("select * from {} order by id").format(sql.Identifier(table))
        return self.superuser.execute(query).fetchall()


@pytest.fixture(scope="module")
def walls(databases: Databases, django_db_setup: None) -> Iterator[Walls]:
    name = f"walls_{os.getpid()}"
    databases.create(name, template="migrated_template")
    try:
        with psycopg.connect(databases.url(SUPERUSER, name), autocommit=True) as superuser:
            yield _furnish(superuser, databases.url(roles.SERVING, name))
    finally:
        databases.drop(name)


def _furnish(superuser: Session, app_url: str) -> Walls:
    rows = AnyRow(superuser)
    here, there, third = (rows.make("kernel_committee", 0) for _ in range(3))
    walls = Walls(superuser, app_url, here, there, third)
    for table in OWNED:
        walls.rows_here[table] = rows.make(table, here)
        walls.rows_there[table] = rows.make(table, there)
    return walls


@pytest.fixture
def serving(walls: Walls) -> Iterator[Session]:
    """A session of the serving role; its transaction is in no committee yet."""
    with psycopg.connect(walls.app_url) as session:
        yield session
        session.rollback()


@pytest.fixture
def here(walls: Walls, serving: Session) -> Session:
    """The session, in the scope of the first committee."""
    scoping.enter(serving, walls.here)
    return serving


def run(session: Session, statement: str, table: str, *values: object) -> psycopg.Cursor[tuple[object, ...]]:
    return session.execute(sql.SQL(statement).format(table=sql.Identifier(table)), values)


def refused_or_untouched(session: Session, statement: str, table: str, *values: object) -> bool:
    """Run a writing statement that must do nothing: no row is touched, or the role lacks the right."""
    try:
        with session.transaction():
            return run(session, statement, table, *values).rowcount == 0
    except psycopg.errors.InsufficientPrivilege:
        return True


def copy_of_own_row(walls: Walls, table: str, committee: int) -> tuple[sql.Composed, list[object]]:
    """Return an INSERT of the first committee's row once more, under a committee's id."""
    fresh = sql.SQL("gen_random_uuid()")
    given: dict[str, sql.Composable] = {"committee_id": sql.Placeholder(), "public_id": fresh, "id": fresh}
    columns = AnyRow(walls.superuser).columns(table)
    names = [column.name for column in columns if column.name != "id" or column.type == "uuid"]
    composed = sql.SQL("insert into {table} ({columns}) select {chosen} from {table} where id = %s").format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, names)),
        chosen=sql.SQL(", ").join(given.get(name, sql.Identifier(name)) for name in names),
    )
    return composed, [committee, walls.rows_here[table]]


# Lists


def test_every_table_is_on_exactly_one_list_and_every_entry_is_a_table(walls):
    found = {name for (name,) in walls.superuser.execute("select tablename from pg_tables where schemaname = 'public'")}
    lists = [
        set(tenancy.walled_tables()),
        set(tenancy.OWN_PERSON_TABLES),
        set(tenancy.GLOBAL_TABLES),
        set(tenancy.PUBLIC_TABLES),
        set(tenancy.HIDDEN_TABLES),
    ]

    assert set.union(*lists) == found
    assert sum(map(len, lists)) == len(found)
    assert tenancy.unlisted_tables(sorted(found)) == []


def test_an_unlisted_table_is_reported():
    assert tenancy.unlisted_tables(["kernel_committee", "forgotten_table"]) == ["forgotten_table"]


def test_every_exception_has_a_reason():
    listed = (tenancy.GLOBAL_TABLES, tenancy.OWN_PERSON_TABLES, tenancy.PUBLIC_TABLES, tenancy.HIDDEN_TABLES)
    reasons = [reason for tables in listed for reason in tables.values()]

    assert all(len(reason) > 12 for reason in reasons)


def test_nothing_else_holds_or_gives_rows(walls):
    """Views would show what their owner sees; functions of the owner would do what the owner may."""
    views = walls.superuser.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')"
    )
    definers = walls.superuser.execute(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"
    )

    assert views.fetchall() == []
    assert {name for (name,) in definers} == DEFINERS


def test_hidden_tables_give_the_serving_role_nothing(walls, here):
    """Only the functions of the owner role reach them; what these give is tested in the search room."""
    for table in tenancy.HIDDEN_TABLES:
        for right in ("select", "insert", "update", "delete", "truncate", "references", "trigger"):
            asked = "select has_table_privilege(current_user, %s, %s)"
            assert here.execute(asked, [table, right]).fetchone() == (False,), (table, right)


def test_functions_of_the_owner_look_nowhere_but_where_they_name(walls):
    loose = walls.superuser.execute(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef "
        "and not 'search_path=pg_catalog, pg_temp' = any(coalesce(proconfig, '{}'))"
    )

    assert loose.fetchall() == []


# What the catalogue says


@every_owned_table
def test_the_wall_stands_is_forced_and_is_ours_word_for_word(walls, table):
    (standing,) = walls.superuser.execute(
        "select relrowsecurity, relforcerowsecurity from pg_class where oid = %s::regclass", [table]
    )
    policies = walls.superuser.execute(
        "select polname, polcmd::text, polpermissive and polroles = '{0}', pg_get_expr(polqual, polrelid), "
        "pg_get_expr(polwithcheck, polrelid) from pg_policy where polrelid = %s::regclass",
        [table],
    )

    assert standing == (True, True)
    assert set(policies) == {**POLICIES, **PUBLIC}[table]


def test_the_serving_role_is_held_by_the_walls(walls):
    (powers,) = walls.superuser.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = %s",
        [roles.SERVING],
    )
    owned = walls.superuser.execute("select relname from pg_class where relowner = %s::regrole", [roles.SERVING])
    joined = walls.superuser.execute("select * from pg_auth_members where member = %s::regrole", [roles.SERVING])

    assert powers == (False, False, False, False, False)
    assert owned.fetchall() == []
    assert joined.fetchall() == []


def test_the_serving_role_may_empty_no_table_and_make_none(walls, serving):
    emptied = serving.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' "
        "and has_table_privilege(oid, 'TRUNCATE')"
    )

    assert emptied.fetchall() == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        serving.execute("create table public.hole ()")


# What another committee's scope gives and takes


@every_walled_table
def test_only_rows_of_the_open_committee_are_read(walls, here, table):
    committees = {committee for (committee,) in run(here, "select committee_id from {table}", table)}

    assert committees == {walls.here}
    assert run(here, "select id from {table} where id = %s", table, walls.rows_there[table]).fetchall() == []


@every_owned_table
@pytest.mark.parametrize("statement", ["update {table} set committee_id = committee_id", "delete from {table}"])
def test_rows_of_another_committee_are_neither_changed_nor_deleted(walls, here, table, statement):
    before = walls.everything(table)

    assert refused_or_untouched(here, statement + " where id = %s", table, walls.rows_there[table])
    here.commit()

    assert walls.everything(table) == before


@every_owned_table
def test_no_row_is_inserted_for_another_committee(walls, here, table):
    statement, values = copy_of_own_row(walls, table, walls.there)
    before = walls.everything(table)

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=r"row-level security|permission denied"):
        here.execute(statement, values)
    here.rollback()

    assert walls.everything(table) == before


@every_owned_table
def test_no_row_is_moved_to_another_committee(walls, here, table):
    before = walls.everything(table)

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=r"row-level security|permission denied"):
        run(here, "update {table} set committee_id = %s where id = %s", table, walls.there, walls.rows_here[table])
    here.rollback()

    assert walls.everything(table) == before


@every_owned_table
def test_a_row_of_ones_own_can_be_read(walls, here, table):
    """Without this, a wall around everything would pass all of the above."""
    assert run(here, "select id from {table} where id = %s", table, walls.rows_here[table]).rowcount == 1


NOT_WRITTEN = {"kernel_ledgerseal"}


@every_owned_table
def test_a_row_of_ones_own_passes_the_wall_when_written(walls, here, table):
    assert outcome(here, *copy_of_own_row(walls, table, walls.here)) == (
        "permission denied for table kernel_ledgerseal" if table in NOT_WRITTEN else "passed"
    )


def outcome(session: Session, statement: sql.Composed, values: list[object]) -> str | None:
    """Say how an INSERT ended; a copy that is one too many has passed the wall."""
    try:
        session.execute(statement, values)
    except (psycopg.errors.UniqueViolation, psycopg.errors.ExclusionViolation):
        return "passed"
    except psycopg.errors.InsufficientPrivilege as refusal:
        return refusal.diag.message_primary
    return "passed"


# Outside any scope


@pytest.fixture(params=["never set", "set to nothing", "after a scope"])
def outside(request: pytest.FixtureRequest, walls: Walls, serving: Session) -> Session:
    """A transaction in no committee, in each of the ways in which that comes about."""
    if request.param == "set to nothing":
        serving.execute("select set_config('app.committee', '', true), set_config('app.user', '', true)")
    if request.param == "after a scope":
        scoping.enter(serving, walls.here)
        serving.commit()
    return serving


@every_walled_table
def test_outside_a_scope_nothing_is_read_or_written(walls, outside, table):
    before = walls.everything(table)
    statement, values = copy_of_own_row(walls, table, walls.here)

    assert run(outside, "select id from {table}", table).fetchall() == []
    assert refused_or_untouched(outside, "update {table} set committee_id = committee_id", table)
    assert refused_or_untouched(outside, "delete from {table}", table)
    # The row to be copied cannot even be seen; a row from nowhere is refused.
    assert refused_or_untouched(outside, statement.as_string(), table, *values)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(outside, "insert into {table} (committee_id) values (%s)", table, walls.here)
    outside.rollback()

    assert walls.everything(table) == before


@pytest.mark.parametrize("wrong", ["linjiang", "1; drop table kernel_committee", "9999999999999999999999"])
def test_a_committee_that_is_no_number_is_an_error_and_no_door(walls, serving, wrong):
    serving.execute("select set_config('app.committee', %s, true)", [wrong])

    with pytest.raises(psycopg.DataError):
        serving.execute("select * from plan_workplan")


# Own-person tables


@pytest.fixture
def grants(walls: Walls) -> Iterator[dict[str, int]]:
    """One person with a role in two committees, and another person in the second."""
    rows = AnyRow(walls.superuser)
    person, other = (rows.make("accounts_user", 0) for _ in range(2))
    made = {
        "person": person,
        "here": rows.make("accounts_rolegrant", walls.here, user_id=person),
        "there": rows.make("accounts_rolegrant", walls.there, user_id=person),
        "other": rows.make("accounts_rolegrant", walls.there, user_id=other),
    }
    yield made
    walls.superuser.execute(
        "delete from accounts_rolegrant where id = any(%s)", [[made["here"], made["there"], made["other"]]]
    )


def visible_grants(session: Session, grants: dict[str, int]) -> set[str]:
    ids = {row[0] for row in session.execute("select id from accounts_rolegrant")}
    return {name for name, id_ in grants.items() if id_ in ids and name != "person"}


def be(session: Session, user: int) -> None:
    session.execute("select set_config('app.user', %s, true)", [str(user)])


def test_a_person_reads_their_own_grants_before_choosing_a_committee_and_nobody_elses(serving, grants):
    be(serving, grants["person"])

    assert {row[0] for row in serving.execute("select id from accounts_rolegrant")} == {
        grants["here"], grants["there"],
    }  # fmt: skip


def test_in_a_scope_a_person_reads_its_grants_and_their_own(here, grants):
    be(here, grants["person"])

    assert visible_grants(here, grants) == {"here", "there"}


@pytest.mark.parametrize("statement", ["update {table} set label = '改过'", "delete from {table}"])
def test_a_person_cannot_change_their_own_grant_in_another_committee(walls, here, grants, statement):
    be(here, grants["person"])
    before = walls.everything("accounts_rolegrant")

    assert refused_or_untouched(here, statement + " where id = %s", "accounts_rolegrant", grants["there"])
    here.commit()

    assert walls.everything("accounts_rolegrant") == before


def test_a_person_cannot_give_themselves_a_role_outside_a_scope(walls, serving, grants):
    be(serving, grants["person"])

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        serving.execute(
            "insert into accounts_rolegrant (committee_id, user_id, role, label, scope_kind, valid_from, rank) "
            "values (%s, %s, 'sys_admin', '', '', '2026-01-01', 0)",
            [walls.there, grants["person"]],
        )


# Public tables


@pytest.mark.parametrize("table", tenancy.PUBLIC_TABLES)
def test_what_is_public_is_read_everywhere_and_written_in_no_other_scope(walls, outside, table):
    before = walls.everything(table)

    assert run(outside, "select id from {table} where id = %s", table, walls.rows_there[table]).rowcount == 1
    assert refused_or_untouched(outside, "update {table} set committee_id = committee_id", table)
    assert refused_or_untouched(outside, "delete from {table}", table)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        outside.execute(*copy_of_own_row(walls, table, walls.here))
    outside.rollback()

    assert walls.everything(table) == before


# Dispatches


@pytest.fixture
def dispatch(walls: Walls) -> int:
    """A dispatch of the first committee to the second."""
    return AnyRow(walls.superuser).make("kernel_dispatch", walls.here, to_committee_id=walls.there)


def test_a_dispatch_is_read_by_sender_and_addressee_and_by_no_third(walls, serving, dispatch):
    readers = []
    for committee in (walls.here, walls.there, walls.third):
        scoping.enter(serving, committee)
        if serving.execute("select 1 from kernel_dispatch where id = %s", [dispatch]).rowcount:
            readers.append(committee)

    assert readers == [walls.here, walls.there]


def test_the_addressee_cannot_change_delete_or_forge_a_dispatch(walls, serving, dispatch):
    scoping.enter(serving, walls.there)
    before = walls.everything("kernel_dispatch")

    assert refused_or_untouched(serving, "update {table} set label = '改过' where id = %s", "kernel_dispatch", dispatch)
    assert refused_or_untouched(serving, "delete from {table} where id = %s", "kernel_dispatch", dispatch)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        serving.execute(
            "insert into kernel_dispatch (committee_id, to_committee_id, kind, object_id, key, payload, label, "
            "sent_at) values (%s, %s, 'x', 1, gen_random_uuid(), '{}', '', now())",
            [walls.here, walls.there],
        )
    serving.rollback()

    assert walls.everything("kernel_dispatch") == before
