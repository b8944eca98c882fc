"""The words of a piece: what its author wrote, as one text, and what stands now."""

from __future__ import annotations

from django.db.models import Max

from .enums import VersionKind
from .models import Opinion, OpinionVersion


def author_text(opinion: Opinion) -> str:
    """Return what the author sent in last, as one text."""
    last = opinion.versions.filter(kind__in=(VersionKind.AUTHOR, VersionKind.MERGE)).order_by("-ordinal").first()
    return last.body if last is not None else joined(opinion)


def joined(opinion: Opinion) -> str:
    """Return situation, problem and suggestion as paragraphs of one text."""
    return "\n".join(part.strip() for part in (opinion.situation, opinion.problem, opinion.suggestion) if part.strip())


def text_of(opinion: Opinion) -> str:
    """Return the text that counts now: the editors' once there is one, else the author's."""
    return opinion.edited_body or joined(opinion)


def next_ordinal(opinion: Opinion) -> int:
    """Return the ordinal of the version that is kept next; the piece is locked by the act."""
    last: int | None = OpinionVersion.objects.filter(opinion=opinion).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1
