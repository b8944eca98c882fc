"""Writes: an issue is signed and numbered in one act, its pieces are issued; it can be recalled (编发; 6.3)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.sequences import next_number

from .. import phrases_editing as phrases
from ..enums import AdoptionKind, IssueKind, IssueState, OpinionState, UpLevel
from ..models import IssueItem, Opinion, OpinionAdoption, OpinionIssue
from ..queries_following import standing_adoptions
from ..texts import text_of
from ..workflow import issues as table
from ..workflow import opinions as opinion_table
from .signing import PaperSignature


@transaction.atomic
def issue(*, issue: OpinionIssue, by: Actor, at: datetime) -> OpinionIssue:
    """
    Sign and number an issue on screen (签发编号): its pieces are issued and adopted at our own level.

    The numbers have no gap: of two issues signed at once the second waits; an act undone gives its number back.
    The text of each piece is kept as it was issued. Rule: handbook 6.2, 6.3; F081.
    Raises: PermissionDenied; Refused `no_items`, `not_approved`, `stale`; nothing is changed then.
    """
    return _issue(issue, by.name, timezone.localdate(at), "", by, at)


@transaction.atomic
def record_signature(*, issue: OpinionIssue, paper: PaperSignature, by: Actor, at: datetime) -> OpinionIssue:
    """
    Enter that a leader signed the printed sheet of an issue (录入纸质签发), with its scan or register number.

    It is numbered and dated by the day of the signature. Rule: office-practice 8; both names stand in the ledger.
    Raises: as `issue`, and Refused `no_signer`, `no_proof`, `future`; nothing is changed then.
    """
    paper.check(at)
    moved = _issue(issue, paper.signer_name.strip()[:60], paper.signed_on, paper.words, paper.actor(by), at)
    if paper.scan is not None:
        files.keep(file=paper.scan, name=paper.scan.name or "签发单", by=by, at=at, subject=moved)
    return moved


@transaction.atomic
def recall(*, issue: OpinionIssue, reason: str, by: Actor, at: datetime) -> OpinionIssue:
    """
    Recall an issue (收回), with the reason: nobody outside the office reads it any more; its number is never reused.

    A piece that stood in no other issue and has not moved on is approved again, to be issued anew.
    Raises: PermissionDenied; Refused `no_reason`, `stale`; nothing is changed then.
    """
    act_id = uuid.uuid4()
    moved = workflow.apply(table.RECALL, issue, by=by, at=at, reason=reason, act_id=act_id)
    for opinion in _pieces(moved):
        elsewhere = opinion.issue_items.filter(issue__state=IssueState.ISSUED).exists()
        if opinion.state == OpinionState.ISSUED and not elsewhere:
            workflow.apply(
                opinion_table.TAKE_BACK, opinion, by=by, at=at, reason=reason, changes={"issued_on": None},
                act_id=act_id,
            )  # fmt: skip
    return moved


def _issue(row: OpinionIssue, name: str, on: date, reason: str, by: Actor, at: datetime) -> OpinionIssue:
    locked = OpinionIssue.objects.select_for_update(of=("self",)).get(pk=row.pk)
    pieces = _pieces(locked)
    if locked.state in table.ISSUE.sources:
        _check(pieces)
    act_id = uuid.uuid4()
    changes = {"signed_by_name": name, "issued_on": on, "year": on.year, **_numbers(locked, on.year)}
    moved = workflow.apply(table.ISSUE, locked, by=by, at=at, reason=reason, changes=changes, act_id=act_id)
    for item in moved.items.select_related("opinion").order_by("order"):
        _freeze(item)
        _issue_piece(item.opinion, moved, by, at, act_id)
    return moved


def _pieces(issue: OpinionIssue) -> list[Opinion]:
    """Lock the pieces of an issue, in the order of their ids."""
    ids = issue.items.values("opinion")
    return list(Opinion.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def _check(pieces: Iterable[Opinion]) -> None:
    rows = list(pieces)
    if not rows:
        raise Refused("no_items", phrases.NO_ITEMS)
    for each in rows:
        if each.state not in opinion_table.BEYOND_APPROVAL:
            raise Refused("not_approved", phrases.NOT_APPROVED.format(title=each))


def _numbers(issue: OpinionIssue, year: int) -> dict[str, int]:
    """Give the numbers of a periodical behind those used before, on paper too."""
    if issue.state not in table.ISSUE.sources:
        return {}
    within = next_number(f"issue:{issue.periodical}:{year}", after=issue.paper_year_no or 0)
    running = next_number(f"issue:{issue.periodical}", after=issue.paper_running_no or 0)
    return {"year_no": within, "running_no": running}


def _freeze(item: IssueItem) -> None:
    item.title, item.body = str(item.opinion), text_of(item.opinion)
    item.authors_line = authors_line(item.opinion)[:200]
    item.save(update_fields=["title", "body", "authors_line"])


def authors_line(opinion: Opinion) -> str:
    """Return the authors as an issue prints them, the main author first, each once."""
    names = opinion.authors.order_by("-role", "order", "id").values_list("name", flat=True)
    return "、".join(dict.fromkeys(names))


def _issue_piece(opinion: Opinion, issue: OpinionIssue, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    assert issue.issued_on is not None, "it was just issued"
    is_first = opinion.state == OpinionState.APPROVED
    row = opinion_table.ISSUE if is_first else opinion_table.ISSUE_TOO
    changes = {"issued_on": opinion.issued_on or issue.issued_on}
    moved = workflow.apply(row, opinion, by=by, at=at, changes=changes, act_id=act_id)
    _adopt(moved, issue, issue.issued_on, by, at, act_id)  # who hears of the move learns whether it is the first


def _adopt(opinion: Opinion, issue: OpinionIssue, on: date, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    """A piece is adopted at our own level once, however often it is issued; what a recalled issue said is void."""
    if standing_adoptions().filter(opinion=opinion, level=UpLevel.SELF).exists():
        return
    together = issue.kind == IssueKind.COMPILATION or opinion.parts.exists()
    made = OpinionAdoption.objects.create(
        opinion=opinion, level=UpLevel.SELF, kind=AdoptionKind.INTEGRATED if together else AdoptionKind.SINGLE,
        adopted_on=on, organ=f"《{issue.periodical}》", reference=str(issue), issue=issue, recorded_by_name=by.name,
    )  # fmt: skip
    ledger.record("adopt_here", opinion, by=by, at=at, fields={"adoption": made.pk, "issue": issue.pk}, act_id=act_id)
