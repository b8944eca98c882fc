"""
Writes of the index: an entry follows its object in the transaction that changes it.

Every act writes a ledger row, and the index listens to both the row and `Moved`: the object is noted, and once, at
the end of the transaction, its entry is made from what then stands in its rows. So an act with twenty moves costs
one entry an object, a step that is undone leaves nothing, and quarantine and purge drop the entry with the act
itself: nobody finds for a second what was just closed. A job was considered; it would be cheaper for the act, but what
is found would lag behind what is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Model

from yizheng.kernel import purging_kinds, quarantine, scoping, subjects, tenancy
from yizheng.kernel.ledger import Recorded
from yizheng.kernel.models import Closure, ClosureState, Committee, PurgeEntry
from yizheng.kernel.subjects import Subject
from yizheng.kernel.workflow import Moved

from . import store
from .sheets import sheet_of
from .store import Sheet

CHUNK = 200
Tell = Callable[[str, int, int], object]


class _Noted:
    """What changed in this transaction: written once, at its end."""

    def __init__(self) -> None:
        self.objects: dict[str, set[int]] = defaultdict(set)
        self.seen: set[tuple[str, int]] = set()

    def finish(self) -> None:
        """Write what was noted; what is noted meanwhile belongs to it."""
        self.seen.clear()
        while self.objects:
            kind, ids = self.objects.popitem()
            _renew(subjects.get(kind), ids)


def follow(moved: Moved) -> None:
    """Note a moved object, and what is found differently with it; wired to every act of the house."""
    note(moved.obj)


def follow_record(recorded: Recorded) -> None:
    """Note what a ledger row speaks of: acts that are no move of a machine change texts as well."""
    if recorded.obj is None:
        note_id(recorded.kind, recorded.object_id)
    else:
        note(recorded.obj)


def note(obj: Model) -> None:
    """Have the entry of an object, and of what it lies in, made anew when the transaction ends."""
    subject, seen = subjects.of(obj), scoping.at_the_end("search", _Noted).seen
    if (subject.kind, obj.pk) in seen:
        return
    seen.add((subject.kind, obj.pk))
    owner = purging_kinds.owner_of(obj)
    for kind, object_id in [(subject.kind, obj.pk), *([owner] if owner else []), *subject.indexed_with(obj)]:
        note_id(kind, object_id)


def note_id(kind: str, object_id: int) -> None:
    """As `note`, for an object known by kind and id."""
    if subjects.get(kind).is_searchable:
        scoping.at_the_end("search", _Noted).objects[kind].add(object_id)


def settle() -> None:
    """Write at once what was noted so far, so that it can be found within the transaction."""
    scoping.at_the_end("search", _Noted).finish()


def note_everything() -> None:
    """Have every entry of the open scope's committee made anew when the transaction ends: for whole built houses."""
    noted = scoping.at_the_end("search", _Noted).objects
    for subject in subjects.registered():
        if subject.is_searchable:
            noted[subject.kind].update(subject.model._default_manager.values_list("pk", flat=True))


def put(obj: Any) -> None:
    """Write the entry of one object now, or drop it when nobody may find it any more."""
    subject = subjects.of(obj)
    _write(subject, {obj.pk: obj}, {obj.pk})


def drop(kind: str, object_id: int) -> None:
    """Drop one entry now."""
    store.drop(kind, [object_id])


def _renew(subject: Subject, ids: set[int]) -> None:
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        chunk = set(ordered[start : start + CHUNK])
        rows = subject.indexed_rows(subject.model._default_manager.filter(pk__in=chunk))
        _write(subject, {row.pk: row for row in rows}, chunk)


def _write(subject: Subject, standing: dict[int, Any], ids: set[int]) -> None:
    sheets = _sheets(subject, standing)
    if sheets:
        store.put(sheets)
    gone = ids - {sheet.object_id for sheet in sheets}
    if gone:
        store.drop(subject.kind, gone)


def _sheets(subject: Subject, standing: dict[int, Any]) -> list[Sheet]:
    closed = _closed(subject.kind, standing)
    made = (sheet_of(subject, obj) for pk, obj in standing.items() if pk not in closed)
    return [sheet for sheet in made if sheet is not None]


def _closed(kind: str, ids: Iterable[int]) -> set[int]:
    """Return which objects have content out of sight or destroyed: they have no entry."""
    shut = [*quarantine.OPEN_STATES, ClosureState.PURGED]
    closed = Closure.objects.filter(kind=kind, object_id__in=list(ids), state__in=shut).values_list("object_id")
    destroyed = PurgeEntry.objects.filter(kind=kind, object_id__in=list(ids)).values_list("object_id")
    return {row[0] for row in closed.union(destroyed)}


# The whole index of a committee


def rebuild(committee: Committee, *, tell: Tell | None = None) -> int:
    """
    Make every entry of a committee anew, a few hundred a transaction, and count its words; return how many stand.

    May run beside the work of the day. `tell(kind, done, of)` hears how far it is.
    """
    written = 0
    for subject in subjects.registered():
        if subject.is_searchable:
            written += _rebuild_kind(committee, subject, tell or (lambda _kind, _done, _of: None))
    with tenancy.scope(committee):
        _drop_unknown_kinds()
        store.count_terms(anew=True)
    return written


def _rebuild_kind(committee: Committee, subject: Subject, tell: Tell) -> int:
    done = 0
    with tenancy.scope(committee):
        ids = set(subject.model._default_manager.values_list("pk", flat=True)) | store.objects(subject.kind)
    for chunk in _chunks(sorted(ids)):
        with tenancy.scope(committee):
            _renew(subject, set(chunk))
        done += len(chunk)
        tell(subject.label, done, len(ids))
    with tenancy.scope(committee):
        return len(store.objects(subject.kind))


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _drop_unknown_kinds() -> None:
    known = {subject.kind for subject in subjects.registered() if subject.is_searchable}
    for kind in store.kinds().keys() - known:
        store.drop(kind, store.objects(kind))
