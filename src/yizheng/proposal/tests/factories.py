"""
A small invented committee with a session, members, units and proposals in any state.

Rows are made directly, so that an area is tested without the acts of the others; journeys drive the acts.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.kernel.acting import Actor
from yizheng.meeting.tests.factories import MemberFactory, SectorFactory, TermFactory, person
from yizheng.org.models import Membership, OrgUnit, ParticipatingBody, Session
from yizheng.plan.tests.factories import FROM, BodyFactory, UnitFactory, UserFactory, seat
from yizheng.proposal.enums import (
    CollectiveKind,
    Consent,
    HandlingState,
    ProposalState,
    ProposerKind,
    ReplyState,
    ShareRole,
    Side,
    SignerRole,
)
from yizheng.proposal.models import Feedback, Handling, PlannedShare, Proposal, Reply, Signer, Suggestion

__all__ = ["BodyFactory", "MemberFactory", "SectorFactory", "TermFactory", "UnitFactory", "person", "seat"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
S = ProposalState
TEXT = "老旧小区加装电梯进展不一，居民意见难统一，已装的缺少维护经费。"
SUGGESTIONS = ("由街道牵头建立议事会", "设立后续维护资金池")


def moment(day: int = 16, month: int = 3, hour: int = 9, minute: int = 0, year: int = 2026) -> datetime:
    """Return a moment of 2026 in Asia/Shanghai; 16 March 2026 is a Monday."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


class SessionFactory(DjangoModelFactory[Session]):
    """The fourth plenary of the third term, 3–6 March 2026, cut off on the 4th at 18:00."""

    class Meta:
        model = Session
        django_get_or_create = ("term", "ordinal")

    term = factory.LazyFunction(lambda: _term())
    ordinal = 4
    opens = date(2026, 3, 3)
    closes = date(2026, 3, 6)
    cut_off = factory.LazyFunction(lambda: moment(4, hour=18))


def _term() -> Any:
    from yizheng.org.models import Term

    return Term.objects.filter(ordinal=3).first() or TermFactory()


def member(name: str = "", *, login: bool = True) -> Membership:
    """Make a member in office, with a login unless told otherwise."""
    from yizheng.org.models import Sector

    sector = Sector.objects.first() or SectorFactory(term=_term())
    return MemberFactory(sector=sector, person=person(name, with_login=login))


def as_member(membership: Membership) -> Actor:
    """Return a member wearing the hat of their own seat."""
    user = membership.person.user
    assert user is not None, "made with login=True"
    grant, _ = RoleGrant.objects.get_or_create(
        user=user, role=Role.MEMBER, label="委员", scope_kind="membership", scope_id=membership.pk, valid_from=FROM
    )
    hat = grant.hat()
    return Actor(user_id=user.pk, name=membership.person.name, hat=hat, hats=(hat,))


def as_role(role: Role, *, name: str = "方以诚", scope_kind: str = "", scope_id: int | None = None) -> Actor:
    """Return a person with a login in a role, narrowed where asked (`scope_kind` as in a grant)."""
    user = UserFactory(name=name)
    grant = RoleGrant.objects.create(
        user=user, role=role, label=role.label, scope_kind=scope_kind, scope_id=scope_id, valid_from=FROM
    )
    hat = grant.hat()
    return Actor(user_id=user.pk, name=name, hat=hat, hats=(hat,))


def clerk(name: str = "方以诚") -> Actor:
    """Return a clerk of the proposal committee."""
    return as_role(Role.PROPOSAL_CLERK, name=name)


def assigner(name: str = "葛明远", side: int | None = None) -> Actor:
    """Return an assigner: of both sides, or of the Party's (1) or the government's (2)."""
    return as_role(Role.ASSIGNER, name=name, scope_kind="side" if side else "", scope_id=side)


def as_unit(unit: OrgUnit, *, leader: bool = False, name: str = "冉晓彤") -> Actor:
    """Return the clerk (or leader) of a unit."""
    role = Role.UNIT_LEADER if leader else Role.UNIT_CLERK
    return as_role(role, name=name, scope_kind="org_unit", scope_id=unit.pk)


class PartyBodyFactory(DjangoModelFactory[ParticipatingBody]):
    """A party's local committee."""

    class Meta:
        model = ParticipatingBody

    name = factory.Sequence(lambda n: f"民建云溪区第{n}总支")
    short_name = factory.Sequence(lambda n: f"民建{n}支")
    kind = "party"
    order = factory.Sequence(lambda n: n + 1)
    valid_from = FROM


_receptions = iter(range(1, 1_000_000))


