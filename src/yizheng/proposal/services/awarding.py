"""Writes: the selection of excellent proposals (优秀提案评选; handbook 5.9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.ballot import services as ballots
from yizheng.ballot.enums import BallotState
from yizheng.ballot.models import Ballot
from yizheng.ballot.services import Question
from yizheng.kernel import events, ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.sequences import next_number

from ..models import AwardSelection, AwardState, Nomination, Proposal
from ..queries import appraisal as queries
from ..workflow import appraising as table
from .quarantined import refuse_quarantined

MOST_VOTES = 10_000


@transaction.atomic
def begin_selection(*, year: int, title: str, by: Actor, at: datetime) -> AwardSelection:
    """
    Begin the selection of a year (启动优秀提案评选): filed count, quota and collective share are fixed now.

    Rule: handbook 5.9 (R22–R25); keys proposal.award_percent, proposal.award_collective_percent.
    Raises: PermissionDenied; Refused `exists`, `nothing`; nothing is made then.
    """
    require("award.run", by)
    if AwardSelection.objects.filter(year=year).exists():
        raise Refused("exists", f"{year}年的优秀提案评选已经有了，请在原来的上面继续。")
    filed = queries.filed_in(year)
    if not filed:
        raise Refused("nothing", f"{year}年还没有立案的提案，不能评选。")
    quota, collective = queries.quota_of(filed, timezone.localdate(at))
    made = AwardSelection.objects.create(
        year=year, title=title.strip()[:80], filed_count=filed, quota=quota, collective_min=collective
    )
    fields = {"filed": filed, "quota": quota, "collective_min": collective}
    ledger.record("begin_selection", made, by=by, at=at, to_state=made.state, fields=fields)
    events.publish(workflow.Moved("award_selection", made, "begin_selection", "", made.state, by, at))
    return made


@transaction.atomic
def nominate(
    *, selection: AwardSelection, proposal: Proposal, nominated_by: str, reason: str, by: Actor, at: datetime
) -> Nomination:
    """
    Nominate a proposal (推荐优秀提案): oneself, a committee, a party, or the clerk for them.

    Rule: handbook 5.9 (R23): filed in the year, or an earlier one handled anew in it.
    Raises: PermissionDenied; Refused `not_nominating`, `not_fit`, `nominated`; nothing is made then.
    """
    standing = _locked(selection)
    require("award.nominate", by, proposal)
    refuse_quarantined(proposal.pk)
    if standing.state != AwardState.NOMINATING:
        raise Refused("not_nominating", f"“{standing.title}”现在是“{standing.get_state_display()}”，不再接受推荐。")
    if not queries.may_be_awarded(standing.year).filter(pk=proposal.pk).exists():
        raise Refused("not_fit", f"只能推荐{standing.year}年立案的，或者这一年重新办理、以前没有获过奖的提案。")
    if standing.nominations.filter(proposal=proposal).exists():
        raise Refused("nominated", "这件提案已经有人推荐了，不用再推荐。")
    made = Nomination.objects.create(
        selection=standing, proposal=proposal, nominated_by=nominated_by.strip()[:80], reason=reason.strip()[:300]
    )
    ledger.record("nominate_award", made, by=by, at=at, fields={"proposal": proposal.pk})
    thread.link(proposal, standing, relation="award", at=at)
    events.publish(workflow.Moved("nomination", made, "nominate_award", "", "", by, at))
    return made


@transaction.atomic
def shortlist(*, selection: AwardSelection, chosen: Collection[int], by: Actor, at: datetime) -> AwardSelection:
    """Shortlist nominations by their ids (初选); it can be done anew until votes are in. Raises: Refused `nobody`."""
    selection = _locked(selection)
    ids = set(selection.nominations.filter(pk__in=chosen).values_list("pk", flat=True))
    if not ids or ids != set(chosen):
        raise Refused("nobody", "请至少选一件推荐上来的提案。")
    if selection.ballot_id and Ballot.objects.filter(pk=selection.ballot_id).exclude(state=BallotState.VOID).exists():
        raise Refused("has_ballot", "无记名投票已经准备好，要改初选名单，请先作废那次投票。")
    moved = workflow.apply(table.SHORTLIST, selection, by=by, at=at)
    moved.nominations.update(is_shortlisted=False)
    moved.nominations.filter(pk__in=ids).update(is_shortlisted=True)
    return moved


@transaction.atomic
def prepare_vote(
    *, selection: AwardSelection, voters: Mapping[int, str], by: Actor, at: datetime
) -> AwardSelection:  # fmt: skip
    """Prepare a secret ballot among the shortlisted (准备无记名投票): each voter chooses up to the quota."""
    selection = _locked(selection)
    if selection.ballot_id and Ballot.objects.filter(pk=selection.ballot_id).exclude(state=BallotState.VOID).exists():
        raise Refused("has_ballot", "这次评选已经有无记名投票，请到投票页面继续。")
    rows = selection.nominations.filter(is_shortlisted=True).select_related("proposal").order_by("id")
    items = {str(each.pk): f"{each.proposal.number} {each.proposal.title}" for each in rows}
    question = Question(items, choose_most=min(selection.quota, len(items)))
    ballot = ballots.prepare(title=selection.title, question=question, voters=voters, by=by, at=at)
    moved = workflow.apply(table.PREPARE_VOTE, selection, by=by, at=at, changes={"ballot_id": ballot.pk})
    thread.link(moved, ballot, relation="ballot", at=at)
    return moved


def _locked(selection: AwardSelection) -> AwardSelection:
    """Lock a selection before its nominations are looked at: what one clerk checks, no other changes meanwhile."""
    return AwardSelection.objects.select_for_update(of=("self",)).get(pk=selection.pk)


def counted_votes(selection: AwardSelection) -> dict[int, int]:
    """Return the votes of the closed ballot by nomination. Raises: Refused `not_counted`."""
    ballot = Ballot.objects.filter(pk=selection.ballot_id or 0, state=BallotState.CLOSED).first()
    if ballot is None:
        raise Refused("not_counted", "无记名投票还没有结束计票，请先到投票页面结束投票。")
    return {int(key): counts["chosen"] for key, counts in ballot.counts["items"].items()}


@transaction.atomic
def enter_votes(
    *, selection: AwardSelection, votes: Mapping[int, int] | None, by: Actor, at: datetime
) -> AwardSelection:  # fmt: skip
    """
    Enter the votes of each shortlisted proposal (录入评定票数), counted at a meeting, or by the ballot when `None`.

    Raises: Refused `not_counted`, `incomplete`, `out_of_range`, `stale`; nothing is changed then.
    """
    selection = _locked(selection)
    given = dict(votes) if votes is not None else counted_votes(selection)
    rows = list(selection.nominations.filter(is_shortlisted=True))
    if set(given) != {each.pk for each in rows}:
        raise Refused("incomplete", "初选的每一件都要有票数，没有得票的填0。")
    if not all(0 <= number <= MOST_VOTES for number in given.values()):
        raise Refused("out_of_range", "票数请填0以上的整数。")
    moved = workflow.apply(table.ENTER_VOTES, selection, by=by, at=at)
    for each in rows:
        each.votes = given[each.pk]
    Nomination.objects.bulk_update(rows, ["votes"])
    return moved


@transaction.atomic
def decide(
    *, selection: AwardSelection, awarded: Collection[int], decided_by: str, decided_on: date, by: Actor, at: datetime
) -> AwardSelection:
    """
    Enter which proposals the chairpersons' meeting decided on (审定优秀提案); certificates get their numbers.

    Rule: handbook 5.9: at most the quota, the collective share kept. Numbers leave no gap (handbook 2.2).
    Raises: Refused `no_meeting`, `future`, `nobody`, `above_quota`, `too_few_collective`; nothing is changed then.
    """
    if not decided_by.strip():
        raise Refused("no_meeting", "请写明是哪次会议审定的。")
    if decided_on > timezone.localdate(at):
        raise Refused("future", "审定的日期还没有到，请核对。")
    selection = _locked(selection)
    rows = list(
        selection.nominations.filter(pk__in=awarded, is_shortlisted=True)
        .select_related("proposal").order_by("proposal__year", "proposal__filed_between", "proposal__filed_no", "id")
    )  # fmt: skip
    _check_shares(selection, rows, len(set(awarded)))
    changes = {"decided_by": decided_by.strip()[:80], "decided_on": decided_on}
    moved = workflow.apply(table.DECIDE_AWARDS, selection, by=by, at=at, changes=changes)
    for each in rows:
        each.is_awarded = True
        each.certificate_no = f"优提〔{moved.year}〕{next_number(f'award-certificate-{moved.year}')}号"
    Nomination.objects.bulk_update(rows, ["is_awarded", "certificate_no"])
    return moved


def _check_shares(selection: AwardSelection, rows: list[Nomination], asked: int) -> None:
    if not rows or len(rows) != asked:
        raise Refused("nobody", "请在初选的提案里选出优秀提案。")
    if len(rows) > selection.quota:
        raise Refused(
            "above_quota",
            f"{selection.year}年立案{selection.filed_count}件，优秀提案最多{selection.quota}件，"
            f"现在选了{len(rows)}件，请去掉{len(rows) - selection.quota}件。",
        )
    collective = sum(queries.is_collective(each) for each in rows)
    if collective < selection.collective_min:
        raise Refused(
            "too_few_collective",
            f"优秀提案名额{selection.quota}件，其中集体提案至少{selection.collective_min}件，现在是{collective}件，请调整。",
        )


@transaction.atomic
def publish(*, selection: AwardSelection, by: Actor, at: datetime) -> AwardSelection:
    """Publish the excellent proposals (公布优秀提案): by title and proposer, on the public page too."""
    return workflow.apply(
        table.PUBLISH_AWARDS, selection, by=by, at=at, changes={"published_on": timezone.localdate(at)}
    )
