"""Writes: prepare a ballot, open it, hand out slips, cast, close and count, void (docs/adr/0014-secret-ballots.md)."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Case, F, QuerySet, When
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.notify import services as notify

from . import counting, queries, slips
from . import workflow as table
from .enums import BallotKind, BallotState
from .models import Ballot, BallotBox, Voter
from .permissions import run_by

_shuffler = random.SystemRandom()


@dataclass(frozen=True)
class Question:
    """What is asked: items with options each gets one of, or items of which up to `choose_most` are chosen."""

    items: Mapping[str, str]
    options: Mapping[str, str] | None = None
    choose_most: int = 0


@transaction.atomic
def prepare(
    *, title: str, question: Question, voters: Mapping[int, str], by: Actor, at: datetime, keeper: str = ""
) -> Ballot:
    """
    Prepare a ballot for the voters given as user id → name; `keeper` is the room that runs it by its own permission.

    Rule: office-practice 13 (appraisals and selections only). Raises: Refused `question`; nothing is made then.
    """
    require(run_by(keeper), by)
    if not question.options and not 1 <= question.choose_most <= len(question.items):
        raise Refused("question", "请填最多选几项，不少于1项，也不超过候选的总数。")
    made = Ballot.objects.create(
        title=title[:120], kind=BallotKind.RATE if question.options else BallotKind.PICK,
        items=_listed(question.items), options=_listed(question.options or {}), choose_most=question.choose_most,
        keeper=keeper,
    )  # fmt: skip
    rows = [Voter(ballot=made, user_id=user, name=name) for user, name in voters.items()]
    Voter.objects.bulk_create(_shuffled(rows))
    BallotBox.objects.create(ballot=made)
    fields = {"voters": len(rows), "items": len(question.items)}
    ledger.record("prepare_ballot", made, by=by, at=at, to_state=made.state, fields=fields)
    events.publish(workflow.Moved("ballot", made, "prepare_ballot", "", made.state, by, at))
    return made


@transaction.atomic
def open_ballot(*, ballot: Ballot, by: Actor, at: datetime) -> Ballot:
    """Open a ballot (开始投票) and tell everybody on its roll, once and all together."""
    moved = workflow.apply(table.OPEN, ballot, by=by, at=at, changes={"opened_on": timezone.localdate(at)})
    Ballot.objects.filter(pk=moved.pk).update(seal_word=slips.new_word())  # apart: the ledger must not see it
    notify.tell(
        recipients=sorted(moved.voters.values_list("user_id", flat=True)),
        text=f"“{moved.title}”开始无记名投票，请领取选票。",
        url=queries.url_of(moved),
        key=f"open-ballot-{moved.pk}",
        at=at,
    )
    return moved


@transaction.atomic
def take_slip(*, ballot: Ballot, by: Actor) -> str:
    """
    Hand a voter their one slip; it is shown now and never again.

    Every voter's row is written alike, so the database keeps neither who came last nor in which order. There is
    no time, no ledger row and no act key. Rule: design 4.
    Raises: PermissionDenied, Refused `not_open`, `has_taken`; nothing is changed then.
    """
    _wait_turn(ballot)
    standing = Ballot.objects.get(pk=ballot.pk)
    require("ballot.take", by, standing)
    if standing.state != BallotState.OPEN:
        raise Refused("not_open", f"“{standing.title}”现在是“{standing.get_state_display()}”，不能领选票。")
    own = standing.voters.get(user=by.user_id)
    if own.has_taken:
        raise Refused("has_taken", "您已经领过选票。选票只发一次，遗失不补，本次投票记为未投。")
    taken = Case(When(pk=own.pk, then=True), default=F("has_taken"))
    standing.voters.update(has_taken=taken)
    return slips.new_slip(standing.seal_word)


@transaction.atomic
def cast(*, slip: str, paper: counting.Paper) -> str:
    """
    Put a paper into the box and return its receipt code. Whoever holds the slip casts; nobody asks who it is.

    Rule: design 4; office-practice 13. Raises: Refused `unknown_slip`, `spent`, `not_taken`, `unknown_choice`,
    `too_many`; nothing is cast then.
    """
    ballot = queries.open_ballot_of(slip)
    _wait_turn(ballot)
    ballot, mark = queries.open_ballot_and_mark(slip)  # it may have been closed while we waited
    box = BallotBox.objects.get(ballot=ballot)
    if mark in box.spent:
        raise Refused("spent", "这张选票已经投过，一张选票只能投一次。")
    if len(box.spent) >= ballot.voters.filter(has_taken=True).count():
        raise Refused("not_taken", "投出的选票已经和领出的一样多，请告诉组织投票的工作人员。")
    receipt = slips.new_receipt()
    box.spent = sorted([*box.spent, mark])
    box.receipts = sorted([*box.receipts, slips.receipt_mark(receipt)])
    box.papers = sorted([*box.papers, counting.written(ballot, paper)])
    box.save(update_fields=["spent", "receipts", "papers"])
    return receipt


@transaction.atomic
def close_ballot(*, ballot: Ballot, by: Actor, at: datetime) -> Ballot:
    """
    Close a ballot and count it (结束投票并计票): one ledger row with the counts, voters and box written anew.

    Fewer papers than voters a ballot must have are not counted: whoever knows who came would know how they voted.
    Rule: our decision, from office-practice 13. Raises: PermissionDenied; Refused `stale`, `too_few_papers`.
    """
    _wait_turn(ballot)
    _check_papers(ballot)
    counts = queries.recount(ballot)
    changes = {"closed_on": timezone.localdate(at), "counts": counts}
    moved = workflow.apply(table.CLOSE, ballot, by=by, at=at, changes=changes)
    _destroy_word(moved)
    _write_anew(moved)
    return moved


@transaction.atomic
def void_ballot(*, ballot: Ballot, reason: str, by: Actor, at: datetime) -> Ballot:
    """Void a ballot (作废): what was cast is destroyed uncounted, what was counted stays as it was."""
    _wait_turn(ballot)
    moved = workflow.apply(table.VOID, ballot, by=by, at=at, reason=reason)
    _destroy_word(moved)
    if not moved.counts:
        BallotBox.objects.filter(ballot=moved).update(spent=[], receipts=[], papers=[])
    _write_anew(moved)
    return moved


def _check_papers(ballot: Ballot) -> None:
    cast = len(BallotBox.objects.get(ballot=ballot).papers)
    if ballot.state == BallotState.OPEN and cast < table.FEWEST_VOTERS:
        raise Refused(
            "too_few_papers",
            f"只收到{cast}张票，不到{table.FEWEST_VOTERS}张就计票会看出各人投了什么。请再等一等，或作废后改用纸质表决。",
        )


def _destroy_word(ballot: Ballot) -> None:
    Ballot.objects.filter(pk=ballot.pk).update(seal_word="")


def _write_anew(ballot: Ballot) -> None:
    """Take every row out and put it back in random order under new random keys."""
    voters, box = list(ballot.voters.all()), BallotBox.objects.get(ballot=ballot)
    _delete(ballot.voters.all())
    _delete(BallotBox.objects.filter(ballot=ballot))
    Voter.objects.bulk_create(
        Voter(ballot=ballot, user_id=each.user_id, name=each.name, has_taken=each.has_taken)
        for each in _shuffled(voters)
    )
    BallotBox.objects.create(ballot=ballot, spent=box.spent, receipts=box.receipts, papers=box.papers)


def _delete(rows: QuerySet[Voter] | QuerySet[BallotBox]) -> None:
    rows.delete()


def _shuffled(rows: Sequence[Voter]) -> list[Voter]:
    return _shuffler.sample(rows, len(rows))


def _wait_turn(ballot: Ballot) -> None:
    """One at a time, without a lock on a row: a lock would leave the number of the transaction in it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, ballot.pk % 2**31])


_LOCK_SPACE = 0x0BA1


def _listed(named: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "label": label} for key, label in named.items()]
