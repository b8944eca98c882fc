"""What anybody may read of opinions: the public texts of those that were published; other committees find them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from yizheng.assist import published
from yizheng.assist.published import Offered, PublicText
from yizheng.kernel import quarantine, scoping
from yizheng.ui.public import PublicBlock, offer

from .enums import VersionKind
from .models import Opinion, OpinionVersion

MOST = 6
KIND = "opinion_version"


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


def project(opinion: Opinion) -> None:
    """Let other committees find the public text of a piece while it is public, and no longer; part of the act."""
    standing = list(public_ones().filter(opinion=opinion))
    texts = opinion.versions.filter(kind=VersionKind.PUBLIC).exclude(pk__in=[each.pk for each in standing])
    published.drop(KIND, list(texts.values_list("pk", flat=True)))
    published.put(KIND, map(_public_text, standing))


def offer_projection() -> None:
    """Say what of this room other committees find."""
    published.offer(Offered(KIND, "社情民意", _read_all))


def _read_all() -> Iterator[PublicText]:
    return map(_public_text, public_ones().iterator())


def _public_text(row: OpinionVersion) -> PublicText:
    day = row.opinion.published_on
    assert day is not None, "what is public has a day"
    slug = scoping.current().slug
    url = reverse("opinion_public:opinion", kwargs={"public_slug": slug, "public_id": row.public_id})
    return PublicText(row.pk, row.title, row.body, url, day)
