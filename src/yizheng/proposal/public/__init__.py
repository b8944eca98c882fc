"""What anybody may read of proposals: those published lately on the public page, and what other committees find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from yizheng.assist import published
from yizheng.assist.published import Offered, PublicText
from yizheng.kernel import scoping
from yizheng.ui.public import PublicBlock, offer

from ..models import Publication
from ..queries.publishing import public_ones
from .appraisals import read_results

MOST = 6
KIND = "publication"


def read_published(_on: date) -> dict[str, Any] | None:
    """Return the proposals published lately; None without any."""
    rows = list(public_ones()[:MOST])
    return {"rows": rows, "slug": scoping.current().slug} if rows else None


def read_lead_door(_on: date) -> dict[str, Any]:
    """Return where the public sends leads; that door is always named."""
    return {"slug": scoping.current().slug}


def offer_blocks() -> None:
    """Offer the room's blocks for the public page."""
    offer(
        PublicBlock("appraisals", 27, "proposal/public/appraisals_block.html", read_results),
        PublicBlock("proposals", 25, "proposal/public/block.html", read_published),
        PublicBlock("leads", 26, "proposal/leads/public_block.html", read_lead_door),
    )


def project(publication: Publication) -> None:
    """Let other committees find a publication while it is public, and no longer; part of the act that moved it."""
    row = public_ones().filter(pk=publication.pk).first()
    if row is None:
        published.drop(KIND, [publication.pk])
    else:
        published.put(KIND, [_public_text(row)])


def offer_projection() -> None:
    """Say what of this room other committees find."""
    published.offer(Offered(KIND, "提案", _read_all))


def _read_all() -> Iterator[PublicText]:
    return (_public_text(row) for row in public_ones().iterator())


def _public_text(row: Publication) -> PublicText:
    assert row.published_on is not None, "what is public has a day"
    slug = scoping.current().slug
    url = reverse("proposal_public:proposal", kwargs={"public_slug": slug, "public_id": row.public_id})
    return PublicText(row.pk, row.title, row.text, url, row.published_on)
