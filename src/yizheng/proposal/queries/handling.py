"""Reads of the units' work: talks a person may see, a unit's open handlings."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor

from ..enums import HandlingState
from ..models import ContactRecord, CoOpinion, Handling
from ..standing import OFFICE_READERS, unit_id
from . import handlings_visible_to, own_proposals

H = HandlingState
OVER = Q(state__in=(H.ISSUED, H.REASSIGNED, H.STOPPED)) | Q(state=H.OPINED, countersigned_on__isnull=False)
"""A unit has nothing more to do on these, unless they come back."""


def contacts_visible_to(actor: Actor) -> QuerySet[ContactRecord]:
    """
    Return the talks a person may see: offices, assigners and units on the proposal; of others, their own proposals'.

    What was said is not for every member who may read a shared proposal.
    """
    rows = ContactRecord.objects.filter(handling__in=handlings_visible_to(actor))
    if actor.wears(*OFFICE_READERS, Role.ASSIGNER, "system") or unit_id(actor) is not None:
        return rows
    return rows.filter(handling__proposal__in=own_proposals(actor))


def opinions_visible_to(actor: Actor) -> QuerySet[CoOpinion]:
    """Return the opinions of co-handlers a person may see: they go to the host, never to the proposer."""
    rows = CoOpinion.objects.filter(handling__in=handlings_visible_to(actor)).select_related(
        "handling__unit", "handling__proposal__session__term"
    )
    inner = actor.wears(*OFFICE_READERS, Role.ASSIGNER, "system") or unit_id(actor) is not None
    return rows if inner else rows.none()


def sees_phone(actor: Actor, proposal_id: int) -> bool:
    """Tell whether the unit's telephone is shown: to who works on the proposal, reads it for an office, or made it."""
    if actor.wears(*OFFICE_READERS, Role.ASSIGNER, "system") or unit_id(actor) is not None:
        return True
    return own_proposals(actor).filter(pk=proposal_id).exists()


def handlings_of_unit(actor: Actor) -> QuerySet[Handling]:
    """Return the handlings of the worn hat's own unit, the most urgent first."""
    rows = handlings_visible_to(actor).filter(unit=unit_id(actor) or 0)
    return rows.select_related("proposal__session__term", "unit").order_by("due_on", "order", "id")


def open_of_unit(actor: Actor) -> QuerySet[Handling]:
    """Return those on which the unit still has something to do, or which are not over."""
    return handlings_of_unit(actor).exclude(OVER)


def over_of_unit(actor: Actor) -> QuerySet[Handling]:
    """Return those that are over, the newest first."""
    return handlings_of_unit(actor).filter(OVER).order_by("-issued_on", "-id")
