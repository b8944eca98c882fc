"""
Purge (销毁): the content of an object is destroyed for good; one person asks, another confirms.

The ledger keeps digests and references, so its chain still verifies, with an entry `purge`. The register of
what was destroyed (`PurgeEntry`) is kept in the database, beside the data folder and beside the backups, and is
applied again to an older backup that is restored. Rule: office-practice 3.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from . import ledger, purging_kinds, subjects, tenancy
from .acting import SYSTEM, Actor
from .errors import Refused
from .models import Closure, ClosureState, Committee, PurgeEntry
from .permissions import require
from .purging_kinds import Part
from .quarantine import OPEN_STATES, check_reason, forget_elsewhere, hide, lock, move, subject_of, unpack

DESTROYED_WORD = "〔内容已销毁〕"
SAME_PERSON = "销毁要由两个人办理：您提出了申请，请由另一位有权限的人确认。"


@transaction.atomic
def ask_purge(*, closure: Closure, by: Actor, reason: str, at: datetime) -> Closure:
    """
    Ask that quarantined content be destroyed (申请销毁); nothing is destroyed yet.

    Raises: PermissionDenied; Refused `not_closed`, `no_reason`.
    """
    require("kernel.ask_purge", by)
    locked = lock(closure, {ClosureState.QUARANTINED}, "申请销毁")
    check_reason(reason, "销毁")
    move(locked, ClosureState.PURGE_ASKED, asked_by_id=by.user_id, asked_at=at, purge_reason=reason)
    ledger.record("ask_purge", subject_of(locked), by=by, at=at, reason=reason)
    return locked


@transaction.atomic
def refuse_purge(*, closure: Closure, by: Actor, reason: str, at: datetime) -> Closure:
    """
    Turn down or take back a purge that was asked for; the content stays in quarantine.

    Raises: PermissionDenied; Refused `not_closed`, `no_reason`.
    """
    require("kernel.quarantine", by)
    locked = lock(closure, {ClosureState.PURGE_ASKED}, "退回")
    check_reason(reason, "退回")
    move(locked, ClosureState.QUARANTINED, asked_by_id=None, asked_at=None, purge_reason="")
    ledger.record("refuse_purge", subject_of(locked), by=by, at=at, reason=reason)
    return locked


@transaction.atomic
def confirm_purge(*, closure: Closure, by: Actor, at: datetime) -> PurgeEntry:
    """
    Destroy what another person asked to destroy (确认销毁): words, files, copies in to-dos and notices.

    Raises: PermissionDenied; Refused `not_closed`, `same_person`; nothing is changed then.
    """
    require("kernel.confirm_purge", by)
    locked = lock(closure, {ClosureState.PURGE_ASKED}, "销毁")
    if by.user_id is None or locked.asked_by_id == by.user_id:
        raise Refused("same_person", SAME_PERSON)
    obj = subject_of(locked)
    _destroy_rows(locked)
    assert locked.asked_by is not None
    entry = PurgeEntry.objects.create(
        kind=locked.kind, object_id=locked.object_id, object_public_id=locked.object_public_id,
        sha256s=locked.sha256s, reason=locked.purge_reason, asked_by_name=locked.asked_by.name,
        confirmed_by_name=by.name, purged_at=at,
    )  # fmt: skip
    move(locked, ClosureState.PURGED, box="", confirmed_by_id=by.user_id, ended_at=at)
    ledger.record("purge", obj, by=by, at=at, reason=locked.purge_reason, fields={"sha256s": locked.sha256s})
    transaction.on_commit(lambda: keep_lines(register_path(), [line_of(entry)]))
    return entry


def _destroy_rows(closure: Closure) -> None:
    """Mark every row the box was filled from, and whatever holds content of the object since then."""
    now = purging_kinds.parts_of(subject_of(closure))
    boxed = unpack(closure)
    instead = {(part.row._meta.label, part.row.pk): part.instead for part in now}
    rest = {(row._meta.label, row.pk): instead.get((row._meta.label, row.pk), {}) for row, _ in boxed}
    hide(
        [Part(row, tuple(values), instead=rest[row._meta.label, row.pk]) for row, values in boxed], DESTROYED_WORD
    )  # fmt: skip
    forget_elsewhere(closure)
    known = {(row._meta.label, row.pk) for row, _ in boxed}
    later = [part for part in now if (part.row._meta.label, part.row.pk) not in known]
    hide(later, DESTROYED_WORD)
    _end([row for row, _ in boxed] + [part.row for part in later])


def _end(rows: Iterable[Model]) -> None:
    for row in rows:
        act = purging_kinds.end_of(type(row))
        if act is not None:
            act(row)


# The register outside the database


def register_path() -> Path:
    """Return where this house keeps its register beside the data."""
    return Path(settings.PURGE_REGISTER_FILE)


def line_of(entry: PurgeEntry) -> str:
    """Return one line of the register: references and digests, no content."""
    told = {
        "committee": entry.committee.slug,
        "kind": entry.kind,
        "object_id": entry.object_id,
        "public_id": str(entry.object_public_id) if entry.object_public_id else None,
        "sha256s": entry.sha256s,
        "reason": entry.reason,
        "asked_by": entry.asked_by_name,
        "confirmed_by": entry.confirmed_by_name,
        "purged_at": entry.purged_at.isoformat(),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def all_lines() -> list[str]:
    """Return the register of every committee of the database."""
    lines: list[str] = []
    for committee in Committee.objects.order_by("pk"):
        with tenancy.scope(committee):
            lines += [line_of(entry) for entry in PurgeEntry.objects.order_by("id")]
    return lines


def kept_lines(path: Path) -> list[str]:
    """Return the lines of a register file; none when there is no file."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def keep_lines(path: Path, lines: Iterable[str]) -> None:
    """Add lines to a register file, each once, at once or not at all; what stands there stays."""
    wanted = list(dict.fromkeys([*kept_lines(path), *lines]))
    if wanted == kept_lines(path):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in wanted)
        file.flush()
        os.fsync(file.fileno())
    Path(partial).replace(path)


