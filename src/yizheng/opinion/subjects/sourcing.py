"""Calls for topics, officers and matters told at contact points, as the shared rooms know them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Subject, register

from ..models import CallInvitee, ContactMatter, Officer, OfficerTraining, TopicCall
from ..standing import EDITORS, owner


def calls_visible_to(actor: Actor) -> QuerySet[TopicCall]:
    """Return the calls a person may see: editors all; authors those to everybody or to themselves."""
    if actor.wears("system", *EDITORS):
        return TopicCall.objects.all()
    mine = owner(actor)
    if mine is None:
        return TopicCall.objects.none()
    asked = CallInvitee.objects.filter(call=OuterRef("pk"), **mine)
    return TopicCall.objects.filter(Q(is_to_all=True) | Q(Exists(asked)))


def officers_visible_to(actor: Actor) -> QuerySet[Officer]:
    """Return the roster of officers: the information office's."""
    return Officer.objects.all() if actor.wears("system", *EDITORS) else Officer.objects.none()


def trainings_visible_to(actor: Actor) -> QuerySet[OfficerTraining]:
    """Return the trainings of officers: the information office's."""
    return OfficerTraining.objects.all() if actor.wears("system", *EDITORS) else OfficerTraining.objects.none()


def matters_visible_to(actor: Actor) -> QuerySet[ContactMatter]:
    """Return matters told at contact points: the information office all, a point's clerk those of the point."""
    if actor.wears("system", Role.OPINION_CLERK):
        return ContactMatter.objects.all()
    if actor.wears(Role.GRASSROOTS_CLERK, Role.COMMITTEE_CLERK) and actor.hat.scope_kind == "body":
        return ContactMatter.objects.filter(point=actor.hat.scope_id)
    return ContactMatter.objects.none()


def register_kinds() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "topic_call", TopicCall, "约稿", visible_to=calls_visible_to,
            url=lambda call: address("opinion:call", public_id=call.public_id),
        ),
        Subject(
            "officer", Officer, "信息员", visible_to=officers_visible_to,
            url=lambda officer: address("opinion:officer", public_id=officer.public_id),
        ),
        Subject(
            "officer_training", OfficerTraining, "信息员培训", visible_to=trainings_visible_to,
            url=lambda training: address("opinion:training", public_id=training.public_id),
        ),
        Subject(
            "contact_matter", ContactMatter, "联络站来访事项", visible_to=matters_visible_to,
            url=lambda matter: address("opinion:matter", public_id=matter.public_id),
        ),
    )  # fmt: skip
