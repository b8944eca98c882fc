"""Writes: sheets of a year are generated, confirmed, appealed, reviewed, approved, published (handbook 10.7)."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import may, require
from yizheng.org.configuration import value
from yizheng.org.models import Membership

from .. import queries
from .. import workflow as table
from ..enums import GateState, SheetState
from ..keys import EXCELLENT_QUOTA
from ..models import SchemeVersion, ScoreSheet
from ..scoring.facts import Gate, Member
from ..scoring.reckoning import Line, Tally, reckon_year
from ..scoring.scheme import Scheme, parse
from ..scoring.shipped import shipped
from . import saying, years
from .claiming import last_day
from .holding import hold_open_year, refuse_frozen

MOST_NARRATIVE = 5000


def lines_of(tally: Tally) -> list[dict[str, Any]]:
    """Return the snapshot of every point: fact, rule, version, points, what counted, what cut it."""
    return [_line(each) for each in tally.lines]


def _line(line: Line) -> dict[str, Any]:
    fact = line.fact
    return {
        "item": line.item, "version": line.version, "points": line.points, "counted": line.counted, "cut": line.cut,
        "quality": line.quality, "record": fact.id if fact else None, "kind": fact.kind if fact else "",
        "role": fact.role if fact else "", "on": fact.on.isoformat() if fact else "",
    }  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """The scheme a year is reckoned by and the row it stands in; no row while nobody adopted one."""

    row: SchemeVersion | None
    scheme: Scheme

    @classmethod
    def of(cls, year: int) -> Rules:
        """Read what is in force for a year, once."""
        row = queries.scheme_row(year)
        return cls(row, parse(row.data) if row else shipped("default"))


@transaction.atomic
def generate_all(*, year: int, by: Actor, at: datetime) -> list[ScoreSheet]:
    """
    Generate the sheets of a year from its facts (生成考核表); again as long as the member has not answered.

    The clerk's own sheet is left to a colleague. Raises: PermissionDenied; Refused `frozen`; nothing is written then.
    """
    require("duty.score_all", by)
    hold_open_year(year)
    years.rebook(at=at)
    seats = {seat.pk: seat for seat in queries.members_in(year)}
    rows = {row.membership_id: row for row in _latest(year, seats)}
    wanted = [seat for pk, seat in seats.items() if pk not in rows or rows[pk].state in table.GENERATE.sources]
    by_scheme, act_id = Rules.of(year), uuid.uuid4()
    members = [each._replace(gate=Gate.PASSED) for each in queries.scored_members(year, wanted)]
    tallies = reckon_year(by_scheme.scheme, members, queries.facts_of(year))
    made = []
    for seat in wanted:
        sheet = rows.get(seat.pk) or ScoreSheet(membership=seat, year=year)
        sheet.membership = seat
        if may("duty.score", by, sheet):
            made.append(_generate(sheet, seat, tallies[seat.pk], by_scheme, by=by, at=at, act_id=act_id))
    return made


def _latest(year: int, seats: Iterable[int]) -> list[ScoreSheet]:
    rows = ScoreSheet.objects.filter(year=year, membership__in=list(seats)).order_by("version")
    return list({row.membership_id: row for row in rows}.values())


def _generate(
    sheet: ScoreSheet, seat: Membership, tally: Tally, rules: Rules, *, by: Actor, at: datetime, act_id: uuid.UUID
) -> ScoreSheet:
    if sheet.pk is None:
        sheet.save()
        ledger.record("open_sheet", sheet, by=by, at=at, to_state=sheet.state, act_id=act_id)
    _write(sheet, tally)
    changes = {
        **_sums(sheet, tally, rules.scheme), "scheme": rules.row, "standing": tally.member.standing,
        "sector_name": seat.sector.name if seat.sector else "", "months": tally.member.months,
        "generated_on": timezone.localdate(at),
    }  # fmt: skip
    return workflow.apply(table.GENERATE, sheet, by=by, at=at, changes=changes, act_id=act_id)


def _sums(sheet: ScoreSheet, tally: Tally, scheme: Scheme) -> dict[str, Any]:
    failed = sheet.gate == GateState.FAILED
    return {"total": tally.total, "band": scheme.bands[-1].code if failed else tally.band}


def _write(sheet: ScoreSheet, tally: Tally) -> None:
    """Write the snapshot beside the act; the ledger keeps the sums, not three hundred lines."""
    ScoreSheet.objects.filter(pk=sheet.pk).update(lines=lines_of(tally), sums=sums_of(tally))


def sums_of(tally: Tally) -> dict[str, Any]:
    """Return the sums of a snapshot: items, groups, the band by points and after, what minimums are not met."""
    return {
        "items": tally.items, "groups": tally.groups, "by_points": tally.band_by_points, "band": tally.band,
        "unmet": [list(each) for each in tally.unmet],
    }  # fmt: skip


def tally_of(sheet: ScoreSheet) -> Tally:
    """Return the reckoning of a sheet from today's facts; its gate is applied where the band is written."""
    seat = Membership.objects.select_related("person", "sector").prefetch_related("suspensions").get(
        pk=sheet.membership_id
    )  # fmt: skip
    (member,) = queries.scored_members(sheet.year, [seat])
    given: Member = member._replace(gate=Gate.PASSED)
    return reckon_year(queries.scheme_of(sheet.year), [given], queries.facts_of(sheet.year, [seat.pk]))[seat.pk]


