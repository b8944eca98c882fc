"""What the worn hat proposes itself: its drafts, its submitted proposals, what it is asked to sign."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.prepared import Reading
from yizheng.ui.shapes import Cell, Column

from . import queries
from .enums import Consent, EntrySource, SignerRole
from .models import Proposal, Signer
from .services.writing import WRITABLE
from .standing import OWNER_COLUMNS, OWNER_SCOPES, membership_id, reader, reading_as

COLUMNS = (Column("编号"), Column("案由"), Column("提案人"), Column("类别"), Column("现在"))


def of(actor: Actor) -> QuerySet[Proposal]:
    """Return what the worn hat proposes or signs; for the proposal clerk what was entered for others."""
    rows = queries.proposals_visible_to(actor).select_related("session__term").order_by("-submitted_at", "-touched_at")
    if actor.wears(Role.PROPOSAL_CLERK):
        return rows.filter(source=EntrySource.CLERK)
    mine = membership_id(actor)
    if mine is not None:
        signed = Signer.objects.filter(proposal=OuterRef("pk"), membership=mine, consent=Consent.AGREED)
        return rows.filter(Q(first_proposer=mine) | Q(Exists(signed)))
    scoped = actor.hat.scope_kind in OWNER_SCOPES.get(actor.hat.role, ())
    return rows.filter(**{OWNER_COLUMNS[actor.hat.scope_kind]: actor.hat.scope_id}) if scoped else rows.none()


def drafts(actor: Actor) -> list[Proposal]:
    """Return the drafts and what was returned, newest first."""
    return _DRAFTS.rows(*reading_as(actor), scope=actor.hat.scope_id)


class Submitted:
    """What was submitted, and what one has agreed to sign along: counted and cut as a paginator does it."""

    def __init__(self, actor: Actor, most: int) -> None:
        self._shape, self._scope, self._most = reading_as(actor), actor.hat.scope_id, most

    def count(self) -> int:
        """Return how many there are."""
        return (_COUNTED.first(*self._shape, scope=self._scope) or (0,))[0]

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, cut: slice) -> list[Proposal]:
        """Return a page; the first, which nearly everybody reads alone, is prepared."""
        if not cut.start:
            return _FIRST.rows(*self._shape, self._most, scope=self._scope)[cut]
        return list(_submitted(*self._shape, scope=self._scope)[cut])


def _drafts(role: str, scope_kind: str, *, scope: int | None) -> QuerySet[Proposal]:
    actor = reader(role, scope_kind, scope)
    return _written(of(actor).filter(state__in=WRITABLE), actor).order_by("-touched_at")[:50]


def _submitted(role: str, scope_kind: str, *, scope: int | None) -> QuerySet[Proposal]:
    actor = reader(role, scope_kind, scope)
    return of(actor).exclude(pk__in=_written(of(actor).filter(state__in=WRITABLE), actor).values("pk"))


def _first(role: str, scope_kind: str, most: int, *, scope: int | None) -> QuerySet[Proposal]:
    return _submitted(role, scope_kind, scope=scope)[:most]


def _counted(role: str, scope_kind: str, *, scope: int | None) -> QuerySet[Any, tuple[int]]:
    rows = _submitted(role, scope_kind, scope=scope).select_related(None).order_by()
    return rows.values(all=Value(1)).annotate(found=Count("pk")).values_list("found")


_DRAFTS, _FIRST, _COUNTED = Reading(_drafts), Reading(_first), Reading(_counted)


def _written(rows: QuerySet[Proposal], actor: Actor) -> QuerySet[Proposal]:
    """Leave out what another member writes and one only signs."""
    mine = membership_id(actor)
    return rows if mine is None else rows.filter(first_proposer=mine)


def asked(actor: Actor) -> list[Signer]:
    """Return the invitations that wait for an answer."""
    mine = membership_id(actor)
    if mine is None:
        return []
    return _ASKED.rows(*reading_as(actor), scope=mine)


def _asked(role: str, scope_kind: str, *, scope: int) -> QuerySet[Signer]:
    visible = queries.proposals_visible_to(reader(role, scope_kind, scope))
    rows = Signer.objects.filter(membership=scope, consent=Consent.INVITED, role=SignerRole.CO)
    rows = rows.filter(proposal__in=visible, proposal__state="cosigning")
    return rows.select_related("proposal").order_by("id")[:50]


_ASKED = Reading(_asked)


def rows(page: Iterable[Proposal]) -> list[tuple[Cell | str, ...]]:
    """Return the rows of the list of submitted proposals."""
    return [_row(each) for each in page]


def found(actor: Actor, public_id: str) -> Proposal | None:
    """Return a visible proposal by the text of its public id; None for anything else."""
    try:
        key = UUID(public_id)
    except ValueError:
        return None
    return queries.proposals_visible_to(actor).filter(public_id=key).first()


def _row(each: Proposal) -> tuple[Cell | str, ...]:
    url = address("proposal:proposal", public_id=each.public_id)
    return (
        each.number,
        Cell(str(each), url),
        each.proposer_name,
        each.get_period_kind_display(),
        each.get_state_display(),
    )


def anew(proposal: Proposal) -> Proposal:
    """Return the row as it stands in the database: a refused act may have written on the one in hand."""
    return Proposal.objects.select_related("session__term", "first_proposer__person").get(pk=proposal.pk)


def may_change(proposal: Proposal, actor: Actor) -> bool:
    """Tell whether the worn hat still has something to write or submit here; the clerk only in what it entered."""
    mine = not actor.wears(Role.PROPOSAL_CLERK) or proposal.source == EntrySource.CLERK
    return mine and proposal.state in WRITABLE
