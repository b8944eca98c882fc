"""Pages that do one thing each, under the addresses of the house: what the middleware is tested with."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import include, path

from yizheng.config.urls import committee_patterns
from yizheng.config.urls import urlpatterns as house_patterns
from yizheng.kernel import scoping
from yizheng.kernel.actkeys import act
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Sequence
from yizheng.kernel.sequences import next_number


def who(request):
    """Tell in which committee, as whom and in which hat the page runs."""
    return JsonResponse(
        {
            "committee": request.committee.slug,
            "scope": scoping.current().slug,
            "user": scoping.current().user_id,
            "actor": request.actor.name,
            "hat": request.actor.hat.label,
            "hats": [hat.label for hat in request.actor.hats],
        }
    )


@act
def write(request):
    """Give a number, then end as the form asks."""
    next_number("letter")
    endings = {
        "refused": Refused("stale", "该信已于3月12日寄出，请刷新后查看。"),
        "forbidden": PermissionDenied("letter.write"),
        "not_found": Http404("no such letter"),
        "broken": ZeroDivisionError("broken"),
    }
    if (ending := request.POST.get("ending")) in endings:
        raise endings[ending]
    return redirect(request.path)


def lazy(request):
    """Answer with a page whose rows are read only when it is drawn."""
    return TemplateResponse(request, "lazy_letters.html", {"rows": Sequence.objects.order_by("series")})


def outside(request):
    """A page of the house, in no committee."""
    return HttpResponse(str(scoping.is_open()))


committee_pages = [path("who/", who), path("write/", write), path("lazy/", lazy), *committee_patterns]
urlpatterns = [path("outside/", outside), path("<slug:committee>/", include(committee_pages)), *house_patterns]
