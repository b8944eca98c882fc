"""Whom the notices to the authors of a piece go to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yizheng.accounts.queries import holders_in
from yizheng.kernel import subjects
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.notify.services import Addressee

from ..models import CallInvitee, Opinion, OpinionAuthor

SCOPES = {"party_body_id": "participating_body", "body_id": "body", "sector_id": "sector"}
"""The column of an author row that names a body, and the scope of the hats that speak for it."""


def authors_of(opinion: Opinion) -> list[OpinionAuthor]:
    """Return the authors of a piece with what their notices need."""
    return list(opinion.authors.select_related("membership__person", "officer").order_by("order", "id"))


def reached(authors: Iterable[OpinionAuthor | CallInvitee], on: date) -> list[Addressee]:
    """Return whom the notices of these authors go to: the member or officer, or the clerks of the body."""
    found: dict[Addressee, None] = {}
    for author in authors:
        found.update(dict.fromkeys(_of(author, on)))
    return list(found)


def _of(author: OpinionAuthor | CallInvitee, on: date) -> list[Addressee]:
    if author.membership is not None:
        return [Addressee(person_id=author.membership.person_id)]
    if author.officer is not None:
        return [Addressee(user_id=author.officer.user_id)] if author.officer.user_id else []
    users = {
        user
        for column, scope in SCOPES.items()
        if (pk := getattr(author, column)) is not None
        for user in holders_in(scope, pk, on=on)
    }
    return [Addressee(user_id=user) for user in sorted(users)]


def send(moved: Moved, opinion: Opinion, title: str, text: str, to: list[Addressee], part: str) -> None:
    """Send authors a notice about their piece, once an act and part."""
    if not to:
        return
    notify.send(
        key=f"{moved.kind}-{moved.obj.pk}-{moved.act}-{moved.at.isoformat()}-{part}", title=title, text=text,
        url=subjects.of(opinion).url(opinion), to=to, subject=opinion, wants_receipt=False, by=moved.by, at=moved.at,
    )  # fmt: skip
