"""A request with a token runs as one with a session does: in its committee's scope, a person in a hat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from yizheng.accounts.middleware import CommitteeMiddleware
from yizheng.kernel import json_door, token_scopes
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import UnknownCommittee
from yizheng.kernel.models import Committee

from . import bearer
from .models import ApiToken

READING = ("GET", "HEAD", "OPTIONS")


class TokenMiddleware(CommitteeMiddleware):
    """
    Takes the requests that show a token, before sessions are looked at: cookies beside a token mean nothing.

    The steps of the door (second step, age of the password) were passed when the token was made.
    """

    def process_view(
        self, request: Any, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Run the view for the token's person; without a token leave the request to the sessions."""
        if "committee" not in kwargs or not bearer.is_shown(request):
            return None
        slug = kwargs.pop("committee")
        return json_door.answered(lambda: self._by_token(request, slug, view, args, kwargs))

    def _by_token(self, request: Any, slug: str, view: Any, args: Any, kwargs: Any) -> HttpResponse:
        at = timezone.now()
        try:
            token = bearer.read(request, slug, at=at)
        except UnknownCommittee as unknown:
            raise Http404("no such committee") from unknown
        except bearer.NotValid as refused:
            bearer.note_refused(request, slug, refused, at=at)
            return json_door.refusal(refused.code, refused.message, 401)
        if bearer.is_too_fast(token, at=at):
            answer = json_door.refusal("too_many", bearer.TOO_MANY, 429)
            answer["Retry-After"] = "60"
            return answer
        request.user, request.api_token, request.token_scopes = token.user, token, tuple(token.scopes)
        return self._run(request, slug, view, args, kwargs)

    def _step(self, request: Any, committee: Committee, actor: Actor) -> str:
        if request.method in READING:
            token_scopes.check_reads(request)  # which of them, the address asks
        return ""

    def _actor(self, request: Any, committee: Committee) -> Actor:
        token: ApiToken = request.api_token
        hat = token.grant.hat()
        return Actor(user_id=token.user_id, name=token.user.name, hat=hat, hats=(hat,), source=Source.API)
