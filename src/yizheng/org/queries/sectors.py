"""Which sector a membership had on a day, and which it had before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..models import Membership, PastSector, Sector, in_force


@dataclass(frozen=True)
class SectorsOn:
    """The sectors of one day: what those had who have changed since, else the present one."""

    past: Mapping[int, Sector]

    def of(self, row: Membership) -> Sector | None:
        """Return the sector of a membership on the day; a membership that came with its sector asks nothing."""
        return self.past.get(row.pk) or row.sector

    def id_of(self, membership: int, present: int | None) -> int | None:
        """Return the id of the sector of a membership on the day, of its own id and that of its present sector."""
        return self.past[membership].pk if membership in self.past else present


def sectors_on(on: date) -> SectorsOn:
    """Read the sectors of a day: one statement for any number of memberships."""
    rows = PastSector.objects.filter(in_force(on)).select_related("sector")
    return SectorsOn({row.membership_id: row.sector for row in rows})


def past_sectors(memberships: Iterable[Membership]) -> dict[int, list[PastSector]]:
    """Return which sectors these memberships had before, the latest first, by membership."""
    found: dict[int, list[PastSector]] = {}
    rows = PastSector.objects.filter(membership__in=[row.pk for row in memberships])
    for row in rows.select_related("sector").order_by("-valid_from"):
        found.setdefault(row.membership_id, []).append(row)
    return found
