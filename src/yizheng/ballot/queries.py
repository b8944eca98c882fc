"""Reads: which ballots a person may see, whose slip it is, counts computed anew."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused

from . import counting, slips
from .enums import BallotState
from .models import Ballot, BallotBox, Voter
from .permissions import read_by


def url_of(ballot: Ballot) -> str:
    """Return the page of a ballot."""
    return address("ballot:ballot", public_id=ballot.public_id)


def ballots_visible_to(actor: Actor) -> QuerySet[Ballot]:
    """Return the ballots a person may see: those whose keeper lets the hat read them, and those they vote in."""
    seen = Q(keeper__in=read_by(actor))
    if actor.user_id is not None:
        voted_in = Voter.objects.filter(user=actor.user_id).values("ballot")
        seen |= Q(pk__in=voted_in) & ~Q(state=BallotState.PREPARED)
    return Ballot.objects.filter(seen)


def waiting_for(actor: Actor) -> QuerySet[Ballot]:
    """Return the open ballots in which a person has still to take a slip, in whatever hat."""
    rows = Ballot.objects.filter(state=BallotState.OPEN, voters__user=actor.user_id, voters__has_taken=False)
    return rows.order_by("opened_on", "id")


def open_ballot_of(slip: str) -> Ballot:
    """Return the open ballot a slip belongs to. Raises: Refused `unknown_slip`."""
    return open_ballot_and_mark(slip)[0]


def open_ballot_and_mark(slip: str) -> tuple[Ballot, str]:
    """Return the open ballot a slip belongs to and the digest it is spent under. Raises: Refused `unknown_slip`."""
    for ballot in Ballot.objects.filter(state=BallotState.OPEN):
        mark = slips.mark_of(ballot.seal_word, slip)
        if mark is not None:
            return ballot, mark
    raise Refused("unknown_slip", "选票号不对，或者投票已经结束。请核对后重填。")


def recount(ballot: Ballot) -> dict[str, Any]:
    """Return the counts of the papers in the box, computed anew (重新计票)."""
    box = BallotBox.objects.get(ballot=ballot)
    return counting.count(ballot, box.papers, ballot.voters.filter(has_taken=True).count())


def turnout(ballot: Ballot) -> tuple[int, int]:
    """Return how many slips were taken of how many."""
    taken = list(ballot.voters.values_list("has_taken", flat=True))
    return sum(taken), len(taken)


def is_counted(receipt: str) -> bool:
    """Tell whether the paper of a receipt lies in a box: never in which way it was cast."""
    if not receipt.strip():
        return False
    return BallotBox.objects.filter(receipts__contains=[slips.receipt_mark(receipt)]).exists()
