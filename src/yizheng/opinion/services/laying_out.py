"""Writes: an issue of a periodical is laid out (编排) and sent to be signed (handbook 6.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from yizheng.document.copies import in_order
from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value

from .. import phrases_editing as phrases
from ..enums import IssueKind
from ..keys import PERIODICALS
from ..models import MOST_TITLE_CHARS, IssueItem, IssueRecipient, Opinion, OpinionIssue
from ..signers import Signer
from ..workflow import issues as table
from ..workflow.opinions import BEYOND_APPROVAL
from .signing import PaperSignature


@dataclass(frozen=True)
class Layout:
    """
    What an issue holds and to whom it goes.

    `readers` are leaders by name, in official order, who read it on screen too; `addressees` are further ones and
    `copies` bodies, in any order. `paper_year_no` and `paper_running_no` are the last numbers used on paper.
    """

    periodical: str
    kind: str = IssueKind.REGULAR
    headline: str = ""
    items: Sequence[Opinion] = ()
    readers: Sequence[Signer] = ()
    addressees: Sequence[str] = ()
    copies: Sequence[str] = ()
    paper_year_no: int | None = None
    paper_running_no: int | None = None


@transaction.atomic
def lay_out(*, layout: Layout, by: Actor, at: datetime) -> OpinionIssue:
    """
    Begin an issue (新编一期) of this year; it has no number before it is signed.

    Raises: PermissionDenied; Refused as `arrange`; nothing is written then.
    """
    require(table.LAY_OUT.permission, by)
    _check(layout, at)
    issue = OpinionIssue.objects.create(
        year=timezone.localdate(at).year, laid_out_at=at, laid_out_by_name=by.name, **_fields(layout)
    )
    ledger.record("begin_issue", issue, by=by, at=at, to_state=issue.state, fields={"periodical": layout.periodical})
    _fill(issue, layout)
    return issue


@transaction.atomic
def arrange(*, issue: OpinionIssue, layout: Layout, edition: int, by: Actor, at: datetime) -> OpinionIssue:
    """
    Change an issue that is being laid out (编排): its pieces in their order, its recipients.

    `edition` is the count the editor began from. Copies stand in official order (office-practice 14).
    Raises: PermissionDenied; Refused `changed`, `periodical`, `long_title`, `not_approved`, `paper_numbers`, `stale`;
    nothing is changed then.
    """
    locked = OpinionIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if locked.edition != edition:
        raise Refused("changed", phrases.CHANGED_LAYOUT)
    _check(layout, at)
    changes = {**_fields(layout), "edition": locked.edition + 1}
    moved = workflow.apply(table.LAY_OUT, locked, by=by, at=at, changes=changes)
    _fill(moved, layout)
    return moved


@transaction.atomic
def send_to_sign(*, issue: OpinionIssue, signer: Signer, by: Actor, at: datetime) -> OpinionIssue:
    """
    Send an issue to be signed (送签). Raises: PermissionDenied; Refused `no_items`, `no_recipients`, `stale`.
    """
    locked = OpinionIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if not locked.items.exists():
        raise Refused("no_items", phrases.NO_ITEMS)
    if not locked.recipients.filter(is_copy=False).exists():
        raise Refused("no_recipients", phrases.NO_RECIPIENTS)
    changes = {"signer_user_id": signer.user_id, "signer_name": signer.name}
    return workflow.apply(table.SEND_TO_SIGN, locked, by=by, at=at, changes=changes)


def send_back(*, issue: OpinionIssue, reason: str, by: Actor, at: datetime) -> OpinionIssue:
    """Send an issue back to its layout with the reason (退回修改). Raises: Refused `stale`, `no_reason`."""
    return workflow.apply(table.SEND_BACK, issue, by=by, at=at, reason=reason)


@transaction.atomic
def record_refusal(*, issue: OpinionIssue, paper: PaperSignature, reason: str, by: Actor, at: datetime) -> OpinionIssue:
    """
    Enter that a leader sent an issue back on the printed sheet (录入退回), with what was written there.

    Raises: PermissionDenied; Refused `no_signer`, `no_proof`, `future`, `no_reason`, `stale`; nothing is changed then.
    """
    paper.check(at)
    return workflow.apply(table.SEND_BACK, issue, by=paper.actor(by), at=at, reason=reason)


def last_numbers(periodical: str, year: int) -> tuple[int, int]:
    """Return the last number of a periodical within a year, and through all years; 0 where none was given."""
    rows = OpinionIssue.objects.filter(periodical=periodical)
    within = rows.filter(year=year).aggregate(last=Max("year_no"))["last"]
    running = rows.aggregate(last=Max("running_no"))["last"]
    return within or 0, running or 0


def _fields(layout: Layout) -> dict[str, Any]:
    return {
        "periodical": layout.periodical, "kind": layout.kind, "headline": layout.headline.strip(),
        "paper_year_no": layout.paper_year_no, "paper_running_no": layout.paper_running_no,
    }  # fmt: skip


def _fill(issue: OpinionIssue, layout: Layout) -> None:
    issue.items.all().delete()
    IssueItem.objects.bulk_create(
        IssueItem(issue=issue, opinion=opinion, order=order) for order, opinion in enumerate(layout.items, start=1)
    )
    issue.recipients.all().delete()
    readers = [(each.name, each.user_id, False) for each in layout.readers]
    others = [(name, None, False) for name in _once(layout.addressees)]
    copies = [(name, None, True) for name in in_order(layout.copies)]
    IssueRecipient.objects.bulk_create(
        IssueRecipient(issue=issue, order=order, name=name[:80], user_id=user_id, is_copy=is_copy)
        for order, (name, user_id, is_copy) in enumerate([*readers, *others, *copies], start=1)
    )


def _once(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(stripped for each in names if (stripped := each.strip())))


def _check(layout: Layout, at: datetime) -> None:
    today = timezone.localdate(at)
    if layout.periodical not in value(PERIODICALS, on=today) or layout.kind not in IssueKind.values:
        raise Refused("periodical", phrases.NO_PERIODICAL)
    if len(layout.headline.strip()) > MOST_TITLE_CHARS:
        words = phrases.LONG_TITLE.format(most=MOST_TITLE_CHARS, now=len(layout.headline.strip()))
        raise Refused("long_title", words)
    for opinion in layout.items:
        if opinion.state not in BEYOND_APPROVAL:
            raise Refused("not_approved", phrases.NOT_APPROVED.format(title=opinion))
    _check_paper_numbers(layout, today.year)


def _check_paper_numbers(layout: Layout, year: int) -> None:
    """Numbers never go back: what was given here is the least."""
    pairs = zip((layout.paper_year_no, layout.paper_running_no), last_numbers(layout.periodical, year), strict=True)
    for typed, last in pairs:
        if typed is not None and last and typed < last:
            raise Refused("paper_numbers", phrases.PAPER_NUMBERS.format(last=last))
