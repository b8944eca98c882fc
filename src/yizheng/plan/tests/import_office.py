"""An office with names in its rolls, and imports as they stand after reading, for tests with a database."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import ContentFile

from yizheng.attachment.models import StoredFile
from yizheng.attachment.services import attach, keep
from yizheng.intake.models import ImportBatch, ImportState
from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import ActKey, Committee, LedgerEntry, Sequence, ThreadLink
from yizheng.org.enums import BodyKind, PostKind
from yizheng.org.models import Body, Oversight, Person
from yizheng.plan.importing.draft import Draft
from yizheng.plan.models import PlanItem, PlanSection, PlanTask, PlanTopic, TaskParty, WorkPlan
from yizheng.plan.tests.factories import (
    FROM,
    BodyFactory,
    CommitteeFactory,
    PersonFactory,
    PostFactory,
    moment,
    seat,
)
from yizheng.todo.models import Todo

WRITTEN = (
    WorkPlan, PlanSection, PlanItem, PlanTask, TaskParty, PlanTopic, ImportBatch, StoredFile, LedgerEntry,
    ThreadLink, Todo, Sequence, ActKey,
)  # fmt: skip
"""Every table an import may write to."""


@dataclass(frozen=True)
class Office:
    """A committee with its rolls and its clerk."""

    committee: Committee
    clerk: Actor
    chair: Person
    vice: Person
    general_office: Body
    proposals: Body


def open_office() -> Office:
    """Make a committee whose rolls hold a chairperson, a vice-chairperson and two departments."""
    committee = CommitteeFactory()
    with tenancy.scope(committee):
        office = BodyFactory(kind=BodyKind.OFFICE, short_name="办公室", full_name="办公室")
        proposals = BodyFactory(short_name="提案委", full_name="提案委员会")
        chair, vice = PersonFactory(name="林书宁"), PersonFactory(name="顾云舟")
        PostFactory(person=chair, post=PostKind.CHAIRPERSON, rank=1)
        PostFactory(person=vice, rank=2)
        Oversight.objects.create(body=proposals, person=vice, valid_from=FROM)
        return Office(committee, seat(), chair, vice, office, proposals)


def read_import(office: Office, draft: Draft, *, name: str = "要点.docx") -> ImportBatch:
    """Return an import that was read and waits for its clerk; a scope is open."""
    file = keep(file=ContentFile(b"invented"), name=name, by=office.clerk, at=moment(1))
    batch = ImportBatch.objects.create(
        purpose="plan", file=file, state=ImportState.READ, made_by_id=office.clerk.user_id, made_at=moment(1),
        reading={"kind": "docx", "lines": [[n, f"第{n}行的文字"] for n in range(1, 15)]}, tree=draft.to_json(),
    )  # fmt: skip
    attach(file=file, subject=batch)
    return batch


def counted() -> dict[str, int]:
    """Return how many rows stand in each table an import may write to; a scope is open."""
    return {model.__name__: model._default_manager.count() for model in WRITTEN}
