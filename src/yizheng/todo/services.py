"""Writes: to-dos follow the state of their subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.utils import timezone

from yizheng.kernel import subjects
from yizheng.kernel.subjects import Owed
from yizheng.kernel.workflow import Moved

from .models import Todo


def follow(moved: Moved) -> None:
    """Close and open the to-dos of a moved object; wired to every act of the house."""
    refresh(moved.obj)


def refresh(obj: Any) -> None:
    """
    Make the open to-dos of one object exactly what its subject says is owed now.

    A to-do that stays owed keeps its row and its opening time; only its words and date are renewed.
    """
    subject = subjects.of(obj)
    Todo.objects.bulk_create(_followed(subject, obj, _open(subject.kind, [obj.pk])))


def refresh_all(objects: Iterable[Any]) -> None:
    """Do for many objects what `refresh` does for one, asking once a kind what stands open."""
    for kind, alike in groupby(sorted(objects, key=subjects.kind_of), key=subjects.kind_of):
        rows = list(alike)
        standing: dict[int, list[Todo]] = defaultdict(list)
        for todo in _open(kind, [row.pk for row in rows]):
            standing[todo.object_id].append(todo)
        Todo.objects.bulk_create(
            new for row in rows for new in _followed(subjects.of(row), row, standing.get(row.pk, []))
        )


def _followed(subject: subjects.Subject, obj: Any, open_rows: Iterable[Todo]) -> list[Todo]:
    """Close and renew what stands; return what is to be opened."""
    owed = {_key(each): each for each in subject.owed(obj)}
    standing = {_key(row): row for row in open_rows}
    for key in standing.keys() - owed.keys():
        _close(standing[key])
    for key in owed.keys() & standing.keys():
        _renew(standing[key], owed[key], subject.title(obj))
    return [_row(subject, obj, owed[key]) for key in owed.keys() - standing.keys()]


def _open(kind: str, object_ids: Sequence[int]) -> list[Todo]:
    rows = Todo.objects.select_for_update(of=("self",))
    return list(rows.filter(kind=kind, object_id__in=object_ids, closed_at__isnull=True))


def _key(each: Owed | Todo) -> tuple[str, str, str, int | None, int | None]:
    return (each.act, each.role, each.scope_kind, each.scope_id, each.user_id)


def _close(row: Todo) -> None:
    row.closed_at = timezone.now()
    row.save(update_fields=["closed_at"])


def _renew(row: Todo, owed: Owed, title: str) -> None:
    row.label, row.note, row.due_on, row.title = owed.label, owed.note, owed.due_on, title
    row.save(update_fields=["label", "note", "due_on", "title"])


def _row(subject: subjects.Subject, obj: Any, owed: Owed) -> Todo:
    return Todo(
        kind=subject.kind, object_id=obj.pk, act=owed.act, label=owed.label, title=subject.title(obj),
        note=owed.note, role=owed.role, scope_kind=owed.scope_kind, scope_id=owed.scope_id,
        user_id=owed.user_id, due_on=owed.due_on,
        opened_at=timezone.now(), url=subject.url(obj),
    )  # fmt: skip
