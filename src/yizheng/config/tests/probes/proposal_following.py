"""Probes of the proposal room's keys about what follows a reply: feedback, redo, second reply, look-back."""

from __future__ import annotations

from datetime import date, timedelta

from yizheng.config.tests.probing import AT, TODAY, Probe, sentence_of
from yizheng.proposal.enums import Consent, FeedbackState, HandlingState, ProposalState
from yizheng.proposal.models import Feedback, Handling, Reply
from yizheng.proposal.queries import following as queries_following
from yizheng.proposal.services import closing, look_back, redoing, reminding
from yizheng.proposal.services import feedback as acts
from yizheng.proposal.tests import factories as make

S, H = ProposalState, HandlingState


def _reply(state: ProposalState = S.REPLIED, **changed: object) -> Reply:
    return make.reply(make.handling(make.proposal(state), state=H.ISSUED), **changed)


def _due() -> date:
    reply = _reply()
    return acts.ask_for_feedback(reply=reply, by=make.clerk(), at=AT)[0].due_on


def _silence() -> str:
    row = make.feedback(_reply(), due_on=TODAY - timedelta(days=90), reminded_on=TODAY - timedelta(days=60))
    reminding.follow_up(on=TODAY, at=AT)
    return Feedback.objects.get(pk=row.pk).result_rating


def _overall() -> str:
    reply = _reply()
    make.feedback(reply, state=FeedbackState.GIVEN, result_rating="satisfied")
    friend = make.signer(reply.handling.proposal, make.member(), consent=Consent.AGREED)
    make.feedback(reply, friend, state=FeedbackState.GIVEN, result_rating="not_satisfied")
    return queries_following.overall_of(reply, on=TODAY)


def _dissatisfied(**changed: object) -> Handling:
    reply = _reply(**changed)
    make.feedback(reply, state=FeedbackState.GIVEN, result_rating="not_satisfied", confirmed_on=TODAY)
    return reply.handling


def _redo_rounds() -> str:
    handling = _dissatisfied()
    return sentence_of(
        lambda: redoing.order_redo(
            proposal=handling.proposal, chosen=[handling], reason="答非所问", by=make.clerk(), at=AT
        )
    )


def _redone_by() -> date:
    handling = _dissatisfied()
    redoing.order_redo(proposal=handling.proposal, chosen=[handling], reason="答非所问", by=make.clerk(), at=AT)
    return Handling.objects.get(pk=handling.pk).due_on


def _class_b() -> date | None:
    reply = _reply(class_mark="B", sent_on=TODAY)
    make.feedback(reply, state=FeedbackState.GIVEN, result_rating="satisfied")
    closing.settle(proposal=reply.handling.proposal, at=AT)
    return Handling.objects.get(pk=reply.handling_id).second_due_on


def _second_due() -> date:
    return closing.second_due(TODAY)


def _second_due_after_the_day() -> date:
    return closing.second_due(date(2026, 12, 21))


def _drawn() -> int:
    for _ in range(4):
        reply = _reply(S.TRACKING, class_mark="B")
        reply.handling.proposal.year = 2025
        reply.handling.proposal.save()
    return len(look_back.sample(year=2026, by=make.clerk(), at=AT))


PROBES = [
    Probe("proposal.feedback_workdays", 15, 10, _due),
    Probe("proposal.default_feedback", "none", "basic", _silence),
    Probe("proposal.joint_rule", "first", "worst", _overall),
    Probe("proposal.redo_days", 30, 20, _redone_by),
    Probe("proposal.max_rounds", 2, 1, _redo_rounds),
    Probe("proposal.second_reply_classes", ["B"], ["C"], _class_b),
    Probe("proposal.second_reply_day", "11-30", "12-15", _second_due),
    Probe("proposal.second_reply_months", 6, 3, _second_due_after_the_day),
    Probe("proposal.look_back_percent", 100, 50, _drawn),
]
