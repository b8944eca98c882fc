"""Reads: which speeches and calls a person may see, the order of speaking, who has spoken before."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may

from .enums import GIVEN, SELECTED, CallState, SpeechForm, SpeechState
from .models import Rehearsal, RehearsalTurn, Speech, SpeechCall
from .standing import AUTHORS, READERS, own

S = SpeechState
WITH = ("call__session__term", "membership__person", "speaker__person", "speaker__sector")
"""What a row of a list needs."""


def calls_visible_to(actor: Actor) -> QuerySet[SpeechCall]:
    """Return the calls a person may see: whoever reads speeches at all sees what is asked for."""
    rows = SpeechCall.objects.select_related("session__term")
    return rows if actor.wears("system") or may("speech.read", actor) else rows.none()


def speeches_visible_to(actor: Actor) -> QuerySet[Speech]:
    """
    Return the speeches a person may see in the worn hat.

    The office, the secretary-general and the leaders read all that was handed in; authors and speakers their own, a
    special committee those it reads first. What was selected and given is read by everybody who reads speeches.
    Drafts are their writers'. Rule: our decision after handbook 1.6; the list is told once it is approved.
    """
    rows = Speech.objects.select_related(*WITH)
    if actor.wears("system"):
        return rows
    if not may("speech.read", actor):
        return rows.none()
    if actor.wears(Role.OFFICE_CLERK):
        return rows.filter(~Q(state=S.DRAFT) | Q(is_entered=True))
    rows = rows.exclude(quarantine.is_closed("speech"))
    return rows.exclude(state=S.DRAFT) if actor.wears(*READERS) else rows.filter(_seen_by(actor))


def _seen_by(actor: Actor) -> Q:
    seen = Q(state__in=(*SELECTED, *GIVEN)) & ~Q(form="")
    mine = own(actor)
    if mine is not None:
        seen |= Q(**mine)
    if actor.wears(*AUTHORS) and actor.user_id is not None:
        seen |= Q(speaker__person__user=actor.user_id) & ~Q(state=S.DRAFT)
    if actor.wears(Role.COMMITTEE_CLERK) and actor.hat.scope_kind == "body" and actor.hat.scope_id is not None:
        seen |= Q(checker=actor.hat.scope_id) & ~Q(state=S.DRAFT)
    return seen


def own_speeches(actor: Actor) -> QuerySet[Speech]:
    """Return the speeches that are the worn hat's own, drafts too, and those the person gives."""
    mine = own(actor)
    if mine is None or actor.user_id is None:
        return Speech.objects.none()
    rows = Speech.objects.select_related(*WITH).exclude(quarantine.is_closed("speech"))
    return rows.filter(Q(**mine) | (Q(speaker__person__user=actor.user_id) & ~Q(state=S.DRAFT)))


def open_calls() -> QuerySet[SpeechCall]:
    """Return the calls that take speeches, the nearest end first."""
    return SpeechCall.objects.filter(state=CallState.OPEN).select_related("session__term").order_by("due_on", "id")


def in_order(call: SpeechCall) -> QuerySet[Speech]:
    """Return the oral speeches of a plenary in the order of speaking, given or not."""
    rows = call.speeches.filter(form=SpeechForm.ORAL)
    return rows.select_related(*WITH).order_by("order", "id")


def to_come(call: SpeechCall) -> QuerySet[Speech]:
    """Return the oral speeches that are still to be given, in their order."""
    return in_order(call).filter(state=S.ORAL_SELECTED)


def rehearsals_visible_to(actor: Actor) -> QuerySet[Rehearsal]:
    """Return the rehearsals a person runs; authors read of theirs on the page of the speech."""
    rows = Rehearsal.objects.select_related("call__session__term")
    return rows if may("speech.run", actor) or actor.wears("system") else rows.none()


def turns_visible_to(actor: Actor) -> QuerySet[RehearsalTurn]:
    """Return the speeches in rehearsals that a person may see: who runs them all, authors and speakers their own."""
    rows = RehearsalTurn.objects.select_related("rehearsal__call__session__term", *(f"speech__{each}" for each in WITH))
    if may("speech.run", actor) or actor.wears("system"):
        return rows
    return rows.filter(speech__in=own_speeches(actor))


def written(call: SpeechCall) -> QuerySet[Speech]:
    """Return the written speeches of a plenary, bodies in their order before members."""
    rows = call.speeches.filter(form=SpeechForm.WRITTEN, state__in=(*SELECTED, *GIVEN))
    return rows.select_related(*WITH, "party_body").order_by("party_body__order", "id")


def spoken_before(call: SpeechCall) -> list[dict[str, Any]]:
    """Return who spoke at earlier plenaries of the same term: a row a speech, with what names its owner."""
    rows = Speech.objects.filter(form=SpeechForm.ORAL, state__in=GIVEN, call__session__term=call.session.term_id)
    names = ("speaker_id", "membership_id", "party_body_id", "sector_id", "body_id")
    return [dict(row) for row in rows.exclude(call=call).values(*names)]
