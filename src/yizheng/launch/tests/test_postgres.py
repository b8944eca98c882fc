"""The embedded database as a process: start, stop, kill -9, left-over locks."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yizheng.launch import postgres, roles
from yizheng.launch.errors import CannotStart
from yizheng.launch.postgres import Cluster
from yizheng.launch.tests.processes import alive, processes_of, until

HOLD_A_CLUSTER = """
import sys, time
from pathlib import Path
from yizheng.launch.postgres import Cluster
folder = Path(sys.argv[1])
cluster = Cluster(folder / "pg", folder, log=folder / "log", durable=False)
cluster.start()
print(cluster.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("c")  # a short path: sockets have little room


@pytest.fixture
def cluster(folder: Path) -> Iterator[Cluster]:
    """A running cluster, made once for the module; without waiting for the disk."""
    made = Cluster(folder / "pg", folder, log=folder / "log", durable=False)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def rows(cluster: Cluster) -> Iterator[None]:
    cluster.create(roles.DATABASE)
    with psycopg.connect(cluster.owner_url) as session:
        session.execute("CREATE TABLE kept (n int)")
        session.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    yield
    cluster.drop(roles.DATABASE)


def count_rows(cluster: Cluster) -> int:
    with psycopg.connect(cluster.app_url) as session:
        (count,) = session.execute("SELECT count(*) FROM kept").fetchone() or (None,)
    return count


def test_stop_leaves_no_process_and_no_socket(cluster: Cluster, folder: Path) -> None:
    cluster.stop()

    assert processes_of(folder) == {}
    assert [path.name for path in folder.iterdir() if path.is_socket()] == []


def test_no_port_is_opened(cluster: Cluster) -> None:
    with cluster.admin() as session:
        assert session.execute("SHOW listen_addresses").fetchone() == ("",)


def test_data_and_socket_are_closed_to_others(cluster: Cluster, folder: Path) -> None:
    assert (folder / "pg").stat().st_mode & 0o777 == 0o700
    assert (folder / ".s.PGSQL.5432").stat().st_mode & 0o777 == 0o700


def test_committed_rows_survive_kill_of_the_server(cluster: Cluster, rows: None) -> None:
    os.kill(cluster.pid, signal.SIGKILL)
    until(lambda: cluster.pid is None)
    cluster.start()

    assert count_rows(cluster) == 1000


def test_server_ends_with_its_killed_parent_and_starts_again(folder: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", HOLD_A_CLUSTER, folder], stdout=subprocess.PIPE, text=True)
    server = int(parent.stdout.readline())

    parent.kill()
    parent.wait()
    until(lambda: not alive(server))

    again = Cluster(folder / "pg", folder, log=folder / "log", durable=False)
    again.start()
    again.stop()
    assert processes_of(folder) == {}


def test_lock_naming_a_stranger_is_cleared(cluster: Cluster, folder: Path) -> None:
    cluster.stop()
    (folder / "pg" / "postmaster.pid").write_text(f"{os.getpid()}\n{folder / 'pg'}\n")

    cluster.start()

    assert cluster.pid is not None


def test_a_data_folder_in_use_is_refused(cluster: Cluster, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "LOCK_SECONDS", 0.2)
    second = Cluster(folder / "pg", folder, log=folder / "log2")

    with pytest.raises(CannotStart, match="正被另一个数据库进程使用"):
        second.start()

    assert alive(cluster.pid)


def test_a_data_folder_of_another_version_is_refused(cluster: Cluster, folder: Path) -> None:
    cluster.stop()
    made_by = (folder / "pg" / "PG_VERSION").read_text().strip()
    (folder / "pg" / "PG_VERSION").write_text("14\n")

    with pytest.raises(CannotStart, match="由 PostgreSQL 14 建立"):
        cluster.start()

    (folder / "pg" / "PG_VERSION").write_text(f"{made_by}\n")


@pytest.mark.parametrize(
    "statement", ["TRUNCATE kept", "CREATE TABLE mine (n int)", "ALTER TABLE kept DISABLE TRIGGER ALL"]
)
def test_serving_role_has_no_power_over_tables(cluster: Cluster, rows: None, statement: str) -> None:
    with psycopg.connect(cluster.app_url) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute(statement)

    assert count_rows(cluster) == 1000
