"""Pages of those who hand speeches in: the own ones, writing one, one speech; and what everybody may read."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.document.redline import compare
from yizheng.kernel import quarantine, thread
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, refused
from yizheng.kernel.permissions import may, require

from .. import history, queries, showing
from ..enums import WRITABLE, CallState, OwnerKind, SpeechState, VersionKind
from ..forms import EnterForm, WordsForm, first_words
from ..models import RehearsalTurn, Speech, SpeechCall
from ..services import writing
from ..standing import is_author, is_speaker, owner_of
from ..workflow import SPEECH_MACHINE
from .acting import SPEECH_ACTS, buttons
from .asking import actor_of, speech_or_404

PAGE_ROWS = 50


@require_GET
def speeches(request: HttpRequest) -> HttpResponse:
    """Show the own speeches and what is asked for now; below, the plenaries with their speeches."""
    actor = actor_of(request)
    require("speech.read", actor)
    rows = queries.own_speeches(actor).order_by("-touched_at", "-id")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    calls = Paginator(queries.calls_visible_to(actor).order_by("-session__opens"), PAGE_ROWS)
    begins = may("speech.begin", actor)
    context = {
        "begins": begins,
        "page": page,
        "columns": showing.OWN_COLUMNS,
        "rows": [showing.own_row(each) for each in page],
        "open_calls": list(queries.open_calls()),
        "calls": [
            (each, showing.CALL_MEANING[CallState(each.state)]) for each in calls.get_page(request.GET.get("calls"))
        ],
        "may_call": may("speech.call", actor),
        "may_enter": may("speech.enter", actor),
    }
    return render(request, "speech/speeches.html", context)


@require_http_methods(["GET", "POST"])
@act
def new(request: HttpRequest) -> HttpResponse:
    """Write a speech for whom the worn hat stands for; nothing is kept before it is saved or handed in."""
    actor, now = actor_of(request), timezone.now()
    require("speech.begin", actor)
    call, owner = asked_call(request), owner_of(actor, timezone.localdate(now))
    if call is None or owner is None:
        return render(request, "speech/nothing_to_write.html", {"owner": owner, "nobody": writing.NOBODY})
    form = words_form(request, call, now, is_of_body=owner.kind != OwnerKind.MEMBER)

    def keep() -> Speech:
        return writing.begin(call=call, words=form.words(), by=actor, at=now)

    return _writing(
        request, form, call, keep, actor, now, autosave=f"{address('speech:new-autosave')}?call={call.public_id}"
    )


@require_http_methods(["GET", "POST"])
@act
def enter(request: HttpRequest) -> HttpResponse:
    """Write down for somebody else what came on paper."""
    actor, now = actor_of(request), timezone.now()
    require("speech.enter", actor)
    call = asked_call(request)
    if call is None:
        return render(request, "speech/nothing_to_write.html", {"owner": actor})
    posted = [request.POST] if request.method == "POST" else []
    form = EnterForm(*posted, call=call, on=timezone.localdate(now))

    def keep() -> Speech:
        owner = form.given_owner()
        if owner is None:
            raise Refused("no_owner", "这位委员或单位现在不能提交发言，请核对。")
        return writing.enter_for(call=call, owner=owner, words=form.words(), by=actor, at=now)

    return _writing(request, form, call, keep, actor, now, title="代录一篇发言")


@require_http_methods(["GET", "POST"])
@act
def write(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write on: a draft, or what was returned. What was typed stays on the page when it cannot be saved (409)."""
    actor, now = actor_of(request), timezone.now()
    speech = speech_or_404(actor, public_id)
    require("speech.submit", actor, speech)
    if request.method == "GET" and speech.state not in WRITABLE:
        return redirect(showing.url_of(speech))
    is_of_body = speech.owner_kind != OwnerKind.MEMBER
    form = words_form(request, speech.call, now, is_of_body=is_of_body, initial=first_words(speech))

    def keep() -> Speech:
        edition = form.cleaned_data["edition"] or 0
        return writing.write(speech=speech, words=form.words(), edition=edition, by=actor, at=now)

    returned = history.last_reason(speech) if speech.state == "returned" else ""
    autosave = address("speech:autosave", public_id=public_id)
    return _writing(request, form, speech.call, keep, actor, now, speech=speech, returned=returned, autosave=autosave)


