"""Each committee page runs in its committee's scope, with the person in one of their hats."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from yizheng.kernel import scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused, UnknownCommittee
from yizheng.kernel.models import Committee, SecurityEvent

from . import queries

HAT_SESSION_KEY = "hat-{}"


class PlainTextMiddleware:
    """Answer 400 to text with a NUL, which PostgreSQL cannot hold: no form of ours sends it, whatever the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any("\0" in text for sent in (request.GET, request.POST) for name in sent for text in sent.getlist(name)):
            raise BadRequest("NUL in a text")
        return self.get_response(request)


class CommitteeMiddleware:
    """
    Opens the scope of the committee named in the address and takes its slug out of the view's arguments.

    A signed-in person without a role in that committee gets 404, as for an address that does not exist.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Run the view inside the scope; errors leave the scope and undo its transaction."""
        slug = kwargs.pop("committee", None)
        if slug is None:
            return None
        if request.user.is_authenticated:
            return self._run(request, slug, view, args, kwargs)
        if not Committee.objects.filter(slug=slug).exists():
            raise Http404("no such committee")
        return redirect_to_login(request.get_full_path(), "/accounts/login/")

    def _run(self, request: Any, slug: str, view: Any, args: Any, kwargs: Any) -> HttpResponse:
        try:
            with scoping.scope_of(slug, request.user.pk) as committee:
                actor = self._actor(request, committee)
                # Only now may a page name the committee: to whoever has no role in it, it does not exist.
                request.committee, request.actor = committee, actor
                _refuse_other_hat(request, request.actor)
                response: HttpResponse = view(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()  # a lazy page would be drawn outside its scope and see nothing
                return response
        except UnknownCommittee as unknown:
            raise Http404("no such committee") from unknown
        except Refused as refusal:
            # The act was undone with its scope: the page that says so is drawn in a new one.
            with scoping.scope_of(slug, request.user.pk):
                return _refused(request, refusal)
        except PermissionDenied as refusal:
            _note(request, slug, "forbidden", str(refusal))
            raise
        except Http404:
            _note(request, slug, "not_found", "")
            raise

    def _actor(self, request: Any, committee: Committee) -> Actor:
        hats = queries.hats_of(request.user, committee, on=timezone.localdate())
        worn = request.session.get(HAT_SESSION_KEY.format(committee.pk))
        actor = queries.actor_for(request.user, hats, worn)
        if actor is None:
            raise Http404("no role in this committee")
        return actor


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Say why, with the way back to the page on which the form stood."""
    came_from = request.headers.get("Referer", "")
    here = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    back = came_from if here else request.path
    return render(request, "refused.html", {"refusal": refusal, "back": back}, status=409)


def _refuse_other_hat(request: HttpRequest, actor: Actor) -> None:
    """A form carries the hat it was drawn with; a change in another tab refuses the act (design 5)."""
    drawn_with = request.POST.get("hat") if request.method == "POST" else None
    if drawn_with and drawn_with != str(actor.hat.grant_id):
        raise Refused("other_hat", f"您在另一个窗口换了身份，现在是“{actor.hat.label}”。请刷新本页后再办。")


def _note(request: Any, slug: str, what: str, permission: str) -> None:
    """Write the attempt in its own transaction: the page's own was undone."""
    with scoping.scope_of(slug, request.user.pk):
        SecurityEvent.objects.create(
            user_id=request.user.pk,
            what=what,
            path=request.path[:500],
            permission=permission[:80],
            at=timezone.now(),
        )
