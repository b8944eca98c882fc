"""Writes: a plenary asks for speeches, changes what it asks, closes, asks longer (发起、截止征集)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value
from yizheng.org.models import Session

from .. import workflow as table
from ..events import SpeechesCalled
from ..keys import MAX_CHARS, MINUTES
from ..models import MOST_THEME_CHARS, SpeechCall

MADE = "call_for_speeches"


@dataclass(frozen=True)
class Wanted:
    """What a plenary asks for: one theme a line, the last day, a word of guidance."""

    themes: str
    due_on: date
    guide: str = ""


@transaction.atomic
def call_for_speeches(*, session: Session, wanted: Wanted, by: Actor, at: datetime) -> SpeechCall:
    """
    Ask for the speeches of a plenary (发起征集); whoever may hand one in hears of it.

    Length and minutes are kept as they are set today. Rule: handbook 9.6; keys speech.max_chars,
    meeting.speech_minutes. Raises: PermissionDenied; Refused `called`, `opened`, `no_theme`, `long_theme`, `past`,
    `too_late`; nothing is made then.
    """
    require("speech.call", by)
    on = timezone.localdate(at)
    if SpeechCall.objects.filter(session=session).exists():
        raise Refused("called", f"{session}的大会发言已经在征集，请打开它修改。")
    if session.opens <= on:
        raise Refused("opened", f"{session}已于{session.opens.month}月{session.opens.day}日开幕，不能再征集。")
    _check(session, wanted, on)
    call = SpeechCall.objects.create(
        session=session, called_on=on, max_chars=value(MAX_CHARS, on=on), minutes=value(MINUTES, on=on),
        **_columns(wanted),
    )  # fmt: skip
    ledger.record(MADE, call, by=by, at=at, to_state=call.state, fields={"due_on": call.due_on})
    events.publish(Moved("speech_call", call, MADE, "", call.state, by, at))
    events.publish(SpeechesCalled(call, by, at))
    return call


@transaction.atomic
def change_call(*, call: SpeechCall, wanted: Wanted, by: Actor, at: datetime) -> SpeechCall:
    """Change what is asked for (修改征集). Raises: as `call_for_speeches`; Refused `stale`; nothing is changed then."""
    _check(call.session, wanted, timezone.localdate(at))
    return workflow.apply(table.CHANGE_CALL, call, by=by, at=at, changes=_columns(wanted))


def close_call(*, call: SpeechCall, by: Actor, at: datetime) -> SpeechCall:
    """Take no more speeches (截止征集): what came in is checked and selected."""
    return workflow.apply(table.CLOSE_CALL, call, by=by, at=at)


@transaction.atomic
def reopen_call(*, call: SpeechCall, due_on: date, reason: str, by: Actor, at: datetime) -> SpeechCall:
    """Ask longer (延长征集), until a new day. Raises: Refused `past`, `too_late`, `no_reason`, `stale`."""
    _check_due(call.session, due_on, timezone.localdate(at))
    return workflow.apply(table.REOPEN_CALL, call, by=by, at=at, reason=reason, changes={"due_on": due_on})


def _columns(wanted: Wanted) -> dict[str, str | date]:
    return {"themes": wanted.themes.strip(), "guide": wanted.guide.strip(), "due_on": wanted.due_on}


def _check(session: Session, wanted: Wanted, on: date) -> None:
    themes = [line.strip() for line in wanted.themes.splitlines() if line.strip()]
    if not themes:
        raise Refused("no_theme", "请写上选题，一行一个。")
    if any(len(theme) > MOST_THEME_CHARS for theme in themes):
        raise Refused("long_theme", f"每个选题最多{MOST_THEME_CHARS}个字，请精简。")
    _check_due(session, wanted.due_on, on)


def _check_due(session: Session, due_on: date, on: date) -> None:
    if due_on < on:
        raise Refused("past", "截止日期已经过了，请填今天以后的日期。")
    if due_on >= session.opens:
        raise Refused("too_late", f"截止日期要早于开幕的{session.opens.month}月{session.opens.day}日，留出遴选的时间。")
