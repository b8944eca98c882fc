"""What the shared rooms must know of ballots. Voters get no to-do: one that closes would tell when they came."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.subjects import Owed, Subject, register

from . import queries
from .enums import BallotState
from .models import Ballot

STEPS = {BallotState.PREPARED: ("open_ballot", "开始投票"), BallotState.OPEN: ("close_ballot", "结束投票并计票")}


def ballot_owed(ballot: Ballot) -> Iterator[Owed]:
    """The office opens and closes; a room that keeps its own ballots owes that itself."""
    if ballot.state in STEPS and not ballot.keeper:
        act, label = STEPS[BallotState(ballot.state)]
        yield Owed(act, label, role=Role.PROPOSAL_CLERK)


def register_all() -> None:
    """Make the kind known to the house."""
    register(
        Subject(
            "ballot", Ballot, "无记名投票", visible_to=queries.ballots_visible_to, url=queries.url_of,
            caption=lambda ballot: ballot.get_state_display(), owed=ballot_owed,
        )
    )  # fmt: skip