def _writing(
    request: HttpRequest, form: WordsForm, call: SpeechCall, keep: Any, actor: Actor, now: datetime,
    speech: Speech | None = None, title: str = "", returned: str = "", autosave: str = "",
) -> HttpResponse:  # fmt: skip
    """Keep what was written, and hand it in where that was asked; a refusal keeps nothing and loses no word."""
    if request.method == "POST" and form.is_valid():
        submits = request.POST.get("go") == "submit"
        try:
            with transaction.atomic():
                kept = keep()
                if submits:
                    kept = writing.submit(speech=kept, by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            said = "已提交，初审和遴选的进展会通知您。" if submits else "已保存，还没有提交。"
            return done(request, said, to=showing.url_of(kept))
    context = {
        "form": form,
        "call": call,
        "speech": speech,
        "title": title or ("修改发言" if speech else "写大会发言"),
        "returned": returned,
        "crumbs": showing.crumbs(call, title or "写发言"),
        "themes": call.theme_list,
        "autosave": autosave,
        "draft_key": str(speech.public_id) if speech else f"speech-{call.public_id}",
        "was_refused": bool(form.errors),
        "may_discard": speech is not None and speech.state == "draft",
    }
    return render(request, "speech/write.html", context, status=409 if form.non_field_errors() else 200)


@require_http_methods(["POST"])
@act
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    actor, now = actor_of(request), timezone.now()
    speech = speech_or_404(actor, public_id)
    require("speech.submit", actor, speech)
    try:
        with transaction.atomic():
            writing.discard(speech=speech, by=actor, at=now)
    except Refused as refusal:
        return refused(request, refusal.message, to=showing.url_of(speech))
    return done(request, "草稿已删除。", to=address("speech:speeches"))


@require_GET
def speech(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a speech; its author and the office see its course, its versions and what came of it."""
    actor = actor_of(request)
    require("speech.read", actor)
    row = speech_or_404(actor, public_id)
    reads_all, is_mine = may("speech.read_all", actor), bool(is_author(actor, row) or is_speaker(actor, row))
    inside = reads_all or is_mine or may("speech.check", actor, row)
    context = {
        "speech": row,
        "state": showing.state_words(row, reads_all=reads_all),
        "meaning": showing.MEANING[SpeechState(row.state)],
        "is_closed": quarantine.open_closure(row) is not None,
        "paragraphs": [line for line in row.text.splitlines() if line.strip()],
        "facts": showing.facts(row, reads_all=reads_all),
        "buttons": buttons(SPEECH_ACTS, SPEECH_MACHINE, row, actor),
        "may_write": row.state in WRITABLE and may("speech.submit", actor, row),
        "returned": history.last_reason(row) if inside and row.state == "returned" else "",
        "result": row.result if inside else "",
        "rehearsals": _rehearsals(row) if inside else [],
        "see_url": _see_url(row, actor),
        "inside": inside,
        "steps": showing.steps(row) if inside else [],
        "changed": _changed(row) if inside else [],
        "boxes": showing.boxes("大会发言", str(row), thread.around(row, actor)),
        "timeline": history.entries("speech", row.pk, for_author=not reads_all) if inside else [],
        "crumbs": [*showing.crumbs(row.call, str(row))],
    }
    return render(request, "speech/speech.html", context)


def _rehearsals(row: Speech) -> list[RehearsalTurn]:
    """Return when it is rehearsed and what was noted, the latest first."""
    return list(row.rehearsals.select_related("rehearsal", "speech__call").order_by("-rehearsal__starts_at", "-id"))


def _see_url(row: Speech, actor: Actor) -> str:
    waits = row.result_on is not None and row.result_seen_at is None
    if not waits or not may("speech.see_result", actor, row):
        return ""
    return address("speech:see-result", public_id=row.public_id)


def _changed(row: Speech) -> list[Any]:
    """Return what the office changed in the author's text, as one text with marks."""
    versions = list(row.versions.all())
    mine = [each for each in versions if each.kind == VersionKind.AUTHOR]
    if not mine or versions[-1].kind != VersionKind.EDIT:
        return []
    return compare(mine[-1].text, versions[-1].text)


def asked_call(request: HttpRequest) -> SpeechCall | None:
    """Return the call that is meant: the one in the address, else the one that ends first."""
    rows, asked = queries.open_calls(), request.GET.get("call", "")
    if not asked:
        return rows.first()
    try:
        return get_object_or_404(rows, public_id=UUID(asked))
    except ValueError:
        return rows.first()


def words_form(request: HttpRequest, call: SpeechCall, now: datetime, **more: Any) -> WordsForm:
    """Return the form of a speech for the call, with what was posted."""
    posted = [request.POST] if request.method == "POST" else []
    return WordsForm(*posted, call=call, on=timezone.localdate(now), **more)
