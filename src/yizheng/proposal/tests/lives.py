"""Proper steps of proposals, handlings and replies, and improper ones: what the machines' test draws from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.proposal.enums import (
    AnswerVerdict,
    ContactMode,
    ContactStage,
    ConversionKind,
    HandlingState,
    Outcome,
    ProposalState,
    ReviewBody,
    ShareRole,
)
from yizheng.proposal.models import (
    GONE,
    AdjustRequest,
    ConsentAsk,
    Feedback,
    Handling,
    Proposal,
    Reply,
)
from yizheng.proposal.services import (
    adjusting,
    assigning,
    consenting,
    contacting,
    countersigning,
    deciding,
    drafting,
    extending,
    feedback,
    following,
    handling,
    joining,
    numbering,
    redoing,
    replying,
    reviewing,
    submitting,
    tracking,
    writing,
)

from . import factories as make

S, H = ProposalState, HandlingState
TEXT = writing.Text(
    title="关于做好老旧小区加装电梯的建议", background=make.TEXT, analysis="资金和意见协调两个难点。",
    suggestions=make.SUGGESTIONS, declared_unclassified=True,
)  # fmt: skip
FILE_IT = reviewing.Opinion(Outcome.FILE, words="建议立案")


class People:
    """Everybody who acts: two members, two clerks, an assigner, three units, and some who may nothing."""

    def __init__(self) -> None:
        self.units = [make.UnitFactory(name=f"区{name}局") for name in ("住建", "民政", "财政")]
        self.members = [make.as_member(make.member(f"委员{n}")) for n in "甲乙"]
        self.clerks = [make.clerk(f"提案委{n}") for n in "甲乙"]
        self.assigner = make.assigner()
        self.unit_clerks = [make.as_unit(unit, name=f"{unit}经办") for unit in self.units]
        self.strangers = [
            make.as_role(Role.SYS_ADMIN), make.as_role(Role.LEADER), make.as_unit(make.UnitFactory()),
            make.as_member(make.member("路人")),
        ]  # fmt: skip

    def all(self) -> list[Actor]:
        """Return everybody."""
        return [*self.members, *self.clerks, self.assigner, *self.unit_clerks, *self.strangers]

    def first_of(self, proposal: Proposal) -> Actor:
        """Return the first proposer of a proposal."""
        mine = [each for each in self.members if each.hat.scope_id == proposal.first_proposer_id]
        return mine[0]

    def clerk_of(self, handled: Handling) -> Actor:
        """Return the clerk of a handling's unit."""
        return next(each for each in self.unit_clerks if each.hat.scope_id == handled.unit_id)


def open_handlings(proposal: Proposal) -> list[Handling]:
    """Return the handlings that bind somebody, the co-handlers first: the host waits for them."""
    rows = proposal.handlings.exclude(state__in=GONE).select_related("unit", "proposal__session__term")
    return sorted(rows, key=lambda each: (each.role != ShareRole.CO, each.pk))


def next_step(proposal: Proposal, people: People, at: datetime, luck: int) -> None:
    """Do the next proper step of a proposal; `luck` 0–9 decides between several."""
    day, clerk, second = timezone.localdate(at), people.clerks[0], people.clerks[1]
    by_state: dict[str, Callable[[], Any]] = {
        S.DRAFT: lambda: submitting.submit(proposal=proposal, by=people.first_of(proposal), at=at),
        S.RETURNED: lambda: submitting.resubmit(proposal=proposal, by=people.first_of(proposal), at=at),
        S.SUBMITTED: lambda: _submitted(proposal, people, at, luck),
        S.FIRST_REVIEWED: lambda: _decided(proposal, clerk, second, day, at, luck),
        S.FILED: lambda: _prepared(proposal, people, at),
        S.PRE_ASSIGNED: lambda: assigning.assign_all(proposals=[proposal], by=people.assigner, at=at),
        S.ASSIGNED: lambda: _handled(proposal, people, at, luck),
        S.HANDLING: lambda: _handled(proposal, people, at, luck),
        S.REDO: lambda: _handled(proposal, people, at, luck),
        S.REPLIED: lambda: _rated(proposal, people, at, luck),
        S.TRACKING: lambda: _tracked(proposal, people, at, luck),
        S.CARRIED: lambda: redoing.handle_again(
            proposal=proposal, chosen=[h for h in open_handlings(proposal) if h.state == H.ISSUED][:1],
            reason="仍是B类", by=clerk, at=at,
        ),
    }  # fmt: skip
    by_state.get(proposal.state, lambda: None)()


