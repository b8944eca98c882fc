"""Writes: a scheme is drafted, changed, adopted for a year; each adopted change is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import queries
from .. import workflow as table
from ..models import SchemeVersion
from ..scoring.scheme import BadScheme, parse
from .holding import hold_open_year, refuse_frozen


@transaction.atomic
def draft(*, year: int, data: Mapping[str, Any], by: Actor, at: datetime) -> SchemeVersion:
    """
    Draft a scheme for a year (起草办法) from a shipped or an earlier one; it is the next version of that year.

    Raises: PermissionDenied; Refused `frozen`, `scheme`; nothing is written then.
    """
    require("duty.edit_scheme", by)
    hold_open_year(year)
    last = SchemeVersion.objects.filter(year=year).aggregate(last=Max("version"))["last"] or 0
    kept = checked({**data, "version": last + 1})
    made = SchemeVersion.objects.create(year=year, version=last + 1, name=kept["name"], data=kept)
    ledger.record("draft_scheme", made, by=by, at=at, to_state=made.state, fields={"year": year, "version": last + 1})
    return made


@transaction.atomic
def change(*, scheme: SchemeVersion, data: Mapping[str, Any], by: Actor, at: datetime) -> SchemeVersion:
    """Change a draft (修改草案). Raises: PermissionDenied; Refused `stale`, `scheme`, `frozen`."""
    refuse_frozen(scheme.year)
    kept = checked({**data, "version": scheme.version})
    locked = SchemeVersion.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    moved = workflow.apply(table.CHANGE_SCHEME, locked, by=by, at=at, changes={"name": kept["name"]})
    SchemeVersion.objects.filter(pk=moved.pk).update(data=kept)
    moved.data = kept
    return moved


@transaction.atomic
def adopt(*, scheme: SchemeVersion, basis: str, by: Actor, at: datetime) -> SchemeVersion:
    """
    Put a draft into force for its year (定为执行), by a meeting that is named; the one before it is replaced.

    Raises: PermissionDenied; Refused `stale`, `frozen`, `no_basis`; nothing is changed then.
    """
    hold_open_year(scheme.year)
    if not basis.strip():
        raise Refused("no_basis", "请写明哪次会议通过的。")
    before = queries.scheme_row(scheme.year)
    if before is not None and before.pk != scheme.pk:
        workflow.apply(table.REPLACE, before, by=by, at=at)
    changes = {"basis": basis.strip(), "adopted_on": timezone.localdate(at)}
    return workflow.apply(table.ADOPT, scheme, by=by, at=at, changes=changes)


def checked(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a scheme that holds together. Raises: Refused `scheme` with the place in words."""
    try:
        parse(data)
    except BadScheme as wrong:
        raise Refused("scheme", str(wrong)) from None
    except (TypeError, ValueError, AttributeError):
        raise Refused("scheme", "办法的内容写法不对，请检查次数和比例。") from None
    return dict(data)