@transaction.atomic
def narrate(*, sheet: ScoreSheet, words: str, by: Actor, at: datetime) -> ScoreSheet:
    """Write the own report (述职). Raises: PermissionDenied; Refused `stale`, `long_text`, `frozen`."""
    refuse_frozen(sheet.year)
    if len(words.strip()) > MOST_NARRATIVE:
        raise Refused("long_text", f"述职最多{MOST_NARRATIVE}字，现在有{len(words.strip())}字，请精简。")
    return workflow.apply(table.NARRATE, sheet, by=by, at=at, changes={"narrative": words.strip()})


@transaction.atomic
def agree(*, sheet: ScoreSheet, by: Actor, at: datetime) -> ScoreSheet:
    """Confirm the own sheet (确认). Raises: PermissionDenied; Refused `stale`, `frozen`."""
    refuse_frozen(sheet.year)
    return workflow.apply(table.AGREE, sheet, by=by, at=at)


@transaction.atomic
def appeal(*, sheet: ScoreSheet, reason: str, by: Actor, at: datetime) -> ScoreSheet:
    """
    Appeal against the own sheet (申诉) within the working days after it was generated.

    Raises: PermissionDenied; Refused `late`, `stale`, `no_reason`, `frozen`; nothing is changed then.
    """
    refuse_frozen(sheet.year)
    today = timezone.localdate(at)
    if sheet.generated_on is not None and today > last_day(sheet.generated_on, today):
        raise Refused("late", "申诉的期限已经过了。")
    return saying.act(table.APPEAL, sheet, by=by, at=at, reason=reason, changes={"appeal_words": reason.strip()})


@transaction.atomic
def answer(*, sheet: ScoreSheet, words: str, by: Actor, at: datetime) -> ScoreSheet:
    """
    Answer an appeal (答复申诉); the points are reckoned anew from the facts as they are now.

    Raises: PermissionDenied for the own sheet; Refused `stale`, `no_reason`, `frozen`; nothing is changed then.
    """
    refuse_frozen(sheet.year)
    tally, rules = tally_of(sheet), Rules.of(sheet.year)
    changes = {**_sums(sheet, tally, rules.scheme), "answer_words": words.strip(), "scheme": rules.row}
    moved = saying.act(table.ANSWER, sheet, by=by, at=at, reason=words, changes=changes)
    _write(moved, tally)
    return moved


@transaction.atomic
def review(*, sheet: ScoreSheet, by: Actor, at: datetime) -> ScoreSheet:
    """
    Review a sheet (复核) that the member confirmed, or let pass without a word.

    Raises: PermissionDenied for the own sheet; Refused `waits` while the member may still answer, `stale`, `frozen`.
    """
    refuse_frozen(sheet.year)
    today = timezone.localdate(at)
    silent = sheet.state == SheetState.GENERATED and sheet.generated_on is not None
    if silent and sheet.generated_on is not None and today <= last_day(sheet.generated_on, today):
        raise Refused("waits", "委员还在确认期限内，请等确认或期满后再复核。")
    return workflow.apply(table.REVIEW, sheet, by=by, at=at)


