"""The page on which a unit answers a second time."""

from __future__ import annotations

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

from .. import showing
from ..forms import following as forms
from ..models import Handling
from ..services import following
from .asking import actor_of, handling_or_404


@require_http_methods(["GET", "POST"])
@act
def second_reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write a second reply: how each promise stands, the letter, the class now."""
    actor, today = actor_of(request), timezone.localdate()
    handling = handling_or_404(actor, public_id)
    require("handling.issue", actor, handling)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.SecondReplyForm(*data, promises=following.open_promises_of(handling), on=today)
    back = address("proposal:handling", public_id=handling.public_id)
    if request.method == "POST" and form.is_valid() and _written(handling, form, actor):
        return done(request, "二次答复已发出，提案人会收到落实情况的征询。", to=back)
    context = {
        "handling": handling, "proposal": handling.proposal, "form": form, "back": back, "action": request.path,
        "crumbs": showing.crumbs(handling.proposal, "二次答复"),
    }  # fmt: skip
    status = 409 if form.non_field_errors() else 200
    return render(request, "proposal/following/second_reply.html", context, status=status)


def _written(handling: Handling, form: forms.SecondReplyForm, actor: Actor) -> bool:
    now, given = timezone.now(), form.cleaned_data
    try:
        with transaction.atomic():
            upload = given["evidence"]
            evidence = files.keep(file=upload, name=upload.name, by=actor, at=now) if upload else None
            letter = following.SecondReply(
                form.progress(), given["body"], given["class_mark"], given["signed_by_name"], given["doc_no"], evidence
            )
            following.write_second_reply(handling=handling, letter=letter, by=actor, at=now)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True
