"""Tokens of the JSON door, webhooks and their outbox."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from yizheng.accounts.models import RoleGrant
from yizheng.kernel.models import PublicModel
from yizheng.kernel.secrets import EncryptedTextField
from yizheng.kernel.token_scopes import Scope

from .enums import DeliveryState, Event


class ApiToken(PublicModel):
    """
    A credential of one person in one hat (接口令牌); only the digest of it is kept.

    `valid_until` is its last day. It ends with the hat, whatever its date says.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    grant = models.ForeignKey(RoleGrant, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField("用途", max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    valid_until = models.DateField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "user", "-made_at"], name="api_token_by_owner")]

    def __str__(self) -> str:
        return self.name

    def holds(self, on: date) -> bool:
        """Tell whether it is neither revoked nor past its last day."""
        return self.revoked_at is None and on <= self.valid_until

    @property
    def scope_labels(self) -> list[str]:
        """Return its scopes in words."""
        return [str(Scope(each).label) for each in self.scopes]


class WebhookEndpoint(PublicModel):
    """
    An address that is told of what moves (推送地址), as far as one hat of its owner may see it.

    `failing_since` is when it stopped answering; `off_why` says why the house stopped by itself.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    grant = models.ForeignKey(RoleGrant, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField("用途", max_length=60)
    url = models.CharField("网址", max_length=500)
    secret = EncryptedTextField()
    events = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    off_why = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["committee"], name="webhook_active", condition=models.Q(is_active=True)
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def event_labels(self) -> list[str]:
        """Return in words what it is told of."""
        return [str(Event(each).label) for each in self.events]


class WebhookDelivery(PublicModel):
    """
    One message for an address, written with the act it tells of; `public_id` lets the receiver drop repeats.

    `body` is what is signed and sent, byte for byte: ids and states, never text of an object.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries", db_index=False)
    kind = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["endpoint", "-made_at"], name="webhook_delivery_by_time"),
            models.Index(
                fields=["committee", "due_at"], name="webhook_delivery_due",
                condition=models.Q(state=DeliveryState.WAITING),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
