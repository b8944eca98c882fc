"""Writes: the second reply says what became of what was promised (二次答复; handbook 5.7)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.workflow import Moved
from yizheng.promise import services as promises
from yizheng.promise.enums import PromiseState
from yizheng.promise.models import Promise

from .. import reply_wording
from ..enums import ProposalState, ReplyKind, ReplyState
from ..models import Handling, Reply
from ..queries import following as queries_following
from ..workflow import handlings as table
from . import dates, feedback
from .closing import SECOND_REPLY

FOLLOWED = (ProposalState.TRACKING, ProposalState.CARRIED)


@dataclass(frozen=True)
class Progress:
    """How one promise stands: words, and whether it is kept now."""

    promise: Promise
    words: str
    is_kept: bool = False


@dataclass(frozen=True)
class SecondReply:
    """What a second reply says: how each promise stands, the class now, who signed, perhaps a file as evidence."""

    progress: Sequence[Progress]
    body: str
    class_mark: str
    signed_by_name: str
    doc_no: str = ""
    evidence: StoredFile | None = None


@transaction.atomic
@ledger.one_act()
def write_second_reply(*, handling: Handling, letter: SecondReply, by: Actor, at: datetime) -> Reply:
    """
    Answer a second time (二次答复): each open promise is spoken of, the class is set anew; it is issued straight.

    Promises said to be kept are reported for the office's check. The proposer is asked about the implementation.
    Rule: handbook 5.7, F058. Raises: PermissionDenied; Refused `not_followed`, `silent_on_promise`, `no_body`,
    `no_such_class`, `unsigned`, `stale`; nothing is changed then.
    """
    _check(handling, letter, at)
    act_id = uuid.uuid4()
    moved = workflow.apply(table.WRITE_SECOND, handling, by=by, at=at, changes={"second_due_on": None}, act_id=act_id)
    reply = _write(moved, letter, by=by, at=at, act_id=act_id)
    dates.meet(moved, SECOND_REPLY, by=by, at=at)
    for each in letter.progress:
        _report(each, letter.evidence, by=by, at=at)
    feedback.ask_for_feedback(reply=reply, by=by, at=at, act_id=act_id)
    return reply


def open_promises_of(handling: Handling) -> list[Promise]:
    """Return the promises of a unit's replies that are still to be kept, by date."""
    rows = queries_following.open_promises(handling.replies.filter(state=ReplyState.ISSUED))
    return list(rows.filter(state=PromiseState.RUNNING))


def _write(handling: Handling, letter: SecondReply, *, by: Actor, at: datetime, act_id: uuid.UUID) -> Reply:
    today = timezone.localdate(at)
    reply = Reply.objects.create(
        handling=handling, kind=ReplyKind.SECOND, round=handling.round, state=ReplyState.ISSUED,
        body=letter.body.strip(), class_mark=letter.class_mark,
        class_wording=reply_wording.class_wording(letter.class_mark, today),
        doc_no=letter.doc_no, signed_by_name=letter.signed_by_name.strip(), signed_on=today, sent_on=today,
        contact_person=handling.contact_name, own_file=letter.evidence,
    )  # fmt: skip
    fields = {"class_mark": letter.class_mark, "promises": len(letter.progress)}
    ledger.record("issue_second_reply", reply, by=by, at=at, to_state=reply.state, fields=fields, act_id=act_id)
    events.publish(Moved("reply", reply, "issue_second_reply", "", reply.state, by, at, fields))
    if letter.evidence is not None:
        files.attach(file=letter.evidence, subject=reply)
    return reply


def _report(each: Progress, evidence: StoredFile | None, *, by: Actor, at: datetime) -> None:
    if not each.is_kept:
        promises.note_progress(promise=each.promise, words=each.words, by=by, at=at)
        return
    shown = promises.Evidence(each.words, timezone.localdate(at))
    promises.report_kept(promise=each.promise, evidence=shown, by=by, at=at)


def _check(handling: Handling, letter: SecondReply, at: datetime) -> None:
    if handling.proposal.state not in FOLLOWED:
        raise Refused("not_followed", "这件提案没有转入跟踪，不用二次答复。")
    spoken = {each.promise.pk for each in letter.progress if each.words.strip()}
    if silent := [str(each) for each in open_promises_of(handling) if each.pk not in spoken]:
        raise Refused("silent_on_promise", f"还有承诺没有写进展：{silent[0][:40]}。请逐条写明。")
    if not letter.body.strip():
        raise Refused("no_body", "请写二次答复的正文，说明办到哪一步。")
    if not reply_wording.class_wording(letter.class_mark, timezone.localdate(at)):
        raise Refused("no_such_class", "请按现在的结果选一个类别。")
    if not letter.signed_by_name.strip():
        raise Refused("unsigned", "请写明由哪位负责同志签发。")
