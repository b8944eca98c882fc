"""A proposal as a document, and the list as a table, narrowed as on the page (handbook 5.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, Letter, PaperOffer, Table, offer
from yizheng.org.ordinals import chinese_number
from yizheng.ui.tags.marks import long_date, month_day

from .. import dossier as dossiers
from .. import listing, queries
from ..dossier import Dossier
from ..enums import Consent, SignerRole
from ..filters import DONE, ProposalFilter

COLUMNS = (
    Column("编号", 1, "center"), Column("案由", 4), Column("提案人", 1.5, pad_names=True), Column("类别", 1.2),
    Column("承办单位", 2.5), Column("期限", 1.2, "center"), Column("状态", 1, "center"),
)  # fmt: skip


def offer_reading_papers() -> None:
    """Offer the text of a proposal, which takes `proposal`, and the list, which takes the filters of the page."""
    offer(
        PaperOffer("proposal-text", "提案", "proposal.read", proposal_text, formats=("docx", "pdf")),
        PaperOffer("proposal-list", "提案目录", "proposal.export", proposal_list),
    )


def proposal_text(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return a proposal as a document. Raises: Http404 for what the person may not see, or what is sealed away."""
    try:
        found = dossiers.open_for(actor, UUID(asked.get("proposal", "")))
    except ValueError:
        raise Http404("no such id") from None
    if found.is_closed:
        raise Http404("sealed away")
    return Letter("notice", str(found.proposal), {"paragraphs": list(_paragraphs(found)), "addressee": ""})


def _paragraphs(found: Dossier) -> Iterator[str]:
    proposal = found.proposal
    yield from _head(found)
    if proposal.background:
        yield from ("情况", proposal.background)
    if proposal.analysis:
        yield from ("分析", proposal.analysis)
    if found.suggestions:
        yield "建议"
        yield from (f"{chinese_number(each.order)}、{each.text}" for each in found.suggestions)


def _head(found: Dossier) -> Iterator[str]:
    proposal = found.proposal
    if proposal.number:
        yield f"编号：{proposal.session}{proposal.number}"
    yield f"提案人：{proposal.proposer_name}"
    others = [each.display_name for each in found.signers if _signs_along(each)]
    if others:
        yield f"联名：{'、'.join(others)}"
    if proposal.category:
        yield f"类别：{proposal.category}"


def _signs_along(signer: Any) -> bool:
    return signer.role == SignerRole.CO and signer.consent == Consent.AGREED and signer.withdrew_on is None


def proposal_list(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the list as the address narrows it, by number where no other order is asked for."""
    today = timezone.localdate()
    wanted = ProposalFilter.from_values(asked).for_actor(actor)
    rows = listing.in_order(wanted.apply(queries.proposals_visible_to(actor), on=today), wanted.sort or "number")
    drawn = tuple(_row(each) for each in listing.with_units(rows))
    subtitle = f"{long_date(today)}，共 {len(drawn)} 件"
    return Table("提案目录", COLUMNS, drawn, subtitle=subtitle, landscape=True)


def _row(proposal: Any) -> tuple[str, ...]:
    waiting = [each.due_on for each in proposal.open_handlings if each.state not in DONE]
    due = min(waiting, default=None)
    return (
        proposal.number, str(proposal), listing.proposer_words(proposal), proposal.category,
        listing.units_words(proposal.open_handlings), month_day(due),
        str(proposal.get_state_display()),
    )  # fmt: skip
