"""Probes of the proposal room's keys about units: dates, talks, classes, the check before issue."""

from __future__ import annotations

from datetime import date, timedelta

from yizheng.config.tests.probing import AT, TODAY, Probe, sentence_of
from yizheng.deadline.models import Deadline
from yizheng.proposal import reply_wording
from yizheng.proposal.enums import ContactMode, ContactStage, HandlingState, ProposalState, ReplyState, ShareRole, Side
from yizheng.proposal.models import Handling, Proposal
from yizheng.proposal.services import contacting, extending, replying
from yizheng.proposal.services import handling as services
from yizheng.proposal.tests import factories as make

H, S = HandlingState, ProposalState


def _opened(role: ShareRole = ShareRole.SOLE, of: Proposal | None = None) -> Handling:
    return services.open_handling(
        proposal=of or make.proposal(S.ASSIGNED), unit=make.UnitFactory(), role=role, side=Side.GOVERNMENT,
        by=make.assigner(), at=AT,
    )  # fmt: skip


def _due(act: str) -> date:
    return Deadline.objects.get(kind="handling", object_id=_opened().pk, act=act).due_on


def _silence() -> date:
    handling = make.handling(make.proposal(S.HANDLING), state=H.SIGNED)
    talk = contacting.Contact(ContactStage.BEFORE, ContactMode.PHONE, TODAY, "冉晓彤", "林岫", "听取了意见。")
    by = make.as_unit(handling.unit)
    return contacting.record_contact(handling=handling, contact=talk, by=by, at=AT).confirm_by


def _extend_seven_months() -> str:
    handling, to = _opened(), TODAY + timedelta(days=212)
    return sentence_of(
        lambda: extending.extend(
            handling=handling, to=to, granted_by="区政府督查室", reason="项目未完", by=make.assigner(), at=AT
        )
    )


def _issue_unchecked() -> str:
    handling = make.handling(make.proposal(S.HANDLING), state=H.DRAFTED)
    make.contact(handling)
    draft = make.reply(handling, ReplyState.DRAFT, body="答复全文。")
    by = make.as_unit(handling.unit)
    return sentence_of(lambda: replying.issue(reply=draft, signed_by_name="贺建平", by=by, at=AT))


PROBES = [
    Probe("proposal.sign_workdays", 3, 5, lambda: _due("sign_for")),
    Probe("proposal.first_contact_workdays", 15, 10, lambda: _due("record_first_contact")),
    Probe("proposal.reply_months", 3, 2, lambda: _opened().due_on),
    Probe("proposal.co_months", 1, 2, lambda: _opened(ShareRole.CO).due_on),
    Probe("proposal.fixed_deadline", "", "12-20", lambda: _opened().due_on),
    Probe("proposal.collective_fixed_deadline", "", "12-15", lambda: _opened(of=make.collective(S.ASSIGNED)).due_on),
    Probe("proposal.contact_silence_workdays", 5, 3, _silence),
    Probe("proposal.reply_max_months", 6, 7, _extend_seven_months),
    Probe("proposal.check_before_issue", False, True, _issue_unchecked),
    Probe("proposal.classes", ["A=办结", "B=在办"], ["A=已经解决"], lambda: reply_wording.classes(TODAY)),
]
