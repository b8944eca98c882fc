"""Which proposals a list shows: what the address asks for, as a filter that can be written back into an address."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from yizheng.kernel.acting import Actor

from .enums import (
    CollectiveKind,
    ConsultationLevel,
    HandlingState,
    PeriodKind,
    ProposalState,
    ProposerKind,
    Rating,
    ReasonCode,
)
from .figures import condition_of
from .models import GONE, Feedback, Handling, Proposal, Reply, Suggestion
from .queries import EVER_FILED, PRIVATE
from .standing import OFFICE_READERS

S = ProposalState
DONE = (HandlingState.ISSUED, HandlingState.OPINED, *GONE)
"""Handlings in these states are late no more."""

RECEIVED = tuple(state for state in S if state not in PRIVATE)
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "draft": ("草稿", PRIVATE),
    "received": ("收到", RECEIVED),
    "reviewing": ("审查中", (S.SUBMITTED, S.RETURNED, S.FIRST_REVIEWED)),
    "filed": ("立案", EVER_FILED),
    "unassigned": ("待交办", (S.FILED, S.PRE_ASSIGNED)),
    "handling": ("办理中", (S.ASSIGNED, S.HANDLING, S.REDO)),
    "answered": ("已答复", (S.REPLIED, S.CLOSED, S.CLOSED_DISPUTED, S.TRACKING, S.SETTLED, S.CARRIED)),
    "tracked": ("跟踪", (S.TRACKING, S.SETTLED, S.CARRIED)),
    "apart": ("不予立案等", (S.NOT_FILED, S.CONVERTED, S.MERGED, S.WITHDRAWN)),
}
"""What a tab calls these states. 收到 and 立案 are the bases of the rates, the others stages (handbook 5.5, 5.11)."""

SORTS = {"": "最近收到的在前", "number": "按编号", "reception": "按收到先后", "due": "按期限"}
MOST_QUERY_CHARS = 60
_NUMBER = re.compile(r"(平时)?第?0*(\d{1,6})号?")


@dataclass(frozen=True)
class ProposalFilter:
    """
    What is asked for; empty values ask for nothing.

    `mark` is the class of an issued reply, `late` an open handling past its date, `rating` a result rating.
    """

    group: str = ""
    state: str = ""
    session: UUID | None = None
    year: int | None = None
    period: str = ""
    category: str = ""
    proposer: str = ""
    collective: str = ""
    sector: UUID | None = None
    party: UUID | None = None
    body: UUID | None = None
    member: UUID | None = None
    unit: UUID | None = None
    key: bool = False
    important: bool = False
    comprehensive: bool = False
    late: bool = False
    level: str = ""
    mark: str = ""
    reason: str = ""
    rating: str = ""
    counted: str = ""
    q: str = ""
    sort: str = ""

    @classmethod
    def from_request(cls, request: HttpRequest) -> ProposalFilter:
        """Read the address; what it names wrongly is not asked for."""
        return cls.from_values(request.GET)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> ProposalFilter:
        """Read named words, as an address or a program gives them."""
        return cls(**{name: read(str(values.get(name) or "").strip()) for name, read in _READ.items()})

    def for_actor(self, actor: Actor) -> ProposalFilter:
        """Drop what only the office may ask for: a list that narrows tells what it narrows by."""
        return self if actor.wears(*OFFICE_READERS) else replace(self, rating="")

    def apply(self, proposals: QuerySet[Proposal], *, on: date) -> QuerySet[Proposal]:
        """Return the proposals asked for, in no order. `on` is the day lateness is judged on."""
        for name, keep in _KEEP.items():
            if value := getattr(self, name):
                proposals = keep(proposals, value, on)
        return proposals

    def within(self, **changes: Any) -> ProposalFilter:
        """Return the same filter with some values changed."""
        return replace(self, **changes)

    def query(self, **changes: Any) -> str:
        """Write the filter as a query string, with some values changed."""
        changed = self.within(**changes)
        values = {each.name: getattr(changed, each.name) for each in fields(self)}
        return urlencode({name: 1 if value is True else value for name, value in values.items() if value})

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing narrows the list."""
        return self.within(sort="") == ProposalFilter()


def _one_of(*words: str) -> Callable[[str], str]:
    return lambda given: given if given in words else ""


def _uuid(given: str) -> UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


def _year(given: str) -> int | None:
    return int(given) if re.fullmatch(r"(19|20)\d\d", given) else None


def _words(given: str) -> str:
    return given.replace("\0", "")[:MOST_QUERY_CHARS]


