"""Which webhooks are told when something moves: those whose hat may see it, in the transaction of the act."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from yizheng.accounts.queries import grants_in_force
from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.workflow import Moved

from .enums import TEST, Event
from .jobs import enqueue
from .models import WebhookDelivery, WebhookEndpoint

_kinds: dict[str, tuple[Event, Callable[[Any], str]]] = {}


def offer(kind: str, event: Event, number: Callable[[Any], str]) -> None:
    """Let moves of a kind be told as an event; `number` says by which number people know the object."""
    _kinds[kind] = (event, number)


def note_moved(moved: Moved) -> None:
    """Write a delivery for each webhook that listens to this kind and whose hat may see the object as it stands."""
    if moved.kind not in _kinds:
        return
    event, number = _kinds[moved.kind]
    obj: Any = moved.obj
    listening = [each for each in _listening(event, moved.at) if may_see(each, moved.kind, obj.pk)]
    told = {
        "kind": event.value, "public_id": str(obj.public_id), "number": number(obj) if listening else "",
        "act": moved.act, "from": moved.from_state, "to": moved.to_state,
    }  # fmt: skip
    enqueue([write(each, told, at=moved.at) for each in listening])


def write(endpoint: WebhookEndpoint, told: dict[str, str], *, at: datetime) -> WebhookDelivery:
    """Write one delivery; its body is what will be signed and sent."""
    key = uuid.uuid4()
    when = timezone.localtime(at).isoformat(timespec="seconds")
    body = json.dumps({"id": str(key), **told, "at": when}, ensure_ascii=False)
    return WebhookDelivery.objects.create(
        public_id=key, endpoint=endpoint, kind=told["kind"], body=body, made_at=at, due_at=at
    )


def write_test(endpoint: WebhookEndpoint, *, at: datetime) -> WebhookDelivery:
    """Write a delivery that tells of nothing."""
    return write(endpoint, {"kind": TEST}, at=at)


def may_see(endpoint: WebhookEndpoint, kind: str, object_id: int) -> bool:
    """Tell whether the hat of a webhook may see an object; the same question as of a page."""
    seen = subjects.get(kind).visible_to(actor_of(endpoint))
    return seen.filter(pk=object_id).exists()


def actor_of(endpoint: WebhookEndpoint) -> Actor:
    """Return the owner of a webhook in the hat it was made for."""
    hat = endpoint.grant.hat()
    return Actor(user_id=endpoint.user_id, name=endpoint.user.name, hat=hat, hats=(hat,), source=Source.API)


def _listening(event: Event, at: datetime) -> list[WebhookEndpoint]:
    rows = WebhookEndpoint.objects.filter(is_active=True, events__contains=[event.value], user__is_active=True)
    held = grants_in_force(timezone.localdate(at)).values("pk")
    return list(rows.filter(grant__in=held).select_related("grant", "user").order_by("id"))
