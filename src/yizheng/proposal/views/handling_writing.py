"""Writing a reply: an answer a suggestion, promises, class, letterhead; saved, or finished in one press."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.attachment import services as files
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value

from .. import keys
from ..enums import HandlingState, ShareRole
from ..forms.handling import ReplyForm, first_words
from ..models import Handling
from ..queries.handling import opinions_visible_to
from ..services import countersigning, drafting
from ..showing import handling as showing
from .asking import actor_of, handling_or_404
from .handling_acts import own_page

FINISH = "finish"


@require_http_methods(["GET", "POST"])
@act
def write(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write a reply and keep it, or finish it and go on to issue it."""
    actor, now = actor_of(request), timezone.now()
    found = handling_or_404(actor, public_id)
    require("reply.write", actor, found)
    form = _form(request, found, actor)
    finishes = request.POST.get("then") == FINISH
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _keep(found, form, actor, now)
                if finishes:
                    drafting.finish_draft(handling=found, by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, _said(found, finishes), to=_onward(found, finishes))
    context = {
        "handling": found,
        "proposal": found.proposal,
        "form": form,
        "opinions": list(opinions_visible_to(actor).filter(handling__in=countersigning.beside(found))),
        "may_finish": found.state in (HandlingState.CONTACTED, HandlingState.REJECTED),
        "finish_label": "拟好，去签发" if _goes_to_issue(found) else "拟好了",
        "back": own_page(found),
        "crumbs": showing.crumbs(found, actor, "写答复"),
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "proposal/handling/reply_write.html", context, status=status)


def _form(request: HttpRequest, found: Handling, actor: Actor) -> ReplyForm:
    reply = drafting.reply_of(found)
    return ReplyForm(
        request.POST or None, request.FILES or None, suggestions=list(found.proposal.suggestions.all()),
        on=timezone.localdate(), rows=len(reply.commitments) if reply else 0,
        initial=first_words(found, reply, actor.name),
    )  # fmt: skip


def _keep(found: Handling, form: ReplyForm, actor: Actor, now: datetime) -> None:
    upload = form.cleaned_data["own_file"]
    words = form.words()
    if upload:
        words = replace(words, own_file=files.keep(file=upload, name=upload.name, by=actor, at=now))
    drafting.write_reply(handling=found, words=words, by=actor, at=now)


def _goes_to_issue(found: Handling) -> bool:
    """Without co-handlers and without a check nothing lies between the draft and its issue."""
    if value(keys.CHECK_BEFORE_ISSUE, on=timezone.localdate()):
        return False
    return found.role != ShareRole.HOST or not countersigning.beside(found).exists()


def _said(found: Handling, finishes: bool) -> str:
    if not finishes:
        return "答复已保存，还可以接着改。"
    return "答复已拟好，请签发。" if _goes_to_issue(found) else "答复已拟好。"


def _onward(found: Handling, finishes: bool) -> str:
    if finishes and _goes_to_issue(found):
        return address("proposal:reply-issue", public_id=found.public_id)
    return own_page(found)
