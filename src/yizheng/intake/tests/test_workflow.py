"""The machine of an import under any order of acts and actors: what must never be false."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import rules
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yizheng.accounts.models import User
from yizheng.intake import purposes, services
from yizheng.intake.models import ImportBatch, ImportState
from yizheng.intake.workflow import MACHINE
from yizheng.kernel import ledger, tenancy
from yizheng.kernel.acting import SYSTEM, Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.kernel.permissions import wears

PURPOSE = purposes.Purpose("notes", "笔记", "intake_tests.import", "plan.read_import", "todo:desk")
CLOSED = (ImportState.CONFIRMED, ImportState.DISCARDED)


class ImportLife(RuleBasedStateMachine):
    """Rules are the services; every refusal is checked to leave the import as it was."""

    @initialize()
    def open_house(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        user = User.objects.create_user("xu-lan", "许岚")
        self.scope = tenancy.scope(Committee.objects.create(full_name="云溪", short_name="云溪", slug="yunxi"), user.pk)
        self.scope.__enter__()
        clerk = Actor(user.pk, "许岚", Hat("office_clerk", "办公室"))
        self.people = [clerk, Actor(user.pk, "许岚", Hat("member", "委员")), SYSTEM]
        self.at = timezone.now()
        upload = ContentFile("要点".encode(), name="要点.txt")
        self.batch = services.receive(upload=upload, purpose="notes", by=clerk, at=self.at)
        self.acts, self.editions = 1, 1

    def teardown(self) -> None:
        if hasattr(self, "scope"):
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def attempt(self, who: int, act: Any, **given: Any) -> bool:
        # The page the actor looks at may be old: the object is the one made at the beginning.
        before = self.everything()
        self.at += timedelta(minutes=1)
        try:
            with transaction.atomic():
                act(batch=self.batch, by=self.people[who], at=self.at, **given)
        except (Refused, PermissionDenied):
            assert self.everything() == before
            return False
        return True

    def everything(self) -> list[Any]:
        rows = [list(ImportBatch.objects.values()), list(LedgerEntry.objects.order_by("id").values())]
        self.batch = ImportBatch.objects.get(pk=self.batch.pk)
        return rows

    @rule(who=st.integers(0, 2))
    def read(self, who: int) -> None:
        self.acts += self.attempt(who, services.reading_done, reading={"lines": []}, tree={"n": self.editions - 1})

    @rule(who=st.integers(0, 2))
    def fail(self, who: int) -> None:
        self.acts += self.attempt(who, services.reading_failed, why="文件已损坏。")

    @rule(who=st.integers(0, 2), back=st.integers(-1, 1))
    def correct(self, who: int, back: int) -> None:
        edition = self.editions + back
        self.editions += self.attempt(who, services.correct, edition=edition, change=lambda tree: {"n": tree["n"] + 1})

    @rule(who=st.integers(0, 2), back=st.integers(-1, 1))
    def read_again(self, who: int, back: int) -> None:
        edition = self.editions + back
        done = self.attempt(who, services.read_again, edition=edition, change=lambda tree: {"n": tree["n"] + 1})
        self.editions, self.acts = self.editions + done, self.acts + done

    @rule(who=st.integers(0, 2), back=st.integers(-1, 1))
    def confirm(self, who: int, back: int) -> None:
        edition = self.editions + back
        self.acts += self.attempt(who, services.confirm, edition=edition, make=lambda confirmed: confirmed)

    @rule(who=st.integers(0, 2))
    def discard(self, who: int) -> None:
        self.acts += self.attempt(who, services.discard)

    @invariant()
    def each_state_follows_the_one_before(self) -> None:
        if not hasattr(self, "batch"):
            return
        rows = list(ledger.history("import", self.batch.pk))
        assert len(rows) == self.acts
        assert [row.from_state for row in rows[1:]] == [row.to_state for row in rows[:-1]]
        for row in rows[1:]:
            assert row.from_state in MACHINE.get(row.act).sources
        assert ImportBatch.objects.get().state == rows[-1].to_state

    @invariant()
    def every_correction_grew_the_edition(self) -> None:
        if hasattr(self, "batch"):
            current = ImportBatch.objects.get()
            assert current.edition == self.editions
            assert current.tree.get("n", 0) == self.editions - 1

    @invariant()
    def what_is_closed_stays_closed(self) -> None:
        if hasattr(self, "batch"):
            rows = list(ledger.history("import", self.batch.pk).values_list("from_state", flat=True))
            assert not set(rows) & set(CLOSED)


@pytest.mark.django_db
def test_the_life_of_an_import(monkeypatch: pytest.MonkeyPatch, settings_of_files: None) -> None:
    monkeypatch.setattr(purposes, "_purposes", {PURPOSE.name: PURPOSE})
    monkeypatch.setitem(rules.permissions.permissions, PURPOSE.permission, wears("office_clerk"))
    few = settings(max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))

    run_state_machine_as_test(ImportLife, settings=few)


@pytest.fixture
def settings_of_files(settings: Any, tmp_path: Path) -> None:
    """Keep files in the test's own folder."""
    settings.FILES_ROOT = tmp_path / "files"