def _submitted(proposal: Proposal, people: People, at: datetime, luck: int) -> None:
    if luck == 0:
        reviewing.return_for_change(proposal=proposal, reason="请补充具体建议", by=people.clerks[0], at=at)
        return
    units = [(people.units[0], ShareRole.HOST), (people.units[1], ShareRole.CO)] if luck > 4 else [
        (people.units[luck % 3], ShareRole.SOLE)
    ]  # fmt: skip
    reviewing.first_review(
        proposal=proposal,
        category="城乡建设",
        keywords=["电梯"],
        opinion=FILE_IT,
        units=units,
        by=people.clerks[0],
        at=at,
    )


def _decided(proposal: Proposal, clerk: Actor, second: Actor, day: date, at: datetime, luck: int) -> None:
    if not proposal.reviews.filter(stage="second", at__gte=proposal.submitted_at).exists():
        reviewing.second_review(proposal=proposal, opinion=FILE_IT, by=second, at=at)
        return
    outcome = Outcome.NOT_FILE if luck == 0 else Outcome.FILE
    reason = "academic" if luck == 0 else ""
    deciding.decide_batch(
        session=proposal.session, body=ReviewBody.PROPOSAL_COMMITTEE, decided_on=day, persons="提案委全体会议",
        lines=[deciding.Decided(proposal, outcome, reason)], by=clerk, at=at,
    )  # fmt: skip


def _prepared(proposal: Proposal, people: People, at: datetime) -> None:
    if proposal.filed_no is None:
        order = [each.pk for each in numbering.preview(proposal.session, at)]
        numbering.give_numbers(session=proposal.session, order=order, by=people.clerks[0], at=at)
        return
    assigning.pre_assign(proposals=[proposal], by=people.clerks[0], at=at)


def _handled(proposal: Proposal, people: People, at: datetime, luck: int) -> None:
    waiting = [each for each in open_handlings(proposal) if each.state not in (H.ISSUED,)]
    moving = [each for each in waiting if not _is_done_for_now(each)]
    if moving:
        unit_step(moving[luck % len(moving)] if luck > 4 else moving[0], people, at, luck)


def _is_done_for_now(each: Handling) -> bool:
    return each.state == H.OPINED and each.countersigned_on is not None


def unit_step(each: Handling, people: People, at: datetime, luck: int) -> None:
    """Do the next proper step of a unit."""
    by, day = people.clerk_of(each), timezone.localdate(at)
    if each.state == H.ASSIGNED:
        if luck == 1:
            adjusting.request_adjustment(
                handling=each, reason="不属本单位职责", suggested_unit=None, signed_by_name="贺建平", by=by, at=at
            )
            return
        handling.sign_for(handling=each, by=by, at=at)
    elif each.state == H.ADJUSTING:
        request = AdjustRequest.objects.filter(handling=each).latest("pk")
        adjusting.keep(request=request, reason="职责相关", by=people.assigner, at=at)
    elif each.role == ShareRole.CO and each.state in (H.SIGNED, H.CONTACTED):
        opinion = countersigning.Opinion(text="同意主办意见", doc_no="", signed_by_name="邹明")
        countersigning.send_co_opinion(handling=each, opinion=opinion, by=by, at=at)
    elif each.state == H.OPINED:
        countersigning.countersign(handling=each, by=by, at=at)
    elif each.state == H.SIGNED:
        contacting.record_contact(handling=each, contact=talk(day, each.round > 1), by=by, at=at)
    elif each.state in (H.CONTACTED, H.REJECTED):
        _draft(each, by, day, at, luck)
    else:
        reply = drafting.reply_of(each)
        assert reply is not None
        replying.issue(reply=reply, signed_by_name="贺建平", by=by, at=at)


def talk(day: date, leader: bool = False) -> contacting.Contact:
    """Return a talk with the proposer."""
    return contacting.Contact(ContactStage.BEFORE, ContactMode.VISIT, day, "冉晓彤", "委员", "当面听取意见", leader)


def _draft(each: Handling, by: Actor, day: date, at: datetime, luck: int) -> None:
    answers = [
        drafting.Answer(suggestion.pk, AnswerVerdict.ACCEPTED, "已安排")
        for suggestion in each.proposal.suggestions.all()
    ]
    promises = [drafting.Commitment("年底前完成十部", day + timedelta(days=90))] if luck > 7 else []
    words = drafting.Words(
        opening="感谢您的提案。", class_mark="B" if luck > 5 else "A", answers=answers, commitments=promises
    )
    drafting.write_reply(handling=each, words=words, by=by, at=at)
    drafting.finish_draft(handling=Handling.objects.get(pk=each.pk), by=by, at=at)


