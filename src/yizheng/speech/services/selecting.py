"""Writes: first reading, shortlist, the list that a leader approves, the text as it will be given (handbook 9.6)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, workflow
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import workflow as table
from ..enums import IN_SELECTION, CallState, OwnerKind, SpeechForm, SpeechState, VersionKind
from ..models import MOST_TITLE_CHARS, Speech, SpeechCall
from ..queries import WITH
from .writing import MOST_DRAFT_CHARS, keep_version

SELECTING = "名单已经送审或审定，不能再增减。需要改动，请先请领导退回名单。"


def check(*, speech: Speech, by: Actor, at: datetime) -> Speech:
    """Pass a speech at its first reading (初审通过). Nobody checks the own one. Raises: Refused `stale`."""
    return workflow.apply(table.CHECK, speech, by=by, at=at)


@transaction.atomic
def return_speech(*, speech: Speech, reason: str, by: Actor, at: datetime) -> Speech:
    """Give a speech back to its author with the reason (退回修改). Raises: Refused `listed`, `stale`, `no_reason`."""
    _locked_call(speech)
    return workflow.apply(table.RETURN, speech, by=by, at=at, reason=reason)


@transaction.atomic
def shortlist(*, speech: Speech, form: str, by: Actor, at: datetime) -> Speech:
    """
    Put a speech on the list as oral or written (列入名单); the reasons are shown, people decide.

    Raises: PermissionDenied; Refused `form`, `listed`, `stale`; nothing is changed then.
    """
    if form not in SpeechForm.values:
        raise Refused("form", "请选口头发言或书面发言。")
    _locked_call(speech)
    return workflow.apply(table.SHORTLIST, speech, by=by, at=at, changes={"wanted": form})


@transaction.atomic
def drop(*, speech: Speech, by: Actor, at: datetime) -> Speech:
    """Take a speech off the list again (移出名单). Raises: Refused `listed`, `stale`; nothing is changed then."""
    _locked_call(speech)
    return workflow.apply(table.DROP, speech, by=by, at=at, changes={"wanted": ""})


def propose_list(*, call: SpeechCall, by: Actor, at: datetime) -> SpeechCall:
    """Send the list to the leader (送审名单). Raises: Refused `stale`, `guarded` while something is unread."""
    return workflow.apply(table.PROPOSE_LIST, call, by=by, at=at)


def send_back_list(*, call: SpeechCall, reason: str, by: Actor, at: datetime) -> SpeechCall:
    """Give the list back to the office with the reason (退回名单). Raises: Refused `stale`, `no_reason`."""
    return workflow.apply(table.SEND_BACK_LIST, call, by=by, at=at, reason=reason)


@dataclass(frozen=True)
class PaperApproval:
    """The list was approved on paper: by whom, on which day, under which register number."""

    leader: str
    decided_on: date
    register_no: str = ""

    def actor(self, by: Actor) -> Actor:
        """Return who acted: the leader, entered by the clerk."""
        return replace(by, user_id=None, name=self.leader.strip()[:60], source=Source.PAPER, entered_by_id=by.user_id)

    @property
    def words(self) -> str:
        """Return what the ledger tells of the paper."""
        day, number = self.decided_on, self.register_no.strip()
        return f"{day.year}年{day.month}月{day.day}日纸质审定" + (f"，登记号{number}" if number else "")


@transaction.atomic
def approve_list(*, call: SpeechCall, by: Actor, at: datetime) -> SpeechCall:
    """
    Approve the list (审定名单): each speech on it becomes oral or written as proposed, the others are not selected.

    One act, a ledger row each. Parties and the federation speak first, then as handed in; the office may order anew.
    Rule: handbook 9.6 (parties first, R68). Raises: PermissionDenied; Refused `stale`, `guarded`.
    """
    return _approve(call, by.name, timezone.localdate(at), "", by, at)


@transaction.atomic
def record_approval(*, call: SpeechCall, paper: PaperApproval, by: Actor, at: datetime) -> SpeechCall:
    """
    Enter that a leader approved the list on paper (录入纸质审定). Rule: office-practice 8.

    Raises: PermissionDenied; Refused `no_leader`, `future`, `stale`, `guarded`; nothing is changed then.
    """
    require("speech.record_approval", by)
    if not paper.leader.strip():
        raise Refused("no_leader", "请写明是哪位领导审定的。")
    if paper.decided_on > timezone.localdate(at):
        raise Refused("future", "审定的日期还没有到，请核对。")
    return _approve(call, paper.leader.strip(), paper.decided_on, paper.words, paper.actor(by), at)


def _approve(call: SpeechCall, name: str, on: date, reason: str, by: Actor, at: datetime) -> SpeechCall:
    act_id = uuid.uuid4()
    changes = {"settled_on": on, "settled_by_name": name[:60]}
    moved = workflow.apply(table.APPROVE_LIST, call, by=by, at=at, reason=reason, changes=changes, act_id=act_id)
    rows = moved.speeches.filter(state__in=IN_SELECTION).select_related("party_body")
    place = 0
    for speech in _parties_first(list(rows)):
        given: dict[str, object] = {}
        row = table.PASS_OVER
        if speech.state == SpeechState.SHORTLISTED and speech.wanted == SpeechForm.ORAL:
            place += 1
            row, given = table.SELECT_ORAL, {"form": SpeechForm.ORAL.value, "order": place, "minutes": moved.minutes}
        elif speech.state == SpeechState.SHORTLISTED:
            row, given = table.SELECT_WRITTEN, {"form": SpeechForm.WRITTEN.value}
        workflow.apply(row, speech, by=by, at=at, changes=given, act_id=act_id)
    _wait_no_more(moved, by, at)
    return moved


def _wait_no_more(call: SpeechCall, by: Actor, at: datetime) -> None:
    """Take what never came back off the desks of its authors: the list is settled without it."""
    for speech in call.speeches.filter(state=SpeechState.RETURNED).select_related(*WITH):
        speech.call = call
        events.publish(workflow.Moved("speech", speech, "stop_asking", speech.state, speech.state, by, at))


def _parties_first(speeches: Sequence[Speech]) -> list[Speech]:
    def place(speech: Speech) -> tuple[int, int, int]:
        party = speech.party_body
        return (
            (0, party.order, speech.pk) if party is not None else (1, speech.owner_kind == OwnerKind.MEMBER, speech.pk)
        )

    return sorted(speeches, key=place)


@transaction.atomic
def to_written(*, speech: Speech, reason: str, by: Actor, at: datetime) -> Speech:
    """Let an oral speech be a written one (改为书面), as when the speaker cannot come. Raises: Refused `stale`."""
    changes = {"form": SpeechForm.WRITTEN.value, "order": None, "minutes": None, "begun_at": None}
    return workflow.apply(table.TO_WRITTEN, speech, by=by, at=at, reason=reason, changes=changes)


@transaction.atomic
def to_oral(*, speech: Speech, leader: str, reason: str, by: Actor, at: datetime) -> Speech:
    """
    Let a written speech be given orally (递补口头), last in the order; a leader decided it.

    A clerk enters it for the leader named. Raises: PermissionDenied; Refused `no_leader`, `stale`, `no_reason`.
    """
    decider = by
    if not by.wears("leader"):
        require("speech.record_approval", by)
        if not leader.strip():
            raise Refused("no_leader", "请写明是哪位领导同意的。")
        decider = replace(by, user_id=None, name=leader.strip()[:60], source=Source.PAPER, entered_by_id=by.user_id)
    call = SpeechCall.objects.select_for_update(of=("self",)).get(pk=speech.call_id)
    orders = call.speeches.filter(form=SpeechForm.ORAL).values_list("order", flat=True)
    last = max((order or 0 for order in orders), default=0)
    changes = {"form": SpeechForm.ORAL.value, "order": last + 1, "minutes": call.minutes}
    return workflow.apply(table.TO_ORAL, speech, by=decider, at=at, reason=reason, changes=changes)


@dataclass(frozen=True)
class Edited:
    """What the office keeps of a text, and what it changed."""

    title: str
    text: str
    note: str = ""


@transaction.atomic
def edit(*, speech: Speech, edited: Edited, edition: int, by: Actor, at: datetime) -> Speech:
    """
    Keep the text as it will be given (修改文稿): a further version; the author's own stays.

    Raises: PermissionDenied; Refused `elsewhere`, `no_title`, `no_text`, `long_title`, `too_long`, `stale`.
    """
    held = Speech.objects.select_for_update(of=("self",)).select_related("call").get(pk=speech.pk)
    if held.edition != edition:
        raise Refused("elsewhere", "这篇稿子刚被同事改过，您改的没有保存：请复制后刷新，再改一次。")
    title, text = edited.title.strip(), edited.text.strip()
    if not title or not text:
        raise Refused("no_text", "题目和正文都不能空着。")
    if len(title) > MOST_TITLE_CHARS or len(text) > MOST_DRAFT_CHARS:
        raise Refused("long_title", f"题目最多{MOST_TITLE_CHARS}个字，正文也不能太长，请精简。")
    changes = {"title": title, "text": text, "edition": edition + 1}
    moved = workflow.apply(table.EDIT, held, by=by, at=at, changes=changes)
    keep_version(moved, VersionKind.EDIT, note=edited.note, by=by, at=at)
    return moved


def _locked_call(speech: Speech) -> SpeechCall:
    """Return the call, locked: whoever lists and whoever approves never pass each other. Raises: Refused `listed`."""
    call = SpeechCall.objects.select_for_update(of=("self",)).get(pk=speech.call_id)
    if call.state not in (CallState.OPEN, CallState.CLOSED):
        raise Refused("listed", SELECTING)
    return call