@transaction.atomic
def decide_gate(*, sheet: ScoreSheet, gate: str, reason: str, by: Actor, at: datetime) -> ScoreSheet:
    """
    Note what people decided about the political and disciplinary side (把关结论); it stands before any points.

    Who does not pass keeps no other band that was decided before.

    Rule: office-practice 28. Raises: PermissionDenied for the own sheet; Refused `gate`, `no_reason`, `frozen`.
    """
    refuse_frozen(sheet.year)
    if gate not in (GateState.PASSED, GateState.FAILED):
        raise Refused("gate", "请选通过或者不通过。")
    kept = ScoreSheet.objects.select_related("scheme").get(pk=sheet.pk)
    scheme = queries.scheme_of_sheet(kept)
    failed = gate == GateState.FAILED
    changes = {"gate": gate, "band": scheme.bands[-1].code if failed else kept.sums.get("band", "")}
    if failed:
        changes |= {"override_band": "", "override_reason": ""}
    return saying.act(table.DECIDE_GATE, sheet, by=by, at=at, reason=reason, changes=changes)


@transaction.atomic
def override(*, sheet: ScoreSheet, band: str, reason: str, by: Actor, at: datetime) -> ScoreSheet:
    """
    Decide another band with a reason (另定等次); points and their band stay to be read.

    Raises: PermissionDenied for the own sheet; Refused `band`, `gate`, `stale`, `no_reason`, `frozen`.
    """
    refuse_frozen(sheet.year)
    scheme = queries.scheme_of_sheet(sheet)
    _check_band(sheet, band, scheme)
    changes = {"override_band": band, "override_reason": reason.strip()[:500]}
    return saying.act(table.OVERRIDE, sheet, by=by, at=at, reason=reason, changes=changes)


def _check_band(sheet: ScoreSheet, band: str, scheme: Scheme) -> None:
    if band not in {each.code for each in scheme.bands}:
        raise Refused("band", "请从办法里的等次中选一个。")
    gate = ScoreSheet.objects.values_list("gate", flat=True).get(pk=sheet.pk)
    if gate == GateState.FAILED and band != scheme.bands[-1].code:
        raise Refused("gate", "把关没有通过，等次不能高于最低一档。")


@transaction.atomic
def approve(*, sheet: ScoreSheet, by: Actor, at: datetime) -> ScoreSheet:
    """
    Approve a sheet (审定); the best band goes to no more than its share of the year's members.

    Rule: handbook 10.8, key duty.excellent_quota. Raises: PermissionDenied for the own sheet; Refused `quota`,
    `stale`, `guarded`, `frozen`; nothing is changed then.
    """
    hold_open_year(sheet.year)
    moved = workflow.apply(table.APPROVE, sheet, by=by, at=at)
    _check_quota(moved, timezone.localdate(at))
    return moved


DECIDED = (SheetState.APPROVED, SheetState.PUBLISHED, SheetState.FROZEN)


