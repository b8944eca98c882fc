"""
Who may run a ballot and who may take a slip. Casting asks for the slip alone, never for a person.

A room above may keep its ballots itself, as a meeting its votes: it names the permissions by which they are run and
read. Such a ballot is opened, counted and announced in that room's own act; the pages of this room offer none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, may, predicate, wears

from .models import Ballot

RUNNERS = (Role.PROPOSAL_CLERK, Role.OFFICE_CLERK)


@dataclass(frozen=True)
class Keeper:
    """By which permissions a room runs its own ballots and reads their counts."""

    runs: str
    reads: str


_keepers: dict[str, Keeper] = {}


def keep(room: str, *, runs: str, reads: str) -> None:
    """Let a room run its own ballots; called when the house starts."""
    _keepers[room] = Keeper(runs, reads)


def run_by(keeper: str) -> str:
    """Return the permission by which the ballots of a keeper are run."""
    return _keepers[keeper].runs if keeper else "ballot.run_own"


def read_by(actor: Actor | None) -> list[str]:
    """Return whose ballots the worn hat reads: rooms that keep their own, and "" for those of the office."""
    own = [""] if may("ballot.read_own", actor) else []
    return own + [room for room, each in _keepers.items() if may(each.reads, actor)]


@predicate(name="on the roll of voters")
def is_on_roll(actor: Actor | None, ballot: Any) -> bool:
    """Tell whether the person may vote in this ballot, in whatever hat."""
    if actor is None or actor.user_id is None or not isinstance(ballot, Ballot):
        return False
    return ballot.voters.filter(user=actor.user_id).exists()


@predicate(name="runs the ballots of its keeper")
def runs(actor: Actor | None, ballot: Any) -> bool:
    """Tell whether the worn hat runs this ballot: the office its own, a meeting's by the meeting's permission."""
    return may(run_by(ballot.keeper if isinstance(ballot, Ballot) else ""), actor)


@predicate(name="reads the ballots of its keeper")
def reads(actor: Actor | None, ballot: Any) -> bool:
    """Tell whether the worn hat reads the counts of this ballot once there are any."""
    return (ballot.keeper if isinstance(ballot, Ballot) else "") in read_by(actor)


add_perm("ballot.run_own", wears(*RUNNERS) | wears("system"))
add_perm("ballot.read_own", wears(*RUNNERS, Role.SECRETARY_GENERAL, Role.LEADER, "system"))
add_perm("ballot.run", runs)
add_perm("ballot.read", reads | is_on_roll)
add_perm("ballot.take", is_on_roll)
