"""Who acts in the demo's proposals: members, bodies, clerks, assigners, units; each in the hat of the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zlib import crc32

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor, Hat
from yizheng.org.models import Membership, OrgUnit, ParticipatingBody, Sector
from yizheng.org.queries import in_office
from yizheng.proposal.models import Handling, Proposal, Signer

from .house import House
from .people import KNOWN_MEMBERS, LEADERS
from .today import SHANGHAI

BODY_ROLES = {"专委": Role.COMMITTEE_CLERK, "街道": Role.GRASSROOTS_CLERK}


def turn(words: str) -> int:
    """Return a number that is the same in every building of the demo; ids are not."""
    return crc32(words.encode())


def turn_of(handling: Handling) -> int:
    """Return such a number of one unit's work on one proposal."""
    return turn(f"{handling.proposal.title}{handling.unit.name}")


@dataclass
class Cast:
    """The people of one committee; `clerk_login` reviews and numbers, `deputy_login` reads a second time."""

    house: House
    clerk_login: str = "demo-proposal"
    deputy_login: str = "demo-proposal-deputy"
    pools: dict[str, list[Membership]] = field(default_factory=dict)

    def clerk(self, at: datetime) -> Actor:
        """Return the proposal clerk: until the split in the hat of the joint body."""
        grants = [each for each in self.house.grants if each.user.username == self.clerk_login]
        early = at.astimezone(SHANGHAI).date() < self.house.days.split_on
        actor = self.house.actor(self.clerk_login)
        return actor.in_hat(grants[-1].hat() if early else grants[0].hat())

    def deputy(self) -> Actor:
        """Return the second pair of eyes."""
        return self.house.actor(self.deputy_login)

    def secretary(self) -> Actor:
        """Return the secretary-general."""
        return self.house.actor("demo-secretary")

    def assigner(self, *, party: bool = False) -> Actor:
        """Return who assigns for the government or the Party."""
        return self.house.actor("demo-assigner-party" if party else "demo-assigner")

    def unit(self, unit: OrgUnit) -> Actor:
        """Return whoever acts for a unit; one without a login acts by its assigner, on paper."""
        grants = [each for each in self.house.grants if each.scope_kind == "org_unit" and each.scope_id == unit.pk]
        return self.house.actor(grants[0].user.username) if grants else self.assigner()

    def membership(self, who: str) -> Membership:
        """Return a member by name, or by sector and place in it (`教育1`)."""
        if who in self.house.seats:
            return self.house.seats[who]
        if not self.pools:
            self._fill_pools()
        return self.pools[who[:-1]][int(who[-1])]

    def member(self, membership: Membership) -> Actor:
        """Return a member in the hat of their seat, with their login where they have one."""
        hat = Hat(Role.MEMBER, "委员", "membership", membership.pk)
        return Actor(membership.person.user_id, membership.person.name, hat, (hat,))

    def proposer(self, who: str) -> Actor:
        """Return who writes and submits: a member, or the clerk or convener of a body."""
        kind, _, name = who.partition(":")
        if not name:
            return self.member(self.membership(who))
        if kind == "党派":
            return self._in("participating_body", ParticipatingBody.objects.get(short_name=name).pk)
        if kind == "界别":
            return self._in("sector", Sector.objects.get(name=name, term__end_date__isnull=True).pk)
        return self._in("body", self.house.bodies[name].pk, BODY_ROLES[kind])

    def signer(self, signer: Signer) -> Actor:
        """Return who answers as a signer."""
        if signer.membership is not None:
            return self.member(signer.membership)
        if signer.party_body_id:
            return self._in("participating_body", signer.party_body_id)
        if signer.sector_id:
            return self._in("sector", signer.sector_id)
        return self._in("body", signer.body_id or 0)

    def first_of(self, proposal: Proposal) -> Actor:
        """Return the first proposer."""
        return self.signer(proposal.signers.select_related("membership__person").get(order=1))

    def cosigners(self, proposal: Proposal, count: int) -> list[Membership]:
        """Return members to sign along, others for each proposal."""
        if not self.pools:
            self._fill_pools()
        everybody = [each for name in sorted(self.pools) for each in self.pools[name]]
        start = turn(proposal.title) % (len(everybody) - 60)
        return [each for each in everybody[start:] if each.pk != proposal.first_proposer_id][:count]

    def _in(self, kind: str, pk: int, role: str = "") -> Actor:
        for grant in self.house.grants:
            if grant.scope_kind == kind and grant.scope_id == pk and role in ("", grant.role):
                return self.house.actor(grant.user.username).in_hat(grant.hat())
        raise LookupError(f"nobody acts for {kind} {pk}")

    def _fill_pools(self) -> None:
        left_out = {each.name for each in (*LEADERS, *KNOWN_MEMBERS)}
        rows = in_office(self.house.days.today).filter(sector__isnull=False).select_related("person", "sector")
        for row in rows.order_by("id"):
            if row.person.name not in left_out and row.sector is not None:
                self.pools.setdefault(row.sector.name, []).append(row)
