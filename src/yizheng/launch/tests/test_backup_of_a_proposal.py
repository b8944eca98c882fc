"""A proposal destroyed after a backup is destroyed again when the backup is restored, with all that hangs on it."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.base import File
from psycopg import sql

from yizheng.accounts.enums import Role
from yizheng.attachment import services as attachment
from yizheng.kernel import fingerprints, purging, quarantine, secrets, subjects, tenancy
from yizheng.kernel.models import Committee
from yizheng.kernel.tests.quiet import wait_for_other_databases
from yizheng.kernel.verification import verify
from yizheng.launch import backup, roles
from yizheng.launch.databases import SUPERUSER, Databases
from yizheng.notify import services as notify
from yizheng.plan.tests.factories import CommitteeFactory, seat
from yizheng.promise import services as promises
from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.models import Proposal, ProposalVersion, Publication, Reply
from yizheng.proposal.tests import factories as make

AT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
SECRET = "暗礁渡口"


@dataclass
class House:
    """A committed committee in a database of its own, with one proposal that much has happened to."""

    databases: Databases
    database: str
    home: Path
    committee: Committee
    proposal_id: int


@pytest.fixture
def house(own_database: str, databases: Databases, tmp_path: Path, owner_url: str, settings: Any) -> House:
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
        proposal = _with_everything()
    return House(databases, own_database, home, committee, proposal.pk)


def _with_everything() -> Proposal:
    clerk, day = seat(Role.OFFICE_CLERK), date(2026, 5, 20)
    made = make.proposal(
        ProposalState.REPLIED, title=f"关于修缮{SECRET}的建议", background=f"{SECRET}年久失修", analysis=SECRET
    )  # fmt: skip
    made.suggestions.update(text=f"修缮{SECRET}")
    ProposalVersion.objects.create(
        proposal=made, ordinal=1, title=f"关于{SECRET}的建议", background=SECRET, suggestions=[SECRET], made_at=AT,
        made_by_name="卜一",
    )  # fmt: skip
    unit = make.UnitFactory()
    letter = make.reply(make.handling(made, unit, state=HandlingState.ISSUED), body=f"{SECRET}已列入计划")
    letter.sealed_scan = _file(letter, clerk)
    letter.save(update_fields=["sealed_scan"])
    _file(made, clerk)
    make.feedback(letter, state="given", comment=f"{SECRET}没有动工", submitted_on=day)
    promises.make(
        origin=letter, text=f"修好{SECRET}", due_on=date(2026, 12, 20), promiser=unit, by=make.as_unit(unit), at=AT
    )  # fmt: skip
    Publication.objects.create(
        proposal=made, state="published", level="full", title=made.title, number="第001号", session_label="三届四次",
        proposer="卜一", text=SECRET, reply_text=SECRET, prepared_on=day, published_on=day, year=2026,
    )  # fmt: skip
    assert clerk.user_id is not None
    notify.tell(
        recipients=[clerk.user_id], text=f"《{made.title}》已答复。", url=subjects.of(letter).url(letter),
        key="replied", at=AT,
    )  # fmt: skip
    return made


def _file(subject: Proposal | Reply, by: Any) -> Any:
    words = f"{SECRET}{subjects.kind_of(subject)}".encode()
    return attachment.keep(file=File(io.BytesIO(words)), name=f"{SECRET}.txt", by=by, at=AT, subject=subject)


@pytest.fixture
def empty(databases: Databases) -> Iterator[str]:
    name = f"restored_proposal_{os.getpid()}"
    databases.create(name)
    try:
        yield name
    finally:
        databases.drop(name)


def _purge(house: House) -> None:
    with tenancy.scope(house.committee):
        clerk, secretary = seat(Role.OFFICE_CLERK), seat(Role.SECRETARY_GENERAL)
        proposal = Proposal.objects.get(pk=house.proposal_id)
        closure = quarantine.quarantine(subject=proposal, by=clerk, reason="误传", at=AT)
        purging.ask_purge(closure=closure, by=clerk, reason="误传，需销毁", at=AT)
        purging.confirm_purge(closure=closure, by=secretary, at=AT)


def _tables_saying(url: str, word: str) -> set[str]:
    """Return the tables of a database in which a word stands in any row."""
    found = set()
    with psycopg.connect(url) as session:
        names = session.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        for (name,) in names.fetchall():
            asked = sql.SQL("select exists (select from {} t where t::text like %s)").format(sql.Identifier(name))
            row = session.execute(asked, [f"%{word}%"]).fetchone()
            assert row is not None
            found |= {name} if row[0] else set()
    return found


def _restore(house: House, database: str, target: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    target.mkdir()
    shutil.copy(house.home / "keys.json", target / "keys.json")
    url = house.databases.url(roles.OWNER, database)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "YIZHENG_"))}
    told = {"DATABASE_URL": url, "DATABASE_OWNER_URL": url, "YIZHENG_HOME": str(target)}
    return subprocess.run(
        [sys.executable, "-m", "yizheng.launch.upkeep", "restore", str(folder)], env={**kept, **told},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _backup(house: House, at: datetime) -> Path:
    url = house.databases.url(SUPERUSER, house.database)
    with psycopg.connect(url, autocommit=True) as session:
        wait_for_other_databases(session)
    return backup.backup(house.home / "backups", backup_url=url, at=at).folder


def test_a_destroyed_proposal_does_not_come_back_with_an_older_backup(house: House, empty: str, tmp_path: Path) -> None:
    folder = _backup(house, AT)
    here = house.databases.url(SUPERUSER, house.database)
    assert _tables_saying(here, SECRET) == {
        "attachment_storedfile", "notify_notice", "promise_promise", "proposal_feedback", "proposal_proposal",
        "proposal_proposalversion", "proposal_publication", "proposal_reply", "proposal_suggestion", "search_entry",
        "search_key", "todo_todo",
    }  # fmt: skip
    _purge(house)
    assert _tables_saying(here, SECRET) == set()
    _backup(house, AT + timedelta(days=1))

    target = tmp_path / "new"
    done = _restore(house, empty, target, folder)

    assert done.returncode == 0, done.stderr
    there = house.databases.url(SUPERUSER, empty)
    assert _tables_saying(there, SECRET) == set()
    with psycopg.connect(there) as session:
        assert session.execute("select title, filed_no, state from proposal_proposal").fetchall() == [
            ("〔内容已销毁〕", 1, "replied")
        ]
        assert session.execute("select act from kernel_ledgerentry where act like 'purge%'").fetchall() == [
            ("purge_again",)
        ]
    assert [path for path in (target / "files").rglob("*") if path.is_file()] == []
    with psycopg.connect(house.databases.url(roles.OWNER, empty), autocommit=True) as owner:
        assert [report.whole for report in verify(owner)] == [True]
    (line,) = (json.loads(each) for each in (target / "purges.jsonl").read_text().splitlines())
    assert (line["kind"], len(line["sha256s"])) == ("proposal", 2)
