"""What the search knows of persons, bodies and units, and who may find them."""

from __future__ import annotations

from yizheng.accounts.enums import Role
from yizheng.kernel.subjects import Indexed

from .knowing import known_people
from .models import Body, OrgUnit, Person
from .permissions import READERS

UNIT_READERS = (*READERS, Role.ASSIGNER, Role.UNIT_CLERK, Role.UNIT_LEADER)
NOMINEE_READERS = (Role.OFFICE_CLERK, Role.SECRETARY_GENERAL)


def person_indexed(person: Person) -> Indexed:
    """Tell of a person what the rolls print; of nominees only those who prepare the list learn anything."""
    newest = person.memberships.select_related("sector").order_by("-joined_on", "-id").first()
    sector = newest.sector if newest else None
    is_known = known_people().filter(pk=person.pk).exists()
    return Indexed(
        person.name, body=" ".join(filter(None, [person.employer, person.title])), people=(person.name,),
        sector=sector.name if sector else "", happened_on=newest.joined_on if newest else None,
        audience=_roles(READERS if is_known else NOMINEE_READERS),
    )  # fmt: skip


def body_indexed(body: Body) -> Indexed:
    """Tell of a body of the committee."""
    return Indexed(body.full_name, body=body.short_name, audience=_roles(READERS))


def unit_indexed(unit: OrgUnit) -> Indexed:
    """Tell of a handling unit."""
    return Indexed(unit.name, body=unit.get_category_display(), audience=_roles(UNIT_READERS))


def _roles(roles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"role:{each}" for each in roles)
