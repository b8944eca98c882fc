"""
The short link of a notice: read without signing in, confirmed by a button.

Opening marks nothing: chat programs fetch every link for a preview. Whoever guesses is counted and stopped.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizheng.accounts import counting
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee

from .. import forms, links, phrases, services
from ..enums import ReadHow
from ..models import Message, Recipient

View = Callable[[HttpRequest, str, str], HttpResponse]
MOST_WRONG = 20
WRONG_SPAN = timedelta(minutes=10)
"""So many links that open nothing from one place, then the door rests. Rule: our decision."""


def tired(view: View) -> View:
    """Say in words that too many links were tried."""

    @functools.wraps(view)
    def answered(request: HttpRequest, slug: str, token: str) -> HttpResponse:
        try:
            return view(request, slug, token)
        except Refused as refusal:
            return render(request, "notify/short_closed.html", {"why": refusal.message}, status=429)

    return answered


@require_GET
@never_cache
@tired
def notice(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show what the link opens; nothing is marked read."""
    with _opened(request, slug, token) as (found, committee):
        if found is None:
            return _closed(request, committee)
        if isinstance(found, Message):
            return render(request, "notify/short_group.html", {"message": found, "house": committee})
        return _page(request, committee, found, forms.answer_form(None, found))


@require_POST
@never_cache
@tired
def confirm(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Note 我已知道了."""
    with _opened(request, slug, token) as (found, committee):
        if not isinstance(found, Recipient):
            return _closed(request, committee)
        services.confirm_read(recipient=found, how=ReadHow.LINK, at=timezone.now())
    messages.success(request, phrases.CONFIRMED)
    return _back(slug, token)


@require_POST
@never_cache
@tired
def answer(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Take an answer."""
    with _opened(request, slug, token) as (found, committee):
        if not isinstance(found, Recipient):
            return _closed(request, committee)
        form = forms.answer_form(request.POST, found)
        if not _taken(form, found):
            return _page(request, committee, found, form)
    messages.success(request, phrases.ANSWERED)
    return _back(slug, token)


def _taken(form: forms.AnswerForm, recipient: Recipient) -> bool:
    if not form.is_valid():
        return False
    try:
        services.answer(recipient=recipient, words=form.cleaned_data["answer"], how=ReadHow.LINK, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


@contextmanager
def _opened(request: HttpRequest, slug: str, token: str) -> Iterator[tuple[Recipient | Message | None, Committee]]:
    """Open the committee's scope with what the token opens; a miss is counted after the scope has ended."""
    committee, now = get_object_or_404(Committee, slug=slug), timezone.now()
    where = str(get_adapter(request).get_client_ip(request))
    if counting.counted("short_link", where, at=now) >= MOST_WRONG:
        raise Refused("too_many", phrases.TOO_MANY)
    with tenancy.scope(committee):
        found = links.opened(token, at=now)
        if found is not None:
            yield found, committee
            return
    counting.count("short_link", where, span=WRONG_SPAN, at=now)
    yield None, committee


def _page(request: HttpRequest, committee: Committee, recipient: Recipient, form: forms.AnswerForm) -> HttpResponse:
    shown = {
        "house": committee,
        "recipient": recipient,
        "message": recipient.message,
        "form": form,
        "is_open": True,
        "confirm_url": _address("confirm", committee.slug, recipient.token),
        "answer_url": _address("answer", committee.slug, recipient.token),
    }
    return render(request, "notify/short.html", shown)


def _closed(request: HttpRequest, committee: Committee) -> HttpResponse:
    """Say the same of a link that is over, revoked or was never given."""
    return render(request, "notify/short_closed.html", {"house": committee}, status=404)


def _back(slug: str, token: str) -> HttpResponse:
    return HttpResponseRedirect(_address("notice", slug, token))


def _address(name: str, slug: str, token: str) -> str:
    return reverse(f"short:{name}", kwargs={"slug": slug, "token": token})
