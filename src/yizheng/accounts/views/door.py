"""The door: sign-in of a demo, choosing a committee, changing hats."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from yizheng.accounts import queries
from yizheng.accounts.demo import demo_identities, is_demo_house
from yizheng.accounts.entering import enter
from yizheng.accounts.middleware import HAT_SESSION_KEY
from yizheng.accounts.models import User
from yizheng.kernel.addresses import address
from yizheng.kernel.models import Committee


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead a person to their desk, or to the door."""
    if not request.user.is_authenticated:
        return _door(request)
    committees = queries.committees_of(request.user, on=timezone.localdate())
    if len(committees) == 1:
        return redirect(f"/{committees[0].slug}/")
    return render(request, "accounts/choose_committee.html", {"committees": committees})


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a demo identity with one click; exists only in a demo database."""
    if not is_demo_house():
        raise Http404("not a demo")
    user = User.objects.filter(username=request.POST.get("identity", ""), is_demo=True, is_active=True).first()
    if user is None:
        raise Http404("no such demo identity")
    return enter(request, user, method="demo")


def closed(request: HttpRequest, **_parts: str) -> HttpResponse:
    """Answer the addresses of the sign-in library that this house does not use: there is no such page."""
    raise Http404("not used here")


def strict(request: HttpRequest) -> HttpResponse:
    """Say to a person with a strict role that the way they came in is not enough."""
    return render(request, "accounts/strict.html")


@require_POST
def change_hat(request: Any) -> HttpResponse:
    """Put on another of one's own hats and stay where one is."""
    chosen = next((h for h in request.actor.hats if str(h.grant_id) == request.POST.get("grant")), None)
    if chosen is None:
        raise Http404("not a hat of this person")
    request.session[HAT_SESSION_KEY.format(request.committee.pk)] = chosen.grant_id
    return redirect(_safe_next(request))


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return target
    return address("todo:desk")


def _door(request: HttpRequest) -> HttpResponse:
    if not is_demo_house():
        return redirect("/accounts/login/")
    committees = Committee.objects.order_by("id")
    return render(request, "accounts/demo_sign_in.html", {"identities": demo_identities(), "committees": committees})
