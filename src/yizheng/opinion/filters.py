"""Which pieces a list shows: what the address asks for, as a filter that can be written back into an address."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from . import counting
from .enums import OpinionState as S
from .enums import SourceKind, UpLevel, Urgency
from .models import Opinion, OpinionAuthor
from .queries_following import standing_adoptions

BEYOND_ISSUE = (S.ISSUED, S.TRANSFERRED, S.REPORTED_UP, S.ADOPTED_UP, S.INSTRUCTED, S.REPLIED)
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "waiting": ("待审核", (S.SUBMITTED,)),
    "editing": ("编辑中", (S.EDITING,)),
    "signing": ("送审签", (S.SIGNING,)),
    "approved": ("待编发", (S.APPROVED,)),
    "issued": ("编发以后", BEYOND_ISSUE),
    "returned": ("退回补充", (S.RETURNED,)),
    "apart": ("不采用等", (S.REJECTED, S.MERGED, S.CONVERTED, S.WITHDRAWN)),
    "archived": ("已归档", (S.ARCHIVED,)),
    "draft": ("草稿", (S.DRAFT,)),
}
"""What a tab calls these states (handbook 6.3)."""

MOST_QUERY_CHARS = 60


@dataclass(frozen=True)
class OpinionFilter:
    """
    What is asked for; empty values ask for nothing.

    `month` is the month of submission (2026-03), `level` where it was adopted, `street`, `body` and `call` name
    rows by their public id; `counted` is a figure of `counting`, so that every number opens just what it counts.
    """

    group: str = ""
    state: str = ""
    category: str = ""
    source: str = ""
    urgency: str = ""
    month: str = ""
    year: int | None = None
    topic: str = ""
    level: str = ""
    call: UUID | None = None
    street: UUID | None = None
    member: UUID | None = None
    counted: str = ""
    q: str = ""

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> OpinionFilter:
        """Read named words, as an address or a program gives them; what is named wrongly is not asked for."""
        return cls(**{name: read(str(values.get(name) or "").strip()) for name, read in _READ.items()})

    def apply(self, opinions: QuerySet[Opinion]) -> QuerySet[Opinion]:
        """Return the pieces asked for, in no order."""
        for name, keep in _KEEP.items():
            if value := getattr(self, name):
                opinions = keep(opinions, value)
        return opinions

    def within(self, **changes: Any) -> OpinionFilter:
        """Return the same filter with some values changed."""
        return replace(self, **changes)

    def query(self, **changes: Any) -> str:
        """Write the filter as a query string, with some values changed."""
        values = {each.name: getattr(self.within(**changes), each.name) for each in fields(self)}
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing narrows the list."""
        return self == OpinionFilter()


def _one_of(*words: str) -> Callable[[str], str]:
    return lambda given: given if given in words else ""


def _uuid(given: str) -> UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


def _year(given: str) -> int | None:
    return int(given) if re.fullmatch(r"20\d\d", given) else None


def _words(given: str) -> str:
    return given.replace("\0", "")[:MOST_QUERY_CHARS]


_READ: dict[str, Callable[[str], Any]] = {
    "group": _one_of(*GROUPS),
    "state": _one_of(*S.values),
    "category": _words,
    "source": _one_of(*SourceKind.values),
    "urgency": _one_of(*Urgency.values),
    "month": lambda given: given if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", given) else "",
    "year": _year,
    "topic": _words,
    "level": _one_of(*UpLevel.values),
    "call": _uuid,
    "street": _uuid,
    "member": _uuid,
    "counted": _one_of(*counting.BY_CODE),
    "q": _words,
}


def _adopted(opinions: QuerySet[Opinion], level: str) -> QuerySet[Opinion]:
    return opinions.filter(Exists(standing_adoptions().filter(opinion=OuterRef("pk"), level=level)))


def _by_member(opinions: QuerySet[Opinion], member: UUID) -> QuerySet[Opinion]:
    return opinions.filter(Exists(OpinionAuthor.objects.filter(opinion=OuterRef("pk"), membership__public_id=member)))


def _month(opinions: QuerySet[Opinion], month: str) -> QuerySet[Opinion]:
    year, number = month.split("-")
    return opinions.filter(submitted_at__year=int(year), submitted_at__month=int(number))


def found_by(words: str) -> Q:
    """Return the condition of a search: the number in any part, words of a title or the name of an author."""
    author = OpinionAuthor.objects.filter(opinion=OuterRef("pk"), name__icontains=words)
    return Q(number__icontains=words) | Q(title__icontains=words) | Q(edited_title__icontains=words) | Q(Exists(author))


_KEEP: dict[str, Callable[[QuerySet[Opinion], Any], QuerySet[Opinion]]] = {
    "group": lambda rows, value: rows.filter(state__in=GROUPS[value][1]),
    "state": lambda rows, value: rows.filter(state=value),
    "category": lambda rows, value: rows.filter(category=value),
    "source": lambda rows, value: rows.filter(source_kind=value),
    "urgency": lambda rows, value: rows.filter(urgency=value),
    "month": _month,
    "year": lambda rows, value: rows.filter(year=value),
    "topic": lambda rows, value: rows.filter(topic=value),
    "level": _adopted,
    "call": lambda rows, value: rows.filter(call__public_id=value),
    "street": lambda rows, value: rows.filter(street__public_id=value),
    "member": _by_member,
    "counted": lambda rows, value: rows.filter(counting.BY_CODE[value].condition),
    "q": lambda rows, value: rows.filter(found_by(value)),
}
