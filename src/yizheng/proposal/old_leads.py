"""Senders of leads that were disposed of: their name and telephone are deleted when the time is over (our decision)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yizheng.deadline.reckoning import same_day_number
from yizheng.kernel import ledger
from yizheng.kernel.acting import SYSTEM
from yizheng.org.configuration import value

from . import keys
from .enums import LeadState
from .models import ProposalLead

DISPOSED = (LeadState.CLOSED, LeadState.GUIDED, LeadState.CONVERTED)


def forget(*, at: datetime) -> int:
    """
    Delete who sent the leads that were disposed of `proposal.lead_sender_months` ago; return how many.

    The lead itself and its receipt code stay. Rule: what the public form promises; office-practice 5. Safe to run
    twice; what is closed in quarantine goes the night after it is lifted.
    """
    return sum(_forget(lead, at) for lead in _known(at))


def _known(at: datetime) -> list[ProposalLead]:
    today = timezone.localdate(at)
    last = same_day_number(today, -value(keys.LEAD_SENDER_MONTHS, on=today))
    return [lead for lead in _disposed().filter(disposed_on__lte=last).order_by("id") if _is_known(lead)]


def _disposed() -> QuerySet[ProposalLead]:
    return ProposalLead.objects.filter(state__in=DISPOSED)


def _is_known(lead: ProposalLead) -> bool:
    return bool(lead.sender_name or lead.sender_phone)


@transaction.atomic
def _forget(lead: ProposalLead, at: datetime) -> int:
    held = _disposed().select_for_update(of=("self",)).filter(pk=lead.pk).first()
    if held is None or not _is_known(held):
        return 0
    held.sender_name = held.sender_phone = ""
    held.save(update_fields=["sender_name", "sender_phone"])
    ledger.record("forget_sender", held, by=SYSTEM, at=at, from_state=held.state, to_state=held.state)
    return 1
