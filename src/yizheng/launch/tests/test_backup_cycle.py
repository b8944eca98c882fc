"""Backup, drill, purge, restore, new keys: what comes back, what must not, and what is refused."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.base import File

from yizheng.accounts.enums import Role
from yizheng.attachment import services as attachment
from yizheng.kernel import fingerprints, purging, quarantine, rotating, secrets, tenancy
from yizheng.kernel.models import Committee, UpkeepRun
from yizheng.kernel.tests.quiet import wait_for_other_databases
from yizheng.kernel.verification import verify
from yizheng.launch import backup, drill, restore, roles
from yizheng.launch import rotating as rotate_keys
from yizheng.launch.backup_manifest import MANIFEST
from yizheng.launch.databases import SUPERUSER, Databases
from yizheng.launch.errors import CannotStart
from yizheng.org.models import Person
from yizheng.plan.models import PlanTask
from yizheng.plan.tests.factories import CommitteeFactory, EvidenceFactory, PersonFactory, TaskFactory, seat

AT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
SECRET = "走访某企业并形成内部材料"
PHONE = "13900000001"


@dataclass
class KeepingHouse:
    """A committed house with a data folder of its own; `run` does an act as the command line does."""

    databases: Databases
    name: str
    home: Path
    committee: Committee
    task_id: int
    person_id: int

    @property
    def backups(self) -> Path:
        return self.home / "backups"

    @property
    def superuser_url(self) -> str:
        return self.databases.url(SUPERUSER, self.name)

    def backup(self, at: datetime = AT, **words: Any) -> backup.Made:
        with psycopg.connect(self.superuser_url, autocommit=True) as session:
            wait_for_other_databases(session)
        return backup.backup(self.backups, backup_url=self.superuser_url, at=at, **words)

    def run_on(self, database: str, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "YIZHENG_"))}
        told = {"DATABASE_URL": self.databases.url(roles.OWNER, database), "YIZHENG_HOME": str(home)}
        return subprocess.run(
            [sys.executable, "-m", "yizheng.launch.upkeep", *words],
            env={**kept, **told, "DATABASE_OWNER_URL": told["DATABASE_URL"]},
            capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture
def house(own_database: str, databases: Databases, tmp_path: Path, owner_url: str, settings: Any) -> KeepingHouse:
    """One committee with a task, evidence with a file, a person with a sealed number, and its fingerprints."""
    home = tmp_path / "home"
    home.mkdir()
    settings.HOME, settings.FILES_ROOT = home, home / "files"
    settings.PURGE_REGISTER_FILE, settings.KEY_RING_FILE = home / "purges.jsonl", home / "keys.json"
    settings.DATABASE_OWNER_URL = owner_url
    secrets.write_ring(home / "keys.json", secrets.new_ring())
    with psycopg.connect(owner_url, autocommit=True) as owner:
        fingerprints.take(owner, at=AT)
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        task = TaskFactory(content=SECRET)
        person = PersonFactory(phone=PHONE)
        evidence = EvidenceFactory(task=task, note="附内部材料")
        by = seat(Role.OFFICE_CLERK)
        evidence.file = attachment.keep(
            file=File(io.BytesIO(SECRET.encode())), name="内部材料.txt", by=by, at=AT, subject=evidence
        )
        evidence.save(update_fields=["file"])
        attachment.keep(file=File(io.BytesIO(b"open")), name="公开.txt", by=by, at=AT, subject=task)
    return KeepingHouse(databases, own_database, home, committee, task.pk, person.pk)


@pytest.fixture
def empty(databases: Databases) -> Iterator[str]:
    """An empty database of the owner role."""
    name = f"restored_{os.getpid()}"
    databases.create(name)
    try:
        yield name
    finally:
        databases.drop(name)


def purge(house: KeepingHouse, at: datetime = AT) -> None:
    """Take the task out of sight and destroy it, by two persons."""
    with tenancy.scope(house.committee):
        clerk, secretary = seat(Role.OFFICE_CLERK), seat(Role.SECRETARY_GENERAL)
        task = PlanTask.objects.get(pk=house.task_id)
        closure = quarantine.quarantine(subject=task, by=clerk, reason="误传", at=at)
        purging.ask_purge(closure=closure, by=clerk, reason="误传，需销毁", at=at)
        purging.confirm_purge(closure=closure, by=secretary, at=at)


def test_a_backup_has_database_files_and_manifest_but_no_key(house: KeepingHouse) -> None:
    made = house.backup()

    assert made.folder.name == "2026-11-23_023000"
    told = json.loads((made.folder / MANIFEST).read_text())
    assert told["counts"]["plan_plantask"] == 1
    assert (told["counts"]["attachment_storedfile"], len(told["files"]), told["missing_files"]) == (2, 2, [])
    assert told["ledger"]["yunxi"]["entries"] == 0
    held = secrets.ring()
    assert sorted(path.name for path in made.folder.iterdir()) == ["database.dump", "files", "manifest.json"]
    everything = b"".join(path.read_bytes() for path in made.folder.rglob("*") if path.is_file())
    assert held.keys[1].hex().encode() not in everything
    assert PHONE.encode() not in everything


def test_unchanged_files_are_linked_and_old_days_go(house: KeepingHouse) -> None:
    first = house.backup(AT - timedelta(days=3))
    second = house.backup(AT - timedelta(days=2))
    third = house.backup(AT - timedelta(days=1), keep_days=2)

    assert (first.copied, first.linked) == (2, 0)
    assert (second.copied, second.linked) == (0, 2)
    assert third.removed == 1
    assert backup.backups_in(house.backups) == [second.folder, third.folder]
    (name, size), *_ = third.manifest.files.items()
    assert (third.folder / "files" / name).stat().st_size == size


def test_what_a_killed_backup_left_is_no_backup_and_is_swept(house: KeepingHouse) -> None:
    partial = house.backups / ".partial-2026-11-20_020000"
    partial.mkdir(parents=True)
    (partial / "database.dump").write_bytes(b"half")

    with pytest.raises(CannotStart, match="没有完整的备份"):
        backup.chosen(house.backups)
    made = house.backup()

    assert backup.backups_in(house.backups) == [made.folder]
    assert not partial.exists()


def test_a_full_disk_is_refused_before_anything_is_written(
    house: KeepingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(house.home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1024))

    with pytest.raises(CannotStart, match="所在磁盘剩余 0MB，大约需要"):
        house.backup()

    assert [path.name for path in house.backups.iterdir()] == [".lock"]


def test_a_house_comes_back_without_what_was_destroyed_since(house: KeepingHouse, empty: str, tmp_path: Path) -> None:
    made = house.backup()
    purge(house)
    house.backup(AT + timedelta(days=1))
    target = tmp_path / "new"
    target.mkdir()
    shutil.copy(house.home / "keys.json", target / "keys.json")

    done = house.run_on(empty, target, "restore", str(made.folder))

    assert done.returncode == 0, done.stderr
    assert "备份之后销毁过的 1 项内容已再次销毁" in done.stderr
    assert "与恢复的数据相符" in done.stderr
    with psycopg.connect(house.databases.url(SUPERUSER, empty)) as session:
        words = session.execute("select content from plan_plantask").fetchall()
        acts = session.execute("select act from kernel_ledgerentry order by id").fetchall()
        names = session.execute("select name, size_bytes > 0 from attachment_storedfile order by id").fetchall()
    assert words == [("〔内容已销毁〕",)]
    assert acts == [("purge_again",)]
    assert names == [("〔内容已销毁〕", False), ("〔内容已销毁〕", False)]
    assert [path for path in (target / "files").rglob("*") if path.is_file()] == []
    with psycopg.connect(house.databases.url(roles.OWNER, empty), autocommit=True) as owner:
        assert [report.whole for report in verify(owner)] == [True]


RIGHTS = """
    select c.relname, p.right_name from pg_class c, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'])
    as p(right_name) where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    and has_table_privilege(%s, c.oid, p.right_name)
