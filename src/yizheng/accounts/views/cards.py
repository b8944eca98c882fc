"""One-time cards: choose members, print the sheet once, make a card void."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.accounts import services
from yizheng.accounts.models import SignInCard, User
from yizheng.accounts.queries import card_candidates
from yizheng.kernel import scoping, secrets
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require

SHEET = "card-sheet"
_SEAL = "session.card_sheet"


@require_http_methods(["GET", "POST"])
@act
def choose(request: Any) -> HttpResponse:
    """Choose for whom cards are printed."""
    require("accounts.issue_cards", request.actor)
    at = timezone.now()
    candidates = list(card_candidates(on=timezone.localdate(at)))
    chosen, complaint = set(request.POST.getlist("person")), ""
    if request.method == "POST":
        people = [user for user in candidates if str(user.public_id) in chosen]
        try:
            return _print(request, people, at)
        except Refused as refusal:
            complaint = refusal.message
    context = {"people": _with_cards(candidates, at), "chosen": chosen, "complaint": complaint}
    return render(request, "accounts/keeping/cards.html", context)


@never_cache
@require_GET
def sheet(request: Any) -> HttpResponse:
    """Show the sheet just issued; the codes are kept nowhere, a second look shows none."""
    require("accounts.issue_cards", request.actor)
    sealed = request.session.pop(SHEET, None)
    cards = json.loads(secrets.unseal(sealed, _SEAL)) if sealed else []
    for card in cards:
        card["ends_at"] = datetime.fromisoformat(card["ends_at"])
    door = request.build_absolute_uri("/accounts/card/")
    return render(
        request, "accounts/keeping/card_sheet.html", {"cards": cards, "door": door, "again": address("logins:cards")}
    )


@require_http_methods(["POST"])
@act
def revoke(request: Any) -> HttpResponse:
    """Make the unused card of a person void."""
    require("accounts.issue_cards", request.actor)
    candidates = card_candidates(on=timezone.localdate())
    person = next((one for one in candidates if str(one.public_id) == request.POST.get("person")), None)
    if person is None:
        raise Refused("nobody", "没有这个人，请刷新后再选。")
    services.revoke_cards(user=person, by=request.actor, at=timezone.now())
    return done(request, f"{person.name}没用的登录卡已作废。", to=address("logins:cards"))


def _print(request: HttpRequest, people: list[User], at: datetime) -> HttpResponse:
    printed = services.issue_cards(users=people, by=request.actor, at=at)  # type: ignore[attr-defined]
    rows = [{"name": card.name, "code": card.code, "ends_at": card.ends_at.isoformat()} for card in printed]
    request.session[SHEET] = secrets.seal(json.dumps(rows), _SEAL)
    return redirect(address("logins:card-sheet"))


def _with_cards(people: list[User], at: datetime) -> list[tuple[User, SignInCard | None]]:
    unused = SignInCard.objects.filter(
        Q(ends_at__gt=at), user__in=people, used_at__isnull=True, revoked_at__isnull=True,
        issued_in_id=scoping.current().committee_id,
    )  # fmt: skip
    held = {card.user_id: card for card in unused}
    return [(user, held.get(user.pk)) for user in people]
