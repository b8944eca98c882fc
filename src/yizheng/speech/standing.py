"""How a person in a worn hat stands to a speech: the questions that permissions and lists ask alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from yizheng.accounts.enums import PROPOSERS, Role
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.permissions import predicate
from yizheng.org.models import Body, Membership, ParticipatingBody, Sector
from yizheng.org.owning import OWNER_COLUMNS as BODY_COLUMNS
from yizheng.org.queries import in_office

from .enums import OwnerKind
from .models import Speech

AUTHORS = PROPOSERS
"""Who hands speeches in: members for themselves, the others for their body."""
READERS = (Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.LEADER)
"""Who reads every speech that was handed in."""
OWNER_COLUMNS = {"membership": "membership", **BODY_COLUMNS}
"""The scope of a hat, and the column of a speech that names the same owner."""


@dataclass(frozen=True)
class Owner:
    """Whose speech it is: its kind, the column and id that name it, what is printed."""

    kind: OwnerKind
    column: str
    pk: int
    name: str


def own(actor: Actor) -> dict[str, int] | None:
    """Return the column and id by which the worn hat owns its speeches; None for a hat that speaks for nobody."""
    column = OWNER_COLUMNS.get(actor.hat.scope_kind) if actor.wears(*AUTHORS) else None
    return {f"{column}_id": actor.hat.scope_id} if column and actor.hat.scope_id is not None else None


def owner_of(actor: Actor, on: date) -> Owner | None:
    """Return whose speeches the worn hat writes; None for nobody's, or a member no longer in office."""
    mine = own(actor)
    if mine is None:
        return None
    ((column, pk),) = mine.items()
    return named_owner(column.removesuffix("_id"), pk, on)


def named_owner(column: str, pk: int, on: date) -> Owner | None:
    """Return an owner by the column and id that name it; None for a member who is not in office."""
    if column == "membership":
        member = in_office(on).select_related("person").filter(pk=pk).first()
        return Owner(OwnerKind.MEMBER, column, pk, member.person.name) if member else None
    if column == "party_body":
        return _of(OwnerKind.PARTY, column, ParticipatingBody.objects.filter(pk=pk).first())
    if column == "sector":
        return _of(OwnerKind.SECTOR, column, Sector.objects.filter(pk=pk).first())
    return _of(OwnerKind.BODY, column, Body.objects.filter(pk=pk).first())


def _of(kind: OwnerKind, column: str, row: ParticipatingBody | Sector | Body | None) -> Owner | None:
    if row is None:
        return None
    return Owner(kind, column, row.pk, row.short_name if isinstance(row, Body) else str(row))


def belongs_to(user_id: int | None, member: Membership | None) -> bool:
    """Tell whether a membership is this login's own."""
    return user_id is not None and member is not None and member.person.user_id == user_id


@predicate(name="author of the speech")
def is_author(actor: Actor | None, obj: Any) -> bool:
    """Tell whether the speech is this member's, or of the body whose hat is worn."""
    if actor is None or not isinstance(obj, Speech):
        return False
    mine = own(actor)
    return mine is not None and all(getattr(obj, column) == pk for column, pk in mine.items())


@predicate(name="speaker of the speech")
def is_speaker(actor: Actor | None, obj: Any) -> bool:
    """Tell whether the person gives the speech, in a member's hat."""
    if actor is None or not isinstance(obj, Speech) or not actor.wears(*AUTHORS):
        return False
    return belongs_to(actor.user_id, obj.speaker)


@predicate(name="the speech is the person's own")
def is_own(actor: Actor | None, obj: Any) -> bool:
    """Tell whether the person wrote or gives the speech, whatever hat they wear."""
    if actor is None or not isinstance(obj, Speech):
        return False
    return belongs_to(actor.user_id, obj.membership) or belongs_to(actor.user_id, obj.speaker)


@predicate(name="reads the speech first")
def is_checker(actor: Actor | None, obj: Any) -> bool:
    """Tell whether the worn hat is that of the special committee that reads the speech first."""
    if actor is None or not isinstance(obj, Speech) or not actor.wears(Role.COMMITTEE_CLERK):
        return False
    return actor.hat.scope_kind == "body" and actor.hat.scope_id is not None and actor.hat.scope_id == obj.checker_id


@predicate(name="from paper")
def from_paper(actor: Actor | None) -> bool:
    """Tell whether a clerk enters what was decided on paper: a clerk never decides for a leader."""
    return actor is not None and actor.source == Source.PAPER
