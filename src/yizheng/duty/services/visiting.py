"""Writes: who keeps in contact with whom, and each visit (走访约谈联系; F024, F122)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import Membership, Person

from .. import queries
from ..deeds import Deed
from ..enums import DutyKind, DutyRole, VisitForm
from ..models import ContactPair, ContactVisit
from . import recording
from .holding import refuse_frozen


@dataclass(frozen=True)
class Visit:
    """One contact: who came, to whom, when, how, about what, what follows."""

    visitor: Person
    membership: Membership
    on: date
    form: VisitForm
    matters: str = ""
    follow_up: str = ""


@transaction.atomic
def pair(*, year: int, keeper: Person, membership: Membership, by: Actor, at: datetime) -> ContactPair:
    """
    Say who keeps in contact with a member this year (结对联系); said twice it is one pair and one ledger row.

    Raises: PermissionDenied; Refused `self`; nothing is written then.
    """
    require("duty.visit", by)
    if keeper.pk == membership.person_id:
        raise Refused("self", "不能和自己结对，请选另一位。")
    made, is_new = ContactPair.objects.get_or_create(year=year, keeper=keeper, membership=membership)
    if is_new:
        ledger.record("pair_contact", made, by=by, at=at, fields={"year": year})
    return made


@transaction.atomic
def unpair(*, pair: ContactPair, by: Actor, at: datetime) -> None:
    """
    Take a pair out (解除结对); visits that were made stay, and so does the ledger row.

    Raises: PermissionDenied; Refused `gone` when somebody took it out before; nothing is changed then.
    """
    require("duty.visit", by)
    locked = ContactPair.objects.select_for_update(of=("self",)).filter(pk=pair.pk).first()
    if locked is None:
        raise Refused("gone", "这一对已经解除了。")
    ledger.record("unpair_contact", locked, by=by, at=at, fields={"year": locked.year})
    locked.delete()


@transaction.atomic
def visit(*, given: Visit, by: Actor, at: datetime) -> ContactVisit:
    """
    Record a visit (记走访); a visitor who is a member has a duty record of it.

    What somebody records of themself is a claim that another one checks: nobody scores the own deeds.

    Raises: PermissionDenied; Refused `future`, `self`, `twice`, `frozen`; nothing is written then.
    """
    require("duty.visit", by)
    if given.on > timezone.localdate(at):
        raise Refused("future", "走访日期不能晚于今天。")
    if given.visitor.pk == given.membership.person_id:
        raise Refused("self", "走访人和被走访的委员是同一个人，请核对。")
    year = queries.year_of(given.on)
    refuse_frozen(year)
    try:
        with transaction.atomic():
            made = ContactVisit.objects.create(
                year=year, visitor=given.visitor, membership=given.membership, on=given.on, form=given.form,
                matters=given.matters.strip(), follow_up=given.follow_up.strip(), recorded_by_name=by.name,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("twice", "这次走访已经记过了。") from None
    ledger.record("record_visit", made, by=by, at=at, fields={"on": given.on, "form": given.form.value})
    events.publish(workflow.Moved("contact_visit", made, "record_visit", "", "", by, at))
    _credit(made, by, at)
    return made


def _credit(made: ContactVisit, by: Actor, at: datetime) -> None:
    own = Membership.objects.filter(person=made.visitor, joined_on__lte=made.on).order_by("-joined_on").first()
    if own is not None:
        title = f"{made.get_form_display()}{made.membership.person.name}"
        deed = Deed(own.pk, made.on, DutyKind.VISIT, DutyRole.NONE, f"contact_visit:{made.pk}", title)
        if by.user_id is not None and made.visitor.user_id == by.user_id:
            recording.note_own(subject=made, deed=deed, by=by, at=at)
        else:
            recording.follow(subject=made, deeds=[deed], at=at)
