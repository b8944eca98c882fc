"""What who sent a lead may hear of proposals and leads that came of it: steps, and what is published (F067)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from yizheng.kernel import quarantine, scoping
from yizheng.ui.public import PublicStep, offer_course

from ..enums import Secrecy
from ..models import Proposal, ProposalLead, Publication
from ..queries import EVER_FILED
from ..queries.publishing import public_ones


def proposal_steps(ids: Collection[int]) -> Iterator[PublicStep]:
    """
    Yield the steps of proposals that were filed, or of the main one they were merged into; then what is published.

    What was not filed, went back or was withdrawn is between its proposer and the office; what is not open, or out of
    sight, says nothing. Three statements. Rule: handbook 5.5, 5.10; office-practice 1, 3.
    """
    rows = list(_open_ones(ids).values_list("pk", "merged_into"))
    mains = {main or pk for pk, main in rows}
    for proposal in _open_ones(mains).filter(state__in=EVER_FILED).order_by("id"):
        for on, words in (
            (proposal.filed_on, "写成的提案已立案"), (proposal.assigned_on, "提案已交承办单位办理"),
            (proposal.replied_on, "承办单位已答复提案"),
        ):  # fmt: skip
            if on is not None:
                yield PublicStep(on, words)
    read = public_ones().filter(proposal__in={*mains, *(pk for pk, _ in rows)}, published_on__isnull=False)
    yield from map(_published, read)


def lead_steps(ids: Collection[int]) -> Iterator[PublicStep]:
    """Yield that something became a lead again."""
    closed = quarantine.was_closed("proposal_lead").filter(object_id=OuterRef("pk"))
    for lead in ProposalLead.objects.filter(pk__in=ids).exclude(Exists(closed)).order_by("id"):
        yield PublicStep(timezone.localdate(lead.received_at), "已转为提案线索，由提案委员会办公室处理")


def offer_courses() -> None:
    """Offer the courses of the room's kinds."""
    offer_course("proposal", proposal_steps)
    offer_course("proposal_lead", lead_steps)


def _open_ones(ids: Collection[int]) -> QuerySet[Proposal]:
    closed = quarantine.was_closed("proposal").filter(object_id=OuterRef("pk"))
    return Proposal.objects.filter(pk__in=ids, secrecy=Secrecy.OPEN).exclude(Exists(closed))


def _published(row: Publication) -> PublicStep:
    assert row.published_on is not None, "what is public has a day"
    slug = scoping.current().slug
    url = reverse("proposal_public:proposal", kwargs={"public_slug": slug, "public_id": row.public_id})
    return PublicStep(row.published_on, "写成的提案已公开", f"{row.number}《{row.title}》", url)
