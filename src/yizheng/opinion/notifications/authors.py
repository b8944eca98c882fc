"""Which logins speak for the authors of a piece."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import holders, holders_in

from ..models import Opinion, OpinionAuthor

COLUMNS = ("membership__person__user_id", "officer__user_id", "party_body_id", "body_id", "sector_id")


def author_users(opinion: Opinion, on: date) -> set[int]:
    """Return the logins of all authors of a piece, those of merged parts too: members, officers, clerks of bodies."""
    return users_of(opinion.authors.all(), on)


def users_of(rows: Iterable[OpinionAuthor], on: date) -> set[int]:
    """Return the logins of author rows."""
    pks = [row.pk for row in rows]
    found: set[int] = set()
    for member, officer, party, body, sector in OpinionAuthor.objects.filter(pk__in=pks).values_list(*COLUMNS):
        found |= {user for user in (member, officer) if user}
        found |= set(holders_in("participating_body", party, on=on)) if party else set()
        found |= _of_body(body, on) if body else set()
        found |= set(holders(Role.SECTOR_CONVENER, "sector", sector, on=on)) if sector else set()
    return found


def _of_body(body: int, on: date) -> set[int]:
    return {
        user for role in (Role.COMMITTEE_CLERK, Role.GRASSROOTS_CLERK) for user in holders(role, "body", body, on=on)
    }
