"""An import's life: received, read, corrected, confirmed or discarded; what is refused changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rules
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from yizheng.accounts.models import User
from yizheng.attachment.models import StoredFile
from yizheng.intake import purposes, services
from yizheng.intake.models import ImportBatch, ImportState
from yizheng.intake.workflow import MACHINE
from yizheng.kernel import ledger, tenancy
from yizheng.kernel.acting import SYSTEM, Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.kernel.permissions import wears

pytestmark = pytest.mark.django_db
PURPOSE = purposes.Purpose("notes", "笔记", "intake_tests.import", "plan.read_import", "todo:desk")


@pytest.fixture
def clerk(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Actor]:
    """A clerk in an open scope who may import notes."""
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr(purposes, "_purposes", {PURPOSE.name: PURPOSE})
    monkeypatch.setitem(rules.permissions.permissions, PURPOSE.permission, wears("office_clerk"))
    committee = Committee.objects.create(full_name="云溪区政协", short_name="云溪", slug="yunxi")
    user = User.objects.create_user("xu-lan", "许岚")
    with tenancy.scope(committee, user.pk):
        yield Actor(user.pk, "许岚", Hat("office_clerk", "办公室"))


def _received(clerk: Actor) -> ImportBatch:
    upload = ContentFile("要点".encode(), name="要点.txt")
    return services.receive(upload=upload, purpose="notes", by=clerk, at=timezone.now())


def _read(clerk: Actor) -> ImportBatch:
    batch = _received(clerk)
    return services.reading_done(batch=batch, reading={"lines": []}, tree={"n": 1}, by=SYSTEM, at=timezone.now())


def _acts(batch: ImportBatch) -> list[tuple[str, str, str]]:
    return list(ledger.history("import", batch.pk).values_list("act", "from_state", "to_state"))


def _jobs() -> list[tuple[str, dict[str, int]]]:
    with connection.cursor() as cursor:
        cursor.execute("select task_name, args from procrastinate_jobs order by id")
        return [(name, args if isinstance(args, dict) else json.loads(args)) for name, args in cursor]


def _counts() -> tuple[int, int, int, int]:
    return (ImportBatch.objects.count(), StoredFile.objects.count(), LedgerEntry.objects.count(), len(_jobs()))


def test_a_received_file_waits_and_its_job_carries_ids_only(clerk: Actor) -> None:
    batch = _received(clerk)

    assert batch.state == ImportState.WAITING
    assert (batch.file.kind, batch.file.object_id) == ("import", batch.pk)
    assert _jobs() == [("plan.read_import", {"committee_id": tenancy.current().committee_id, "batch_id": batch.pk})]
    assert _acts(batch) == [("receive_import", "", "waiting")]


def test_an_empty_file_is_refused_and_nothing_is_kept(clerk: Actor, settings: Any) -> None:
    with pytest.raises(Refused) as refusal:
        services.receive(upload=ContentFile(b"", name="a.txt"), purpose="notes", by=clerk, at=timezone.now())

    assert refusal.value.message == "文件是空的，没有保存。请选择有内容的文件后再导入。"
    assert _counts() == (0, 0, 0, 0)
    assert not Path(settings.FILES_ROOT).exists()


def test_who_may_not_import_leaves_nothing(clerk: Actor, settings: Any) -> None:
    member = Actor(clerk.user_id, "许岚", Hat("member"))

    with pytest.raises(PermissionDenied):
        services.receive(upload=ContentFile(b"x", name="a.txt"), purpose="notes", by=member, at=timezone.now())

    assert _counts() == (0, 0, 0, 0)
    assert not Path(settings.FILES_ROOT).exists()


def test_reading_done_keeps_the_tree_and_writes_no_text_into_the_ledger(clerk: Actor) -> None:
    batch = _read(clerk)

    assert (batch.state, batch.tree, batch.progress_percent) == (ImportState.READ, {"n": 1}, 100)
    assert _acts(batch) == [("receive_import", "", "waiting"), ("finish_reading", "waiting", "read")]
    assert ledger.history("import", batch.pk).last().fields == {}  # type: ignore[union-attr]


def test_a_file_that_cannot_be_read_says_why(clerk: Actor) -> None:
    batch = services.reading_failed(batch=_received(clerk), why="文件已损坏。", by=SYSTEM, at=timezone.now())

    assert (batch.state, batch.failure) == (ImportState.FAILED, "文件已损坏。")


def test_a_job_that_comes_twice_finds_nothing_to_read(clerk: Actor) -> None:
    batch = _read(clerk)

    assert services.start_reading(batch_id=batch.pk) is None
    assert services.start_reading(batch_id=batch.pk + 1) is None


def test_a_clerk_cannot_finish_the_reading(clerk: Actor) -> None:
    batch = _received(clerk)

    with pytest.raises(PermissionDenied):
        services.reading_done(batch=batch, reading={}, tree={}, by=clerk, at=timezone.now())

    batch.refresh_from_db()
    assert batch.state == ImportState.WAITING


def test_a_correction_grows_the_edition_and_names_who_made_it(clerk: Actor) -> None:
    batch = _read(clerk)

    services.correct(batch=batch, edition=1, change=lambda tree: {"n": tree["n"] + 1}, by=clerk, at=timezone.now())

    batch.refresh_from_db()
    assert (batch.tree, batch.edition, batch.corrected_by_id) == ({"n": 2}, 2, clerk.user_id)


def test_a_correction_of_an_outdated_edition_is_refused(clerk: Actor) -> None:
    batch = _read(clerk)
    services.correct(batch=batch, edition=1, change=lambda tree: {"n": 2}, by=clerk, at=timezone.now())

    with pytest.raises(Refused) as refusal:
        services.correct(batch=batch, edition=1, change=lambda tree: {"n": 3}, by=clerk, at=timezone.now())

    batch.refresh_from_db()
    assert refusal.value.code == "corrected_meanwhile"
    assert "另一位同事（许岚）" in refusal.value.message
    assert (batch.tree, batch.edition) == ({"n": 2}, 2)


def test_a_refused_change_leaves_the_tree(clerk: Actor) -> None:
    batch = _read(clerk)

    def refuse(tree: dict[str, Any]) -> dict[str, Any]:
        tree["n"] = 9
        raise Refused("no", "不行。")

    with pytest.raises(Refused, match="不行。"):
        services.correct(batch=batch, edition=1, change=refuse, by=clerk, at=timezone.now())

    batch.refresh_from_db()
    assert (batch.tree, batch.edition) == ({"n": 1}, 1)


def test_a_confirmed_import_names_what_it_became(clerk: Actor) -> None:
    batch = _read(clerk)

    services.confirm(batch=batch, edition=1, make=lambda confirmed: confirmed, by=clerk, at=timezone.now())

    batch.refresh_from_db()
    assert (batch.state, batch.result_kind, batch.result_id) == (ImportState.CONFIRMED, "import", batch.pk)


def test_a_confirmation_whose_making_is_refused_changes_nothing(clerk: Actor) -> None:
    batch = _read(clerk)
    before = _counts()

    def refuse(confirmed: ImportBatch) -> ImportBatch:
        raise Refused("year_taken", "这一年已有要点。")

    with pytest.raises(Refused, match="这一年已有要点。"):
        services.confirm(batch=batch, edition=1, make=refuse, by=clerk, at=timezone.now())

    batch.refresh_from_db()
    assert (batch.state, batch.result_id) == (ImportState.READ, None)
    assert _counts() == before


@pytest.mark.parametrize("state", ImportState)
def test_only_a_read_import_is_corrected(clerk: Actor, state: ImportState) -> None:
    batch = _read(clerk)
    ImportBatch.objects.filter(pk=batch.pk).update(state=state)
    if state == ImportState.READ:
        services.correct(batch=batch, edition=1, change=lambda tree: tree, by=clerk, at=timezone.now())
        return

    with pytest.raises(Refused) as refusal:
        services.correct(batch=batch, edition=1, change=lambda tree: {}, by=clerk, at=timezone.now())

    batch.refresh_from_db()
    assert refusal.value.message == f"这份导入现在是“{state.label}”，不能再改。"
    assert batch.tree == {"n": 1}


@pytest.mark.parametrize("state", ImportState)
def test_an_import_is_given_up_only_before_it_is_closed(clerk: Actor, state: ImportState) -> None:
    batch = _read(clerk)
    ImportBatch.objects.filter(pk=batch.pk).update(state=state)
    batch.refresh_from_db()
    before = _counts()

    if state in MACHINE.get("discard_import").sources:
        assert services.discard(batch=batch, by=clerk, at=timezone.now()).state == ImportState.DISCARDED
        return

    with pytest.raises(Refused):
        services.discard(batch=batch, by=clerk, at=timezone.now())
    assert _counts() == before
    assert ImportBatch.objects.get().state == state
