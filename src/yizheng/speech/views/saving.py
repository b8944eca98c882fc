"""What the editor of a speech saves by itself: no act, and the same however often it comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import require
from yizheng.ui import autosaving

from ..enums import OwnerKind
from ..models import Speech
from ..services import writing
from ..standing import owner_of
from .asking import actor_of, speech_or_404
from .author import asked_call, words_form


@require_POST
@autosaving.tells_gone
def new_autosave(request: HttpRequest) -> HttpResponse:
    """Keep the first words of a speech: the draft begins now, once a form."""
    actor, now = actor_of(request), timezone.now()
    require("speech.begin", actor)
    call, owner = asked_call(request), owner_of(actor, timezone.localdate(now))
    if call is None or owner is None:
        raise Http404("nothing is asked for, or of nobody whom the worn hat stands for")
    form = words_form(request, call, now, is_of_body=owner.kind != OwnerKind.MEMBER)
    beginning = autosaving.Beginning(
        begin=lambda: writing.begin(call=call, words=form.words(), by=actor, at=now),
        found=lambda key: speech_or_404(actor, key),
        save_on=lambda draft: writing.save_first_again(speech=draft, words=form.words(), by=actor, at=now),
        editor=lambda draft: address("speech:write", public_id=draft.public_id),
        autosave=lambda draft: address("speech:autosave", public_id=draft.public_id),
    )
    return autosaving.begun(request, form, beginning, lambda draft: _kept(draft, now))


@require_POST
@autosaving.tells_gone
def autosave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Save what is being written, by the browser itself; no act. 409 when it was changed elsewhere."""
    actor, now = actor_of(request), timezone.now()
    speech = speech_or_404(actor, public_id)
    require("speech.submit", actor, speech)
    form = words_form(request, speech.call, now, is_of_body=speech.owner_kind != OwnerKind.MEMBER)

    def save() -> Speech:
        edition = form.cleaned_data["edition"] or 0
        return writing.write(speech=speech, words=form.words(), edition=edition, by=actor, at=now)

    return autosaving.saved(form, save, lambda draft: _kept(draft, now))


def _kept(draft: Speech, now: datetime) -> dict[str, Any]:
    return autosaving.kept(draft.edition, at=now, hints=[], chars=draft.chars)
