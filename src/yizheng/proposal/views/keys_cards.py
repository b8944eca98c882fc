"""What leads and keys add to the page of a proposal and to the list: acts that are open, cards that have a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.ui.tags.marks import long_date

from .. import queries_keys
from ..enums import KeyStage
from ..models import MediaVisit, Proposal
from ..queries import EVER_FILED
from .acting import url_of
from .keys_acts import MEDIA_VISIT, NOMINATE, SCORE
from .offers import offer, offer_on_list
from .sections import section

CARD = "proposal/keys/card.html"
Facts = list[tuple[str, Any]]


@offer
def acts_of_keys(proposal: Proposal, actor: Actor) -> Iterator[tuple[str, str, str]]:
    """Offer nomination, the media's visit and the score on filed proposals."""
    if proposal.state not in EVER_FILED:
        return
    for each in (MEDIA_VISIT, SCORE):
        if may(each.permission, actor, proposal):
            yield url_of(each, proposal), each.title, ""
    chosen = proposal.is_key or proposal.is_important
    if not chosen and may(NOMINATE.permission, actor, proposal):
        yield url_of(NOMINATE, proposal), NOMINATE.title, ""


@offer_on_list
def pages_of_leads(actor: Actor) -> Iterator[tuple[str, str, str]]:
    """Offer the reference topics to those who write proposals."""
    if may("topic.take", actor):
        yield address("proposal:topics"), "参考选题", ""


@section
def key_card(proposal: Proposal, actor: Actor) -> tuple[str, dict[str, Any]] | None:
    """Say that a proposal is key or important, under whom, and how far its supervision has come."""
    found = queries_keys.keys_visible_to(actor).filter(proposal=proposal).exclude(state=KeyStage.DROPPED)
    row = found.select_related("supervising_body").prefetch_related("leaders").first()
    if row is None:
        return None
    facts: Facts = [(leader.get_role_display(), str(leader)) for leader in row.leaders.all()]
    if row.supervising_body:
        facts.append(("督办专委会", row.supervising_body))
    facts.append(("进展", row.get_state_display()))
    url = address("proposal:key", public_id=row.public_id)
    return CARD, {"title": row.get_tier_display(), "facts": facts, "url": url, "more": "看督办"}


@section
def media_card(proposal: Proposal, _actor: Actor) -> tuple[str, dict[str, Any]] | None:
    """Say which media looked into a proposal (F060)."""
    visits = list(MediaVisit.objects.filter(proposal=proposal).order_by("-happened_on", "-id"))
    if not visits:
        return None
    facts: Facts = [
        (long_date(each.happened_on), f"{each.medium}{each.programme}采访{each.interviewed}：{each.gist}")
        for each in visits
    ]
    return CARD, {"title": "媒体采访", "facts": facts}


@section
def quality_card(proposal: Proposal, actor: Actor) -> tuple[str, dict[str, Any]] | None:
    """Show the score to the office, and to the member whose proposal it is; to nobody else (office-practice 24)."""
    row = queries_keys.scores_visible_to(actor).filter(proposal=proposal).first()
    if row is None:
        return None
    facts: Facts = [
        ("总分", f"{row.total.normalize():f} 分"),
        *((name, f"{pts} 分") for name, pts in row.scores.items()),
    ]
    return CARD, {"title": "提案质量", "facts": facts}
