"""Proper steps of pieces, issues and slips, and improper ones: what the machines' test draws from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.opinion.enums import AdoptionKind, ConsentState, FeedbackState, OpinionState, UpLevel
from yizheng.opinion.enums import TransferState as T
from yizheng.opinion.models import Opinion, OpinionFeedback, OpinionIssue, OpinionTransfer
from yizheng.opinion.services import (
    adopting,
    archiving,
    converting,
    editing,
    feeding_back,
    issuing,
    laying_out,
    merging,
    replying,
    reporting_up,
    reviewing,
    signing,
    submitting,
    transferring,
    voiding,
    writing,
)
from yizheng.opinion.signers import Signer

from . import factories as make

S = OpinionState
TEXT = writing.Text(
    title=make.TITLE, situation=make.SITUATION, problem=make.PROBLEM, suggestion=make.SUGGESTION,
    declared_unclassified=True,
)  # fmt: skip
EDITED = editing.Edited(
    title=make.TITLE, body=make.BODY, category="城乡建设", facts="已与街道核对", is_secrecy_checked=True
)
ABOVE = reporting_up.Above(UpLevel.CITY, "市政协")
ADOPTED_STATES = (S.ISSUED, S.TRANSFERRED, S.REPORTED_UP, S.ADOPTED_UP, S.INSTRUCTED, S.REPLIED)


class People:
    """Everybody who acts: authors of every source, two clerks, a signer, two units, and some who may nothing."""

    def __init__(self) -> None:
        self.authors = list(make.everybody().values())
        self.clerks = [make.clerk("信息科甲"), make.clerk("信息科乙")]
        self.signer = make.secretary_general()
        self.units = [make.unit(f"区{name}局") for name in ("住建", "城管")]
        self.strangers = [make.as_role(Role.SYS_ADMIN), make.as_member(make.member("路人")), make.leader()]

    def all(self) -> list[Actor]:
        """Return everybody."""
        return [*self.authors, *self.clerks, self.signer, *(clerk for _unit, clerk in self.units), *self.strangers]

    def author_of(self, opinion: Opinion) -> Actor:
        """Return who sent a piece in; the office for a comprehensive one."""
        return next((each for each in self.authors if each.name == opinion.source_name), self.clerks[0])

    def clerk_of(self, slip: OpinionTransfer) -> Actor:
        """Return the clerk of the unit a slip was sent to."""
        return next(clerk for unit, clerk in self.units if unit.pk == slip.unit_id)


def next_step(opinion: Opinion, people: People, at: datetime, luck: int) -> Any:
    """Do the next proper step of a piece; `luck` 0–9 decides between several."""
    clerk, author = people.clerks[0], people.author_of(opinion)
    by_state: dict[str, Callable[[], Any]] = {
        S.DRAFT: lambda: submitting.submit(opinion=opinion, by=author, at=at),
        S.RETURNED: lambda: submitting.resubmit(opinion=opinion, by=author, at=at),
        S.SUBMITTED: lambda: _read(opinion, clerk, at, luck),
        S.EDITING: lambda: _edited(opinion, people, at, luck),
        S.SIGNING: lambda: signing.approve(opinion=opinion, by=people.signer, at=at),
        S.APPROVED: lambda: _approved(opinion, people, at, luck),
        **dict.fromkeys(ADOPTED_STATES, lambda: _followed(opinion, people, at, luck)),
    }  # fmt: skip
    return by_state.get(opinion.state, lambda: None)()


def _read(opinion: Opinion, clerk: Actor, at: datetime, luck: int) -> Any:
    if luck == 0:
        return reviewing.return_for_more(opinion=opinion, reason="请补充数据", by=clerk, at=at)
    if luck == 1:
        return reviewing.reject(opinion=opinion, reason_code="old", by=clerk, at=at)
    return reviewing.take_up(opinion=opinion, by=clerk, at=at)


def _edited(opinion: Opinion, people: People, at: datetime, luck: int) -> Any:
    clerk, edition = people.clerks[0], opinion.working_edition
    if not opinion.category or not opinion.fact_note or not opinion.secrecy_checked_by:
        return editing.keep_edit(opinion=opinion, edited=EDITED, working_edition=edition, by=clerk, at=at)
    signer = Signer(people.signer.name, people.signer.user_id)
    return signing.send_to_sign(opinion=opinion, signer=signer, by=clerk, at=at)


def _approved(opinion: Opinion, people: People, at: datetime, luck: int) -> Any:
    if luck < 2:
        unit = people.units[luck][0]
        return transferring.transfer(opinion=opinion, units=[unit], asked_action="请办", by=people.clerks[0], at=at)
    return put_in_an_issue(opinion, people, at)


def put_in_an_issue(opinion: Opinion, people: People, at: datetime) -> OpinionIssue:
    """Lay an issue of this piece out, send it to be signed, sign it."""
    clerk, signer = people.clerks[0], Signer(people.signer.name, people.signer.user_id)
    layout = laying_out.Layout("社情民意", items=[opinion], addressees=["区委办公室"])
    issue = laying_out.lay_out(layout=layout, by=clerk, at=at)
    issue = laying_out.send_to_sign(issue=issue, signer=signer, by=clerk, at=at)
    return issuing.issue(issue=issue, by=people.signer, at=at)


def _followed(opinion: Opinion, people: People, at: datetime, luck: int) -> Any:
    clerk = people.clerks[0]
    slip = opinion.transfers.exclude(state__in=[T.ACCEPTED, T.RECALLED, T.DECLINED]).order_by("id").first()
    if slip is not None:
        return _worked(slip, people, at)
    owed = opinion.feedback.filter(state=FeedbackState.OWED).order_by("id").first()
    if owed is not None:
        return feeding_back.give(feedback=owed, text=owed.text, by=clerk, at=at)
    if luck < 3:
        return transferring.transfer(opinion=opinion, units=[people.units[0][0]], asked_action="请办", by=clerk, at=at)
    if luck < 5:
        return reporting_up.report(opinion=opinion, to=ABOVE, by=clerk, at=at)
    return adopt(opinion, people, at)


def _worked(slip: OpinionTransfer, people: People, at: datetime) -> Any:
    by = people.clerk_of(slip)
    if slip.state == T.SENT:
        return replying.sign_for(slip=slip, by=by, at=at)
    if slip.state in (T.SIGNED, T.SENT_BACK):
        return replying.reply(slip=slip, words="已办理", signed_by_name="贺建平", by=by, at=at)
    return replying.accept(slip=slip, by=people.clerks[0], at=at)


def adopt(opinion: Opinion, people: People, at: datetime) -> Any:
    """Enter that the city used a piece."""
    day = timezone.localdate(at)
    adopted = adopting.Adopted(UpLevel.CITY, AdoptionKind.SINGLE, day, "市政协", f"市政协信息{opinion.pk}号")
    return adopting.record(opinion=opinion, adopted=adopted, by=people.clerks[0], at=at)


def any_act(opinion: Opinion, other: Opinion, by: Actor, people: People, at: datetime, what: int) -> Any:
    """Try one act, proper or not, as whoever."""
    signer, unit = Signer(people.signer.name, people.signer.user_id), people.units[0][0]
    slip = OpinionTransfer.objects.order_by("id").last()
    told = OpinionFeedback.objects.order_by("id").last()
    issue = OpinionIssue.objects.order_by("id").last()
    asked = opinion.conversions.filter(state=ConsentState.ASKED).first()
    adoption = opinion.adoptions.order_by("id").last()
    acts: list[Callable[[], Any]] = [
        lambda: submitting.submit(opinion=opinion, by=by, at=at),
        lambda: submitting.resubmit(opinion=opinion, by=by, at=at),
        lambda: submitting.withdraw(opinion=opinion, by=by, at=at),
        lambda: writing.autosave(opinion=opinion, text=TEXT, edition=opinion.edition, by=by, at=at),
        lambda: writing.discard(opinion=opinion, by=by, at=at),
        lambda: reviewing.take_up(opinion=opinion, by=by, at=at),
        lambda: reviewing.return_for_more(opinion=opinion, reason="补充", by=by, at=at),
        lambda: reviewing.reject(opinion=opinion, reason_code="petition", by=by, at=at),
        lambda: reviewing.mark_urgency(opinion=opinion, urgency="urgent", reason="汛期", by=by, at=at),
        lambda: editing.keep_edit(opinion=opinion, edited=EDITED, working_edition=0, by=by, at=at),
        lambda: merging.merge(opinions=[opinion, other], main=opinion, title="综合", by=by, at=at),
        lambda: merging.take_out(part=opinion, by=by, at=at),
        lambda: signing.send_to_sign(opinion=opinion, signer=signer, by=by, at=at),
        lambda: signing.approve(opinion=opinion, by=by, at=at),
        lambda: signing.send_back(opinion=opinion, reason="再改", by=by, at=at),
        lambda: transferring.transfer(opinion=opinion, units=[unit], asked_action="请办", by=by, at=at),
        lambda: converting.ask_author(opinion=opinion, target="speech", words="", by=by, at=at),
        lambda: converting.convert(opinion=opinion, by=by, at=at),
        lambda: archiving.archive_year(year=2026, by=by, at=at),
        lambda: slip and replying.sign_for(slip=slip, by=by, at=at),
        lambda: slip and replying.decline(slip=slip, reason="不归我单位", by=by, at=at),
        lambda: slip and transferring.recall(slip=slip, reason="发错了", by=by, at=at),
        lambda: told and feeding_back.see(feedback=told, by=by, at=at),
        lambda: told and feeding_back.drop(feedback=told, reason="已当面说", by=by, at=at),
        lambda: issue and issuing.recall(issue=issue, reason="有误", by=by, at=at),
        lambda: asked and converting.answer(conversion=asked, agrees=what % 2 == 0, by=by, at=at),
        lambda: adoption and voiding.void(adoption=adoption, reason="登记错了", by=by, at=at),
    ]
    return acts[what % len(acts)]()
