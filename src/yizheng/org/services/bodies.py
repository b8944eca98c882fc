"""Bodies inside the committee: founded, renamed, split, closed, put in a leader's charge."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import BodyKind
from ..models import Body, BodyAlias, GrassrootsMembership, Oversight, Person, Seat, in_force
from .ending import end_at


@transaction.atomic
def make_body(
    *,
    kind: BodyKind,
    full_name: str,
    short_name: str,
    order: int,
    valid_from: date,
    valid_to: date | None = None,
    aliases: Iterable[str] = (),
    parent: Body | None = None,
    place: str = "",
    by: Actor,
    at: datetime,
) -> Body:
    """Make a body of the committee (设立机构) with the names it goes by as long as it exists."""
    require("org.found_body", by)
    body = Body.objects.create(
        kind=kind, full_name=full_name, short_name=short_name, order=order, valid_from=valid_from,
        valid_to=valid_to, parent=parent, place=place,
    )  # fmt: skip
    BodyAlias.objects.bulk_create(
        BodyAlias(body=body, text=text, valid_from=valid_from, valid_to=valid_to) for text in aliases
    )
    ledger.record("make_body", body, by=by, at=at, fields={"full_name": full_name, "valid_from": valid_from})
    return body


@transaction.atomic
def found_body(
    *,
    kind: BodyKind,
    full_name: str,
    short_name: str,
    valid_from: date,
    aliases: Iterable[str] = (),
    parent: Body | None = None,
    place: str = "",
    by: Actor,
    at: datetime,
) -> Body:
    """
    Found a body (新设机构) after the others of its kind. Rule: F020, a liaison office may be founded mid-term.

    Raises: Refused `taken` while another body bears the name.
    """
    require("org.found_body", by)
    _check_name(full_name, short_name, valid_from)
    last = Body.objects.filter(kind=kind).aggregate(last=Max("order"))["last"] or 0
    return make_body(
        kind=kind, full_name=full_name.strip(), short_name=short_name.strip(), order=last + 1,
        valid_from=valid_from, aliases=aliases, parent=parent, place=place.strip(), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def rename_body(*, body: Body, full_name: str, short_name: str, on: date, by: Actor, at: datetime) -> Body:
    """
    Give a body new names (更名) from a day; the old ones go on as aliases until that day.

    Rule: handbook 1.4. Raises: Refused `closed`, `backwards`, `same`, `taken`.
    """
    require("org.rename_body", by, body)
    locked = _running(body, on)
    full_name, short_name = full_name.strip(), short_name.strip()
    old = (locked.full_name, locked.short_name)
    if old == (full_name, short_name):
        raise Refused("same", "新名称和现在的一样，不用更名。")
    _check_name(full_name, short_name, on, but=locked)
    _keep_names(locked, {*old} - {full_name, short_name}, on)
    locked.full_name, locked.short_name = full_name, short_name
    locked.save(update_fields=["full_name", "short_name"])
    fields = {"full_name": (old[0], full_name), "short_name": (old[1], short_name), "on": on}
    ledger.record("rename_body", locked, by=by, at=at, fields=fields)
    return locked


@transaction.atomic
def close_body(
    *, body: Body, on: date, by: Actor, at: datetime, reason: str = "", act_id: uuid.UUID | None = None
) -> Body:
    """
    Close a body (撤销机构); `on` is its first day of absence. Seats, stays, charges and aliases end with it.

    Raises: Refused `closed`, `backwards`.
    """
    require("org.close_body", by, body)
    locked = _running(body, on)
    locked.valid_to = on
    locked.save(update_fields=["valid_to"])
    for rows in (Seat.objects, GrassrootsMembership.objects, Oversight.objects, BodyAlias.objects):
        end_at(rows.filter(body=locked), on)
    ledger.record("close_body", locked, by=by, at=at, fields={"valid_to": on}, reason=reason, act_id=act_id)
    return locked


@transaction.atomic
def split_body(*, body: Body, into: Sequence[Body], on: date, by: Actor, at: datetime) -> list[Body]:
    """
    Split a joint body (分设): it ends on a day, and from then on its short name means each of its heirs.

    Rule: handbook 1.4 and 18.3 case 4. Raises: Refused `too_few`, `closed`, `backwards`.
    """
    require("org.split_body", by, body)
    if len({heir.pk for heir in into} - {body.pk}) < 2:
        raise Refused("too_few", "分设要选定两个以上的新机构。")
    act_id = uuid.uuid4()
    names = {body.full_name, body.short_name}
    close_body(body=body, on=on, by=by, at=at, act_id=act_id)
    for heir in into:
        BodyAlias.objects.bulk_create(BodyAlias(body=heir, text=text, valid_from=on) for text in sorted(names))
        fields = {"split_from_id": body.pk, "valid_from": on}
        ledger.record("split_body", heir, by=by, at=at, fields=fields, act_id=act_id)
    return list(into)


@transaction.atomic
def name_alias(*, body: Body, text: str, valid_from: date, by: Actor, at: datetime) -> BodyAlias:
    """Note another name that a body goes by (别称) from a day. Raises: Refused `same`, `empty`."""
    require("org.name_alias", by, body)
    return _alias(body, text.strip(), valid_from, by, at, uuid.uuid4())


@transaction.atomic
def share_alias(*, text: str, bodies: Sequence[Body], valid_from: date, by: Actor, at: datetime) -> list[BodyAlias]:
    """Let one name stand for several bodies (合称) from a day: a task that names it goes to each."""
    require("org.name_alias", by)
    act_id = uuid.uuid4()
    return [_alias(body, text.strip(), valid_from, by, at, act_id) for body in bodies]


def _alias(body: Body, text: str, valid_from: date, by: Actor, at: datetime, act_id: uuid.UUID) -> BodyAlias:
    if not text:
        raise Refused("empty", "请写别称。")
    if body.aliases.filter(in_force(valid_from), text=text).exists() or text in (body.full_name, body.short_name):
        raise Refused("same", f"{body.short_name}已经有这个名称。")
    alias = BodyAlias.objects.create(body=body, text=text, valid_from=valid_from)
    ledger.record("name_alias", body, by=by, at=at, fields={"text": text, "valid_from": valid_from}, act_id=act_id)
    return alias


@transaction.atomic
def put_in_charge(
    *, person: Person, body: Body, valid_from: date, valid_to: date | None = None, by: Actor, at: datetime
) -> Oversight:
    """
    Put a leader in charge of a body (分管) from a date; tasks of 分管主席 follow it. Raises: Refused `already`.
    """
    require("org.put_in_charge", by, body)
    if Oversight.objects.filter(in_force(valid_from), body=body, person=person).exists():
        raise Refused("already", f"{person.name}已经分管{body.short_name}，不用再登记。")
    oversight = Oversight.objects.create(person=person, body=body, valid_from=valid_from, valid_to=valid_to)
    fields = {"leader": person.name, "valid_from": valid_from, "valid_to": valid_to}
    ledger.record("put_in_charge", body, by=by, at=at, fields=fields)
    return oversight


@transaction.atomic
def end_charge(*, person: Person, body: Body, on: date, by: Actor, at: datetime) -> None:
    """Let a leader be in charge of a body no longer, from a day. Raises: Refused `none`."""
    require("org.put_in_charge", by, body)
    rows = Oversight.objects.filter(in_force(on), body=body, person=person)
    if not rows.exists():
        raise Refused("none", f"{person.name}这一天不分管{body.short_name}。")
    end_at(rows, on)
    ledger.record("end_charge", body, by=by, at=at, fields={"leader": person.name, "valid_to": on})


def _running(body: Body, on: date) -> Body:
    locked = Body.objects.select_for_update().get(pk=body.pk)
    if locked.valid_to is not None and locked.valid_to <= on:
        raise Refused("closed", f"{locked.short_name}那时已经撤销，不能再改。")
    if on < locked.valid_from:
        raise Refused("backwards", f"所填日期早于{locked.short_name}设立的日期，请核对。")
    return locked


def _check_name(full_name: str, short_name: str, on: date, *, but: Body | None = None) -> None:
    if not full_name.strip() or not short_name.strip():
        raise Refused("empty", "请写全称和简称。")
    others = Body.objects.filter(in_force(on))
    others = others.exclude(pk=but.pk) if but else others
    if others.filter(Q(full_name=full_name.strip()) | Q(short_name=short_name.strip())).exists():
        raise Refused("taken", "已经有机构用这个名称，请换一个。")


def _keep_names(body: Body, names: Iterable[str], until: date) -> None:
    BodyAlias.objects.bulk_create(
        BodyAlias(body=body, text=text, valid_from=body.valid_from, valid_to=until) for text in sorted(names)
    )