_READ: dict[str, Callable[[str], Any]] = {
    "group": _one_of(*GROUPS),
    "state": _one_of(*S.values),
    "session": _uuid,
    "year": _year,
    "period": _one_of(*PeriodKind.values),
    "category": _words,
    "proposer": _one_of(*ProposerKind.values),
    "collective": _one_of(*CollectiveKind.values),
    "sector": _uuid,
    "party": _uuid,
    "body": _uuid,
    "member": _uuid,
    "unit": _uuid,
    "key": lambda given: given == "1",
    "important": lambda given: given == "1",
    "comprehensive": lambda given: given == "1",
    "late": lambda given: given == "1",
    "level": _one_of(*ConsultationLevel.values),
    "mark": lambda given: given if re.fullmatch("[A-Z]", given) else "",
    "reason": _one_of(*ReasonCode.values),
    "rating": _one_of(*Rating.values),
    "counted": lambda given: given if re.fullmatch(r"[a-z]\w{2,29}", given) else "",
    "q": _words,
    "sort": _one_of(*SORTS),
}


def _handled(proposals: QuerySet[Proposal], **asked: Any) -> QuerySet[Proposal]:
    # A subquery, not a join: a proposal with two units is one proposal.
    rows = Handling.objects.filter(proposal=OuterRef("pk"), **asked).exclude(state__in=GONE)
    return proposals.filter(Exists(rows))


def _of_sector(proposals: QuerySet[Proposal], sector: UUID) -> QuerySet[Proposal]:
    return proposals.filter(Q(first_proposer__sector__public_id=sector) | Q(sector__public_id=sector))


def _late(proposals: QuerySet[Proposal], on: date) -> QuerySet[Proposal]:
    rows = Handling.objects.filter(proposal=OuterRef("pk"), due_on__lt=on).exclude(state__in=DONE)
    return proposals.filter(Exists(rows), state__in=EVER_FILED)


def _marked(proposals: QuerySet[Proposal], mark: str) -> QuerySet[Proposal]:
    rows = Reply.objects.filter(handling__proposal=OuterRef("pk"), state="issued", class_mark=mark)
    return proposals.filter(Exists(rows))


def _rated(proposals: QuerySet[Proposal], rating: str) -> QuerySet[Proposal]:
    rows = Feedback.objects.filter(proposal=OuterRef("pk"), state="given", result_rating=rating)
    return proposals.filter(Exists(rows))


def found_by(words: str) -> Q:
    """
    Return the condition of a search: a number in any spelling, or words of title, proposer or a suggestion.

    58, 058 and 第058号 are the same number; T3-4-0012 is a reception number, found by any part of it.
    """
    said = Suggestion.objects.filter(proposal=OuterRef("pk"), text__icontains=words)
    hit = Q(title__icontains=words) | Q(proposer_name__icontains=words) | Q(reception_no__icontains=words)
    number = _NUMBER.fullmatch(words.replace(" ", ""))
    if number is None:
        return hit | Q(Exists(said))
    filed = Q(filed_no=int(number[2]))
    return hit | Q(Exists(said)) | (filed & Q(filed_between=True) if number[1] else filed)


def _counted(proposals: QuerySet[Proposal], code: str, on: date) -> QuerySet[Proposal]:
    condition = condition_of(code, on=on)
    return proposals if condition is None else proposals.filter(condition)


_KEEP: dict[str, Callable[[QuerySet[Proposal], Any, date], QuerySet[Proposal]]] = {
    "group": lambda rows, value, _on: rows.filter(state__in=GROUPS[value][1]),
    "state": lambda rows, value, _on: rows.filter(state=value),
    "session": lambda rows, value, _on: rows.filter(session__public_id=value),
    "year": lambda rows, value, _on: rows.filter(year=value),
    "period": lambda rows, value, _on: rows.filter(period_kind=value),
    "category": lambda rows, value, _on: rows.filter(category=value),
    "proposer": lambda rows, value, _on: rows.filter(proposer_kind=value),
    "collective": lambda rows, value, _on: rows.filter(collective_kind=value),
    "sector": lambda rows, value, _on: _of_sector(rows, value),
    "party": lambda rows, value, _on: rows.filter(party_body__public_id=value),
    "body": lambda rows, value, _on: rows.filter(body__public_id=value),
    "member": lambda rows, value, _on: rows.filter(first_proposer__public_id=value),
    "unit": lambda rows, value, _on: _handled(rows, unit__public_id=value),
    "key": lambda rows, _value, _on: rows.filter(is_key=True),
    "important": lambda rows, _value, _on: rows.filter(is_important=True),
    "comprehensive": lambda rows, _value, _on: rows.filter(is_comprehensive=True),
    "late": lambda rows, _value, on: _late(rows, on),
    "level": lambda rows, value, _on: _handled(rows, consultation_level=value),
    "mark": lambda rows, value, _on: _marked(rows, value),
    "reason": lambda rows, value, _on: rows.filter(review_reason_code=value),
    "rating": lambda rows, value, _on: _rated(rows, value),
    "counted": _counted,
    "q": lambda rows, value, _on: rows.filter(found_by(value)),
}
