"""Human beings: registered, corrected, and their sealed fields read with a purpose."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..birth_dates import written_birth
from ..enums import ReadingPurpose
from ..models import SEALED, Person, ReadingLog
from ..names import bare_name, sort_key
from ..order import stroke_key_of
from ..phones import bare_phone

CORRECTABLE = ("name", "gender", "employer", "title", "contact_level", "consented_on", *SEALED)


@transaction.atomic
def register_person(*, name: str, by: Actor, at: datetime, **given: Any) -> Person:
    """
    Register a human being (登记人员); `given` are fields of `CORRECTABLE`.

    Two persons of one name, or with one phone, are two rows: pages warn, nothing is refused.
    Raises: Refused `empty`, `phone`, `birth`.
    """
    require("org.register_person", by)
    values = _clean({"name": name, **given})
    person = Person.objects.create(**values)
    ledger.record("register_person", person, by=by, at=at, fields={"given": sorted(values.keys() & set(CORRECTABLE))})
    return person


@transaction.atomic
def correct_person(*, person: Person, by: Actor, at: datetime, reason: str = "", **given: Any) -> Person:
    """
    Correct what is known of a person (更正人员信息). The ledger names the fields, never their content.

    Raises: Refused `unchanged`, `empty`, `phone`, `birth`.
    """
    require("org.correct_person", by, person)
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    changed = {field: value for field, value in _clean(given).items() if getattr(locked, field) != value}
    if not changed:
        raise Refused("unchanged", "没有改动任何内容。")
    for field, value in changed.items():
        setattr(locked, field, value)
    also = ["phone_digest"] if "phone" in changed else []
    locked.save(update_fields=[*changed, *also])
    ledger.record("correct_person", locked, by=by, at=at, fields={"changed": sorted(changed)}, reason=reason)
    return locked


@transaction.atomic
def read_sealed(
    *, person: Person, purpose: ReadingPurpose, by: Actor, at: datetime, fields: tuple[str, ...] = SEALED
) -> dict[str, str]:
    """
    Read sealed fields of a person (查看), and note who read what for which purpose.

    Rule: office-practice 5. One's own fields are read without a note.
    """
    require("org.read_sealed", by, person)
    return _read(person, purpose, by, at, fields)


@transaction.atomic
def read_phone(*, person: Person, by: Actor, at: datetime) -> str:
    """Read a person's telephone number as far as their privacy level lets the actor, with a note."""
    require("org.read_phone", by, person)
    return _read(person, ReadingPurpose.CONTACT, by, at, ("phone",))["phone"]


def _read(person: Person, purpose: ReadingPurpose, by: Actor, at: datetime, fields: tuple[str, ...]) -> dict[str, str]:
    if person.user_id is None or person.user_id != by.user_id:
        ReadingLog.objects.create(
            person=person, at=at, reader_id=by.user_id, reader_name=by.name, hat_label=by.hat.label,
            purpose=purpose, field_names=list(fields),
        )  # fmt: skip
    return {field: getattr(person, field) for field in fields}


def _clean(given: dict[str, Any]) -> dict[str, Any]:
    if unknown := given.keys() - set(CORRECTABLE):
        raise TypeError(f"not fields of a person: {sorted(unknown)}")
    values = {field: value.strip() if isinstance(value, str) else value for field, value in given.items()}
    if "phone" in values:
        values["phone"] = bare_phone(values["phone"])
    if values.get("birth_date"):
        values["birth_date"] = written_birth(values["birth_date"])
    return {**values, **(_named(values["name"]) if "name" in values else {})}


def _named(name: str) -> dict[str, str]:
    bare = bare_name(name)
    if not bare:
        raise Refused("empty", "请写姓名。")
    return {"name": bare, "sort_key": sort_key(bare), "stroke_key": stroke_key_of(bare)}
