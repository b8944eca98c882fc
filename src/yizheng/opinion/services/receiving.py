"""Writes of the addressee: a lower committee's piece arrives, a higher committee's decision arrives (design 4)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.instruction import services as instructions
from yizheng.instruction.enums import InstructionKind, InstructionLevel
from yizheng.kernel import ledger, scoping, thread, workflow
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, Dispatch

from ..enums import AdoptionKind, EntrySource, OpinionState, ReportState, SourceKind, UpLevel, Urgency, VersionKind
from ..models import MOST_TITLE_CHARS, IncomingOpinion, Opinion, OpinionAuthor, OpinionReport, OpinionVersion
from ..queries_following import standing_adoptions
from ..workflow import issues as report_table
from ..workflow import opinions as table
from . import adopting, dispatching, instructing, limits, voiding
from .numbering import give_number

MOST_BODY = 10_000
ADOPTED, NOT_ADOPTED, INSTRUCTED, VOIDED = "adopted", "not_adopted", "instructed", "adoption_voided"


@transaction.atomic
def take_all(*, at: datetime) -> int:
    """
    Take what other committees sent to the open scope's (收取上报和回告), each exactly once; return how many.

    Safe to run twice and by two jobs at once. What cannot be read or may not be said is noted, not taken in.
    """
    return sum(take_one(dispatch=each, at=at) for each in dispatching.waiting())


@transaction.atomic
def take_one(*, dispatch: Dispatch, at: datetime) -> bool:
    """Take one dispatch; tell whether it was for us to take now."""
    taken = dispatching.take(dispatch, at=at)
    if taken is None:
        return False
    try:
        with transaction.atomic():
            (_take_report if dispatch.kind == dispatching.REPORT else _take_result)(dispatch, at)
    except Refused as refused:
        dispatching.refuse(taken, refused.code, at=at)
    return True


def _take_report(dispatch: Dispatch, at: datetime) -> None:
    """Make our own piece of what a lower committee reported, sent in to our editors. Rule: handbook 6.2; F076."""
    sender = dispatch.committee
    if sender.parent_id != scoping.current().committee_id:
        raise Refused("no_child", "只有下级政协可以报来。")
    told = _piece(dispatch.payload, dispatching.words_of(dispatch))
    opinion = _make(sender, told, at)
    IncomingOpinion.objects.create(
        from_committee=sender, from_name=sender.short_name, dispatch_key=dispatch.key, opinion=opinion, arrived_at=at
    )


@dataclass(frozen=True)
class _Told:
    title: str
    body: str
    category: str
    urgency: Urgency
    urgent_reason: str


def _piece(payload: Any, words: Any) -> _Told:
    read = payload if isinstance(payload, Mapping) else {}
    said = words if isinstance(words, Mapping) else {}
    title, body = _text(said, "title", MOST_TITLE_CHARS), _text(said, "body", MOST_BODY)
    if not title or not body:
        raise Refused("unreadable", "报来的内容读不出来。")
    urgent = read.get("urgency") == Urgency.URGENT
    return _Told(
        title, body, _text(read, "category", 40), Urgency.URGENT if urgent else Urgency.NORMAL,
        _text(said, "urgent_reason", 200),
    )  # fmt: skip


def _text(read: Mapping[str, Any], name: str, most: int) -> str:
    given = read.get(name, "")
    return given.replace("\x00", "").strip()[:most] if isinstance(given, str) else ""


def _make(sender: Committee, told: _Told, at: datetime) -> Opinion:
    today = timezone.localdate(at)
    opinion = Opinion.objects.create(
        year=today.year, source_kind=SourceKind.COUNTY_COMMITTEE, source=EntrySource.DISPATCH,
        source_name=sender.short_name, title=told.title, situation=told.body, category=told.category,
        urgency=told.urgency, urgent_reason=told.urgent_reason, declared_unclassified=True, touched_at=at,
        state=OpinionState.DRAFT,
    )  # fmt: skip
    OpinionAuthor.objects.create(opinion=opinion, name=sender.short_name)
    number = give_number(today.year)
    due = limits.start_review(opinion, is_urgent=told.urgency == Urgency.URGENT, starts_on=today, by=SYSTEM, at=at)
    changes = {
        "year": today.year, "seq": number.seq, "number": number.number, "submitted_at": at, "review_due": due
    }  # fmt: skip
    moved = workflow.apply(table.SUBMIT, opinion, by=SYSTEM, at=at, changes=changes)
    OpinionVersion.objects.create(
        opinion=moved, ordinal=1, kind=VersionKind.AUTHOR, title=told.title, body=told.body, made_at=at,
        made_by_name=sender.short_name,
    )  # fmt: skip
    return moved


def _take_result(dispatch: Dispatch, at: datetime) -> None:
    """Write what a higher committee decided on a piece that we reported to it. Rule: handbook 6.3."""
    report = _answered(dispatch)
    result, on = dispatch.payload.get("result"), _day(dispatch.payload, timezone.localdate(at))
    if result == NOT_ADOPTED:
        _note_not_adopted(report, _text(dispatch.payload, "note", 300), on, at)
    elif result == ADOPTED:
        _note_adopted(report, dispatch.payload, on, at)
    elif result == INSTRUCTED:
        _note_instructed(report, dispatch.payload, on, at)
    elif result == VOIDED:
        _note_voided(report, dispatch.payload, at)
    else:
        raise Refused("unreadable", "回告的内容读不出来。")


def _answered(dispatch: Dispatch) -> OpinionReport:
    payload = dispatch.payload if isinstance(dispatch.payload, Mapping) else {}
    try:
        key = uuid.UUID(str(payload.get("answers", "")))
    except ValueError:
        raise Refused("unreadable", "回告的内容读不出来。") from None
    rows = OpinionReport.objects.select_related("opinion").filter(to_committee=dispatch.committee_id, dispatch_key=key)
    report = rows.first()
    if report is None:
        raise Refused("never_sent", "没有向它报过这件。")
    return report


def _day(payload: Mapping[str, Any], today: date) -> date:
    try:
        return min(date.fromisoformat(str(payload.get("on", ""))), today)
    except ValueError:
        return today


def _note_not_adopted(report: OpinionReport, note: str, on: date, at: datetime) -> None:
    if report.state != ReportState.WAITING:  # it was adopted before; what stands stays
        ledger.record("note_result", report, by=SYSTEM, at=at, fields={"result": NOT_ADOPTED})
        return
    changes = {"result_on": on, "result_note": note}
    workflow.apply(report_table.NOTE_NOT_ADOPTED, report, by=SYSTEM, at=at, changes=changes)


def _note_adopted(report: OpinionReport, payload: Mapping[str, Any], on: date, at: datetime) -> None:
    kind, level = payload.get("kind"), payload.get("level")
    if kind not in AdoptionKind.values or level not in adopting.EVENTS:
        raise Refused("unreadable", "回告的内容读不出来。")
    adopted = adopting.Adopted(
        UpLevel(level), AdoptionKind(kind), on, _text(payload, "organ", 80) or report.to_name,
        _text(payload, "reference", 120) or "系统回告",
    )  # fmt: skip
    adopting.record(opinion=report.opinion, adopted=adopted, report=report, by=SYSTEM, at=at)


def _note_voided(report: OpinionReport, payload: Mapping[str, Any], at: datetime) -> None:
    """Void what the higher committee told by mistake; what it names and we do not have is noted as unreadable."""
    rows = standing_adoptions().filter(report=report, level=payload.get("level"))
    rows = rows.filter(organ=_text(payload, "organ", 80) or report.to_name)
    if reference := _text(payload, "reference", 120):
        rows = rows.filter(reference=reference)
    adoption = rows.order_by("-id").first()
    if adoption is None:
        raise Refused("unreadable", "回告的内容读不出来。")
    why = _text(payload, "note", 300) or f"{report.to_name}更正了采用结果"
    voiding.void(adoption=adoption, reason=why, by=SYSTEM, at=at)


def _note_instructed(report: OpinionReport, payload: Mapping[str, Any], on: date, at: datetime) -> None:
    level = payload.get("level")
    if level not in (InstructionLevel.CITY, InstructionLevel.PROVINCE):
        raise Refused("unreadable", "回告的内容读不出来。")
    facts = instructions.Facts(InstructionLevel(level), InstructionKind.SUBSTANTIVE, on)
    made = instructing.record(opinion=report.opinion, facts=facts, by=SYSTEM, at=at)
    note = f"收到{made.get_level_display()}批示"
    workflow.apply(report_table.NOTE_INSTRUCTED, report, by=SYSTEM, at=at, changes={"result_note": note})
    thread.link(report, made, relation="instruction", at=at)
