"""Pages of those who send pieces in: the one page to write on, what it saves by itself, sending it in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui import autosaving
from yizheng.ui.shapes import Crumb

from .. import own, writing_page
from ..alike import published_elsewhere, similar_to
from ..enums import OpinionState, Urgency
from ..forms_writing import TextForm, first_text
from ..hints import hints
from ..models import MOST_TITLE_CHARS, Opinion
from ..services import photos, submitting, writing
from .asking import actor_of, opinion_or_404


@never_cache
@require_http_methods(["GET", "POST"])
@act
def new(request: HttpRequest) -> HttpResponse:
    """Write a new piece; nothing is kept before the first save."""
    actor, now = actor_of(request), timezone.now()
    require("opinion.begin", actor)
    if actor.wears(Role.OPINION_CLERK):
        return redirect(address("opinion:enter"))
    form = _form(request, actor, now)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                draft = writing.begin(text=form.text(), by=actor, at=now)
                _enclose(form, draft, actor, now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return _go_on(request, draft, actor, now)
    return writing_page.new_page(request, form, _text(form))


@require_POST
@autosaving.tells_gone
def new_autosave(request: HttpRequest) -> HttpResponse:
    """Keep the first words of a new piece: the draft begins now, once a form."""
    actor, now = actor_of(request), timezone.now()
    require("opinion.begin", actor)
    form = TextForm(request.POST, on=timezone.localdate(now), actor=actor)
    beginning = autosaving.Beginning(
        begin=lambda: writing.begin(text=form.text(), by=actor, at=now),
        found=lambda key: opinion_or_404(actor, key),
        save_on=lambda draft: writing.save_first_again(opinion=draft, text=form.text(), by=actor, at=now),
        editor=lambda draft: address("opinion:write", public_id=draft.public_id),
        autosave=lambda draft: address("opinion:autosave", public_id=draft.public_id),
    )
    return autosaving.begun(request, form, beginning, lambda draft: _kept(draft, form.text(), now))


@never_cache
@require_http_methods(["GET", "POST"])
@act
def write(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write on: a draft, or what was returned. What was typed stays on the page when it cannot be saved (409)."""
    actor, now = actor_of(request), timezone.now()
    opinion = opinion_or_404(actor, public_id)
    require("opinion.write", actor, opinion)
    if request.method == "GET" and not own.may_change(opinion, actor):
        return redirect(address("opinion:opinion", public_id=public_id))
    if request.method == "GET":
        return writing_page.page(request, opinion, _first(opinion, actor, now), actor)
    form = _form(request, actor, now)
    if form.is_valid():
        try:
            with transaction.atomic():
                saved = _save(opinion, form, actor, now)
                _enclose(form, saved, actor, now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return _go_on(request, saved, actor, now)
    return writing_page.page(request, opinion, form, actor)


@require_POST
@autosaving.tells_gone
def autosave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Save what is being written, by the browser itself; no act. 409 when it was changed elsewhere."""
    actor, now = actor_of(request), timezone.now()
    opinion = opinion_or_404(actor, public_id)
    require("opinion.write", actor, opinion)
    form = TextForm(request.POST, on=timezone.localdate(now), actor=actor)

    def told(draft: Opinion) -> dict[str, Any]:
        return _kept(draft, form.text(), now)

    return autosaving.saved(form, lambda: _save(opinion, form, actor, now), told)


@never_cache
@require_http_methods(["GET", "POST"])
@act
def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Look at pieces on the same matter once more, then send it in."""
    actor, now = actor_of(request), timezone.now()
    opinion = opinion_or_404(actor, public_id)
    require("opinion.submit", actor, opinion)
    if request.method == "GET" and not own.may_change(opinion, actor):
        return redirect(address("opinion:opinion", public_id=public_id))
    refusal = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                sent = _send(opinion, actor, now)
        except Refused as refused:
            refusal = refused.message
        else:
            return _sent(request, sent, opinion)
    context = {
        "opinion": opinion, "text": writing.text_of(opinion), "found": _similar(opinion, actor), "refusal": refusal,
        "elsewhere": published_elsewhere(_asked(opinion)),
        "crumbs": [
            Crumb("我的社情民意", address("opinion:mine")),
            Crumb(str(opinion), address("opinion:write", public_id=public_id)), Crumb("报送前看一看"),
        ],
    }  # fmt: skip
    return render(request, "opinion/author/submit.html", context, status=409 if refusal else 200)


@require_POST
@act
def take_out(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    """Take a photo away from a draft."""
    actor, now = actor_of(request), timezone.now()
    opinion = opinion_or_404(actor, public_id)
    require("opinion.write", actor, opinion)
    file = get_object_or_404(photos.files_of(opinion), public_id=file_id)
    try:
        with transaction.atomic():
            photos.take_out(opinion=opinion, file=file, by=actor, at=now)
    except Refused as refusal:
        return writing_page.page(request, opinion, _first(opinion, actor, now), actor, refusal.message)
    return done(request, "照片已删除。", to=address("opinion:write", public_id=public_id))


def _form(request: HttpRequest, actor: Actor, now: datetime) -> TextForm:
    today = timezone.localdate(now)
    if request.method == "POST":
        return TextForm(request.POST, request.FILES, on=today, actor=actor)
    asked = writing.Text(title=request.GET.get("title", "")[:MOST_TITLE_CHARS])
    first = first_text(asked) | {"call": request.GET.get("call", "")}
    return TextForm(on=today, actor=actor, initial=first)


def _first(opinion: Opinion, actor: Actor, now: datetime) -> TextForm:
    first = first_text(writing.text_of(opinion), opinion.edition)
    return TextForm(on=timezone.localdate(now), actor=actor, initial=first)


def _text(form: TextForm) -> writing.Text:
    return form.text() if form.is_bound and not form.errors else writing.EMPTY


def _save(opinion: Opinion, form: TextForm, actor: Actor, now: datetime) -> Opinion:
    edition = form.cleaned_data["edition"] or 0
    return writing.autosave(opinion=opinion, text=form.text(), edition=edition, by=actor, at=now)


def _enclose(form: TextForm, draft: Opinion, actor: Actor, now: datetime) -> None:
    for file in form.cleaned_data["photos"]:
        photos.enclose(opinion=draft, file=file, name=file.name or "照片", by=actor, at=now)


def _go_on(request: HttpRequest, draft: Opinion, actor: Actor, now: datetime) -> HttpResponse:
    """Go on after saving: send it in where that was asked and nothing alike is in sight, else write on."""
    to = address("opinion:write", public_id=draft.public_id)
    if request.POST.get("go") != "submit":
        return done(request, "已保存，还没有报送。", to=to)
    if _similar(draft, actor):
        return redirect(address("opinion:submit", public_id=draft.public_id))
    try:
        with transaction.atomic():
            sent = _send(draft, actor, now)
    except Refused as refusal:
        return writing_page.page(request, draft, _first(draft, actor, now), actor, refusal.message)
    return _sent(request, sent, draft)


def _send(opinion: Opinion, actor: Actor, now: datetime) -> Opinion:
    again = opinion.state == OpinionState.RETURNED
    perform = submitting.resubmit if again else submitting.submit
    return perform(opinion=opinion, by=actor, at=now)


def _sent(request: HttpRequest, sent: Opinion, before: Opinion) -> HttpResponse:
    words = f"已报送，编号{sent.number}。"
    if before.urgency == Urgency.URGENT and sent.urgency == Urgency.NORMAL:
        words += "今年的紧急件已经报满，这件按一般件报送；信息科看到理由后仍可改为紧急。"
    return done(request, words, to=address("opinion:opinion", public_id=sent.public_id))


def _similar(opinion: Opinion, actor: Actor) -> list[Any]:
    return similar_to(_asked(opinion), actor, exclude=opinion)


def _asked(opinion: Opinion) -> str:
    return f"{opinion.title} {opinion.suggestion}"


def _kept(draft: Opinion, text: writing.Text, now: datetime) -> dict[str, Any]:
    shown = [[each.ok, each.words] for each in hints(text, timezone.localdate(now))]
    return autosaving.kept(draft.edition, at=now, hints=shown, chars=text.chars)
