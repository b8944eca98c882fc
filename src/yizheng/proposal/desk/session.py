"""The session that desks speak of, and how many of its proposals stand at which stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from yizheng.kernel.acting import Actor
from yizheng.kernel.together import Steps, totals
from yizheng.org.models import Session
from yizheng.ui.shapes import Figure, Meaning

from .. import listing, queries
from ..filters import GROUPS, ProposalFilter

LATE = "late"


@dataclass(frozen=True)
class SessionInNumbers:
    """The newest session that has opened, with its proposals counted by state and those that are late."""

    session: Session
    counts: dict[str, int]
    late: int

    def of(self, group: str) -> int:
        """Return how many proposals a group of the list holds."""
        return sum(self.counts.get(state, 0) for state in GROUPS[group][1])

    def figures(self, groups: Sequence[str]) -> list[Figure]:
        """Return the figures of groups, each opening its list; what is late stands last, where there is any."""
        shown = [self._figure(GROUPS[group][0], self.of(group), group=group) for group in groups]
        late = [self._figure("逾期", self.late, Meaning.OVER, late=True)] if self.late else []
        return [*shown, *late]

    def _figure(self, label: str, number: int, meaning: str = Meaning.NEUTRAL, **asked: Any) -> Figure:
        url = listing.url_for(session=self.session.public_id, **asked)
        return Figure(number, label, url, "件", meaning=meaning)


def session_in_numbers(actor: Actor, on: date) -> Steps[SessionInNumbers | None]:
    """Count the newest session as an actor sees it; None before the first one."""
    sessions = yield Session.objects.select_related("term").filter(opens__lte=on).order_by("-opens")[:1]
    if not sessions:
        return None
    [session] = sessions
    rows, wanted = queries.proposals_visible_to(actor), ProposalFilter(session=session.public_id)
    late = totals(wanted.within(late=True).apply(rows, on=on), n=Count("pk"))
    counts, [of_late] = yield listing.by_state(wanted.apply(rows, on=on)), late
    return SessionInNumbers(session, dict(counts), of_late["n"])
