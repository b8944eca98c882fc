"""Writes: the media looked into a proposal (两台一报; F060)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..models import MediaVisit, Proposal
from ..queries import EVER_FILED
from .quarantined import refuse_quarantined


@dataclass(frozen=True)
class Visit:
    """Which medium asked whom when, and what came of it."""

    medium: str
    programme: str
    happened_on: date
    interviewed: str
    gist: str
    link: str = ""


@transaction.atomic
def record_visit(*, proposal: Proposal, visit: Visit, by: Actor, at: datetime) -> MediaVisit:
    """
    Record that radio, television or newspaper looked into a filed proposal (记录媒体采访).

    Rule: F060. Raises: PermissionDenied; Refused `not_filed`, `future`, `link`; nothing is kept then.
    """
    require("media.record", by, proposal)
    refuse_quarantined(proposal.pk)
    if proposal.state not in EVER_FILED:
        raise Refused("not_filed", "只记立案提案的采访。")
    if visit.happened_on > timezone.localdate(at):
        raise Refused("future", "采访日期不能晚于今天，请核对。")
    if visit.link and not visit.link.startswith(("http://", "https://")):
        raise Refused("link", "链接要以 http:// 或 https:// 开头。")
    made = MediaVisit.objects.create(proposal=proposal, **vars(visit))
    state = proposal.state
    fields = {"medium": visit.medium, "happened_on": visit.happened_on}
    ledger.record("record_media_visit", proposal, by=by, at=at, from_state=state, to_state=state, fields=fields)
    return made
