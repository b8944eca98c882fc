"""Writes: proposals answered the year before are visited again (回头看; handbook 5.7, F054)."""

from __future__ import annotations

import hashlib
import math
import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value

from .. import keys, reply_wording
from ..models import LookBack, Reply
from ..queries import following as queries_following
from .quarantined import refuse_quarantined

SAMPLED = "B"
MOST_FINDING = 2000


@transaction.atomic
def sample(*, year: int, by: Actor, at: datetime) -> list[LookBack]:
    """
    Draw which class B items of the year before are visited (抽查): a percentage, or all of them.

    Which ones is decided by a digest of year and item, so that nobody can choose and anybody can check. A second
    draw adds what is missing. Rule: handbook 5.7 (R30); key proposal.look_back_percent.
    Raises: PermissionDenied; Refused `nothing` when no item was class B.
    """
    require("proposal.track", by)
    today = timezone.localdate(at)
    items = queries_following.of_class(year - 1, SAMPLED)
    if not items:
        raise Refused("nothing", f"{year - 1}年没有B类的提案，不用抽查。")
    number = math.ceil(len(items) * value(keys.LOOK_BACK_PERCENT, on=today) / 100)
    drawn = sorted(items, key=lambda each: _lot(year, each))[:number]
    known = set(LookBack.objects.filter(year=year).values_list("handling_id", flat=True))
    act_id = uuid.uuid4()
    return [_note(each, year, by=by, at=at, act_id=act_id) for each in drawn if each.handling_id not in known]


@transaction.atomic
def record_visit(
    *, look_back: LookBack, visited_on: date, finding: str, class_now: str, by: Actor, at: datetime
) -> LookBack:
    """
    Record what was found and the class it has now (回访结果). The class of the reply itself stays as it was.

    Raises: PermissionDenied; Refused `visited`, `future`, `no_finding`, `long_finding`, `no_such_class`.
    """
    require("proposal.track", by, look_back.proposal)
    locked = LookBack.objects.select_for_update(of=("self",)).get(pk=look_back.pk)
    refuse_quarantined(locked.proposal_id)
    _check(locked, visited_on, finding, class_now, timezone.localdate(at))
    locked.visited_on, locked.finding, locked.class_now = visited_on, finding.strip(), class_now
    locked.save(update_fields=["visited_on", "finding", "class_now"])
    fields = {"visited_on": visited_on, "class": (locked.class_before, class_now)}
    ledger.record("record_look_back", locked, by=by, at=at, fields=fields)
    events.publish(Moved("look_back", locked, "record_look_back", "", "", by, at, fields))
    return locked


def _lot(year: int, reply: Reply) -> str:
    return hashlib.sha256(f"{year}-{reply.handling.public_id}".encode()).hexdigest()


def _note(reply: Reply, year: int, *, by: Actor, at: datetime, act_id: uuid.UUID) -> LookBack:
    made = LookBack.objects.create(
        proposal=reply.handling.proposal, handling=reply.handling, year=year, class_before=reply.class_mark,
        sampled_on=timezone.localdate(at),
    )  # fmt: skip
    ledger.record("sample_look_back", made, by=by, at=at, fields={"year": year}, act_id=act_id)
    events.publish(Moved("look_back", made, "sample_look_back", "", "", by, at))
    return made


def _check(row: LookBack, visited_on: date, finding: str, class_now: str, today: date) -> None:
    if row.visited_on is not None:
        raise Refused("visited", "这一件已经回访过了，请刷新后查看。")
    if visited_on > today:
        raise Refused("future", "回访日期不能晚于今天。")
    if not finding.strip():
        raise Refused("no_finding", "请写明回访看到的情况。")
    if len(finding.strip()) > MOST_FINDING:
        raise Refused("long_finding", f"回访情况最多{MOST_FINDING}字，请精简。")
    if not reply_wording.class_wording(class_now, today):
        raise Refused("no_such_class", "请选现在的类别。")
