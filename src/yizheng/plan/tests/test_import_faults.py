"""Two clerks at once, a killed worker, a lost database: one plan or none, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError, connection

from yizheng.attachment.queries import path_of
from yizheng.intake.models import ImportBatch, ImportState
from yizheng.kernel import ledger, tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.sequences import next_number
from yizheng.plan import tasks
from yizheng.plan.models import WorkPlan
from yizheng.plan.services.importing import confirm_import, receive_plan
from yizheng.plan.tests import import_drafts
from yizheng.plan.tests.factories import moment
from yizheng.plan.tests.import_office import Office, counted, open_office, read_import
from yizheng.plan.tests.test_import_bad_input import PLAN

WORKER = """
import asyncio, django
django.setup()
from procrastinate.contrib.django import app
from yizheng.launch.jobs.worker import take_up_stalled
async def work():
    worker = app.with_connector(app.connector.get_worker_connector())
    async with worker.open_async():
        await take_up_stalled(worker, only_one=True)
        await worker.run_worker_async(wait=False)
asyncio.run(work())
"""
"""A worker that takes up what was left, does what is queued, and goes home."""


@pytest.fixture
def office(own_database: str, settings: Any, tmp_path: Path) -> Office:
    """An office in a database whose transactions really commit."""
    settings.FILES_ROOT = tmp_path / "files"
    return open_office()


def _confirm(office: Office, batch: ImportBatch, results: list[Any]) -> None:
    """Confirm in a thread of its own, on a connection of its own."""
    try:
        with tenancy.scope(office.committee, office.clerk.user_id):
            results.append(confirm_import(batch=batch, edition=1, by=office.clerk, at=moment(22)))
    except (Refused, OperationalError) as error:
        results.append(error)
    finally:
        connection.close()


def _together(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def _imports(office: Office, count: int) -> list[ImportBatch]:
    with tenancy.scope(office.committee):
        return [read_import(office, import_drafts.draft()) for _ in range(count)]


def _codes(results: list[Any]) -> list[str]:
    return sorted(each.code if isinstance(each, Refused) else type(each).__name__ for each in results)


def test_two_clerks_confirming_one_import_leave_one_plan(office: Office) -> None:
    (batch,) = _imports(office, 1)
    results: list[Any] = []

    _together(*(lambda: _confirm(office, batch, results) for _ in range(2)))

    assert _codes(results) == ["WorkPlan", "stale"]
    with tenancy.scope(office.committee):
        assert WorkPlan.objects.count() == 1
        assert ledger.history("import", batch.pk).filter(act="confirm_import").count() == 1


def test_two_imports_of_one_year_confirmed_at_once_leave_one_plan(office: Office) -> None:
    first, second = _imports(office, 2)
    results: list[Any] = []

    _together(lambda: _confirm(office, first, results), lambda: _confirm(office, second, results))

    assert _codes(results) == ["WorkPlan", "year_taken"]
    with tenancy.scope(office.committee):
        assert WorkPlan.objects.count() == 1
        assert sorted(ImportBatch.objects.values_list("state", flat=True)) == ["confirmed", "read"]


def test_a_database_lost_in_the_middle_of_a_confirmation_undoes_it_all(office: Office, databases: Any) -> None:
    (batch,) = _imports(office, 1)
    with tenancy.scope(office.committee):
        next_number("plan-of-2026")
        before = counted()
    results: list[Any] = []
    thread = threading.Thread(target=_confirm, args=(office, batch, results))

    with databases.admin(connection.settings_dict["NAME"]) as admin, admin.transaction():
        admin.execute("select from kernel_sequence for update")
        thread.start()
        _kill_the_waiting(databases)
    thread.join(60)

    assert _codes(results) == ["OperationalError"]
    with tenancy.scope(office.committee):
        assert counted() == before
        assert ImportBatch.objects.get().state == ImportState.READ


def _kill_the_waiting(databases: Any) -> None:
    """End the session that waits for a lock, as soon as there is one."""
    with databases.admin() as watcher:
        for _ in range(600):
            found = watcher.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where wait_event_type = 'Lock' and datname = %s",
                [connection.settings_dict["NAME"]],
            ).fetchall()
            if found:
                return
            watcher.execute("select pg_sleep(0.05)")
    raise AssertionError("nobody waited for the lock")


def _received(office: Office) -> tuple[ImportBatch, Path]:
    with tenancy.scope(office.committee, office.clerk.user_id):
        upload = ContentFile(PLAN.encode(), name="要点.txt")
        batch = receive_plan(upload=upload, by=office.clerk, at=moment(22))
        return batch, path_of(batch.file)


def _batch(office: Office) -> ImportBatch:
    with tenancy.scope(office.committee):
        return ImportBatch.objects.get()


def _made_slow(path: Path) -> None:
    """Put a pipe in the file's place: whoever reads it waits until somebody writes."""
    path.unlink()
    os.mkfifo(path)


def _made_whole(path: Path) -> None:
    path.unlink()
    path.write_bytes(PLAN.encode())


def test_a_database_lost_while_a_file_is_read_leaves_it_waiting(office: Office, databases: Any) -> None:
    batch, path = _received(office)
    _made_slow(path)
    results: list[Any] = []

    def read() -> None:
        try:
            tasks.prepare_import(committee_id=office.committee.pk, batch_id=batch.pk)
        except OperationalError as error:
            results.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=read)
    thread.start()
    with path.open("wb") as pipe:
        _kill_all_others(databases)
        pipe.write(PLAN.encode())
    thread.join(60)

    assert _codes(results) == ["OperationalError"]
    assert (_batch(office).state, _batch(office).tree) == (ImportState.WAITING, {})
    _made_whole(path)
    tasks.prepare_import(committee_id=office.committee.pk, batch_id=batch.pk)
    assert _batch(office).state == ImportState.READ


def _kill_all_others(databases: Any) -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    with databases.admin() as admin:
        admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])


def test_a_worker_killed_while_reading_loses_nothing(office: Office, app_url: str, tmp_path: Path) -> None:
    batch, path = _received(office)
    _made_slow(path)
    environment = {
        **os.environ,
        "DATABASE_URL": app_url,
        "YIZHENG_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "yizheng.config.settings",
    }

    killed = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
    with path.open("wb"):
        killed.send_signal(signal.SIGKILL)
        assert killed.wait(60) == -signal.SIGKILL
    assert (_batch(office).state, _batch(office).progress_percent) == (ImportState.WAITING, 10)
    _made_whole(path)
    subprocess.run([sys.executable, "-c", WORKER], env=environment, check=True, timeout=120)

    assert _batch(office).state == ImportState.READ
    with tenancy.scope(office.committee):
        acts = ledger.history("import", batch.pk).values_list("act", flat=True)
        assert list(acts) == ["receive_import", "finish_reading"]
    with psycopg.connect(app_url) as session:
        found = session.execute("select status from procrastinate_jobs where task_name = 'plan.read_import'")
        assert found.fetchall() == [("succeeded",)]
