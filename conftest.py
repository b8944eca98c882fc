"""
Databases for the tests: one throw-away cluster a process, databases copied from a migrated template.

Each xdist worker has a cluster of its own: an open transaction anywhere in a cluster holds up the
sealing of the ledger in all its databases. Tests connect as the serving role, as the product does.
That role cannot TRUNCATE, so `transactional_db` cannot flush: a test that needs real transactions
asks for `own_database`.
"""

import fcntl
import gc
import hashlib
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from xdist.scheduler import LoadFileScheduling

from yizheng.launch import backup_programs, binaries, roles
from yizheng.launch.databases import Databases
from yizheng.launch.throwaway import remove_leftovers, throwaway_cluster

ROOT = Path(__file__).parent
TEMPLATE = "migrated_template"
# A folder with another PostgreSQL's programs, for instance /usr/lib/postgresql/15/bin.
OTHER_POSTGRES = os.environ.get("YIZHENG_TEST_POSTGRES")

SHARED_FOLDERS = ("src/yizheng/demo/tests/",)
"""Their tests share the building of one demo."""

COSTLY = (
    *SHARED_FOLDERS,
    "config/tests/test_every_door.py", "config/tests/test_roles_states_acts.py", "kernel/tests/test_machines.py",
    "kernel/tests/test_upgrade.py", "kernel/tests/test_walls.py", "launch/tests/test_backup_cycle.py",
    "launch/tests/test_house.py", "notify/tests/test_exactly_once.py", "opinion/tests/test_leaks.py",
    "opinion/tests/test_machine.py", "proposal/tests/test_doors_json_papers.py",
    "proposal/tests/test_doors_outsiders.py", "proposal/tests/test_machine.py", "proposal/tests/test_purging_doors.py",
)  # fmt: skip
"""What takes more than a quarter of a minute: dealt out first, so that no worker waits for another's last file."""

_copy_numbers = itertools.count(1)

gc.disable()  # what is imported and collected stays: looking for garbage in it takes a quarter of that time


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what is costly first; the order is otherwise as it was."""
    items.sort(key=lambda item: not any(each in item.nodeid for each in COSTLY))


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later look for garbage."""
    gc.freeze()
    gc.enable()


class ByFile(LoadFileScheduling):
    """The tests of a file run on one worker; so do those of all files that look at one costly thing."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return next((folder for folder in SHARED_FOLDERS if file.startswith(folder)), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Deal the tests out to the workers, in the order of the collection."""
    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_unconfigure() -> None:
    """Remove what workers that were killed could not remove."""
    remove_leftovers()


def _point_at(databases: Databases, name: str, role: str = roles.SERVING) -> None:
    """Let every connection opened from now on go to database `name`."""
    from django.db import connections

    connections.close_all()
    for alias in connections:
        where = connections[alias].settings_dict
        where.update(NAME=name, HOST=str(databases.sockets), PORT="", PASSWORD="")
        where["USER"] = roles.OWNER if alias == "owner" else role
        where["OPTIONS"].pop("pool", None)


def _fill_template(databases: Databases) -> None:
    """Migrate the template, or load what an earlier run dumped of the same migrations on the same server."""
    from django.core.management import call_command

    dumped = _dump_of(databases)
    with dumped.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if dumped.exists():
            major = backup_programs.server_major(databases.url(roles.OWNER, TEMPLATE))
            backup_programs.load(databases.url(roles.OWNER, TEMPLATE), dumped, dumped_by=major)
            return
        _point_at(databases, TEMPLATE, roles.OWNER)
        call_command("migrate", verbosity=0, interactive=False)
        _dump_template(databases, dumped)


def _dump_of(databases: Databases) -> Path:
    """Return where a dump of exactly these migrations, made by this server's version, would lie."""
    with databases.admin() as connection:
        version = connection.info.server_version
    from django.conf import settings

    digest = hashlib.sha256(f"{version} {settings.INSTALLED_APPS}".encode())
    for file in [*sorted(ROOT.glob("src/yizheng/*/migrations/*.py")), ROOT / "requirements.lock"]:
        digest.update(file.read_bytes())
    folder = ROOT / ".pytest_cache" / "templates"  # of this checkout: a clean clone begins without
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{digest.hexdigest()[:24]}.dump"


