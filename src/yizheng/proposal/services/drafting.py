"""Writes: a unit drafts its reply, has it checked, takes it back (handbook 5.6, 5.7)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved

from .. import reply_wording as wording
from ..enums import AnswerVerdict, HandlingState, PublicLevel, ReplyKind, ReplyState
from ..models import Handling, Reply, ReplyAnswer
from ..standing import answers as does_answer
from ..workflow import handlings as table
from . import countersigning, dates
from .locking import lock_handlings
from .quarantined import refuse_quarantined

H = HandlingState
WRITABLE = (H.SIGNED, H.CONTACTED, H.REJECTED)
"""While the letter may be written; afterwards it has to be taken back first."""

UNSIGNED = {"countersigned_on": None}
"""A letter that is changed was not countersigned as it then reads."""


@dataclass(frozen=True)
class Answer:
    """What is said to one suggestion."""

    suggestion_id: int
    verdict: AnswerVerdict
    text: str


@dataclass(frozen=True)
class Commitment:
    """What is promised, and by when."""

    text: str
    due_on: date


@dataclass(frozen=True)
class Words:
    """
    The words of a reply. `own_file` is the unit's own Word form, accepted in place of answers one by one.

    What is left None or empty is empty in the letter; a file that is not given leaves the earlier one.
    """

    opening: str = ""
    body: str = ""
    closing: str = ""
    class_mark: str = ""
    doc_no: str = ""
    contact_person: str = ""
    contact_phone: str = ""
    public_level: PublicLevel = PublicLevel.SUMMARY
    copies: Sequence[str] = ()
    answers: Sequence[Answer] = ()
    commitments: Sequence[Commitment] = field(default_factory=tuple)
    own_file: StoredFile | None = None


def reply_of(handling: Handling) -> Reply | None:
    """Return the reply of the running round; a second reply about commitments is another."""
    rows = handling.replies.filter(round=handling.round).exclude(kind=ReplyKind.SECOND)
    return rows.order_by("-id").first()


@transaction.atomic
def write_reply(*, handling: Handling, words: Words, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> Reply:
    """
    Write or change the draft of a reply (拟答复); one that was sent back becomes a draft again.

    Rule: handbook 5.7. Raises: PermissionDenied; Refused `co_handler`, `not_now`, `no_such_class`,
    `foreign_answer`, `due_past`; nothing is changed then.
    """
    locked = Handling.objects.select_for_update(of=("self",)).select_related("proposal__session__term").get(
        pk=handling.pk
    )  # fmt: skip
    require("reply.write", by, locked)
    refuse_quarantined(locked.proposal_id)
    _check_writable(locked)
    _check_words(locked, words, dates.today(at))
    reply = _draft_of(locked, by=by, at=at, act_id=act_id)
    _fill(reply, words, dates.today(at))
    fields = {"class_mark": reply.class_mark, "answers": len(words.answers), "commitments": len(words.commitments)}
    ledger.record(
        "write_reply", reply, by=by, at=at, from_state=reply.state, to_state=reply.state, fields=fields, act_id=act_id
    )
    events.publish(Moved("reply", reply, "write_reply", reply.state, reply.state, by, at, fields))
    return reply


@transaction.atomic
def finish_draft(*, handling: Handling, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> Handling:
    """
    Say that the reply is drafted (拟好答复): the co-handlers may countersign it.

    Rule: handbook 5.6. Raises: PermissionDenied; Refused `stale`, `guarded`, `opinions_missing`, `no_reply`,
    `unanswered`; nothing is changed then.
    """
    act_id = act_id or uuid.uuid4()
    countersigning.refuse_without_opinions(handling)
    reply = reply_of(handling)
    if reply is None:
        raise Refused("no_reply", "还没有写答复。请先写好，再交下一步。")
    refuse_unanswered(reply)
    moved = workflow.apply(table.FINISH_DRAFT, handling, by=by, at=at, act_id=act_id)
    countersigning.ask_for_countersignatures(moved, by=by, at=at, act_id=act_id)
    return moved


@transaction.atomic
def take_back_draft(*, handling: Handling, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> Handling:
    """
    Take a drafted reply back to change it (收回再改); what was countersigned counts no more.

    Raises: PermissionDenied; Refused `stale`, `checking`; nothing is changed then.
    """
    act_id = act_id or uuid.uuid4()
    reply = reply_of(handling)
    if reply is not None and reply.state == ReplyState.CHECKING:
        raise Refused("checking", "答复正在审核，审核人退回后再改。")
    lock_handlings(handling.proposal_id)
    moved = workflow.apply(table.TAKE_BACK_DRAFT, handling, by=by, at=at, changes=UNSIGNED, act_id=act_id)
    countersigning.void_countersignatures(moved, by=by, at=at, act_id=act_id)
    return moved


@transaction.atomic
def send_to_check(*, reply: Reply, by: Actor, at: datetime) -> Reply:
    """
    Send a drafted reply to the assigner to be checked (送审核).

    Rule: handbook 5.6 (supervision office may check first); key proposal.check_before_issue.
    Raises: PermissionDenied; Refused `stale`, `not_drafted`; nothing is changed then.
    """
    if reply.handling.state not in (H.DRAFTED, H.COUNTERSIGNED):
        raise Refused("not_drafted", "答复还没有拟好，请先拟好再送审核。")
    return workflow.apply(table.SEND_TO_CHECK, reply, by=by, at=at)


@transaction.atomic
def pass_check(*, reply: Reply, by: Actor, at: datetime) -> Reply:
    """Say that a reply may be issued (审核通过). Raises: PermissionDenied; Refused `stale`."""
    return workflow.apply(table.PASS_CHECK, reply, by=by, at=at, changes={"checked_on": dates.today(at)})


@transaction.atomic
def return_from_check(*, reply: Reply, reason: str, by: Actor, at: datetime) -> Reply:
    """
    Send a checked reply back to the unit (审核退改), with the reason.

    Raises: PermissionDenied; Refused `stale`, `no_reason`; nothing is changed then.
    """
    if reply.state != ReplyState.CHECKING:
        raise Refused("stale", "这份答复现在不在审核，请刷新后查看。")
    act_id = uuid.uuid4()
    lock_handlings(reply.handling.proposal_id)
    changes = {"reject_reason": reason.strip()[:500], "checked_on": None}
    moved = workflow.apply(table.REJECT_LETTER, reply, by=by, at=at, reason=reason, changes=changes, act_id=act_id)
    handling = workflow.apply(
        table.TAKE_BACK_DRAFT, reply.handling, by=by, at=at, changes=UNSIGNED, act_id=act_id
    )  # fmt: skip
    countersigning.void_countersignatures(handling, by=by, at=at, act_id=act_id)
    return moved


def refuse_unanswered(reply: Reply) -> None:
    """Raise Refused `unanswered` unless every suggestion is answered, or the letter is accepted unsplit."""
    if wording.is_answered(reply):
        return
    missing = "、".join(str(order) for order in wording.unanswered(reply))
    raise Refused("unanswered", f"第{missing}条建议还没有答复。请逐条写明，或上传本单位自己的答复文件。")


def _check_writable(handling: Handling) -> None:
    if not does_answer(handling):
        raise Refused("co_handler", "会办单位不直接答复提案人；请把会办意见送主办单位。")
    if handling.state in (H.DRAFTED, H.COUNTERSIGNED):
        raise Refused("not_now", "答复已经拟好。要改请先“收回再改”，会签随之作废。")
    if handling.state not in WRITABLE:
        raise Refused("not_now", f"这件提案现在是“{handling.get_state_display()}”，不能写答复。请刷新后查看。")


def _check_words(handling: Handling, words: Words, day: date) -> None:
    if words.class_mark and not wording.class_wording(words.class_mark, day):
        marks = "、".join(mark for mark, _ in wording.classes(day))
        raise Refused("no_such_class", f"没有“{words.class_mark}”这一类，请在{marks}里选。")
    known = set(handling.proposal.suggestions.values_list("pk", flat=True))
    if {each.suggestion_id for each in words.answers} - known:
        raise Refused("foreign_answer", "答复的建议不属于这件提案，请刷新后重写。")
    if any(each.due_on <= day for each in words.commitments):
        raise Refused("due_past", "承诺的完成日期要在今天以后，请改一个日期。")


def _draft_of(handling: Handling, *, by: Actor, at: datetime, act_id: uuid.UUID | None) -> Reply:
    reply = reply_of(handling)
    if reply is None:
        kind = ReplyKind.FIRST if handling.round == 1 else ReplyKind.REDO
        return Reply.objects.create(handling=handling, kind=kind, round=handling.round)
    if reply.state == ReplyState.REJECTED:
        return workflow.apply(table.REDRAFT, reply, by=by, at=at, act_id=act_id)
    return reply


def _fill(reply: Reply, words: Words, day: date) -> None:
    given = {name: getattr(words, name) for name in _PLAIN}
    given["class_wording"] = wording.class_wording(words.class_mark, day)
    given["copies"] = [each for each in words.copies if each.strip()]
    given["commitments"] = [{"text": each.text, "due_on": each.due_on.isoformat()} for each in words.commitments]
    given["checked_on"] = None
    if words.own_file is not None:
        given["own_file"] = words.own_file
        files.attach(file=words.own_file, subject=reply)
    for name, each in given.items():
        setattr(reply, name, each)
    reply.save(update_fields=list(given))
    reply.answers.all().delete()
    ReplyAnswer.objects.bulk_create(ReplyAnswer(reply=reply, **vars(each)) for each in words.answers)


_PLAIN = (
    "opening", "body", "closing", "class_mark", "doc_no", "contact_person", "contact_phone", "public_level",
)  # fmt: skip
