"""What is reckoned: facts of members, and what of a member bears on the reckoning."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

ONE = 100
"""One point, one time, one half-day: points and quantities are kept in hundredths."""
MONTHS = 12


class Fact(NamedTuple):
    """
    One deed of one member, as it happened (履职事实).

    `quantity` is in hundredths of a time, a half-day or an hour; `parts` says among how many persons a joint deed is
    shared; `subject` names the thing it was done to ("proposal:12", "meeting:7/2"): one thing counts once under a rule.
    """

    id: int
    member: int
    kind: str
    role: str
    on: date
    subject: str = ""
    quantity: int = ONE
    parts: int = 1
    evidence: str = ""

    @property
    def order(self) -> tuple[date, str, int]:
        """Return what facts are taken in order by: the day, then what makes the order the same on every run."""
        return self.on, self.subject, self.id

    @property
    def event(self) -> str:
        """Return what the deed belongs to: "meeting:7" of the half-day "meeting:7/2"; itself when it is alone."""
        return self.subject.partition("/")[0] or f"#{self.id}"


class Gate:
    """What people decided about the political and disciplinary side before any points (office-practice 28)."""

    PASSED = "passed"
    WAITING = "waiting"
    FAILED = "failed"


class Member(NamedTuple):
    """A member in one duty year: sector, seat in the standing committee, months served (1 to 12), the gate."""

    id: int
    sector: str = ""
    standing: bool = False
    months: int = MONTHS
    gate: str = Gate.PASSED
