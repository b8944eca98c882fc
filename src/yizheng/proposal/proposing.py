"""For whom a proposal is made: a member, or a party, special committee, sector, group or grassroots unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.org.enums import BodyKind
from yizheng.org.models import Body, Membership, ParticipatingBody, Sector

from .enums import CollectiveKind, ProposerKind
from .standing import OWNER_SCOPES, may_come_from, membership_id

GROUP_KINDS = (BodyKind.ACTIVITY_GROUP, BodyKind.LIAISON_GROUP)
"""The bodies that are members' groups (委员小组)."""
NO_OWNER = "您当前的身份没有对应的提案人。请换成委员身份，或请办公室补上您代表的单位。"


@dataclass(frozen=True)
class Owner:
    """Exactly one of membership, party_body, body and sector is given."""

    kind: ProposerKind
    name: str
    collective_kind: str = ""
    membership: Membership | None = None
    party_body: ParticipatingBody | None = None
    body: Body | None = None
    sector: Sector | None = None

    def columns(self) -> dict[str, Any]:
        """Return what stands in the proposal's own row."""
        return {
            "proposer_kind": self.kind, "proposer_name": self.name[:80], "collective_kind": self.collective_kind,
            "first_proposer": self.membership, "party_body": self.party_body, "body": self.body,
            "sector": self.sector,
        }  # fmt: skip

    def signature(self) -> dict[str, Any]:
        """Return what stands in the row of the first signer."""
        return {
            "membership": self.membership, "party_body": self.party_body, "body": self.body, "sector": self.sector,
            "display_name": self.name[:80],
        }  # fmt: skip


def owner_of(actor: Actor) -> Owner:
    """Return whom the worn hat proposes for. Raises: Refused `no_owner`."""
    mine = membership_id(actor)
    if mine is not None:
        membership = Membership.objects.select_related("person").get(pk=mine)
        return Owner(ProposerKind.INDIVIDUAL, str(membership.person), membership=membership)
    kinds = may_come_from(actor)
    if not kinds or actor.hat.scope_id is None or actor.hat.scope_kind not in OWNER_SCOPES[actor.hat.role]:
        raise Refused("no_owner", NO_OWNER)
    owner = collective(kinds[0], actor.hat.scope_id)
    if owner.collective_kind == CollectiveKind.GROUP and (owner.body is None or owner.body.kind not in GROUP_KINDS):
        raise Refused("no_owner", NO_OWNER)
    return owner


def collective(kind: CollectiveKind, pk: int) -> Owner:
    """Return a body as the owner of a collective proposal."""
    if kind == CollectiveKind.PARTY_BODY:
        party = ParticipatingBody.objects.get(pk=pk)
        return Owner(ProposerKind.COLLECTIVE, party.name, kind, party_body=party)
    if kind == CollectiveKind.SECTOR:
        sector = Sector.objects.get(pk=pk)
        return Owner(ProposerKind.COLLECTIVE, f"{sector.name}界别", kind, sector=sector)
    body = Body.objects.get(pk=pk)
    return Owner(ProposerKind.COLLECTIVE, body.full_name, kind, body=body)
