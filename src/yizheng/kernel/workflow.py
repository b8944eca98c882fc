"""State machines as tables: a row says what is legal; `apply` is the only way a state changes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any, TypeVar

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from . import events, ledger, quarantine, subjects
from .acting import Actor
from .errors import Refused
from .permissions import may, require

M = TypeVar("M", bound=models.Model)
Guard = Callable[[Any], str | None]


@dataclass(frozen=True)
class Transition:
    """
    One row of a machine. `target` None keeps the state. `guard` returns a sentence when a rule forbids the act.

    `words_apart`: the ledger holds the digest of the reason only; the room keeps the words where a purge reaches them.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str | None
    permission: str
    guard: Guard | None = None
    needs_reason: bool = False
    words_apart: bool = False

    def __init__(
        self,
        name: str,
        label: str,
        *,
        sources: set[Any],
        target: Any,
        permission: str,
        guard: Guard | None = None,
        needs_reason: bool = False,
        words_apart: bool = False,
    ) -> None:
        values = {
            "name": name,
            "label": label,
            "sources": frozenset(str(s) for s in sources),
            "target": None if target is None else str(target),
            "permission": permission,
            "guard": guard,
            "needs_reason": needs_reason,
            "words_apart": words_apart,
        }
        for key, value in values.items():
            object.__setattr__(self, key, value)


@dataclass(frozen=True)
class Machine:
    """The states of one kind and the acts between them."""

    kind: str
    states: type[models.TextChoices]
    transitions: tuple[Transition, ...]
    initial: str

    def get(self, name: str) -> Transition:
        """Return a transition by name. Raises: LookupError."""
        for transition_ in self.transitions:
            if transition_.name == name:
                return transition_
        raise LookupError(f"{self.kind} has no transition {name!r}")


@dataclass(frozen=True)
class Moved:
    """An object was moved by an act; the to-do list and the search index listen."""

    kind: str
    obj: models.Model
    act: str
    from_state: str
    to_state: str
    by: Actor
    at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def apply(
    transition_: Transition,
    obj: M,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
    act_id: uuid.UUID | None = None,
) -> M:
    """
    Move an object by one row of its machine: lock, check, save, one ledger row, tell.

    `changes` are model fields saved in the same act and written to the ledger by name.
    Raises: PermissionDenied (may not), Refused `stale` (it has left the sources), `no_reason`, `long_reason`,
    `guarded` (a rule forbids it); nothing is changed then.
    """
    locked = _lock(obj)
    require(transition_.permission, by, locked)
    quarantine.refuse_closed(locked)
    quarantine.refuse_closed_owner(locked)
    _check(transition_, locked, reason)
    from_state = str(getattr(locked, "state"))  # noqa: B009
    to_state = transition_.target or from_state
    values = {**(changes or {}), "state": to_state}
    _save(locked, values)
    ledger_fields = {k: v for k, v in values.items() if k != "state"}
    kept_apart = {"reason": ledger.digest_of(reason)} if transition_.words_apart and reason else {}
    ledger.record(
        transition_.name, locked, by=by, at=at, from_state=from_state, to_state=to_state,
        fields=_named(ledger_fields) | kept_apart, reason="" if kept_apart else reason, act_id=act_id,
    )  # fmt: skip
    events.publish(
        Moved(subjects.kind_of(locked), locked, transition_.name, from_state, to_state, by, at, ledger_fields)
    )
    return locked


def available(machine: Machine, obj: models.Model, actor: Actor) -> list[Transition]:
    """Return the acts this actor may do on the object as it stands; what buttons are drawn from."""
    return [
        row
        for row in machine.transitions
        if str(getattr(obj, "state")) in row.sources and may(row.permission, actor, obj)  # noqa: B009
    ]


def _lock(obj: M) -> M:
    manager: models.Manager[M] = type(obj)._default_manager
    closed = quarantine.is_closed(subjects.kind_of(obj))
    locked: M = manager.select_for_update(of=("self",)).annotate(content_is_closed=closed).get(pk=obj.pk)
    return locked


def _check(transition_: Transition, obj: models.Model, reason: str) -> None:
    state = str(getattr(obj, "state"))  # noqa: B009
    if state not in transition_.sources:
        raise Refused("stale", _stale_sentence(transition_, obj))
    if transition_.needs_reason and not reason.strip():
        raise Refused("no_reason", f"请写明{transition_.label}的理由。")
    if len(reason) > ledger.MAX_REASON_CHARS:
        raise Refused("long_reason", f"理由最多{ledger.MAX_REASON_CHARS}字，现在有{len(reason)}字，请精简后再办。")
    if transition_.guard is not None and (sentence := transition_.guard(obj)):
        raise Refused("guarded", sentence)


def _stale_sentence(transition_: Transition, obj: models.Model) -> str:
    subject = subjects.of(obj)
    last = ledger.history(subject.kind, obj.pk).last()
    state_label = getattr(obj, "get_state_display")()  # noqa: B009
    if last is None:
        return f"该{subject.label}现在是“{state_label}”，不能{transition_.label}。请刷新后查看。"
    day = timezone.localtime(last.at).strftime("%-m月%-d日")
    return (
        f"{last.actor_name}已于{day}处理过该{subject.label}，现在是“{state_label}”，"
        f"不能{transition_.label}。请刷新后查看。"
    )


def _save(obj: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(obj, name, value)
    obj.save(update_fields=list(values))


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    """Name related objects by their id: the ledger holds references."""
    return {k: (v.pk if isinstance(v, models.Model) else v) for k, v in values.items()}


def machines() -> list[Machine]:
    """Return the machines of all rooms, by kind: whatever a room's `workflow.py` names."""
    rooms = [config.name for config in apps.get_app_configs() if module_has_submodule(config.module, "workflow")]
    found = [vars(import_module(f"{name}.workflow")).values() for name in rooms]
    by_kind = {each.kind: each for values in found for each in values if isinstance(each, Machine)}
    return [by_kind[kind] for kind in sorted(by_kind)]
