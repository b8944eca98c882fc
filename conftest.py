"""
Databases for the tests: one throw-away cluster a run, one copy of a migrated template a worker.

Tests connect as the serving role, as the product does. That role cannot TRUNCATE, so
`transactional_db` cannot flush: a test that needs real transactions asks for `own_database`.
"""

import contextlib
import fcntl
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from yizheng.launch import binaries, roles
from yizheng.launch.databases import Databases
from yizheng.launch.throwaway import throwaway_cluster

TEMPLATE = "migrated_template"
# A folder with another PostgreSQL's programs, for instance /usr/lib/postgresql/15/bin.
OTHER_POSTGRES = os.environ.get("YIZHENG_TEST_POSTGRES")

_sockets = pytest.StashKey[Path]()
_closing = pytest.StashKey[contextlib.ExitStack]()
_copy_numbers = itertools.count(1)


def _socket_folder(config: pytest.Config) -> Path:
    """Return the socket folder of this run's cluster; the first call starts it."""
    if hasattr(config, "workerinput"):
        return Path(config.workerinput["yizheng_sockets"])
    if _sockets not in config.stash:
        chosen = binaries.installed(Path(OTHER_POSTGRES)) if OTHER_POSTGRES else None
        config.stash[_closing] = contextlib.ExitStack()
        cluster = config.stash[_closing].enter_context(throwaway_cluster(binaries=chosen))
        config.stash[_sockets] = cluster.sockets
    return config.stash[_sockets]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell an xdist worker where the cluster of the run listens."""
    node.workerinput["yizheng_sockets"] = str(_socket_folder(node.config))


def pytest_unconfigure(config: pytest.Config) -> None:
    if _closing in config.stash:
        config.stash[_closing].close()


def _point_at(databases: Databases, name: str, role: str = roles.SERVING) -> None:
    """Let every connection opened from now on go to database `name`."""
    from django.db import connections

    connections.close_all()
    for alias in connections:
        where = connections[alias].settings_dict
        where.update(NAME=name, HOST=str(databases.sockets), PORT="", PASSWORD="")
        where["USER"] = roles.OWNER if alias == "owner" else role
        where["OPTIONS"].pop("pool", None)


def _copy_template(databases: Databases) -> str:
    """Make a database of its own for this worker; the first worker migrates the template."""
    from django.core.management import call_command

    name = f"test_{os.getpid()}_{next(_copy_numbers)}"
    with (databases.sockets / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not databases.exists(TEMPLATE):
            half_made = f"{TEMPLATE}_half_made"
            databases.create(half_made)
            _point_at(databases, half_made, roles.OWNER)
            call_command("migrate", verbosity=0, interactive=False)
            _point_at(databases, name)
            databases.rename(half_made, TEMPLATE)
    databases.create(name, template=TEMPLATE)
    return name


@pytest.fixture(scope="session", autouse=True)
def files_of_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep uploaded files out of the data folder."""
    from django.conf import settings

    settings.FILES_ROOT = tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Databases:
    """The databases of this run's cluster."""
    return Databases(_socket_folder(request.config))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any, databases: Databases) -> Iterator[None]:
    """Point Django at this worker's copy of the migrated template (instead of pytest-django's)."""
    from django.db import connections

    with django_db_blocker.unblock():
        _point_at(databases, _copy_template(databases))
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def own_database(
    request: pytest.FixtureRequest,
    databases: Databases,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[str]:
    """
    Give the test a fresh database whose transactions really commit; yields its name.

    For tests with threads, several connections or processes; without the mark `django_db`.
    """
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        raise pytest.UsageError("own_database opens the database itself: drop mark django_db and db")
    before = _current_name()
    with django_db_blocker.unblock():
        name = _copy_template(databases)
        _point_at(databases, name)
        try:
            yield name
        finally:
            _point_at(databases, before)
            databases.drop(name)


@pytest.fixture
def app_url(request: pytest.FixtureRequest, databases: Databases, django_db_setup: None) -> str:
    """The address of the test's database for the serving role."""
    return databases.url(roles.SERVING, _name_for(request))


@pytest.fixture
def owner_url(request: pytest.FixtureRequest, databases: Databases, django_db_setup: None) -> str:
    """The address of the test's database for the owner role."""
    return databases.url(roles.OWNER, _name_for(request))


@pytest.fixture
def owner_connection(owner_url: str) -> Iterator[psycopg.Connection]:
    """
    Open a session of the owner role (autocommit) on the test's database.

    It does not see the open transaction of a `django_db` test, and what it writes there stays for
    the later tests of the worker: write only together with `own_database`.
    """
    with psycopg.connect(owner_url, autocommit=True) as connection:
        yield connection


def _name_for(request: pytest.FixtureRequest) -> str:
    if "own_database" in request.fixturenames:
        return str(request.getfixturevalue("own_database"))
    return _current_name()


def _current_name() -> str:
    from django.db import connections

    return str(connections["default"].settings_dict["NAME"])
