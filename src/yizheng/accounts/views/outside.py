"""Coming in by CAS, where the place has it; OpenID Connect has the library's own pages."""

from __future__ import annotations

import logging
from functools import partial
from xml.etree.ElementTree import ParseError

import requests
from cas import CASClientV3, CASError
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from yizheng.accounts.entering import enter
from yizheng.accounts.outside_identity import Matching, find_login, unknown

from .member import safe_next

BEGUN = "cas"
TIMEOUT_SECONDS = 10
log = logging.getLogger("yizheng.accounts")


@never_cache
@require_GET
def cas(request: HttpRequest) -> HttpResponse:
    """Send a person to the place's CAS."""
    client = _client(request)
    request.session[BEGUN] = safe_next(request) or "/"
    return redirect(client.get_login_url())


@never_cache
@require_GET
def cas_back(request: HttpRequest) -> HttpResponse:
    """Take the ticket with which CAS sends a person back: only who set out here comes in here."""
    client = _client(request)
    to, ticket = request.session.pop(BEGUN, None), request.GET.get("ticket", "")
    if to is None or not 0 < len(ticket) <= 500:
        return redirect("/accounts/login/")
    try:
        name, attributes, _ = client.verify_ticket(ticket)
    except (requests.RequestException, CASError, ParseError) as error:
        log.warning("CAS gave no answer that can be read: %s", type(error).__name__)
        return render(request, "socialaccount/authentication_error.html", status=502)
    user = find_login({**(attributes or {}), "user": name}, Matching(**settings.CAS_MATCHING)) if name else None
    return unknown(request) if user is None else enter(request, user, method="cas", to=to)


def _client(request: HttpRequest) -> CASClientV3:
    if not settings.CAS_SERVER:
        raise Http404("CAS is not set up")
    back = request.build_absolute_uri(reverse("accounts:cas-back"))
    return CASClientV3(server_url=settings.CAS_SERVER, service_url=back, session=_session())


def _session() -> requests.Session:
    """Return a session that waits no longer than it must; the library passes no limit."""
    session = requests.Session()
    session.request = partial(session.request, timeout=TIMEOUT_SECONDS)  # type: ignore[method-assign]
    return session
