"""Pages of the webhooks: one's own, what was sent lately, trying, turning off and on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Crumb

from .. import queries, services, showing, signing
from ..forms import NothingForm, WebhookForm
from ..models import WebhookEndpoint
from .common import Asked, actor_of, draw, keep_for_once, perform, posted, shown_once

MOST_SHOWN = 30
ONCE = "interface-webhook"
Service = Callable[..., object]


@require_GET
def webhooks(request: HttpRequest) -> HttpResponse:
    """List one's own webhooks."""
    actor = actor_of(request)
    require("interface.use", actor)
    own = queries.webhooks_visible_to(actor).order_by("-is_active", "-made_at", "-id")
    rows = [showing.webhook_row(each) for each in own]
    return draw(request, "webhooks", {"columns": showing.WEBHOOK_COLUMNS, "rows": rows})


@require_GET
def webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one webhook and what was sent to it lately."""
    found = _own(request, public_id)
    rows = [showing.delivery_row(each) for each in queries.last_deliveries(found, MOST_SHOWN)]
    context = {
        "endpoint": found, "state": showing.webhook_state(found), "columns": showing.DELIVERY_COLUMNS, "rows": rows,
        "crumbs": (Crumb("推送", address("interface:webhooks")), Crumb(found.name)), "most": MOST_SHOWN,
    }  # fmt: skip
    return draw(request, "webhook", context)


@require_http_methods(["GET", "POST"])
@act
def new(request: HttpRequest) -> HttpResponse:
    """Let an address be told of what moves."""
    actor = actor_of(request)
    require("interface.use", actor)
    form = WebhookForm(posted(request))
    back = address("interface:webhooks")
    text = f"有变化就推送到对方的网址，只推“{actor.hat.label}”身份看得到的。"
    asked = Asked("设一个推送", text, "设好", back, (Crumb("推送", back), Crumb("设推送")))

    def make() -> None:
        made = services.make_webhook(**form.cleaned_data, by=actor, at=timezone.now())
        keep_for_once(request, ONCE, made.secret)

    return perform(request, form, asked, make, "推送已设好。", to=address("interface:webhook-shown"))


@never_cache
@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    """Show the secret just made; a second look shows nothing."""
    require("interface.use", actor_of(request))
    context = {"secret": shown_once(request, ONCE), "header": signing.SIGNATURE}
    return draw(request, "webhook_shown", context)


@require_http_methods(["GET", "POST"])
@act
def test(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send a delivery that tells of nothing."""
    asked = "试送一次", "发一条只有编号的推送，看对方收不收得到。", "试送", "primary"
    return _perform(request, _own(request, public_id), asked, services.send_test, "已试送，过一会儿刷新本页看结果。")


@require_http_methods(["GET", "POST"])
@act
def off(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Tell an address nothing any longer."""
    asked = "停用推送", "停用以后不再推送；没送出的也不再送。", "停用", "danger"
    return _perform(request, _own(request, public_id), asked, services.turn_off, "推送已停用。")


@require_http_methods(["GET", "POST"])
@act
def on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Tell an address again."""
    asked = "启用推送", "从现在起有变化就推送；停用期间的不补。", "启用", "primary"
    return _perform(request, _own(request, public_id), asked, services.turn_on, "推送已启用。")


def _own(request: HttpRequest, public_id: UUID) -> WebhookEndpoint:
    actor = actor_of(request)
    found = get_object_or_404(queries.webhooks_visible_to(actor), public_id=public_id)
    require("interface.keep_webhook", actor, found)
    return found


def _perform(
    request: HttpRequest, found: WebhookEndpoint, said: tuple[str, str, str, str], service: Service, done: str
) -> HttpResponse:
    title, text, label, look = said
    back = address("interface:webhook", public_id=found.public_id)
    crumbs = (Crumb("推送", address("interface:webhooks")), Crumb(found.name, back), Crumb(label))
    asked = Asked(title, text, label, back, crumbs, look)
    by: Actor = actor_of(request)
    at: datetime = timezone.now()
    form = NothingForm(posted(request))
    return perform(request, form, asked, lambda: service(endpoint=found, by=by, at=at), done)