def apply_again(lines: Iterable[str], *, at: datetime, by: Actor = SYSTEM) -> int:
    """
    Destroy in a restored database what the register says was destroyed; returns how many were destroyed again.

    What the restored database already knows as destroyed is left alone; what it never had is only registered.
    """
    done = 0
    for told in map(json.loads, lines):
        committee = Committee.objects.filter(slug=told["committee"]).first()
        if committee is not None:
            with tenancy.scope(committee):
                done += _destroy_again(told, at=at, by=by)
    return done


def _destroy_again(told: dict[str, Any], *, at: datetime, by: Actor) -> bool:
    purged_at = datetime.fromisoformat(told["purged_at"])
    reference = {"kind": told["kind"], "object_id": told["object_id"]}
    if PurgeEntry.objects.filter(**reference, purged_at=purged_at).exists():
        return False
    obj = subjects.get(told["kind"]).model._default_manager.filter(pk=told["object_id"]).first()
    is_same = obj is not None and (told["public_id"] in (None, str(getattr(obj, "public_id", None))))
    if obj is not None and is_same:
        for closure in Closure.objects.filter(**reference, state__in=OPEN_STATES):
            _destroy_rows(closure)
            move(closure, ClosureState.PURGED, box="", ended_at=at)
        parts = purging_kinds.parts_of(obj)
        purging_kinds.forget_words(parts)
        hide(parts, DESTROYED_WORD)
        _end(part.row for part in parts)
        ledger.record("purge_again", obj, by=by, at=at, reason=told["reason"], fields={"sha256s": told["sha256s"]})
    PurgeEntry.objects.create(
        **reference, object_public_id=told["public_id"], sha256s=told["sha256s"], reason=told["reason"],
        asked_by_name=told["asked_by"], confirmed_by_name=told["confirmed_by"], purged_at=purged_at,
    )  # fmt: skip
    return bool(obj is not None and is_same)
