"""Quarantined and destroyed content, through every door: page, export, file, to-do, notice, ledger."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.http import Http404
from django.test import Client

from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.attachment import services as attachment
from yizheng.attachment import store
from yizheng.attachment.models import StoredFile
from yizheng.config.papers import incident_sheet
from yizheng.kernel import purging, quarantine, tenancy, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Closure, ClosureState, Committee, LedgerEntry, PurgeEntry
from yizheng.kernel.tests.factories import AT
from yizheng.notify.models import Notice
from yizheng.plan.models import PlanTask, TaskEvidence
from yizheng.plan.tests.factories import (
    BodyFactory,
    CommitteeFactory,
    EvidenceFactory,
    TaskFactory,
    carried,
    seat,
)
from yizheng.plan.workflow import START
from yizheng.todo import services as todo
from yizheng.todo.models import Todo

SECRET = "走访某企业形成的内部材料"
NOTE = "附内部材料原文"
FILE_NAME = "内部材料全文.txt"


@pytest.fixture
def house(db: None) -> Iterator[Committee]:
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        yield committee


@pytest.fixture
def task(house: Committee) -> PlanTask:
    """A task with evidence, a file, a to-do and a notice that all say the secret."""
    task = carried(TaskFactory(content=SECRET), BodyFactory())
    evidence = EvidenceFactory(task=task, note=NOTE)
    evidence.file = keep(SECRET.encode(), FILE_NAME, evidence)
    evidence.save(update_fields=["file"])
    todo.refresh(task)
    reader = seat(Role.OFFICE_CLERK)
    Notice.objects.create(
        recipient_id=reader.user_id, text=f"请办理：{SECRET}", url=address("plan:task", public_id=task.public_id),
        key="told", sent_at=AT,
    )  # fmt: skip
    return task


def keep(content: bytes, name: str, subject: object) -> StoredFile:
    return attachment.keep(file=File(io.BytesIO(content)), name=name, by=seat(), at=AT, subject=subject)


def close(task: PlanTask) -> Closure:
    return quarantine.quarantine(subject=task, by=seat(Role.SECURITY_ADMIN), reason="误传", at=AT)


def asked(task: PlanTask, by: Actor) -> Closure:
    return purging.ask_purge(closure=close(task), by=by, reason="误传，需销毁", at=AT)


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def words_everywhere(task: PlanTask) -> str:
    """Return what page, list, board, exports, to-do and notice say to the office."""
    client = browser(seat(Role.OFFICE_CLERK))
    plan = task.plan
    pages = [
        address("plan:task", public_id=task.public_id),
        address("plan:tasks"),
        address("plan:board"),
        address("todo:everything"),
        address("plan:plan", public_id=plan.public_id),
    ]
    said = "".join(client.get(page).content.decode() for page in pages)
    for name in ("plan:annex-docx", "plan:annex-xlsx"):
        said += _unzipped(client.get(address(name, public_id=plan.public_id)).content)
    said += "".join(Todo.objects.values_list("title", flat=True))
    return said + "".join(Notice.objects.values_list("text", flat=True))


def _unzipped(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def state_of_things() -> list[object]:
    """Return what a refusal must leave as it was."""
    return [
        list(Closure.objects.order_by("id").values()), list(PlanTask.objects.order_by("id").values()),
        list(StoredFile.objects.order_by("id").values()), LedgerEntry.objects.count(), PurgeEntry.objects.count(),
    ]  # fmt: skip


def test_before_it_is_closed_the_content_is_everywhere(task: PlanTask) -> None:
    said = words_everywhere(task)

    assert said.count(SECRET) >= 6
    assert NOTE in said


def test_closed_content_is_invisible_to_everybody(task: PlanTask) -> None:
    file = StoredFile.objects.get()

    close(task)

    said = words_everywhere(task)
    assert (SECRET in said, NOTE in said, FILE_NAME in said) == (False, False, False)
    assert quarantine.CLOSED_WORD in said
    for role in (Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.OFFICE_CLERK, Role.LEADER):
        client = browser(seat(role))
        assert client.get(address("attachment:open", public_id=file.public_id)).status_code == 404
        page = client.get(address("plan:task", public_id=task.public_id))
        assert SECRET not in page.content.decode()
    assert SECRET not in str(list(LedgerEntry.objects.values())) + str(list(Closure.objects.values_list("sha256s")))


def test_the_box_is_sealed_in_the_database(task: PlanTask) -> None:
    closure = close(task)

    kept = Closure.objects.extra(select={"raw": "box::text"}).values_list("raw", flat=True).get(pk=closure.pk)
    assert SECRET not in kept
    assert kept.startswith("1:")


def test_nobody_moves_what_is_closed(task: PlanTask) -> None:
    close(task)
    before = state_of_things()

    with pytest.raises(Refused, match="内容已封存，解封以前不能办理"):
        workflow.apply(START, task, by=seat(Role.OFFICE_CLERK), at=AT)

    assert state_of_things() == before


def test_lifted_content_is_as_it_was(task: PlanTask) -> None:
    file, before = StoredFile.objects.values().get(), PlanTask.objects.values().get()
    closure = close(task)

    quarantine.lift(closure=closure, by=seat(Role.SECURITY_ADMIN), reason="核实后不涉密", at=AT)

    assert PlanTask.objects.values().get() == before
    assert StoredFile.objects.values().get() == file
    assert TaskEvidence.objects.get().note == NOTE
    assert Todo.objects.get().title == SECRET
    assert list(Closure.objects.values_list("state", "box")) == [(ClosureState.LIFTED, "")]
    assert words_everywhere(task).count(SECRET) >= 6


def test_a_purge_destroys_words_and_bytes_and_registers_digests(
    task: PlanTask, django_capture_on_commit_callbacks: object
) -> None:
    file = StoredFile.objects.get()
    path = store.path_of(tenancy.current().committee_id, file.sha256)
    closure = asked(task, seat(Role.OFFICE_CLERK))

    with django_capture_on_commit_callbacks(execute=True):
        purging.confirm_purge(closure=closure, by=seat(Role.SECRETARY_GENERAL, name="许岚"), at=AT)

    said = words_everywhere(task)
    assert (SECRET in said, NOTE in said, purging.DESTROYED_WORD in said) == (False, False, True)
    assert not path.exists()
    assert list(Closure.objects.values_list("state", "box")) == [(ClosureState.PURGED, "")]
    entry = PurgeEntry.objects.get()
    assert (entry.kind, entry.object_id, entry.sha256s) == ("plan_task", task.pk, [file.sha256])
    assert (entry.asked_by_name, entry.confirmed_by_name, entry.reason) == ("周文清", "许岚", "误传，需销毁")
    assert list(LedgerEntry.objects.order_by("id").values_list("act", flat=True)) == [
        "quarantine",
        "ask_purge",
        "purge",
    ]
    assert purging.line_of(entry) in purging.kept_lines(purging.register_path())


def test_bytes_that_another_row_shares_survive(task: PlanTask, django_capture_on_commit_callbacks: object) -> None:
    other = keep(SECRET.encode(), "另一份.txt", TaskFactory())

    with django_capture_on_commit_callbacks(execute=True):
        purging.confirm_purge(closure=asked(task, seat(Role.OFFICE_CLERK)), by=seat(Role.SECRETARY_GENERAL), at=AT)

    assert store.path_of(tenancy.current().committee_id, other.sha256).read_bytes() == SECRET.encode()


def test_one_person_alone_destroys_nothing(task: PlanTask) -> None:
    clerk = seat(Role.OFFICE_CLERK)
    closure = asked(task, clerk)
    same_person = seat(Role.SECRETARY_GENERAL)
    both_hats = Actor(user_id=clerk.user_id, name=clerk.name, hat=same_person.hat)
    before = state_of_things()

    with pytest.raises(Refused, match="请由另一位有权限的人确认"):
        purging.confirm_purge(closure=closure, by=both_hats, at=AT)
    with pytest.raises(PermissionDenied):
        purging.confirm_purge(closure=closure, by=seat(Role.SYS_ADMIN), at=AT)

    assert state_of_things() == before


def test_what_was_not_asked_for_is_not_destroyed(task: PlanTask) -> None:
    closure = close(task)
    before = state_of_things()

    with pytest.raises(Refused, match="没有处于“已封存”，不能销毁"):
        purging.confirm_purge(closure=closure, by=seat(Role.SECRETARY_GENERAL), at=AT)

    assert state_of_things() == before


def test_a_purge_that_was_turned_down_stays_closed(task: PlanTask) -> None:
    closure = asked(task, seat(Role.OFFICE_CLERK))

    purging.refuse_purge(closure=closure, by=seat(Role.SECRETARY_GENERAL), reason="先留作查证", at=AT)

    assert list(Closure.objects.values_list("state", "asked_by")) == [(ClosureState.QUARANTINED, None)]
    assert SECRET not in words_everywhere(task)


@pytest.mark.parametrize("role", [Role.SYS_ADMIN, Role.MEMBER, Role.LEADER])
def test_others_close_nothing(task: PlanTask, role: Role) -> None:
    before = state_of_things()

    with pytest.raises(PermissionDenied):
        quarantine.quarantine(subject=task, by=seat(role), reason="误传", at=AT)

    assert state_of_things() == before


def test_a_reason_is_asked_for_and_twice_is_refused(task: PlanTask) -> None:
    with pytest.raises(Refused, match="请写明封存的理由"):
        quarantine.quarantine(subject=task, by=seat(Role.SECURITY_ADMIN), reason=" ", at=AT)
    close(task)
    before = state_of_things()

    with pytest.raises(Refused, match="已于2026年3月12日封存"):
        close(task)

    assert state_of_things() == before


def test_the_incident_sheet_says_who_and_why_and_nothing_of_the_content(
    task: PlanTask, django_capture_on_commit_callbacks: object
) -> None:
    clerk, secretary = seat(Role.OFFICE_CLERK, name="周文清"), seat(Role.SECRETARY_GENERAL, name="许岚")
    closure = asked(task, clerk)
    purging.confirm_purge(closure=closure, by=secretary, at=AT)

    sheet = incident_sheet(clerk, {"closure": str(closure.public_id)})

    assert sheet.rows[1:7] == (
        ("现状", "已销毁"),
        ("封存", "2026年3月12日 10:30，周文清"),
        ("封存理由", "误传"),
        ("申请销毁", "2026年3月12日 10:30，周文清"),
        ("销毁理由", "误传，需销毁"),
        ("确认销毁", "2026年3月12日 10:30，许岚"),
    )
    assert SECRET not in str(sheet)
    with pytest.raises(Http404):
        incident_sheet(clerk, {"closure": "nothing"})


def test_the_register_keeps_each_line_once(tmp_path: Path) -> None:
    register = tmp_path / "purges.jsonl"

    purging.keep_lines(register, ["a", "b"])
    purging.keep_lines(register, ["b", "c"])

    assert purging.kept_lines(register) == ["a", "b", "c"]
