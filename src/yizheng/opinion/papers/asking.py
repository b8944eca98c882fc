"""What every paper of the room asks of its address."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from yizheng.kernel import scoping
from yizheng.kernel.models import Committee


def id_of(asked: Mapping[str, str], name: str) -> UUID:
    """Return the public id in the address. Raises: Http404."""
    try:
        return UUID(asked.get(name, ""))
    except ValueError:
        raise Http404("no such id") from None


def year_of(asked: Mapping[str, str]) -> int:
    """Return the year in the address, or this one."""
    raw = asked.get("year", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) == 4 else timezone.localdate().year


def house() -> Committee:
    """Return the committee whose scope is open."""
    return Committee.objects.get(pk=scoping.current().committee_id)
