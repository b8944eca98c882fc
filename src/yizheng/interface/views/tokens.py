"""Pages of the tokens: one's own, and all of them for the security administrator."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Crumb

from .. import queries, services, showing
from ..forms import NothingForm, TokenForm
from ..keys import token_days
from ..models import ApiToken
from .common import Asked, actor_of, draw, keep_for_once, perform, posted, shown_once

PAGE_ROWS = 50
ONCE = "interface-token"


@require_GET
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's own tokens."""
    actor, today = actor_of(request), timezone.localdate()
    require("interface.use", actor)
    page = Paginator(queries.own_tokens(actor), PAGE_ROWS).get_page(request.GET.get("page"))
    rows = [showing.token_row(each, today) for each in page]
    return draw(request, "tokens", {"page": page, "columns": showing.TOKEN_COLUMNS, "rows": rows})


@require_GET
def all_tokens(request: HttpRequest) -> HttpResponse:
    """List everybody's tokens, those used last first."""
    actor, today = actor_of(request), timezone.localdate()
    require("interface.read_all_tokens", actor)
    listed = queries.tokens_visible_to(actor).order_by("revoked_at", "-valid_until", "-id")
    page = Paginator(listed, PAGE_ROWS).get_page(request.GET.get("page"))
    rows = [showing.row_of_all(each, today) for each in page]
    return draw(request, "all_tokens", {"page": page, "columns": showing.ALL_COLUMNS, "rows": rows})


@require_http_methods(["GET", "POST"])
@act
def new(request: HttpRequest) -> HttpResponse:
    """Make a token for the worn hat."""
    actor, today = actor_of(request), timezone.localdate()
    require("interface.use", actor)
    form = TokenForm(posted(request), today=today, days=token_days(on=today))
    back = address("interface:tokens")
    text = f"令牌就是您的“{actor.hat.label}”身份：系统用它办的事，记在您名下。换一个身份要另做一个。"
    asked = Asked("做一个接口令牌", text, "做令牌", back, (Crumb("接口令牌", back), Crumb("做令牌")))

    def make() -> None:
        _token, written = services.make_token(**form.cleaned_data, by=actor, at=timezone.now())
        keep_for_once(request, ONCE, written)

    return perform(request, form, asked, make, "令牌已做好。", to=address("interface:token-shown"))


@never_cache
@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    """Show the token just made; a second look shows nothing."""
    require("interface.use", actor_of(request))
    return draw(request, "token_shown", {"written": shown_once(request, ONCE)})


@require_http_methods(["GET", "POST"])
@act
def revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let a token open nothing any longer."""
    actor = actor_of(request)
    token = get_object_or_404(queries.tokens_visible_to(actor), public_id=public_id)
    require("interface.revoke_token", actor, token)
    form = NothingForm(posted(request))
    asked = _asked_to_revoke(token, address(_list_of(actor)))

    def run() -> object:
        return services.revoke_token(token=token, by=actor, at=timezone.now())

    return perform(request, form, asked, run, "令牌已停用。")


def _list_of(actor: Any) -> str:
    return "interface:all-tokens" if may("interface.read_all_tokens", actor) else "interface:tokens"


def _asked_to_revoke(token: ApiToken, back: str) -> Asked:
    text = f"停用“{token.name}”以后，那个系统马上不能再用它；已经办的事不变。"
    return Asked("停用令牌", text, "停用", back, (Crumb("接口令牌", back), Crumb("停用")), look="danger")
