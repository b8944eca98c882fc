"""The members behind each number of a what-if (规则推演): both reckonings anew, narrowed as the number was counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from yizheng.kernel.addresses import address
from yizheng.org.models import Membership

from .reckoned import Both, band_name
from .scoring.comparing import make

SIDES = {"before": "现行办法", "after": "这一稿"}
MAKES = {"often": "数量", "quality": "质量"}
NO_SECTOR = "未分界别"


@dataclass(frozen=True)
class Asked:
    """Which members: of a band or with points of one make, by one of the two schemes; or of a sector."""

    by: str = "after"
    band: str = ""
    sector: str | None = None
    make: str = ""

    @property
    def words(self) -> str:
        """Return what was asked for, as a heading says it."""
        if self.sector is not None:
            return f"{self.sector or NO_SECTOR}的委员"
        if self.make:
            return f"{SIDES[self.by]}里有{MAKES[self.make]}分的委员"
        return f"{SIDES[self.by]}里{self.band}的委员" if self.band else "全部委员"

    def takes(self, both: Both, member: int) -> bool:
        """Tell whether a member is counted in the number that was asked for."""
        scheme, tallies = both.side(self.by)
        tally = tallies[member]
        return (
            (self.sector is None or tally.member.sector == self.sector)
            and (not self.band or band_name(scheme, tally.band) == self.band)
            and (not self.make or getattr(make([tally]), self.make) > 0)
        )


def asked_of(given: Mapping[str, str]) -> Asked:
    """Read what an address asks for; what it does not know narrows nothing."""
    by, points = given.get("by", ""), given.get("make", "")
    return Asked(
        by if by in SIDES else "after", given.get("band", ""), given.get("sector"), points if points in MAKES else ""
    )


def members_of(both: Both, asked: Asked) -> list[int]:
    """Return the members behind a number, in the order of rolls."""
    return [member for member in both.new if asked.takes(both, member)]


@dataclass(frozen=True)
class Opens:
    """Where the numbers of a what-if lead: nowhere beside a form, whose draft is not saved yet."""

    scheme: UUID | None = None
    year: int = 0

    def members(self, number: int, **asked: str) -> str:
        """Return the list of the members behind a number; nought has none."""
        if self.scheme is None or not number:
            return ""
        return f"{address('duty:what-if-members', public_id=self.scheme)}?{urlencode({'year': self.year, **asked})}"

    def own(self, seat: Membership) -> str:
        """Return the page of the member, where the points of the scheme in force stand one by one."""
        if self.scheme is None:
            return ""
        return f"{address('duty:member', public_id=seat.public_id)}?year={self.year}"

    def lines(self, seat: Membership) -> str:
        """Return the page on which the points the draft gives a member stand one by one."""
        if self.scheme is None:
            return ""
        found = address("duty:what-if-member", public_id=self.scheme, member=seat.public_id)
        return f"{found}?year={self.year}"
