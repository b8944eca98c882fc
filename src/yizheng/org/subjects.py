"""What the shared rooms must know of terms, persons, bodies, units and memberships."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Subject

from .models import Body, Membership, OrgUnit, Person, Term


def _whole(model: type[Model]) -> Callable[[Actor], QuerySet[Any]]:
    """Names of the house are read by everybody in it; other committees are kept out by the wall."""

    def visible_to(actor: Actor) -> QuerySet[Any]:
        return model._default_manager.all()

    return visible_to


def _desk(_obj: Model) -> str:
    """The rolls have no pages of their own yet; their address is the desk."""
    return address("todo:desk")


SUBJECTS = (
    Subject("term", Term, "届", _desk, _whole(Term)),
    Subject("person", Person, "人员", _desk, _whole(Person), caption=lambda person: person.title),
    Subject("membership", Membership, "委员", _desk, _whole(Membership)),
    Subject("body", Body, "机构", _desk, _whole(Body), title=lambda body: body.full_name),
    Subject("org_unit", OrgUnit, "单位", _desk, _whole(OrgUnit), caption=lambda unit: unit.get_category_display()),
)
