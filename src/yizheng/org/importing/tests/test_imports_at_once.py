"""Two clerks confirm at once: one writes, the other is told; real transactions on a database of their own."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from yizheng.accounts.enums import Role
from yizheng.intake.models import ImportBatch
from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.org.importing import services
from yizheng.org.models import Membership, Person

from .office import LI, WANG, Office, at, counted, open_office, read, seat


@pytest.fixture
def real_office(own_database: str, django_db_blocker: Any, settings: Any, tmp_path: Path) -> Any:
    settings.FILES_ROOT = tmp_path / "files"
    with django_db_blocker.unblock():
        yield open_office()


def _together(office: Office, *confirmations: tuple[ImportBatch, Actor]) -> list[str]:
    starting, ended = threading.Barrier(len(confirmations)), []

    def run(batch: ImportBatch, by: Actor) -> None:
        try:
            with tenancy.scope(office.committee, by.user_id):
                starting.wait()
                services.confirm_import(batch=batch, edition=1, by=by, at=at())
            ended.append("done")
        except Refused as refusal:
            ended.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in confirmations]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(ended)


def test_an_import_confirmed_by_two_at_once_is_written_once(real_office: Office) -> None:
    batch = read(real_office, WANG, LI)
    with tenancy.scope(real_office.committee):
        other = seat(Role.OFFICE_CLERK, "许岚")

    ends = _together(real_office, (batch, real_office.clerk), (batch, other))

    assert ends == ["done", "stale"]
    assert counted(real_office, (Person, Membership)) == {"Person": 2, "Membership": 2}
    with tenancy.scope(real_office.committee):
        assert LedgerEntry.objects.filter(act="confirm_import").count() == 1


def test_two_imports_of_one_roll_confirmed_at_once_are_written_once(real_office: Office) -> None:
    first, second = read(real_office, WANG), read(real_office, WANG)

    ends = _together(real_office, (first, real_office.clerk), (second, real_office.clerk))

    assert ends == ["changed_since", "done"]
    assert counted(real_office, (Person, Membership)) == {"Person": 1, "Membership": 1}
