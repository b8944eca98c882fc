"""Who is a member on a day, and who may see whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yizheng.kernel import secrets
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may

from ..enums import MembershipRole
from ..knowing import NOT_YET, known_people
from ..models import Membership, Person, SectorConvener, Suspension, Term, in_force
from ..phones import bare_phone

SUPERIOR = MembershipRole.RESIDENT_SUPERIOR_MEMBER


def in_office(on: date) -> QuerySet[Membership]:
    """
    Return the memberships in office on a day, of any term: begun, not left, not resting.

    Guests from higher committees are not among them. Rule: handbook 1.3, history stays readable.
    """
    resting = Suspension.objects.filter(in_force(on), membership=OuterRef("pk"))
    rows = Membership.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), ~Exists(resting), joined_on__lte=on)
    return rows.exclude(state__in=NOT_YET).exclude(role=SUPERIOR)


def members_of(term: Term, on: date) -> QuerySet[Membership]:
    """Return the members in office on a date by their present sector; that of the day, `sectors_on` knows."""
    rows = in_office(on).filter(term=term).select_related("person", "sector")
    return rows.order_by("sector__order", "person__sort_key", "id")


def standing_members(term: Term, on: date) -> QuerySet[Membership]:
    """Return the members of the standing committee in office on a date, the base of its majorities."""
    return members_of(term, on).filter(role=MembershipRole.STANDING_MEMBER)


def superior_members(on: date) -> QuerySet[Membership]:
    """Return the members of higher committees who live here on a date (辖区上级委员): invited, not scored."""
    rows = Membership.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), role=SUPERIOR, joined_on__lte=on)
    return rows.select_related("person").order_by("-superior_level", "person__sort_key", "id")


def memberships_visible_to(actor: Actor) -> QuerySet[Membership]:
    """Return the memberships an actor may know of: nominees are for named persons only."""
    rows = Membership.objects.all()
    return rows if may("org.see_nominees", actor) else rows.exclude(state__in=NOT_YET)


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """Return the persons an actor may know of: who is nothing but a nominee does not exist for others."""
    return Person.objects.all() if may("org.see_nominees", actor) else known_people()


def sharing_phone(phone: str, *, but: Person | None = None) -> QuerySet[Person]:
    """Return the other persons with a telephone number: it is warned about, never refused."""
    bare = bare_phone(phone)
    rows = Person.objects.filter(phone_digest=secrets.digest(bare)) if bare else Person.objects.none()
    return (rows.exclude(pk=but.pk) if but else rows).order_by("sort_key", "id")


def namesakes(people: QuerySet[Person]) -> set[str]:
    """Return the names that more than one of these persons bears; pages then say the sector or employer too."""
    return set(people.order_by().values("name").annotate(n=Count("id")).filter(n__gt=1).values_list("name", flat=True))


def conveners_of(term: Term, on: date) -> QuerySet[SectorConvener]:
    """Return the conveners of a term's sectors on a date, in the order of rolls."""
    rows = SectorConvener.objects.filter(in_force(on), sector__term=term)
    return rows.select_related("sector", "membership__person").order_by("sector__order", "id")