def _rated(proposal: Proposal, people: People, at: datetime, luck: int) -> None:
    asked = Feedback.objects.filter(proposal=proposal, state="asked", is_asked=True).first()
    if asked is not None:
        unhappy = luck % 2 == 0
        ratings = feedback.Ratings(
            "satisfied", "not_satisfied" if unhappy else "satisfied", "没有进展" if unhappy else ""
        )
        feedback.give(feedback=asked, ratings=ratings, by=people.first_of(proposal), at=at)
        return
    bad = Feedback.objects.filter(
        proposal=proposal, state="given", result_rating="not_satisfied", confirmed_on=None, reply__round=proposal.round
    ).first()
    if bad is not None:
        feedback.confirm_dissatisfied(feedback=bad, by=people.clerks[0], at=at)
        return
    chosen = [reply.handling for reply in redoing.dissatisfied_replies(proposal)]
    if chosen and proposal.round < 2:
        redoing.order_redo(proposal=proposal, chosen=chosen, reason="提案人不满意", by=people.clerks[0], at=at)
    elif chosen:
        redoing.close_disputed(proposal=proposal, note="两轮以后仍有分歧", by=people.clerks[0], at=at)


def _tracked(proposal: Proposal, people: People, at: datetime, luck: int) -> None:
    if luck < 4:
        tracking.carry(year=proposal.year, by=people.clerks[0], at=at)
        return
    if luck < 8:
        for each in [h for h in open_handlings(proposal) if h.state == H.ISSUED][:1]:
            progress = [following.Progress(promise, "已完成", True) for promise in following.open_promises_of(each)]
            letter = following.SecondReply(progress, "已全部完成。", "A", "贺建平")
            following.write_second_reply(handling=each, letter=letter, by=people.clerk_of(each), at=at)
        return
    tracking.settle_tracking(proposal=proposal, by=people.clerks[0], at=at)


def detour(p: Proposal, other: Proposal, people: People, at: datetime, which: int) -> None:
    """Leave the straight way by the right people: withdraw, merge, convert, send a reply back, extend, take back."""
    clerk, first = people.clerks[0], people.first_of(p)
    turns: tuple[Callable[[], Any], ...] = (
        lambda: (
            consenting.ask_to_withdraw(proposal=p, reason="情况有变", by=first, at=at),
            joining.withdraw(proposal=p, reason="情况有变", by=clerk, at=at),
        ),
        lambda: _merged(p, other, people, at),
        lambda: (
            _agree(
                [consenting.ask_to_convert(proposal=p, conversion=ConversionKind.OPINION, words="", by=clerk, at=at)],
                people, at,
            ),
            joining.convert(proposal=p, kind=ConversionKind.OPINION, sent_to="信息科", note="", by=clerk, at=at),
        ),
        lambda: replying.reject_reply(handling=_some(p, H.ISSUED)[0], reason="答非所问", by=clerk, at=at),
        lambda: extending.extend(
            handling=_working(p)[0], to=_working(p)[0].due_on + timedelta(days=28),
            granted_by="葛明远", reason="需要会商", by=people.assigner, at=at,
        ),
        lambda: assigning.take_back(proposal=p, reason="再议", by=clerk, at=at),
    )  # fmt: skip
    turns[which % len(turns)]()


def _some(p: Proposal, *states: HandlingState) -> list[Handling]:
    rows = [each for each in open_handlings(p) if each.role != ShareRole.CO and each.state in states]
    if not rows:
        raise Refused("nothing", "没有这样的办理。")
    return rows


def _working(p: Proposal) -> list[Handling]:
    return _some(p, H.ASSIGNED, H.SIGNED, H.CONTACTED, H.DRAFTED)


def _merged(p: Proposal, main: Proposal, people: People, at: datetime) -> None:
    asks = consenting.ask_to_merge(main=main, others=[p], words="同一件事", by=people.clerks[0], at=at)
    _agree(asks, people, at)
    joining.merge(main=main, others=[p], by=people.clerks[1], at=at)


def _agree(asks: list[ConsentAsk], people: People, at: datetime) -> None:
    for ask in asks:
        consenting.answer(ask=ask, agreed=True, by=people.first_of(ask.proposal), at=at)


