"""Who is asked what they think of a reply (handbook 5.8; office-practice 21)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from .enums import Consent, SignerRole
from .models import Proposal, Signer


def signers_of(proposal: Proposal) -> list[Signer]:
    """Return those who signed and still stand by it, the proposals that were merged in after the main one."""
    rows = proposal.signers.filter(consent=Consent.AGREED, withdrew_on__isnull=True)
    found = rows.select_related("membership__person", "came_from").order_by("order", "id")
    return sorted(found, key=place)


def first_of_each(signers: Iterable[Signer]) -> set[int]:
    """
    Return the ids of the signers who are asked: the first proposer, and the first one of each merged proposal.

    Where a first proposer has withdrawn, the next one is asked. Rule: edge case 5 (all first proposers are asked).
    """
    groups = groupby(signers, key=lambda each: each.came_from_id)
    return {next(iter(members)).pk for _, members in groups}


def place(signer: Signer) -> tuple[int, bool, int, int]:
    """Return where a signer stands: the main proposal's first proposer first."""
    return (signer.came_from_id or 0, signer.role != SignerRole.FIRST, signer.order, signer.pk)
