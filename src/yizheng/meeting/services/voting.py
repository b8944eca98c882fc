"""Writes: a vote with its denominators, counted by hands, by name, on paper, or in a secret ballot (handbook 9.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.ballot import services as ballots
from yizheng.ballot.enums import BallotState
from yizheng.ballot.models import Ballot
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import live
from .. import workflow as table
from ..enums import AgendaKind, AttendanceStatus, Choice, InvitationRole, MeetingState, VoteMethod, VoteState
from ..models import AgendaItem, HallScreen, Invitation, Meeting, NamedVote, Vote, VoteLine
from ..permissions import KEEPER
from ..quorum import base_of, majority_of, present_at, running_half_day, total_of

MOST_LINES = 60
ANSWERS = {"for": "赞成", "against": "反对", "abstain": "弃权"}
THERE = (AttendanceStatus.PRESENT, AttendanceStatus.LATE)
"""Who votes: whoever left early came, but is there no more and stands in no count of those present."""


@dataclass(frozen=True)
class Count:
    """What was counted for one line: in favour, against, abstained; the rest did not vote."""

    in_favour: int
    against: int
    abstained: int

    @property
    def total(self) -> int:
        """Return how many votes these are."""
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True)
class Papers:
    """Paper ballots: handed out, come back, of these invalid; who watched (监票人) and who counted (计票人)."""

    issued: int
    returned: int
    invalid: int
    scrutineers: str
    tellers: str = ""


@transaction.atomic
def open_vote(
    *,
    meeting: Meeting,
    title: str,
    method: VoteMethod,
    by: Actor,
    at: datetime,
    lines: Sequence[str] = (),
    item: AgendaItem | None = None,
) -> Vote:
    """
    Begin a vote (开始表决): the denominators are fixed now; `lines` are the candidates, one line is the thing itself.

    Rule: handbook 9.4; office-practice 13: elections and personnel go on paper, the secret electronic ballot serves
    appraisals and selections. Raises: Refused `not_sitting`, `only_briefing`, `no_title`, `too_many`, `paper_only`,
    `one_open`; nothing is changed then.
    """
    require("meeting.run", by)
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    names = [line.strip() for line in lines if line.strip()] or [title.strip()]
    _check_opening(locked, title, method, names, item)
    total, present, base = total_of(locked), present_at(locked, at=at), base_of(locked, on=timezone.localdate(at))
    vote = Vote.objects.create(
        meeting=locked, item=item, title=title.strip()[:120], method=method, base=base, total=total, present=present,
        needed=majority_of(total, present, base), opened_at=at,
    )  # fmt: skip
    VoteLine.objects.bulk_create(
        VoteLine(vote=vote, order=order, name=name[:120]) for order, name in enumerate(names, start=1)
    )
    if method is VoteMethod.SECRET:
        _open_ballot(vote, names, by, at)
    _show(locked, vote)
    fields = {"method": method.value, "total": total, "present": present, "needed": vote.needed}
    ledger.record("open_vote", vote, by=by, at=at, to_state=vote.state, fields=fields)
    events.publish(workflow.Moved("meeting_vote", vote, "open_vote", "", vote.state, by, at))
    return vote


@transaction.atomic
def vote_by_name(*, vote: Vote, invitation: Invitation, choice: Choice, by: Actor, at: datetime) -> NamedVote:
    """
    Vote by name (记名表决), once. Observers have no vote; the person, or the clerk who calls the roll, says it.

    Raises: PermissionDenied; Refused `closed`, `twice`, `not_named`, `not_there`; nothing is changed then.
    """
    locked = Vote.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=vote.pk)
    own = locked.meeting.invitations.select_related("person").get(pk=invitation.pk)
    require("meeting.run" if by.user_id != own.person.user_id else "meeting.vote", by, own)
    _check_named(locked, own, at)
    made = NamedVote.objects.create(vote=locked, invitation=own, choice=choice)
    fields = {"invitation": own.pk, "choice": choice.value}
    ledger.record("vote_by_name", locked, by=by, at=at, from_state=locked.state, to_state=locked.state, fields=fields)
    live.changed(locked.meeting)
    return made


@transaction.atomic
def close_vote(
    *, vote: Vote, by: Actor, at: datetime, counts: Sequence[Count] = (), papers: Papers | None = None
) -> Vote:
    """
    Announce a result (宣布结果). Impossible sums are refused: nobody can count more than there were.

    By name and by secret ballot the house counts itself. Rule: handbook 9.4: abstained and absent stand in the
    denominator. Raises: Refused `counts`, `sums`, `ballots`, `no_scrutineer`, `ballot_open`; nothing is changed then.
    """
    locked = Vote.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=vote.pk)
    found = _counted(locked, counts, papers, by, at)
    changes: dict[str, object] = {"closed_at": at}
    if papers is not None and locked.method == VoteMethod.PAPER:
        changes |= {
            "issued": papers.issued, "returned": papers.returned, "invalid": papers.invalid,
            "scrutineers": papers.scrutineers[:120], "tellers": papers.tellers[:120],
        }  # fmt: skip
    moved = workflow.apply(table.CLOSE_VOTE, locked, by=by, at=at, changes=changes)
    for line, count in zip(moved.lines.all(), found, strict=True):
        line.in_favour, line.against, line.abstained = count.in_favour, count.against, count.abstained
        line.not_voting = max(0, moved.total - count.total)
        line.is_passed = count.in_favour >= moved.needed
        line.save()
    _show(moved.meeting, moved)
    return moved


@transaction.atomic
def void_vote(*, vote: Vote, reason: str, by: Actor, at: datetime) -> Vote:
    """Void a vote with its reason (表决作废), as when more ballots came back than were handed out."""
    moved = workflow.apply(table.VOID_VOTE, vote, by=by, at=at, reason=reason)
    standing = Ballot.objects.filter(public_id=moved.ballot).first() if moved.ballot else None
    if standing is not None and standing.state not in (BallotState.CLOSED, BallotState.VOID):
        ballots.void_ballot(ballot=standing, reason=reason, by=by, at=at)
    live.changed(moved.meeting)
    return moved


def _check_opening(
    meeting: Meeting, title: str, method: VoteMethod, names: Sequence[str], item: AgendaItem | None
) -> None:
    if meeting.state != MeetingState.IN_SESSION:
        raise Refused("not_sitting", f"“{meeting.title}”现在是“{meeting.get_state_display()}”，开会以后才能表决。")
    if meeting.only_briefing:
        raise Refused("only_briefing", "到会人数不足法定人数，这次会议只通报情况，不能表决。")
    if not title.strip():
        raise Refused("no_title", "请写明表决什么。")
    if len(names) > MOST_LINES:
        raise Refused("too_many", f"一次表决最多{MOST_LINES}项，请分开。")
    if item is not None and item.kind == AgendaKind.PERSONNEL and method is not VoteMethod.PAPER:
        raise Refused("paper_only", "选举和人事事项用纸质票，由监票人监督、录入结果。")
    if method is VoteMethod.NAMED and len(names) > 1:
        raise Refused("one_by_one", "记名表决一次一项，请分开。")
    if meeting.votes.filter(state=VoteState.OPEN).exists():
        raise Refused("one_open", "还有一项表决没有宣布结果，请先结束它。")


def _check_named(vote: Vote, invitation: Invitation, at: datetime) -> None:
    if vote.method != VoteMethod.NAMED:
        raise Refused("not_named", f"“{vote}”不是记名表决。")
    if vote.state != VoteState.OPEN:
        raise Refused("closed", f"“{vote}”已经结束，不能再投。")
    if invitation.role != InvitationRole.ATTEND:
        raise Refused("observer", f"{invitation}是列席人员，没有表决权。")
    if not _is_there(vote, invitation, at):
        raise Refused("not_there", f"表决开始时{invitation}没有签到，或已经离会，在场的才能表决。")
    if vote.named.filter(invitation=invitation).exists():
        raise Refused("twice", f"{invitation}已经投过，一项表决只能投一次。")


def _is_there(vote: Vote, invitation: Invitation, at: datetime) -> bool:
    """Whoever came once the vote had begun stands in none of its denominators and does not tip it."""
    there = invitation.attendance.filter(half_day=running_half_day(vote.meeting, at=at), status__in=THERE)
    return there.exclude(came_at__gt=vote.opened_at).exists()


def _counted(vote: Vote, counts: Sequence[Count], papers: Papers | None, by: Actor, at: datetime) -> list[Count]:
    if vote.method == VoteMethod.NAMED:
        chosen = Counter(vote.named.values_list("choice", flat=True))
        return [Count(chosen[Choice.FOR], chosen[Choice.AGAINST], chosen[Choice.ABSTAIN])] * vote.lines.count()
    if vote.method == VoteMethod.SECRET:
        return _of_ballot(vote, by, at)
    _check_numbers(vote, counts)
    if vote.method == VoteMethod.PAPER:
        _check_papers(vote, counts, papers)
    return list(counts)


def _check_numbers(vote: Vote, counts: Sequence[Count]) -> None:
    if len(counts) != vote.lines.count():
        raise Refused("counts", "请逐项填写票数。")
    if any(min(each.in_favour, each.against, each.abstained) < 0 for each in counts):
        raise Refused("counts", "票数不能小于0。")
    too_many = next((each for each in counts if each.total > vote.present), None)
    if too_many is not None:
        raise Refused("sums", f"赞成、反对、弃权合计{too_many.total}票，多于到会的{vote.present}人，请重新核对。")


def _check_papers(vote: Vote, counts: Sequence[Count], papers: Papers | None) -> None:
    if papers is None or not papers.scrutineers.strip():
        raise Refused("no_scrutineer", "请写明监票人。")
    if not 0 <= papers.issued <= vote.present:
        raise Refused("ballots", f"发出{papers.issued}张票，与到会的{vote.present}人不符，请重新核对。")
    if papers.returned > papers.issued:
        raise Refused(
            "ballots", f"收回{papers.returned}张，多于发出的{papers.issued}张，这次表决无效，请作废后重新表决。"
        )
    if not 0 <= papers.invalid <= papers.returned:
        raise Refused("ballots", "无效票多于收回的票，请重新核对。")
    valid = papers.returned - papers.invalid
    wrong = next((each for each in counts if each.total != valid), None)
    if wrong is not None:
        raise Refused("sums", f"赞成、反对、弃权合计{wrong.total}票，与有效票{valid}张不符，请重新核对。")


def _open_ballot(vote: Vote, names: Sequence[str], by: Actor, at: datetime) -> None:
    """Hand the vote to the room of ballots: whoever attends, is there and has a login may take a slip."""
    half_day = running_half_day(vote.meeting, at=at)
    there = vote.meeting.invitations.filter(
        role=InvitationRole.ATTEND, person__user__isnull=False, attendance__half_day=half_day,
        attendance__status__in=THERE,
    )  # fmt: skip
    voters = {each.person.user_id: each.person.name for each in there.select_related("person") if each.person.user_id}
    items = {str(order): name for order, name in enumerate(names, start=1)}
    question = ballots.Question(items, ANSWERS)
    made = ballots.prepare(title=vote.title, question=question, voters=voters, by=by, at=at, keeper=KEEPER)
    ballots.open_ballot(ballot=made, by=by, at=at)
    vote.ballot = made.public_id
    vote.save(update_fields=["ballot"])


def _of_ballot(vote: Vote, by: Actor, at: datetime) -> list[Count]:
    assert vote.ballot is not None, "a secret vote has its ballot"
    ballot = Ballot.objects.get(public_id=vote.ballot)
    if ballot.state == BallotState.OPEN:
        ballot = ballots.close_ballot(ballot=ballot, by=by, at=at)
    if ballot.state != BallotState.CLOSED:
        raise Refused("ballot_open", "无记名投票还没有计票。")
    told, blank = ballot.counts["items"], int(ballot.counts["abstained"])  # an empty paper abstains on every line
    return [_line_of(told[str(line.order)], blank) for line in vote.lines.all()]


def _line_of(told: Mapping[str, int], blank: int) -> Count:
    in_favour, against, abstained = (int(told.get(answer, 0)) for answer in ANSWERS)
    return Count(in_favour, against, abstained + blank)


def _show(meeting: Meeting, vote: Vote) -> None:
    HallScreen.objects.filter(meeting=meeting).update(vote=vote)
    live.changed(meeting)
