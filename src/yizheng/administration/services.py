"""Writes: adopt, revise, extend, repeal a rule; register and withdraw an honour; record an appraisal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import Body, Person

from . import workflow as table
from .enums import Grade, HonourLevel, RuleKind, RuleState
from .models import Honour, Rule, RuleVersion, StaffAppraisal


@dataclass(frozen=True)
class Wording:
    """What one version of a rule says and on what ground; `valid_until` is its last day, empty for no end."""

    adopted_on: date
    adopted_by: str
    valid_from: date
    text: str = ""
    file: StoredFile | None = None
    doc_number: str = ""
    valid_until: date | None = None
    note: str = ""


@transaction.atomic
def adopt_rule(*, title: str, kind: RuleKind, keeper: Body | None, wording: Wording, by: Actor, at: datetime) -> Rule:
    """
    Put a rule into the library with its first version (制度入库). Rule: features F038, F039.

    Raises: Refused `same_title` when a rule of that title is in force, `no_words`, `days`; nothing is changed then.
    """
    require("administration.keep_rules", by)
    _check(wording)
    if Rule.objects.filter(title=title, state=RuleState.IN_FORCE).exists():
        raise Refused("same_title", f"《{title}》已在制度库里，请打开它办“修订”。")
    rule = Rule.objects.create(title=title, kind=kind, keeper=keeper)
    _write_version(rule, 1, wording)
    ledger.record("adopt_rule", rule, by=by, at=at, to_state=rule.state, fields={"valid_from": wording.valid_from})
    events.publish(workflow.Moved("rule", rule, "adopt_rule", "", rule.state, by, at))
    return rule


@transaction.atomic
def revise_rule(*, rule: Rule, wording: Wording, by: Actor, at: datetime) -> RuleVersion:
    """Give a rule new words (修订): a further version; the earlier ones stay as they were (F038)."""
    _check(wording)
    moved = workflow.apply(table.REVISE, rule, by=by, at=at, reason=wording.note)
    return _write_version(moved, _last(moved).number + 1, wording)


@transaction.atomic
def extend_rule(*, rule: Rule, valid_until: date | None, reason: str, by: Actor, at: datetime) -> RuleVersion:
    """Let the words of a rule hold longer (延长有效期): a further version with the same words."""
    last = _last(rule)
    if valid_until is not None and last.valid_until is not None and valid_until <= last.valid_until:
        raise Refused("days", "新的有效期要比原来的晚，请核对。")
    moved = workflow.apply(table.EXTEND, rule, by=by, at=at, reason=reason)
    wording = Wording(
        adopted_on=timezone.localdate(at), adopted_by=last.adopted_by, valid_from=last.valid_from, text=last.text,
        file=last.file, doc_number=last.doc_number, valid_until=valid_until, note=reason,
    )  # fmt: skip
    return _write_version(moved, last.number + 1, wording)


def repeal_rule(*, rule: Rule, on: date, reason: str, by: Actor, at: datetime) -> Rule:
    """Put a rule out of force (废止); it stays in the library."""
    return workflow.apply(table.REPEAL, rule, by=by, at=at, reason=reason, changes={"repealed_on": on})


@dataclass(frozen=True)
class Holder:
    """Who was honoured: a body, a person, or with neither the committee itself."""

    body: Body | None = None
    person: Person | None = None


@transaction.atomic
def register_honour(
    *,
    title: str,
    level: HonourLevel,
    awarded_by: str,
    awarded_on: date,
    holder: Holder,
    by: Actor,
    at: datetime,
    file: StoredFile | None = None,
) -> Honour:
    """
    Enter an honour with its evidence (登记荣誉). Rule: feature F040; it counts in the year it was given.

    Raises: Refused `future`, `twice`; nothing is changed then.
    """
    require("administration.keep_honours", by)
    if awarded_on > timezone.localdate(at):
        raise Refused("future", "授予日期还没有到，请填实际授予的那一天。")
    if Honour.objects.filter(title=title, awarded_on=awarded_on, body=holder.body, person=holder.person).exists():
        raise Refused("twice", "同一天的这项荣誉已经登记过了。")
    honour = Honour.objects.create(
        title=title, level=level, awarded_by=awarded_by, awarded_on=awarded_on, year=awarded_on.year,
        body=holder.body, person=holder.person, file=file,
    )  # fmt: skip
    if file is not None:
        files.attach(file=file, subject=honour)
    ledger.record("register_honour", honour, by=by, at=at, to_state=honour.state, fields={"level": level.value})
    events.publish(workflow.Moved("honour", honour, "register_honour", "", honour.state, by, at))
    return honour


def withdraw_honour(*, honour: Honour, reason: str, by: Actor, at: datetime) -> Honour:
    """Note that an honour was taken back (撤销); it stays in the register, struck through."""
    return workflow.apply(table.WITHDRAW, honour, by=by, at=at, reason=reason)


@transaction.atomic
def record_appraisal(
    *,
    person: Person,
    year: int,
    grade: Grade,
    decided_on: date,
    decided_by: str,
    by: Actor,
    at: datetime,
    remark: str = "",
) -> StaffAppraisal:
    """
    Enter the grade of a year's appraisal of staff as decided (登记年度考核). Rule: feature F038.

    The ledger holds that it was entered, never the remark. Raises: Refused `twice`; nothing is changed then.
    """
    require("administration.appraise", by)
    if StaffAppraisal.objects.filter(person=person, year=year).exists():
        raise Refused("twice", f"{person.name}{year}年的考核已经登记过了。")
    row = StaffAppraisal.objects.create(
        person=person, year=year, grade=grade, decided_on=decided_on, decided_by=decided_by, remark=remark.strip()
    )
    ledger.record("record_appraisal", row, by=by, at=at, fields={"year": year})
    return row


def _last(rule: Rule) -> RuleVersion:
    last = rule.versions.order_by("-number").first()
    assert last is not None, "a rule has words"
    return last


def _write_version(rule: Rule, number: int, wording: Wording) -> RuleVersion:
    version = RuleVersion.objects.create(rule=rule, number=number, **vars(wording))
    if wording.file is not None:
        files.attach(file=wording.file, subject=rule)
    return version


def _check(wording: Wording) -> None:
    if not wording.text.strip() and wording.file is None:
        raise Refused("no_words", "请贴上制度正文，或附上文件。")
    if wording.valid_until is not None and wording.valid_until < wording.valid_from:
        raise Refused("days", "有效期要晚于施行日期，请核对。")