"""


def test_the_serving_role_may_in_a_restored_house_exactly_what_it_might_before(
    house: KeepingHouse, empty: str, tmp_path: Path
) -> None:
    def rights(url: str) -> set[Any]:
        with psycopg.connect(url) as session:
            return set(session.execute(RIGHTS, [roles.SERVING]).fetchall())

    before = rights(house.superuser_url)

    done = house.run_on(empty, tmp_path / "new", "restore", str(house.backup().folder))

    assert done.returncode == 0, done.stderr
    assert ("kernel_ledgerseal", "INSERT") not in before
    assert rights(house.databases.url(SUPERUSER, empty)) == before


def test_a_filled_target_is_refused_and_stays(house: KeepingHouse) -> None:
    made = house.backup()

    with pytest.raises(CannotStart, match="目标数据库不是空的，没有恢复"):
        restore.restore(made.folder, at=AT)

    with tenancy.scope(house.committee):
        assert PlanTask.objects.get().content == SECRET


def test_a_damaged_backup_is_refused_and_nothing_is_written(house: KeepingHouse, empty: str, settings: Any) -> None:
    made = house.backup()
    dumped = made.folder / "database.dump"
    dumped.write_bytes(dumped.read_bytes()[:-1] + b"x")

    settings.DATABASE_OWNER_URL = house.databases.url(roles.OWNER, empty)

    with pytest.raises(CannotStart, match="已损坏或不完整"):
        restore.restore(made.folder, at=AT)

    with psycopg.connect(house.databases.url(roles.OWNER, empty)) as owner:
        assert owner.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone() == (0,)


def test_a_drill_restores_and_compares(house: KeepingHouse) -> None:
    made = house.backup()

    done = drill.drill(made.folder)

    assert done.faults == []
    assert (done.figures["files"], done.figures["rows"]) == (2, sum(made.manifest.counts.values()))


def test_a_drill_names_rows_that_are_not_as_they_were(house: KeepingHouse) -> None:
    made = house.backup()
    manifest = json.loads((made.folder / MANIFEST).read_text())
    manifest["samples"]["plan_plantask"][0][1] = "0" * 64
    manifest["counts"]["org_person"] += 1
    (made.folder / MANIFEST).write_text(json.dumps(manifest))

    done = drill.drill(made.folder)

    assert done.faults == ["表 org_person 应有 2 行，实有 1 行", "表 plan_plantask 抽查的记录与备份时不同"]


def test_a_failed_run_is_recorded_with_its_sentence(house: KeepingHouse) -> None:
    with (
        pytest.raises(CannotStart),
        drill.recorded(UpkeepRun.Kind.DRILL, began_at=AT) as told,
    ):
        drill.drill(backup.chosen(house.backups))

    run = UpkeepRun.objects.get()
    assert (run.is_good, run.sentence) == (
        False,
        f"{house.backups} 里没有完整的备份；请写明 yizheng backup 所用的文件夹。",
    )
    assert told.backup == ""


def test_new_keys_seal_everything_anew_and_the_old_one_can_go(house: KeepingHouse) -> None:
    old = secrets.ring()

    assert rotate_keys.rotate(retire_old=False, at=AT) == 1
    assert (secrets.ring().current, sorted(secrets.ring().keys)) == (2, [1, 2])
    rotate_keys.rotate(retire_old=True, at=AT)

    assert sorted(secrets.ring().keys) == [2]
    assert secrets.ring().digest_key == old.digest_key
    with tenancy.scope(house.committee):
        assert Person.objects.get(pk=house.person_id).phone == PHONE
    with psycopg.connect(house.databases.url(roles.OWNER, house.name), autocommit=True) as owner:
        assert fingerprints.misfit(owner) is None
        secrets.write_ring(secrets.ring_path(), old)
        assert "较旧的副本，缺少第2号密钥" in (fingerprints.misfit(owner) or "")


def test_a_rotation_that_was_stopped_goes_on_without_another_key(house: KeepingHouse) -> None:
    with tenancy.scope(house.committee):
        PersonFactory(phone="13900000002")
    secrets.write_ring(secrets.ring_path(), secrets.ring().with_new_key())
    with psycopg.connect(house.databases.url(roles.OWNER, house.name), autocommit=True) as owner:
        fingerprints.take(owner, at=AT)
        column = next(each for each in rotating.sealed_columns() if each.context == "org_person.phone")
        with owner.transaction():  # half of the work, then the power went
            tenancy_rows = rotating._older(owner, column, None, after=0, limit=None)
            assert tenancy_rows == []  # behind its wall nothing is seen, so nothing is forgotten by mistake
        assert rotating.remaining(owner) == {"org_person.phone": 2}

    assert rotate_keys.rotate(retire_old=True, at=AT) == 2

    assert sorted(secrets.ring().keys) == [2]


def test_a_strange_ring_is_recognised_and_never_replaced(house: KeepingHouse) -> None:
    secrets.write_ring(secrets.ring_path(), secrets.new_ring())

    with pytest.raises(CannotStart, match="不是这套数据的"):
        rotate_keys.rotate(retire_old=False, at=AT)

    assert sorted(secrets.ring().keys) == [1]
