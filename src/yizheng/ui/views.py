"""The catalogue of components, and the form that keeps a person's look."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee

from . import keeping, preferences


@require_POST
def choose_look(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme or type size and go back to the page it was chosen on."""
    chosen = preferences.look_of(request).changed(
        theme=request.POST.get("theme", ""), type_size=request.POST.get("type", "")
    )
    response = HttpResponseRedirect(_way_back(request))
    preferences.keep(chosen, response, secure=request.is_secure())
    return response


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states. Only where the house is being built or shown."""
    if not (settings.DEBUG or Committee.objects.filter(is_demo=True).exists()):
        raise Http404
    from .specimens import specimens

    return render(request, "ui/catalogue.html", specimens())


@never_cache
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Return the worker that keeps what the house allows; from the root, so that every page is in its reach."""
    context = {"drawn_with": keeping.drawn_with(), "built": static(keeping.BUILT), "offline": static(keeping.OFFLINE)}
    return HttpResponse(render_to_string("ui/worker.js", context), content_type="text/javascript; charset=utf-8")


@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """Return the page of words that have no draft any more; the browser fills in what it keeps, and sends nothing."""
    actor = cast(Actor, cast(Any, request).actor)
    answer = render(request, "ui/words.html")
    return keeping.may_be_kept(
        answer, actor=actor, of="words", title="没有存上的文字", until=keeping.end_of_day(timezone.now())
    )


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.headers.get("Referer", "")
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed else "/"
