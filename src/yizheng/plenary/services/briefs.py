"""Writes: a brief from the recorder's draft to its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.sequences import next_number

from .. import notices
from .. import workflow as table
from ..enums import SHOWN, Part
from ..models import Attendee, Brief, Group, Statement
from .recording import renew_recorders


@dataclass(frozen=True)
class Wording:
    """What a brief says: when the group met, what it came to, who said what."""

    day: date
    part: Part
    summary: str = ""
    statements: Sequence[tuple[Attendee, str]] = ()


@transaction.atomic
def begin_brief(*, group: Group, wording: Wording, by: Actor, at: datetime) -> Brief:
    """
    Begin the brief of one half-day of a group (起草简报), by its recorder or the office.

    Rule: handbook 9.6. Raises: PermissionDenied; Refused `unpublished`, `day`; nothing is kept then.
    """
    require(table.WRITE_BRIEF, by, group)
    if group.pack.state not in SHOWN:
        raise Refused("unpublished", "会务安排还没有公布，公布以后再写简报。")
    _check(group, wording)
    brief = Brief.objects.create(
        pack=group.pack, group=group, day=wording.day, part=wording.part, summary=wording.summary.strip(),
        written_by_name=by.name[:60],
    )  # fmt: skip
    _keep(brief, wording)
    ledger.record(
        "begin_brief", brief, by=by, at=at, to_state=brief.state,
        fields={"group": group.pk, "day": wording.day, "part": wording.part, "statements": len(wording.statements)},
    )  # fmt: skip
    events.publish(workflow.Moved("plenary_brief", brief, "begin_brief", "", brief.state, by, at))
    renew_recorders(group.pack)
    return brief


@transaction.atomic
def change_brief(*, brief: Brief, wording: Wording, by: Actor, at: datetime) -> Brief:
    """Write on at a draft (改简报). Raises: Refused `stale`, `day`; nothing is changed then."""
    changes = {"day": wording.day, "part": wording.part, "summary": wording.summary.strip()}
    moved = workflow.apply(table.CHANGE_BRIEF, brief, by=by, at=at, changes=changes)
    _check(moved.group, wording)
    moved.statements.all().delete()
    _keep(moved, wording)
    renew_recorders(moved.pack)
    return moved


def submit_brief(*, brief: Brief, by: Actor, at: datetime) -> Brief:
    """Hand a draft to the office (送核稿). Raises: Refused `guarded` while it is empty."""
    return workflow.apply(table.SUBMIT_BRIEF, brief, by=by, at=at)


def check_brief(*, brief: Brief, by: Actor, at: datetime) -> Brief:
    """Find a brief in order (核稿通过)."""
    return workflow.apply(table.CHECK_BRIEF, brief, by=by, at=at, changes={"checked_by_name": by.name[:60]})


def return_brief(*, brief: Brief, reason: str, by: Actor, at: datetime) -> Brief:
    """Give a brief back to its recorder, with a reason (退回修改)."""
    return workflow.apply(table.RETURN_BRIEF, brief, by=by, at=at, reason=reason, changes={"checked_by_name": ""})


@transaction.atomic
def issue_brief(*, brief: Brief, by: Actor, at: datetime) -> Brief:
    """
    Issue a brief (签发): it gets the next number of the plenary, all members can read it and are told.

    The number is given in the act's transaction, so that there is no gap. Raises: Refused `stale`.
    """
    number = next_number(f"plenary-brief:{brief.pack_id}")
    moved = workflow.apply(
        table.ISSUE_BRIEF, brief, by=by, at=at,
        changes={"number": number, "issued_on": timezone.localdate(at), "issued_by_name": by.name[:60]},
    )  # fmt: skip
    notices.tell_of_brief(moved, at=at)
    return moved


def _keep(brief: Brief, wording: Wording) -> None:
    Statement.objects.bulk_create(
        Statement(brief=brief, order=order, membership=who.membership, gist=gist)
        for order, (who, gist) in enumerate(wording.statements, start=1)
    )


def _check(group: Group, wording: Wording) -> None:
    opens, closes = group.pack.session.opens, group.pack.session.closes
    if not opens <= wording.day <= closes:
        raise Refused("day", f"讨论的日期要在{opens.month}月{opens.day}日到{closes.month}月{closes.day}日之间。")