def any_act(proposal: Proposal, other: Proposal, by: Actor, at: datetime, which: int) -> None:
    """Try one of many acts as anybody, proper or not."""
    acts = list(_acts(proposal, other, by, at))
    acts[which % len(acts)]()


def _acts(p: Proposal, other: Proposal, by: Actor, at: datetime) -> Iterator[Callable[[], Any]]:
    day, said = timezone.localdate(at), "另有考虑"
    yield lambda: writing.autosave(proposal=p, text=TEXT, edition=p.edition, by=by, at=at)
    yield lambda: submitting.submit(proposal=p, by=by, at=at)
    yield lambda: submitting.resubmit(proposal=p, by=by, at=at)
    yield lambda: reviewing.return_for_change(proposal=p, reason=said, by=by, at=at)
    yield lambda: reviewing.second_review(proposal=p, opinion=FILE_IT, by=by, at=at)
    yield lambda: reviewing.back_to_first(proposal=p, reason=said, by=by, at=at)
    yield lambda: deciding.decide_batch(
        session=p.session, body=ReviewBody.PROPOSAL_COMMITTEE, decided_on=day, persons="", by=by, at=at,
        lines=[deciding.Decided(p, Outcome.FILE)],
    )  # fmt: skip
    yield lambda: numbering.give_numbers(session=p.session, order=[p.pk], by=by, at=at)
    yield lambda: assigning.pre_assign(proposals=[p, other], by=by, at=at)
    yield lambda: assigning.take_back(proposal=p, reason=said, by=by, at=at)
    yield lambda: assigning.assign_all(proposals=[p], by=by, at=at)
    yield lambda: consenting.ask_to_merge(main=other, others=[p], words=said, by=by, at=at)
    yield lambda: [
        consenting.answer(ask=ask, agreed=True, by=by, at=at)
        for ask in ConsentAsk.objects.filter(proposal=p, agreed=None)
    ]
    yield lambda: joining.merge(main=other, others=[p], by=by, at=at)
    yield lambda: consenting.ask_to_withdraw(proposal=p, reason=said, by=by, at=at)
    yield lambda: joining.withdraw(proposal=p, reason=said, by=by, at=at)
    yield lambda: consenting.ask_to_convert(proposal=p, conversion=ConversionKind.OPINION, words=said, by=by, at=at)
    yield lambda: joining.convert(proposal=p, kind=ConversionKind.OPINION, sent_to="信息科", note="", by=by, at=at)
    yield lambda: joining.split(proposal=p, titles=["关于另一件事的建议"], reason=said, by=by, at=at)
    yield lambda: tracking.settle_tracking(proposal=p, by=by, at=at)
    yield lambda: tracking.carry(year=p.year, by=by, at=at)
    yield lambda: redoing.close_disputed(proposal=p, note=said, by=by, at=at)
    for each in open_handlings(p)[:2]:
        yield from _unit_acts(each, by, at, said)


def _unit_acts(each: Handling, by: Actor, at: datetime, said: str) -> Iterator[Callable[[], Any]]:
    day = timezone.localdate(at)
    reply = Reply.objects.filter(handling=each).select_related("handling__proposal", "handling__unit").last()
    yield lambda: handling.sign_for(handling=each, by=by, at=at)
    yield lambda: contacting.record_contact(handling=each, contact=talk(day), by=by, at=at)
    yield lambda: drafting.finish_draft(handling=each, by=by, at=at)
    yield lambda: drafting.take_back_draft(handling=each, by=by, at=at)
    yield lambda: countersigning.countersign(handling=each, by=by, at=at)
    yield lambda: extending.extend(
        handling=each, to=each.due_on + timedelta(days=14), granted_by="葛明远", reason=said, by=by, at=at
    )
    yield lambda: replying.reject_reply(handling=each, reason=said, by=by, at=at)
    yield lambda: redoing.order_redo(proposal=each.proposal, chosen=[each], reason=said, by=by, at=at)
    if reply is not None:
        yield lambda: replying.issue(reply=reply, signed_by_name="贺建平", by=by, at=at)
        yield lambda: replying.change_class(reply=reply, mark="C", reason=said, by=by, at=at)
        yield lambda: drafting.send_to_check(reply=reply, by=by, at=at)
        yield lambda: drafting.return_from_check(reply=reply, reason=said, by=by, at=at)
    for asked in Feedback.objects.filter(reply__handling=each)[:1]:
        yield lambda: feedback.give(feedback=asked, ratings=feedback.Ratings("basic", "basic"), by=by, at=at)  # noqa: B023
