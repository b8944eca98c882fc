"""What anybody may read of opinions: the public texts of those that were published, newest first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from yizheng.kernel import quarantine, scoping
from yizheng.ui.public import PublicBlock, offer

from .enums import VersionKind
from .models import Opinion, OpinionVersion

MOST = 6


def public_ones() -> QuerySet[OpinionVersion]:
    """Return the newest public text of each published piece; nothing else of a piece is public."""
    later = OpinionVersion.objects.filter(
        opinion=OuterRef("opinion"), kind=VersionKind.PUBLIC, ordinal__gt=OuterRef("ordinal")
    )
    closed = Opinion.objects.filter(quarantine.is_closed("opinion"), pk=OuterRef("opinion"))
    rows = OpinionVersion.objects.filter(kind=VersionKind.PUBLIC, opinion__published_on__isnull=False)
    rows = rows.exclude(Exists(later)).exclude(Exists(closed))
    return rows.select_related("opinion").order_by("-opinion__published_on", "-id")


def read_published(_on: date) -> dict[str, Any] | None:
    """Return the pieces published lately; None without any."""
    rows = list(public_ones()[:MOST])
    return {"rows": rows, "slug": scoping.current().slug} if rows else None


def offer_blocks() -> None:
    """Offer the room's block for the public page."""
    offer(PublicBlock("opinions", 28, "opinion/public/block.html", read_published))
