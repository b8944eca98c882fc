"""What every page of the room asks of its request."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Crumb, Tab

from .. import queries, sources
from ..enums import Question
from ..permissions import areas_of


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def asked_of(request: HttpRequest, actor: Actor) -> tuple[Question, str]:
    """Return the question and area of the address, the first of the worn hat's by default. Raises: Http404."""
    offered = queries.questions_of(areas_of(actor))
    wanted = (request.GET.get("question", ""), request.GET.get("area", ""))
    if wanted == ("", "") and offered:
        return offered[0]
    for each in offered:
        if (each[0].value, each[1]) == wanted:
            return each
    raise Http404("nothing is learned of that")


def tabs(actor: Actor, question: str, area: str) -> list[Tab]:
    """Return one tab for each thing the worn hat reads the record of."""
    return [
        Tab(
            sources.get(each, where).label, f"{address('assist:record')}?question={each.value}&area={where}",
            (each, where) == (question, area),
        )
        for each, where in queries.questions_of(areas_of(actor))
    ]  # fmt: skip


def crumbs(here: str) -> list[Crumb]:
    """Return the way here from the record."""
    return [Crumb("推荐与学习", address("assist:record")), Crumb(here)]


def item_or_404(actor: Actor, kind: str, public_id: str) -> Any:
    """Return an item of a kind that the person may see; any other does not exist for them. Raises: Http404."""
    try:
        subject, key = subjects.get(kind), UUID(public_id)
    except (LookupError, ValueError) as unknown:
        raise Http404("no such item") from unknown
    found = subject.visible_to(actor).filter(public_id=key).first() if hasattr(subject.model, "public_id") else None
    if found is None:
        raise Http404("no such item")
    return found
