"""Writes: a piece is reported to a higher committee, in this house or on paper; what it decided (handbook 6.3)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, scoping, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, Level
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved

from ..enums import ReportState, UpLevel
from ..models import MOST_TITLE_CHARS, Opinion, OpinionReport
from ..texts import text_of
from ..workflow import issues as table
from ..workflow import opinions as opinion_table
from .adopting import Adopted
from .adopting import record as record_adoption
from .dispatching import REPORT, send
from .transferring import lock

LEVELS = {Level.PREFECTURE: UpLevel.CITY, Level.PROVINCE: UpLevel.PROVINCE, Level.NATION: UpLevel.NATION}
"""At which level a committee adopts."""


@dataclass(frozen=True)
class Above:
    """To whom a piece is reported: a committee of this house, or only a name (paper, another system)."""

    level: UpLevel
    name: str
    committee: Committee | None = None


def parent() -> Above | None:
    """Return the higher committee of this house, None where there is none to which pieces are reported."""
    here = Committee.objects.select_related("parent").get(pk=scoping.current().committee_id)
    above = here.parent
    if above is None or Level(above.level) not in LEVELS:
        return None
    return Above(LEVELS[Level(above.level)], above.short_name, above)


@transaction.atomic
def report(*, opinion: Opinion, to: Above, by: Actor, at: datetime) -> OpinionReport:
    """
    Report a piece up (上报): to the higher committee of this house by dispatch, elsewhere on paper.

    What goes up is the text as it was signed, with its category and urgency; its authors' names stay here.
    Rule: handbook 6.3; design 4. Raises: PermissionDenied; Refused `stale`, `no_name`, `own_level`, `not_above`,
    `waiting`; nothing is reported then.
    """
    act_id, locked = uuid.uuid4(), lock(opinion)
    require("opinion.report_up", by, locked)
    _check(locked, to)
    first = locked.state in opinion_table.REPORT_UP.sources
    row = opinion_table.REPORT_UP if first else opinion_table.REPORT_UP_TOO
    moved = workflow.apply(row, locked, by=by, at=at, act_id=act_id)
    made = OpinionReport.objects.create(
        opinion=moved, level=to.level, to_committee=to.committee, to_name=to.name.strip(), label=str(moved),
        reported_on=timezone.localdate(at), dispatch_key=uuid.uuid4() if to.committee else None,
    )  # fmt: skip
    fields = {"level": to.level.value, "to": made.to_name}
    ledger.record("send_report", made, by=by, at=at, to_state=made.state, fields=fields, act_id=act_id)
    if to.committee is not None and made.dispatch_key is not None:
        send(
            to=to.committee, what=made, label=f"社情民意{moved.number}", kind=REPORT, key=made.dispatch_key,
            payload=payload_of(moved), words=words_of(moved), at=at,
        )  # fmt: skip
    events.publish(Moved("opinion_report", made, "send_report", "", made.state, by, at, fields))
    return made


def payload_of(opinion: Opinion) -> dict[str, Any]:
    """Return the facts that the higher committee gets of a piece, frozen for good: no word of it, no author."""
    return {
        "category": opinion.category, "urgency": opinion.urgency, "number": opinion.number,
        "issued_on": opinion.issued_on.isoformat() if opinion.issued_on else "",
    }  # fmt: skip


def words_of(opinion: Opinion) -> dict[str, str]:
    """Return the words it gets, which end with the piece: no author, no place of a person, no file."""
    title = str(opinion)[:MOST_TITLE_CHARS]
    return {"title": title, "body": text_of(opinion), "urgent_reason": opinion.urgent_reason}


@transaction.atomic
def note_adopted(*, report: OpinionReport, adopted: Adopted, by: Actor, at: datetime) -> OpinionReport:
    """
    Enter with its proof that a report on paper was adopted (登记采用).

    Raises: PermissionDenied; Refused `comes_itself`, and as `adopting.record`; nothing is changed then.
    """
    _refuse_in_house(report, by)
    record_adoption(opinion=report.opinion, adopted=adopted, report=report, by=by, at=at)
    return OpinionReport.objects.get(pk=report.pk)


@transaction.atomic
def note_not_adopted(*, report: OpinionReport, on: date, note: str, by: Actor, at: datetime) -> OpinionReport:
    """
    Enter that a report on paper was not adopted (登记未采用).

    Raises: PermissionDenied; Refused `comes_itself`, `future`, `stale`; nothing is changed then.
    """
    _refuse_in_house(report, by)
    if on > timezone.localdate(at):
        raise Refused("future", "日期不能晚于今天。")
    changes = {"result_on": on, "result_note": note.strip()[:300]}
    return workflow.apply(table.NOTE_NOT_ADOPTED, report, by=by, at=at, changes=changes)


@transaction.atomic
def recall(*, report: OpinionReport, reason: str, by: Actor, at: datetime) -> OpinionReport:
    """
    Take a report on paper back (撤回上报); what arrived in another committee's house is theirs.

    Raises: PermissionDenied; Refused `stale`, `no_reason`, `guarded`; nothing is changed then.
    """
    return workflow.apply(table.RECALL_REPORT, report, by=by, at=at, reason=reason)


def _refuse_in_house(report: OpinionReport, by: Actor) -> None:
    require("opinion.record_adoption", by, report.opinion)
    if report.to_committee_id is not None:
        raise Refused("comes_itself", f"{report.to_name}的处理结果会自动回到这里，不用登记。")


def _check(opinion: Opinion, to: Above) -> None:
    if not to.name.strip():
        raise Refused("no_name", "请写明报给哪里。")
    if to.level == UpLevel.SELF:
        raise Refused("own_level", "上报是报给上级，请选市级、省级或全国。")
    if to.committee is not None and to != parent():
        raise Refused("not_above", "系统里只能报给本会的上级政协；报给别处的，请按纸质或其他系统登记。")
    waiting = opinion.reports.filter(state=ReportState.WAITING, to_name=to.name.strip())
    if waiting.exists():
        raise Refused("waiting", f"这件已经报给{to.name.strip()}，还在等结果，不用再报。")
