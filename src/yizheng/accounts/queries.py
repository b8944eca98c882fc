"""Reads: which hats a person holds, and where."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from yizheng.kernel import scoping, secrets
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.models import Committee
from yizheng.kernel.prepared import Reading

from .enums import ADMINISTRATORS, STRICT
from .models import RoleGrant, User


def grants_in_force(on: date) -> QuerySet[RoleGrant]:
    """Return the grants of the open scope's committee that hold on a date, the most senior first."""
    # A person's own grants in other committees are readable too (own-person table): leave them out by name.
    return _in_force_anywhere(on).filter(committee_id=scoping.current().committee_id)


def hats_of(user: User, committee: Committee, *, on: date) -> tuple[Hat, ...]:
    """Return the hats a person holds in the open scope's committee."""
    assert committee.pk == scoping.current().committee_id, "hats are read in their committee's scope"
    return tuple(grant.hat() for grant in _HATS.rows(user=user.pk, committee=committee.pk, on=on))


def actor_for(user: User, hats: tuple[Hat, ...], worn_grant_id: int | None) -> Actor | None:
    """Return the person in the hat chosen before, else in the most senior; None without any hat."""
    if not hats:
        return None
    worn = next((hat for hat in hats if hat.grant_id == worn_grant_id), hats[0])
    return Actor(user_id=user.pk, name=user.name, hat=worn, hats=hats)


def committees_of(user: User, *, on: date) -> list[Committee]:
    """Return the committees in which a person holds a role; read before any scope is open."""
    with scoping.as_person(user.pk):
        ids = set(_in_force_anywhere(on).filter(user=user).values_list("committee_id", flat=True))
    return list(Committee.objects.filter(pk__in=ids).order_by("id"))


def holders(role: str, scope_kind: str, scope_id: int | None, *, on: date) -> list[int]:
    """Return the users who hold a role in the open scope; a body's clerk when scoped."""
    grants = grants_in_force(on).filter(role=role)
    if scope_id is not None:
        grants = grants.filter(scope_kind=scope_kind, scope_id=scope_id)
    return list(grants.values_list("user_id", flat=True).distinct())


def holders_in(scope_kind: str, scope_id: int, *, on: date) -> list[int]:
    """Return the users with any hat narrowed to this body or unit in the open scope."""
    grants = grants_in_force(on).filter(scope_kind=scope_kind, scope_id=scope_id)
    return list(grants.values_list("user_id", flat=True).distinct())


def administrators(on: date) -> QuerySet[RoleGrant]:
    """Return the grants by which living logins are one of the three administrators (三员) in the open scope."""
    return grants_in_force(on).filter(role__in=ADMINISTRATORS, user__is_active=True)


def has_second_administrator(actor: Actor, *, on: date) -> bool:
    """Tell whether anybody but this person is an administrator, so that two can decide."""
    assert actor.user_id is not None, "a person asks"
    return administrators(on).exclude(user_id=actor.user_id).exists()


def _in_force_anywhere(on: date) -> QuerySet[RoleGrant]:
    dated = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return RoleGrant.objects.filter(dated, valid_from__lte=on).order_by("rank", "id")


def _hats(*, user: int, committee: int, on: date) -> QuerySet[RoleGrant]:
    # A person's own grants in other committees are readable too: leave them out by name.
    return _in_force_anywhere(on).filter(user=user, committee=committee)


_HATS = Reading(_hats)


def is_strict(user: User, *, on: date) -> bool:
    """
    Tell whether a login holds, or will hold, a strict role in any committee: password and second step.

    Read at the door, where no scope is open, or in a scope of whoever looks: then only this committee counts.
    """
    live = RoleGrant.objects.filter(user=user, role__in=STRICT).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    if scoping.is_open():
        return live.exists()
    with scoping.as_person(user.pk):
        return live.exists()


def login_of_phone(phone: str) -> User | None:
    """Return the living login of a telephone."""
    return User.objects.filter(phone_digest=secrets.digest(phone), is_active=True).first() if phone else None


def card_candidates(*, on: date) -> QuerySet[User]:
    """Return the logins of the open scope's committee that may sign in by a card: living, without a strict role."""
    grants = grants_in_force(on)
    strict = grants.filter(role__in=STRICT).values("user_id")
    held = grants.exclude(user_id__in=strict).values("user_id")
    return User.objects.filter(pk__in=held, is_active=True).order_by("name", "id")
