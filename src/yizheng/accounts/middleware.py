"""Each committee page runs in its committee's scope, with the person in one of their hats."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from yizheng.kernel import json_door, scoping
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import Refused, UnknownCommittee
from yizheng.kernel.htmx import go
from yizheng.kernel.models import Committee, SecurityEvent
from yizheng.ui import autosaving

from . import door_steps, entering, events, queries

HAT_SESSION_KEY = "hat-{}"
TOUCH_SECONDS = 60
"""How exactly idleness is reckoned: writing the session at each page would cost a statement each."""

IDLE_WORDS = "您有一段时间没有操作，已自动退出。重新登录后会回到原来的页面，没交的内容还在。"


class PlainTextMiddleware:
    """Answer 400 to text with a NUL, which PostgreSQL cannot hold: no form of ours sends it, whatever the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any("\0" in text for sent in (request.GET, request.POST) for name in sent for text in sent.getlist(name)):
            raise BadRequest("NUL in a text")
        return self.get_response(request)


class IdleMiddleware:
    """
    Ends a session that has rested too long, and lets its person come back to the same page.

    Rule: GB/T 22239-2019 level three: strict logins after 30 minutes; members after a week (office-practice 23).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        mark = request.session.get(entering.SESSION_KEY) if request.user.is_authenticated else None
        if mark is not None:
            self._look_at(request, mark, int(time.time()))
        return self.get_response(request)

    def _look_at(self, request: Any, mark: dict[str, Any], now: int) -> None:
        rested = now - mark["seen"]
        if rested > mark["idle"]:
            events.note(request.user, events.IDLE_OUT, request, at=timezone.now())
            logout(request)
            messages.info(request, IDLE_WORDS)
        elif rested >= TOUCH_SECONDS:
            request.session[entering.SESSION_KEY] = {**mark, "seen": now}
            entering.note_seen(request, at=timezone.now())


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
        if json_door.is_asked(request):
            return json_door.answered(lambda: self._by_json(request, slug, view, args, kwargs))
        if request.user.is_authenticated:
            return self._run(request, slug, view, args, kwargs)
        if not Committee.objects.filter(slug=slug).exists():
            raise Http404("no such committee")
        if request.headers.get("HX-Request") == "true":
            return _lead(request, "/accounts/login/")
        return redirect_to_login(_way_back(request), "/accounts/login/")

    def _by_json(self, request: Any, slug: str, view: Any, args: Any, kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return self._run(request, slug, view, args, kwargs)
        if not Committee.objects.filter(slug=slug).exists():
            raise Http404("no such committee")
        return json_door.refusal("not_signed_in", json_door.NOT_SIGNED_IN, 401)

    def _run(self, request: Any, slug: str, view: Any, args: Any, kwargs: Any) -> HttpResponse:
        try:
            with scoping.scope_of(slug, request.user.pk) as committee:
                actor = self._actor(request, committee)
                if step := self._step(request, committee, actor):
                    return _stop(request, step)
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
            if json_door.is_asked(request):
                raise
            # The act was undone with its scope: the page that says so is drawn in a new one.
            with scoping.scope_of(slug, request.user.pk):
                return _refused(request, refusal)
        except PermissionDenied as refusal:
            _note(request, slug, "forbidden", str(refusal))
            raise
        except autosaving.NoDraft as missing:
            _note(request, slug, "not_found", "")
            return missing.answer()
        except Http404:
            _note(request, slug, "not_found", "")
            raise

    def _step(self, request: Any, committee: Committee, actor: Actor) -> str:
        return door_steps.next_step(request, committee, actor.hats, at=timezone.now())

    def _actor(self, request: Any, committee: Committee) -> Actor:
        hats = queries.hats_of(request.user, committee, on=timezone.localdate())
        worn = request.session.get(HAT_SESSION_KEY.format(committee.pk))
        actor = queries.actor_for(request.user, hats, worn)
        if actor is None:
            raise Http404("no role in this committee")
        return replace(actor, source=Source.API) if json_door.is_asked(request) else actor


def _stop(request: HttpRequest, step: str) -> HttpResponse:
    """Stop before a step of the door that was not passed; a program is told, a person is led there."""
    if json_door.is_asked(request):
        return json_door.refusal("door", json_door.NOT_THROUGH_THE_DOOR, 403, url=step)
    return _lead(request, step)


def _lead(request: HttpRequest, to: str) -> HttpResponse:
    return go(request, f"{to}?{urlencode({'next': _way_back(request)})}")


def _way_back(request: HttpRequest) -> str:
    """Return the page a person stands on: a form's or a fragment's own address may be none that can be opened."""
    if request.headers.get("HX-Request") == "true":
        page = request.headers.get("HX-Current-URL", "")
    else:
        page = request.headers.get("Referer", "") if request.method == "POST" else request.get_full_path()
    if not page or not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return request.get_full_path() if request.method == "GET" else "/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


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