def _check_quota(sheet: ScoreSheet, on: date) -> None:
    """Refuse one more of the best band than there is room for; a year of few members has room for one."""
    best = queries.scheme_of_sheet(sheet).bands[0]
    if (sheet.override_band or sheet.band) != best.code:
        return
    percent = value(EXCELLENT_QUOTA, on=on)
    most = max(1, queries.members_in(sheet.year).count() * percent // 100)
    rows = ScoreSheet.objects.filter(year=sheet.year, state__in=DECIDED, version=sheet.version)
    given = rows.filter(Q(override_band=best.code) | Q(override_band="", band=best.code)).count()
    if given > most:
        raise Refused(
            "quota", f"“{best.name}”最多{most}人（{percent}%），已经满了。请先给排在后面的另定等次，或请会议调整比例。"
        )


@transaction.atomic
def publish(*, sheet: ScoreSheet, by: Actor, at: datetime) -> ScoreSheet:
    """Publish the band, not the total (公布等次). Raises: PermissionDenied for the own; Refused `stale`, `frozen`."""
    refuse_frozen(sheet.year)
    return workflow.apply(table.PUBLISH, sheet, by=by, at=at)


@dataclass(frozen=True)
class Together:
    """What came of an act on all sheets of a year: how many went on, how many stay and why (sentence → number)."""

    done: int
    left: dict[str, int]


STEPS: dict[str, Callable[..., ScoreSheet]] = {
    "review": review,
    "gate": decide_gate,
    "approve": approve,
    "publish": publish,
}


def all_together(*, step: str, year: int, by: Actor, at: datetime, reason: str = "") -> Together:
    """
    Do one step for every sheet of a year that stands before it, in one act (全部复核、把关、审定、公布).

    The gate goes to those nobody decided on yet; single decisions made before stay. The own sheet is left to
    somebody else, and so is whatever a rule refuses, with the sentence why.
    Raises: Refused `frozen`, `no_reason`; nothing is changed then.
    """
    refuse_frozen(year)
    rows = {"review": table.REVIEW, "gate": table.DECIDE_GATE, "approve": table.APPROVE, "publish": table.PUBLISH}
    row = rows[step]
    if row.needs_reason and not reason.strip():
        raise Refused("no_reason", "请写明哪次会议、根据什么定的。")
    sheets = ScoreSheet.objects.filter(year=year, state__in=row.sources).select_related("membership__person")
    given = {"gate": GateState.PASSED, "reason": reason} if step == "gate" else {}
    if step == "gate":
        sheets = sheets.filter(gate=GateState.WAITING)
    done, left = 0, Counter[str]()
    with transaction.atomic(), ledger.one_act():
        for sheet in sheets.order_by("id"):
            if not may(row.permission, by, sheet):
                left["本人的考核表要由他人办理，或者您的身份不办这一步"] += 1
                continue
            try:
                STEPS[step](sheet=sheet, by=by, at=at, **given)
                done += 1
            except Refused as refusal:
                left[refusal.message] += 1
    return Together(done, dict(left))


@transaction.atomic
def correct_frozen(*, sheet: ScoreSheet, band: str, reason: str, by: Actor, at: datetime) -> ScoreSheet:
    """
    Make a new version of a sheet of a closed year (更正版); the frozen one stays as it is (18.3 case 14).

    The new version bears the band that was decided and the reason; the facts of the year stay frozen.
    Raises: PermissionDenied for the own sheet; Refused `not_frozen`, `no_reason`, `newer`, `band`, `gate`;
    nothing is written then.
    """
    require("duty.decide_sheet", by, sheet)
    if sheet.state != SheetState.FROZEN:
        raise Refused("not_frozen", "年度还没有关闭，直接处理原来的考核表。")
    if not reason.strip():
        raise Refused("no_reason", "请写明更正的理由。")
    ScoreSheet.objects.select_for_update(of=("self",), no_key=True).get(pk=sheet.pk)
    rows = ScoreSheet.objects.filter(membership=sheet.membership_id, year=sheet.year)
    last = rows.aggregate(last=Max("version"))["last"]
    if last != sheet.version:
        raise Refused("newer", "这张考核表已经有更正版了，请从最新一版更正。")
    _check_band(sheet, band, queries.scheme_of_sheet(sheet))
    copied = {
        name: getattr(sheet, name)
        for name in ("scheme", "gate", "total", "band", "lines", "sums", "standing", "sector_name", "months",
                     "narrative", "generated_on")
    }  # fmt: skip
    saying.act(table.CORRECT_FROZEN, sheet, by=by, at=at, reason=reason)
    made = ScoreSheet.objects.create(
        membership=sheet.membership, year=sheet.year, version=last + 1, state=SheetState.FROZEN,
        override_band=band, override_reason=reason.strip()[:500], frozen_on=timezone.localdate(at), **copied,
    )  # fmt: skip
    ledger.record("correct_frozen_sheet", made, by=by, at=at, to_state=made.state, fields={"version": made.version})
    events.publish(workflow.Moved("score_sheet", made, "correct_frozen_sheet", "", made.state, by, at))
    return made
