"""Short links: the address of one recipient's notice, or of a notice for a chat group."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from yizheng.kernel import scoping
from yizheng.kernel.secrets import digest
from yizheng.org.configuration import value

from . import keys
from .enums import MessageState
from .models import Message, Recipient

LINK_LASTS = timedelta(days=180)
"""A link ends with its matter, at the latest after half a year. Rule: our decision."""


def link_of(row: Message | Recipient, site: str) -> str:
    """Return the whole address, as it is sent in a text."""
    return site + reverse("short:notice", kwargs={"slug": scoping.current().slug, "token": row.token})


def site(*, on: date) -> str:
    """Return how addresses of this house begin; empty where nobody said."""
    said = value(keys.SITE_ADDRESS, on=on).rstrip("/")
    return said or next(iter(settings.CSRF_TRUSTED_ORIGINS), "").rstrip("/")


def opened(token: str, *, at: datetime) -> Recipient | Message | None:
    """Return what a token opens in the open scope; None when it opens nothing (any longer)."""
    wanted = digest(token)
    row = Recipient.objects.select_related("message").filter(token_digest=wanted).first()
    found: Recipient | Message | None = row or Message.objects.filter(token_digest=wanted).first()
    return found if found is not None and _holds(found, at) else None


def _holds(row: Recipient | Message, at: datetime) -> bool:
    message = row.message if isinstance(row, Recipient) else row
    is_open = message.state == MessageState.SENT and at < message.sent_at + LINK_LASTS
    return is_open and row.link_revoked_at is None
