"""Who is due at a meeting of each kind (handbook 9.1), in the order of the sign-in sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yizheng.org.enums import MembershipRole, PostKind
from yizheng.org.models import Body, Membership, Person, Seat, Term
from yizheng.org.queries import leaders, members_of, superior_members

from .enums import InvitationRole, MeetingKind

SECRETARIES = (PostKind.SECRETARY_GENERAL, PostKind.DEPUTY_SECRETARY_GENERAL)
PLAIN_MEMBERS = (MembershipRole.MEMBER, MembershipRole.STANDING_MEMBER)


@dataclass(frozen=True)
class Due:
    """One person to be asked, as what, and the seat on which duty will hang (None: no member)."""

    person: Person
    membership: Membership | None
    role: InvitationRole


def due_at(kind: MeetingKind, *, term: Term, body: Body | None, on: date) -> list[Due]:
    """
    Return who is due, those who attend first.

    Rule: handbook 9.1. Leaders stand in official rank, members in stroke order (office-practice 14); whoever
    is suspended or has left by that day is not due (9.5).
    """
    asked = _DRAWN_FROM[kind](term, body, on)
    once = {each.person.pk: each for each in reversed(asked)}
    return [each for each in asked if once[each.person.pk] is each]


def _plenary(term: Term, body: Body | None, on: date) -> list[Due]:
    members = _by_strokes(members_of(term, on))
    attending = [_due(each) for each in members if each.role in PLAIN_MEMBERS]
    guests = [*(each for each in members if each.role not in PLAIN_MEMBERS), *superior_members(on)]
    return attending + [_due(each, InvitationRole.OBSERVE) for each in guests]


def _standing(term: Term, body: Body | None, on: date) -> list[Due]:
    standing = members_of(term, on).filter(role=MembershipRole.STANDING_MEMBER)
    return _chairs(term, body, on) + [_due(each) for each in _by_strokes(standing)]


def _chairs(term: Term, body: Body | None, on: date) -> list[Due]:
    memberships = {each.person_id: each for each in members_of(term, on)}
    people = dict.fromkeys(holding.person for holding in leaders(on))
    return [Due(person, memberships.get(person.pk), InvitationRole.ATTEND) for person in people]


def _committee(term: Term, body: Body | None, on: date) -> list[Due]:
    seated = Seat.objects.held(on).filter(body=body).values("membership")
    return [_due(each) for each in _by_strokes(members_of(term, on).filter(pk__in=seated))]


def _secretaries(term: Term, body: Body | None, on: date) -> list[Due]:
    memberships = {each.person_id: each for each in members_of(term, on)}
    held = [each for each in leaders(on) if each.post in SECRETARIES]
    people = dict.fromkeys(holding.person for holding in held)
    return [Due(person, memberships.get(person.pk), InvitationRole.ATTEND) for person in people]


def _by_hand(term: Term, body: Body | None, on: date) -> list[Due]:
    """Who sits in the leading Party group the house does not know: the office adds them by name."""
    return []


_DRAWN_FROM = {
    MeetingKind.PLENARY: _plenary,
    MeetingKind.STANDING: _standing,
    MeetingKind.CHAIRS: _chairs,
    MeetingKind.COMMITTEE: _committee,
    MeetingKind.SECRETARIES: _secretaries,
    MeetingKind.PARTY_GROUP: _by_hand,
    MeetingKind.BRIEFING: _plenary,
}


def _due(membership: Membership, role: InvitationRole = InvitationRole.ATTEND) -> Due:
    return Due(membership.person, membership, role)


def _by_strokes(memberships: object) -> list[Membership]:
    return sorted(memberships, key=lambda each: (each.person.stroke_key or "~", each.person.sort_key, each.pk))  # type: ignore[call-overload, no-any-return]
