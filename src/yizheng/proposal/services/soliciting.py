"""Writes: the call for proposals before a plenary, and its one reminder (F043)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.notify import services as notify
from yizheng.notify.services import Addressee
from yizheng.org.models import Session
from yizheng.org.queries import members_of
from yizheng.ui.tags.marks import month_day

from ..models import Solicitation
from ..queries.leads import members_without_proposal


@dataclass(frozen=True)
class CallWords:
    """What a call for proposals says and until when they are asked for."""

    title: str
    text: str
    closes_on: date


@transaction.atomic
def call_for_proposals(*, session: Session, words: CallWords, by: Actor, at: datetime) -> Solicitation:
    """
    Call for proposals before a plenary (征集提案): every member in office is told, with the list of topics.

    Rule: F043. Raises: PermissionDenied; Refused `called`, `past`; nobody is told then.
    """
    require("solicitation.call", by)
    today = timezone.localdate(at)
    if words.closes_on < today:
        raise Refused("past", "截止日期已经过了，请改一个以后的日期。")
    if Solicitation.objects.filter(session=session).exists():
        raise Refused("called", f"{session.label}的提案已经征集过了，请打开那次征集。")
    call = Solicitation.objects.create(session=session, year=words.closes_on.year, called_on=today, **vars(words))
    _send(call, "call", call.title, f"{words.text}\n请于{month_day(words.closes_on)}前提交。",
          [member.person_id for member in members_of(session.term, today)], by, at)  # fmt: skip
    ledger.record("call_for_proposals", call, by=by, at=at, fields={"closes_on": words.closes_on})
    events.publish(workflow.Moved("solicitation", call, "call_for_proposals", "", "", by, at))
    return call


@transaction.atomic
def remind_of_call(*, call: Solicitation, by: Actor, at: datetime) -> int:
    """
    Remind the members without a proposal, once (提醒未提交的委员); return how many were told.

    Whoever signed one, first or along, hears nothing. Rule: F043.
    Raises: PermissionDenied; Refused `reminded`, `everybody`; nobody is told then.
    """
    require("solicitation.call", by, call)
    row = Solicitation.objects.select_for_update(of=("self",)).select_related("session__term").get(pk=call.pk)
    if row.reminded_on is not None:
        raise Refused("reminded", f"{month_day(row.reminded_on)}已经提醒过，一次征集只提醒一次。")
    today = timezone.localdate(at)
    people = [member.person_id for member in members_without_proposal(row, today)]
    if not people:
        raise Refused("everybody", "委员都已提交，不用提醒。")
    text = f"您还没有提交{row.session.label}的提案，请于{month_day(row.closes_on)}前提交；不提的不用回复。"
    _send(row, "reminder", f"提醒：{row.title}", text, people, by, at)
    row.reminded_on = today
    row.save(update_fields=["reminded_on"])
    ledger.record("remind_of_call", row, by=by, at=at, fields={"members": len(people)})
    return len(people)


def _send(
    call: Solicitation, kind: str, title: str, text: str, people: list[int], by: Actor, at: datetime
) -> None:  # fmt: skip
    notify.send(
        key=f"solicitation:{call.public_id}:{kind}", title=title, text=text,
        url=address("proposal:solicitation", public_id=call.public_id),
        to=[Addressee(person_id=person) for person in people], subject=call, by=by, at=at,
    )  # fmt: skip
