"""The polling booth: no session, no sign-in, no slip in an address; what is cast is asked of the slip alone."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yizheng.accounts import counting as door
from yizheng.accounts.locking import address_of
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee

from .. import counting, queries, services
from ..enums import BallotKind
from ..models import Ballot

TRIES = 20
SPAN = timedelta(minutes=10)
TOO_MANY = "填错的次数太多，请过十分钟再试。"


# Exempt: the slip itself is the right to cast, and a cookie would tell whose browser it is.
@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def booth(request: HttpRequest, public_slug: str) -> HttpResponse:
    """Show the paper of a slip, take the paper, or say whether a receipt was counted."""
    committee = get_object_or_404(Committee, slug=public_slug)
    with tenancy.scope(committee, None):
        template, context = _answer(request)
        return render(request, template, {"committee": committee, **context})


def _answer(request: HttpRequest) -> tuple[str, dict[str, object]]:
    given = request.POST
    if "receipt" in given:
        return "ballot/receipt.html", {"receipt": given["receipt"], "is_counted": queries.is_counted(given["receipt"])}
    if "slip" not in given:
        return "ballot/booth.html", {}
    try:
        with transaction.atomic():
            return _with_slip(request, given["slip"])
    except Refused as refusal:
        if refusal.code == "unknown_slip":
            door.count("ballot-slip", address_of(request), span=SPAN, at=timezone.now())
        return "ballot/booth.html", {"refusal": refusal.message}


def _with_slip(request: HttpRequest, slip: str) -> tuple[str, dict[str, object]]:
    if door.counted("ballot-slip", address_of(request), at=timezone.now()) >= TRIES:
        raise Refused("too_many_tries", TOO_MANY)
    ballot = queries.open_ballot_of(slip)
    if request.POST.get("step") != "cast":
        return "ballot/paper.html", {"ballot": ballot, "slip": slip}
    try:
        with transaction.atomic():
            receipt = services.cast(slip=slip, paper=_paper(request, ballot))
    except Refused as refusal:
        if refusal.code != "too_many":
            raise
        return "ballot/paper.html", {"ballot": ballot, "slip": slip, "refusal": refusal.message}
    return "ballot/cast.html", {"ballot": ballot, "receipt": receipt}


def _paper(request: HttpRequest, ballot: Ballot) -> counting.Paper:
    if "abstain" in request.POST:
        return {}
    if ballot.kind == BallotKind.PICK:
        return dict.fromkeys(request.POST.getlist("chosen"), counting.CHOSEN)
    given = {each["key"]: request.POST.get(f"item-{each['key']}", "") for each in ballot.items}
    return {item: option for item, option in given.items() if option}
