"""Speeches as JSON: the same services and permissions as the pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.json_door import Done, Page, PageAsked, act, actor_of, page_of
from yizheng.kernel.permissions import require

from . import queries
from .models import MOST_THEME_CHARS, Speech, SpeechCall
from .schemas import SpeechCallOut, SpeechIn, SpeechOut
from .services import writing
from .services.writing import Words
from .subjects import told_state

router = Router(tags=["大会发言"])


@router.get("speeches/calls/", response=Page[SpeechCallOut], summary="大会发言征集")
def list_speech_calls(request: HttpRequest, asked: Query[PageAsked]) -> Page[SpeechCallOut]:
    """List the plenaries that asked for speeches, the newest first."""
    actor = actor_of(request)
    require("speech.read", actor)
    return page_of(queries.calls_visible_to(actor).order_by("-session__opens", "-id"), asked.page, _call)


@router.get("speeches/", response=Page[SpeechOut], summary="大会发言清单")
def list_speeches(request: HttpRequest, asked: Query[PageAsked]) -> Page[SpeechOut]:
    """List the speeches the person may see, the newest first."""
    actor = actor_of(request)
    require("speech.read", actor)
    return page_of(queries.speeches_visible_to(actor).order_by("-touched_at", "-id"), asked.page, _speech)


@router.post("speeches/", response=Done, summary="提交大会发言")
@act
def hand_in_speech(request: HttpRequest, given: SpeechIn) -> str:
    """Hand a speech in for whom the worn hat stands for."""
    actor, now = actor_of(request), timezone.now()
    require("speech.begin", actor)
    rows = queries.open_calls()
    call = get_object_or_404(rows, public_id=given.call) if given.call is not None else rows.first()
    if call is None:
        raise Refused("closed", "现在没有在征集发言的会议。")
    words = Words(given.title, given.theme[:MOST_THEME_CHARS], given.text)
    draft = writing.begin(call=call, words=words, by=actor, at=now)
    writing.submit(speech=draft, by=actor, at=now)
    return address("api:list-speeches")


def _call(row: SpeechCall) -> SpeechCallOut:
    return SpeechCallOut(
        id=row.public_id, title=str(row), state=row.state, state_label=row.get_state_display(), themes=row.theme_list,
        due_on=row.due_on, max_chars=row.max_chars, minutes=row.minutes,
        url=address("speech:call", public_id=row.public_id),
    )  # fmt: skip


def _speech(row: Speech) -> SpeechOut:
    return SpeechOut(
        id=row.public_id, title=str(row), who=row.who, theme=row.theme, session=str(row.call.session), form=row.form,
        state_label=told_state(row), order=row.order, minutes=row.minutes, submitted_at=row.submitted_at,
        delivered_at=row.delivered_at, url=address("speech:speech", public_id=row.public_id),
    )  # fmt: skip
