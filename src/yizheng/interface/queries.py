"""Reads: tokens and webhooks that a person may see."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may

from .models import ApiToken, WebhookDelivery, WebhookEndpoint


def tokens_visible_to(actor: Actor) -> QuerySet[ApiToken]:
    """Return the tokens a person may see: their own, the security administrator all."""
    rows = ApiToken.objects.select_related("user", "grant")
    return rows if may("interface.read_all_tokens", actor) else rows.filter(user_id=actor.user_id or 0)


def own_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """Return the tokens a person made, those that were not revoked first."""
    return tokens_visible_to(actor).filter(user_id=actor.user_id or 0).order_by("revoked_at", "-made_at", "-id")


def webhooks_visible_to(actor: Actor) -> QuerySet[WebhookEndpoint]:
    """Return the webhooks a person made; nobody else sees where their system lives."""
    rows = WebhookEndpoint.objects.select_related("grant")
    return rows.filter(user_id=actor.user_id or 0)


def last_deliveries(endpoint: WebhookEndpoint, most: int) -> list[WebhookDelivery]:
    """Return what was sent lately, the newest first."""
    return list(endpoint.deliveries.order_by("-made_at", "-id")[:most])
