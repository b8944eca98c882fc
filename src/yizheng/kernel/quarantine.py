"""
Quarantine (封存): content is taken out of sight of everybody, administrators included; metadata stays.

The words are moved out of their rows into one sealed box, so that no page, export, file, to-do or search can
show them by mistake. It is the step before purge, and can be lifted. Rule: office-practice 3.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Exists, Field, Model, OuterRef, QuerySet

from . import ledger, purging_kinds, subjects
from .acting import Actor
from .errors import Refused
from .models import Closure, ClosureState
from .permissions import require
from .purging_kinds import Part

CLOSED_WORD = "〔内容已封存〕"
OPEN_STATES = (ClosureState.QUARANTINED, ClosureState.PURGE_ASKED)

ACT_WORDS = {
    "quarantine": "封存内容",
    "lift_quarantine": "解封内容",
    "ask_purge": "申请销毁",
    "refuse_purge": "不同意销毁",
    "purge": "销毁内容",
    "purge_again": "恢复后再次销毁",
}
"""What a timeline calls these acts, in every room."""

UNKNOWN_KIND = "{label}没有登记内容所在，不能封存；请联系维护人员。"
ALREADY = "该{label}的内容已于{day}封存，不必再封存。"
NO_REASON = "请写明{act}的理由；理由长期保存，不要写入要封存的内容。"
OWNER_CLOSED = "该{label}的内容已封存，解封以前不能办理。请与安全管理员联系。"
NOT_CLOSED = "该{label}没有处于“已封存”，不能{act}。请刷新后查看。"


@transaction.atomic
def quarantine(*, subject: Model, by: Actor, reason: str, at: datetime) -> Closure:
    """
    Take the content of an object out of sight (封存), its files, to-dos and notices included.

    Raises: PermissionDenied; Refused `unknown_kind`, `already`, `no_reason`; nothing is changed then.
    """
    require("kernel.quarantine", by)
    assert by.user_id is not None, "a person answers for it"
    label = subjects.of(subject).label
    if not purging_kinds.is_registered(subjects.kind_of(subject)):
        raise Refused("unknown_kind", UNKNOWN_KIND.format(label=label))
    check_reason(reason, "封存")
    locked = type(subject)._default_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    standing = open_closure(locked)
    if standing is not None:
        raise Refused("already", ALREADY.format(label=label, day=f"{standing.closed_at:%Y年%-m月%-d日}"))
    parts = purging_kinds.parts_of(locked)
    closure = Closure.objects.create(
        kind=subjects.kind_of(locked), object_id=locked.pk, object_public_id=getattr(locked, "public_id", None),
        box=_pack(parts), sha256s=_digests(parts), reason=reason, closed_by_id=by.user_id, closed_at=at,
    )  # fmt: skip
    purging_kinds.forget_words(parts)
    hide(parts, CLOSED_WORD)
    ledger.record("quarantine", locked, by=by, at=at, reason=reason)
    return closure


@transaction.atomic
def lift(*, closure: Closure, by: Actor, reason: str, at: datetime) -> Closure:
    """
    Put the content back where it was (解封), as it was.

    What another closure holds as well waits there, and comes back with it.
    Raises: PermissionDenied; Refused `not_closed`, `no_reason`; nothing is changed then.
    """
    require("kernel.quarantine", by)
    locked = lock(closure, {ClosureState.QUARANTINED}, "解封")
    check_reason(reason, "解封")
    _put_back(locked)
    move(locked, ClosureState.LIFTED, box="", ended_at=at)
    ledger.record("lift_quarantine", subject_of(locked), by=by, at=at, reason=reason)
    return locked


def _put_back(closure: Closure) -> None:
    held = _held_elsewhere(closure)
    for row, values in unpack(closure):
        other = held.get((row._meta.label, row.pk))
        if other is not None:
            rebox(other, row, values)
            continue
        for name, value in values.items():
            column = field_of(row, name)
            setattr(row, name, column.to_python(value) if column.get_internal_type() != "JSONField" else value)
        row.save(update_fields=list(values))


def _held_elsewhere(closure: Closure) -> dict[tuple[str, int], Closure]:
    """Return the rows that other open closures hold as well, each with such a closure."""
    others = Closure.objects.select_for_update(of=("self",)).filter(state__in=OPEN_STATES).exclude(pk=closure.pk)
    return {(each["model"], each["pk"]): other for other in others.order_by("pk") for each in json.loads(other.box)}


def forget_elsewhere(closure: Closure) -> None:
    """Take what is destroyed with a closure out of the boxes of others, so that none of it can come back."""
    for (label, pk), other in _held_elsewhere(closure).items():
        if any((row._meta.label, row.pk) == (label, pk) for row, _ in unpack(closure)):
            _keep(other, [each for each in json.loads(other.box) if (each["model"], each["pk"]) != (label, pk)])


def rebox(closure: Closure, row: Model, values: dict[str, Any]) -> None:
    """Let the box of a closure hold these values of a row, the older ones, instead of what was left of it."""
    told = json.loads(closure.box)
    for each in told:
        if (each["model"], each["pk"]) == (row._meta.label, row.pk):
            each["values"] |= values
    _keep(closure, told)


def _keep(closure: Closure, told: list[dict[str, Any]]) -> None:
    closure.box = json.dumps(told, ensure_ascii=False)
    closure.save(update_fields=["box"])


def open_closure(obj: Model) -> Closure | None:
    """Return the closure under which an object stands now."""
    return open_closures(obj).first()


def open_closures(obj: Model) -> QuerySet[Closure]:
    """Return the query of that closure, for a page that reads it together with more."""
    return Closure.objects.filter(kind=subjects.kind_of(obj), object_id=obj.pk, state__in=OPEN_STATES)


def is_closed(kind: str) -> Exists:
    """Return the condition, for a query of objects of a kind, that their content is out of sight."""
    return Exists(Closure.objects.filter(kind=kind, object_id=OuterRef("pk"), state__in=OPEN_STATES))


def was_closed(kind: str) -> QuerySet[Closure]:
    """Return the closures of objects of a kind whose content is out of sight or destroyed: nothing writes it back."""
    return Closure.objects.filter(kind=kind, state__in=(*OPEN_STATES, ClosureState.PURGED))


def closed_among(objects: Collection[tuple[str, int]]) -> set[tuple[str, int]]:
    """Return those objects (kind, id) whose content is out of sight or destroyed, or that lie in such an object."""
    states = (*OPEN_STATES, ClosureState.PURGED)
    closed = set(Closure.objects.filter(state__in=states).values_list("kind", "object_id"))
    return {each for each in objects if closed and (each in closed or _owner_of(*each) in closed)}


def _owner_of(kind: str, object_id: int) -> tuple[str, int] | None:
    if not purging_kinds.lies_inside(kind):
        return None
    obj = subjects.get(kind).model._default_manager.filter(pk=object_id).first()
    return purging_kinds.owner_of(obj) if obj is not None else None


def said_before(kind: str, name: str) -> dict[int, Any]:
    """Return what a field of each object under quarantine said: to recognise the object by, never to be shown."""
    label = subjects.get(kind).model._meta.label
    return {
        closure.object_id: each["values"][name]
        for closure in Closure.objects.filter(kind=kind, state__in=OPEN_STATES)
        for each in json.loads(closure.box)
        if (each["model"], each["pk"]) == (label, closure.object_id) and name in each["values"]
    }


def refuse_closed(obj: Any) -> None:
    """Refuse to move an object that was read with `is_closed` as `content_is_closed`. Raises: Refused `closed`."""
    if obj.content_is_closed:
        raise Refused("closed", OWNER_CLOSED.format(label=subjects.of(obj).label))


def refuse_closed_owner(obj: Model) -> None:
    """Refuse to move what lies in an object whose content is out of sight. Raises: Refused `closed`."""
    owner = purging_kinds.owner_of(obj)
    if owner is None:
        return
    kind, object_id = owner
    if Closure.objects.filter(kind=kind, object_id=object_id, state__in=OPEN_STATES).exists():
        raise Refused("closed", OWNER_CLOSED.format(label=subjects.get(kind).label))


def subject_of(closure: Closure) -> Model:
    """Return the object a closure speaks of."""
    return subjects.get(closure.kind).model._default_manager.get(pk=closure.object_id)


def lock(closure: Closure, states: set[ClosureState], act: str) -> Closure:
    """Lock a closure that must stand in one of the states. Raises: Refused `not_closed`."""
    locked = Closure.objects.select_for_update(of=("self",)).get(pk=closure.pk)
    if locked.state not in states:
        raise Refused("not_closed", NOT_CLOSED.format(label=subjects.get(locked.kind).label, act=act))
    return locked


def move(closure: Closure, state: ClosureState, **changes: Any) -> None:
    """Save a closure in its new state."""
    for name, value in {**changes, "state": state}.items():
        setattr(closure, name, value)
    closure.save(update_fields=[*changes, "state"])


def check_reason(reason: str, act: str) -> None:
    """Raises: Refused `no_reason`, `long_reason`."""
    if not reason.strip():
        raise Refused("no_reason", NO_REASON.format(act=act))
    if len(reason) > ledger.MAX_REASON_CHARS:
        raise Refused("long_reason", f"理由最多{ledger.MAX_REASON_CHARS}字，现在有{len(reason)}字，请精简后再办。")


def hide(parts: list[Part], word: str) -> None:
    """Leave nothing of the content in its rows but a word that says so."""
    for part in parts:
        for name in part.fields:
            left = part.instead.get(name, purging_kinds.blank(field_of(part.row, name), word))
            setattr(part.row, name, left)
        part.row.save(update_fields=list(part.fields))


def field_of(row: Model, name: str) -> Field[Any, Any]:
    """Return a field of a row that holds content; relations are metadata and are never such."""
    field = row._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def unpack(closure: Closure) -> list[tuple[Any, dict[str, Any]]]:
    """Return the rows a closure took content from, those that still are, with what was taken."""
    found = []
    for each in json.loads(closure.box):
        row = apps.get_model(each["model"])._default_manager.filter(pk=each["pk"]).first()
        if row is not None:
            found.append((row, each["values"]))
    return found


def boxed_with(words: Collection[str], *models: type[Model]) -> Iterator[tuple[Model, tuple[str, ...]]]:
    """Return the rows of models in open boxes whose content says one of the words, with their closed fields."""
    if not words:
        return
    for closure in Closure.objects.filter(state__in=OPEN_STATES).order_by("pk"):
        for row, values in unpack(closure):
            if isinstance(row, models) and any(word in str(value) for value in values.values() for word in words):
                yield row, tuple(values)


def _pack(parts: list[Part]) -> str:
    told = [
        {
            "model": part.row._meta.label,
            "pk": part.row.pk,
            "values": {name: getattr(part.row, name) for name in part.fields},
        }
        for part in parts
    ]
    return json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder)


def _digests(parts: list[Part]) -> list[str]:
    """Return the digests of the files among the parts: the register names what was destroyed by them."""
    return sorted({str(part.row.sha256) for part in parts if hasattr(part.row, "sha256")})
