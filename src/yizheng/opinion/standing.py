"""How a person in a worn hat stands to an opinion: the questions that permissions and lists ask alike."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import UNITS, Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import predicate
from yizheng.org.owning import OWNER_COLUMNS as BODY_COLUMNS

from .models import Conversion, Opinion, OpinionAuthor, OpinionFeedback, OpinionTransfer

EDITORS = (Role.OPINION_CLERK, Role.SECRETARY_GENERAL)
"""Who reads every piece that was sent in (handbook 1.6: edit, issue, report)."""

AUTHORS = (
    Role.MEMBER,
    Role.SECTOR_CONVENER,
    Role.PARTICIPATING_BODY_CLERK,
    Role.COMMITTEE_CLERK,
    Role.GRASSROOTS_CLERK,
    Role.INFO_OFFICER,
)
"""Who sends pieces: members, bodies by their clerks, information officers."""

OWNER_COLUMNS = {"membership": "membership", **BODY_COLUMNS}
"""The scope of a hat, and the column of an author row that names the same owner."""


def owner(actor: Actor) -> dict[str, int] | None:
    """
    Return the column and id by which the worn hat owns its pieces; None for a hat that writes for nobody.

    An information officer has no scope: their pieces are found by the login (`officer__user`).
    """
    if not actor.wears(*AUTHORS):
        return None
    if actor.wears(Role.INFO_OFFICER):
        return {"officer__user": actor.user_id} if actor.user_id is not None else None
    column = OWNER_COLUMNS.get(actor.hat.scope_kind)
    return {column: actor.hat.scope_id} if column and actor.hat.scope_id is not None else None


def unit_id(actor: Actor) -> int | None:
    """Return the unit the worn hat stands for, None for any other hat."""
    return actor.hat.scope_id if actor.wears(*UNITS) and actor.hat.scope_kind == "org_unit" else None


@predicate(name="author of the piece")
def is_author(actor: Actor | None, obj: Any) -> bool:
    """
    Tell whether a piece (or one merged into it) is this person's, or of the body whose hat is worn.

    What one author was told alone is that author's.
    """
    told = obj if isinstance(obj, OpinionFeedback) else None
    opinion = obj.opinion if isinstance(obj, Conversion | OpinionFeedback) and obj.opinion_id else obj
    if actor is None or not isinstance(opinion, Opinion):
        return False
    mine = owner(actor)
    if mine is None:
        return False
    rows = OpinionAuthor.objects.filter(opinion=opinion, **mine)
    return (rows.filter(pk=told.author_id) if told is not None and told.author_id else rows).exists()


@predicate(name="unit of the slip")
def is_unit_of_slip(actor: Actor | None, slip: Any) -> bool:
    """Tell whether the worn hat is that of the unit a slip was sent to."""
    if actor is None or not isinstance(slip, OpinionTransfer) or unit_id(actor) is None:
        return False
    return slip.unit_id == unit_id(actor)
