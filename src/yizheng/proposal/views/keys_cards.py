"""What leads and keys add to the page of a proposal and to the list: acts that are open, cards that have a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps
from yizheng.ui.tags.marks import long_date

from ..enums import KeyStage
from ..models import KeyLeader, MediaVisit, Proposal
from ..queries import EVER_FILED
from ..queries import keys as queries_keys
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
@Asked
def key_card(proposal: Proposal, actor: Actor) -> Steps[tuple[str, dict[str, Any]] | None]:
    """Say that a proposal is key or important, under whom, and how far its supervision has come."""
    found = queries_keys.keys_visible_to(actor).filter(proposal=proposal).exclude(state=KeyStage.DROPPED)
    rows, leaders = yield (
        found.select_related("supervising_body").order_by("pk")[:1],
        KeyLeader.objects.filter(assignment__proposal=proposal).order_by("order", "id"),
    )
    if not rows:
        return None
    [row] = rows
    facts: Facts = [(each.get_role_display(), str(each)) for each in leaders if each.assignment_id == row.pk]
    if row.supervising_body:
        facts.append(("督办专委会", row.supervising_body))
    facts.append(("进展", row.get_state_display()))
    url = address("proposal:key", public_id=row.public_id)
    return CARD, {"title": row.get_tier_display(), "facts": facts, "url": url, "more": "看督办"}


@section
@Asked
def media_card(proposal: Proposal, _actor: Actor) -> Steps[tuple[str, dict[str, Any]] | None]:
    """Say which media looked into a proposal (F060)."""
    visits = yield MediaVisit.objects.filter(proposal=proposal).order_by("-happened_on", "-id")
    if not visits:
        return None
    facts: Facts = [
        (long_date(each.happened_on), f"{each.medium}{each.programme}采访{each.interviewed}：{each.gist}")
        for each in visits
    ]
    return CARD, {"title": "媒体采访", "facts": facts}


@section
@Asked
def quality_card(proposal: Proposal, actor: Actor) -> Steps[tuple[str, dict[str, Any]] | None]:
    """Show the score to the office, and to the member whose proposal it is; to nobody else (office-practice 24)."""
    rows = yield queries_keys.scores_visible_to(actor).filter(proposal=proposal).order_by("pk")[:1]
    if not rows:
        return None
    [row] = rows
    facts: Facts = [
        ("总分", f"{row.total.normalize():f} 分"),
        *((name, f"{pts} 分") for name, pts in row.scores.items()),
    ]
    return CARD, {"title": "提案质量", "facts": facts}