def proposal(state: ProposalState = S.DRAFT, *, first: Membership | None = None, **changed: Any) -> Proposal:
    """
    Make a proposal in a state, with what a proposal in that state has at least: signer, suggestions, numbers, days.

    Handlings are made by `handling`, replies by `reply`.
    """
    owner = first if first is not None or "party_body" in changed else member()
    drafted = state in (S.DRAFT, S.COSIGNING)
    given: dict[str, Any] = {
        "session": changed.pop("session", None) or SessionFactory(), "year": 2026,
        "title": "关于做好老旧小区加装电梯的建议",
        "background": TEXT, "analysis": "主要是资金和意见协调两个难点。", "state": state, "first_proposer": owner,
        "proposer_name": str(owner.person) if owner else "", "touched_at": moment(2), "declared_unclassified": True,
    }  # fmt: skip
    if not drafted:
        given |= {"submitted_at": moment(4, hour=10), "reception_no": f"T3-4-{next(_receptions):04}"}
    if state not in (S.DRAFT, S.COSIGNING, S.SUBMITTED, S.RETURNED):
        given["category"] = "城乡建设"
    if state in FILED_STATES:
        given |= {"filed_no": _next_no(given["session"]), "filed_on": date(2026, 3, 6)}
    if state in ASSIGNED_STATES:
        given["assigned_on"] = date(2026, 3, 10)
    made = Proposal.objects.create(**{**given, **changed})
    Suggestion.objects.bulk_create(
        Suggestion(proposal=made, order=order, text=text) for order, text in enumerate(SUGGESTIONS, start=1)
    )
    signer(made, owner, order=1, role=SignerRole.FIRST, consent=Consent.AGREED)
    return made


FILED_STATES = (
    S.FILED, S.PRE_ASSIGNED, S.ASSIGNED, S.HANDLING, S.REPLIED, S.REDO, S.CLOSED, S.CLOSED_DISPUTED, S.TRACKING,
    S.SETTLED, S.CARRIED,
)  # fmt: skip
ASSIGNED_STATES = FILED_STATES[2:]


def _next_no(session: Session) -> int:
    return Proposal.objects.filter(session=session, filed_no__isnull=False).count() + 1


def signer(
    of: Proposal,
    membership: Membership | None,
    *,
    order: int = 2,
    role: SignerRole = SignerRole.CO,
    consent: Consent = Consent.INVITED,
) -> Signer:
    """Let a member (or the collective of the proposal) sign."""
    name = str(membership.person) if membership else of.proposer_name
    return Signer.objects.create(
        proposal=of, membership=membership, party_body=None if membership else of.party_body,
        body=None if membership else of.body, sector=None if membership else of.sector, order=order, role=role,
        consent=consent, display_name=name,
    )  # fmt: skip


def collective(state: ProposalState = S.DRAFT, **changed: Any) -> Proposal:
    """Make a collective proposal of a party."""
    body = changed.pop("party_body", None) or PartyBodyFactory()
    return proposal(
        state, party_body=body, proposer_kind=ProposerKind.COLLECTIVE, collective_kind=CollectiveKind.PARTY_BODY,
        proposer_name=body.name, **changed,
    )  # fmt: skip


def planned(
    of: Proposal, unit: OrgUnit | None = None, role: ShareRole = ShareRole.SOLE, **changed: Any
) -> PlannedShare:
    """Name a unit for a proposal."""
    given = {"source": "clerk", "reason": "职责相关", **changed}
    return PlannedShare.objects.create(proposal=of, unit=unit or UnitFactory(), role=role, **given)


def handling(
    of: Proposal,
    unit: OrgUnit | None = None,
    role: ShareRole = ShareRole.SOLE,
    state: HandlingState = HandlingState.ASSIGNED,
    **changed: Any,
) -> Handling:
    """Make a handling in a state, assigned on 10 March 2026 and due on 10 June."""
    given: dict[str, Any] = {"assigned_on": date(2026, 3, 10), "due_on": date(2026, 6, 10), "side": Side.GOVERNMENT}
    if state != HandlingState.ASSIGNED:
        given["signed_on"] = date(2026, 3, 11)
    if state == HandlingState.ISSUED:
        given |= {"issued_on": date(2026, 5, 20), "contacted_on": date(2026, 3, 20)}
    return Handling.objects.create(
        proposal=of, unit=unit or UnitFactory(), role=role, state=state, **{**given, **changed}
    )


def contact(of: Handling, **changed: Any) -> Any:
    """Record that the unit spoke with the proposer."""
    from yizheng.proposal.models import ContactRecord

    given = {
        "stage": "before", "mode": "visit", "happened_on": date(2026, 3, 20), "unit_people": "冉晓彤",
        "proposer_people": of.proposal.proposer_name, "notes": "当面听取意见，商定分步推进。",
        "confirm_by": date(2026, 3, 27), "round": of.round,
    }  # fmt: skip
    return ContactRecord.objects.create(handling=of, **{**given, **changed})


def reply(of: Handling, state: ReplyState = ReplyState.ISSUED, **changed: Any) -> Reply:
    """Make a reply of class A, issued on 20 May 2026."""
    given: dict[str, Any] = {
        "class_mark": "A", "class_wording": "已经解决或基本解决", "opening": "感谢您的提案。",
        "doc_no": "云建函〔2026〕8号",
        "contact_person": "冉晓彤", "contact_phone": "0571-5550101", "round": of.round,
    }  # fmt: skip
    if state == ReplyState.ISSUED:
        given |= {"signed_by_name": "贺建平", "signed_on": date(2026, 5, 20), "sent_on": date(2026, 5, 20)}
    return Reply.objects.create(handling=of, state=state, **{**given, **changed})


def feedback(of: Reply, signer_: Signer | None = None, **changed: Any) -> Feedback:
    """Ask a signer of the proposal (the first by default) what they think of a reply."""
    signer_ = signer_ or of.handling.proposal.signers.order_by("order").first()
    given = {"asked_on": date(2026, 5, 20), "due_on": date(2026, 6, 10), **changed}
    return Feedback.objects.create(proposal=of.handling.proposal, reply=of, signer=signer_, **given)