def _dump_template(databases: Databases, dumped: Path) -> None:
    from yizheng.launch.databases import SUPERUSER

    url, whole = databases.url(SUPERUSER, TEMPLATE), dumped.with_suffix(f".{os.getpid()}")
    program = backup_programs.folder_for(backup_programs.server_major(url)) / "pg_dump"
    backup_programs.run(
        [program, "--format=custom", "--compress=0", "--no-owner", f"--file={whole}"],
        url, failed="the template was not dumped",
    )  # fmt: skip
    whole.rename(dumped)


def _copy_template(databases: Databases) -> str:
    """Make a database with the tables of the product; the first one is migrated, the others are copies."""
    if not databases.exists(TEMPLATE):
        databases.create(TEMPLATE)
        _fill_template(databases)
    name = f"test_{next(_copy_numbers)}"
    _point_at(databases, name)
    databases.create(name, template=TEMPLATE)
    return name


@pytest.fixture(scope="session", autouse=True)
def files_of_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep uploaded files out of the data folder."""
    from django.conf import settings

    settings.FILES_ROOT = tmp_path_factory.mktemp("files")
    settings.PURGE_REGISTER_FILE = tmp_path_factory.mktemp("register") / "purges.jsonl"


@pytest.fixture(scope="session", autouse=True)
def keys_of_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Seal with keys of this run only."""
    from django.conf import settings

    from yizheng.kernel import secrets

    settings.KEY_RING_FILE = tmp_path_factory.mktemp("keys") / "keys.json"
    secrets.write_ring(settings.KEY_RING_FILE, secrets.new_ring())


@pytest.fixture(scope="session", autouse=True)
def no_second_step() -> None:
    """Let clerks of the tests in by their password; the tests of the door demand the second step themselves."""
    from dataclasses import replace

    from django.conf import settings

    settings.DOOR = replace(settings.DOOR, require_totp=False)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Keep the passwords of the tests as the product does, in few rounds: a million of them take most of a second."""
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    PBKDF2PasswordHasher.iterations = 1000


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The databases of this process's cluster."""
    chosen = binaries.installed(Path(OTHER_POSTGRES)) if OTHER_POSTGRES else None
    with throwaway_cluster(binaries=chosen, in_memory=True) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any, databases: Databases) -> Iterator[None]:
    """Point Django at this worker's copy of the migrated template (instead of pytest-django's)."""
    from django.db import connections

    with django_db_blocker.unblock():
        _copy_template(databases)
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
    with _a_copy(databases, django_db_blocker) as name:
        yield name


@pytest.fixture(scope="module")
def shared_database(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """
    Give all tests of a module one database whose transactions really commit; yields its name.

    For tests that each make rows of their own and look at no others: a copy for each would take longer than they do.
    """
    with _a_copy(databases, django_db_blocker) as name:
        yield name


@pytest.fixture(scope="session")
def second_database(
    databases: Databases, django_db_setup: None, django_db_blocker: Any
) -> Callable[[], AbstractContextManager[None]]:
    """
    Return the way into a second database that stays for the whole run; it is made at the first entry.

    For what takes long to build: what is committed there stands at every later entry.
    """
    made: list[str] = []

    @contextmanager
    def enter() -> Iterator[None]:
        before = _current_name()
        with django_db_blocker.unblock():
            if made:
                _point_at(databases, made[0])
            else:
                made.append(_copy_template(databases))
            yield
            _point_at(databases, before)

    return enter


@contextmanager
def _a_copy(databases: Databases, django_db_blocker: Any) -> Iterator[str]:
    before = _current_name()
    with django_db_blocker.unblock():
        name = _copy_template(databases)
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
