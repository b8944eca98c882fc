"""Writes of authors: begin, save, hand in, take back; a bare draft leaves no ledger row (handbook 9.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel import ledger, quarantine, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.enums import BodyKind
from yizheng.org.models import Body, Membership, Seat

from .. import workflow as table
from ..enums import WRITABLE, CallState, OwnerKind, SpeechState, VersionKind
from ..models import MOST_TITLE_CHARS, Speech, SpeechCall, SpeechVersion
from ..standing import Owner, owner_of

FIRST_EDITION = 1
MOST_DRAFT_CHARS = 20_000
"""A draft may be too long for being handed in, but not for being kept."""
NOBODY = "您当前的身份没有对应的在任委员、党派团体、界别或专委会，不能提交发言。请换一个身份，或联系办公室。"
ELSEWHERE = "这份稿子已在别处改过，您刚才写的没有保存，也没有丢：请先复制这里的文字，再打开最新的一版。"


@dataclass(frozen=True)
class Words:
    """What an author writes. `speaker` gives the speech of a body; a member gives the own one."""

    title: str = ""
    theme: str = ""
    text: str = ""
    speaker: Membership | None = None


@transaction.atomic
def begin(*, call: SpeechCall, words: Words, by: Actor, at: datetime) -> Speech:
    """
    Begin a speech for whom the worn hat stands for (起草发言); private, and no act.

    Raises: PermissionDenied; Refused `no_owner`, `closed`, `late`, `long_title`, `long_text`; nothing is kept then.
    """
    require("speech.begin", by)
    on = timezone.localdate(at)
    owner = owner_of(by, on)
    if owner is None:
        raise Refused("no_owner", NOBODY)
    _check_open(call, on, is_late_allowed=False)
    return make(call=call, owner=owner, words=words, is_entered=False, at=at)


@transaction.atomic
def enter_for(*, call: SpeechCall, owner: Owner, words: Words, by: Actor, at: datetime) -> Speech:
    """
    Write down a speech that came on paper or by mail (代录): its author sees it as the own one.

    The office may do so after the last day as long as the call is open. Raises: as `begin`.
    """
    require("speech.enter", by)
    _check_open(call, timezone.localdate(at), is_late_allowed=True)
    return make(call=call, owner=owner, words=words, is_entered=True, at=at)


def make(*, call: SpeechCall, owner: Owner, words: Words, is_entered: bool, at: datetime) -> Speech:
    """Make the row of a draft; part of the act that asked who may."""
    _check_room(words)
    on = timezone.localdate(at)
    speaker = Membership.objects.get(pk=owner.pk) if owner.kind == OwnerKind.MEMBER else words.speaker
    return Speech.objects.create(
        call=call, owner_kind=owner.kind, owner_name=owner.name, speaker=speaker, checker=_checker(owner, on),
        title=words.title.strip(), theme=words.theme.strip(), text=words.text.strip(), is_entered=is_entered,
        edition=FIRST_EDITION, touched_at=at, **{f"{owner.column}_id": owner.pk},
    )  # fmt: skip


@transaction.atomic
def write(*, speech: Speech, words: Words, edition: int, by: Actor, at: datetime) -> Speech:
    """
    Save a draft, or what was returned (保存): no act. `edition` is the one the writer had in hand; the same save sent
    again, its answer lost, is the same save.

    Raises: PermissionDenied; Refused `sent`, `elsewhere`, `long_title`, `long_text`; nothing is changed then.
    """
    held = locked(speech)
    require("speech.submit", by, held)
    _check_writable(held)
    columns = _columns(held, words)
    if held.edition == edition + 1 and _stands(held, columns):
        return held  # the same was saved before and only its answer got lost
    if held.edition != edition:
        raise Refused("elsewhere", ELSEWHERE)
    _check_room(words)
    values = {**columns, "edition": edition + 1, "touched_at": at}
    for name, each in values.items():
        setattr(held, name, each)
    held.save(update_fields=list(values))
    return held


@transaction.atomic
def save_first_again(*, speech: Speech, words: Words, by: Actor, at: datetime) -> Speech:
    """
    Save the first words again, perhaps with more of them: its answer was lost, so no edition is known.

    Raises: as `write`, `elsewhere` as soon as the draft was saved once more.
    """
    held = locked(speech)
    if _stands(held, _columns(held, words)):
        return held
    return write(speech=held, words=words, edition=FIRST_EDITION, by=by, at=at)


@transaction.atomic
def submit(*, speech: Speech, by: Actor, at: datetime) -> Speech:
    """
    Hand a speech in (提交), or in again after it came back; its text is kept as a version.

    What was returned may come back after the last day, as long as the list is not proposed. Rule: handbook 9.6; the
    length of the call. Raises: PermissionDenied; Refused `no_title`, `no_text`, `too_long`, `closed`, `late`, `stale`.
    """
    SpeechCall.objects.select_for_update(of=("self",)).get(pk=speech.call_id)  # while its list is proposed, none comes
    held = locked(speech)
    require("speech.submit", by, held)
    if held.state in WRITABLE:
        _check_whole(held, by, timezone.localdate(at))
    moved = workflow.apply(table.SUBMIT, held, by=by, at=at, changes={"submitted_at": at})
    keep_version(moved, VersionKind.AUTHOR, note="", by=by, at=at)
    return moved


def withdraw(*, speech: Speech, by: Actor, at: datetime) -> Speech:
    """Take a speech back before the list is drawn up (撤回). Raises: PermissionDenied; Refused `stale`."""
    return workflow.apply(table.WITHDRAW, speech, by=by, at=at)


@transaction.atomic
def discard(*, speech: Speech, by: Actor, at: datetime) -> None:
    """Throw a draft away (删除草稿). Raises: PermissionDenied; Refused `sent`; nothing is changed then."""
    held = locked(speech)
    require("speech.submit", by, held)
    if held.state != SpeechState.DRAFT:
        raise Refused("sent", "已经提交过的发言不能删除；不想讲了，请撤回。")
    destroy(held, by=by, at=at)


def destroy(held: Speech, *, by: Actor, at: datetime) -> None:
    """Delete a locked draft; a row of the ledger says so where an act made it. Part of the act that asked who may."""
    if ledger.history("speech", held.pk).exists():
        ledger.record("discard_speech_draft", held, by=by, at=at, from_state=held.state)
    held.delete()


def keep_version(speech: Speech, kind: VersionKind, *, note: str, by: Actor, at: datetime) -> SpeechVersion:
    """Keep the text as it stands as the next version; call it inside the act."""
    last = speech.versions.aggregate(last=Max("ordinal"))["last"] or 0
    return SpeechVersion.objects.create(
        speech=speech, ordinal=last + 1, kind=kind, title=speech.title, text=speech.text, note=note.strip()[:200],
        made_at=at, made_by_name=by.name[:60],
    )  # fmt: skip


def locked(speech: Speech) -> Speech:
    """Return the row as it stands, locked. Raises: Refused `gone` when it was thrown away meanwhile, `closed`."""
    rows = Speech.objects.select_for_update(of=("self",)).select_related("call__session")
    row = rows.annotate(content_is_closed=quarantine.is_closed("speech")).filter(pk=speech.pk).first()
    if row is None:
        raise Refused("gone", "这份草稿已被删除。要接着写，请复制文字后新写一篇。")
    quarantine.refuse_closed(row)
    return row


def _checker(owner: Owner, on: date) -> Body | None:
    """Return the special committee a member sits in; what bodies hand in is read by the office first."""
    if owner.kind != OwnerKind.MEMBER:
        return None
    seats = Seat.objects.held(on).filter(membership=owner.pk, body__kind=BodyKind.SPECIAL_COMMITTEE)
    seat = seats.select_related("body").order_by("id").first()
    return seat.body if seat is not None else None


def _check_open(call: SpeechCall, on: date, *, is_late_allowed: bool) -> None:
    if call.state != CallState.OPEN:
        raise Refused("closed", f"{call}已经截止征集，请与办公室联系。")
    if call.due_on < on and not is_late_allowed:
        raise Refused("late", f"{call}已于{call.due_on.month}月{call.due_on.day}日截止，请与办公室联系。")


def _check_writable(speech: Speech) -> None:
    if speech.state not in WRITABLE:
        raise Refused("sent", "这篇发言已经提交，不能再改。需要改动，请联系办公室退回。")


def _columns(speech: Speech, words: Words) -> dict[str, Any]:
    """Return the words as they stand in the row; whose own speech it is stays its speaker."""
    own: dict[str, Any] = {"title": words.title.strip(), "theme": words.theme.strip(), "text": words.text.strip()}
    return own if speech.owner_kind == OwnerKind.MEMBER else {**own, "speaker": words.speaker}


def _stands(speech: Speech, columns: dict[str, Any]) -> bool:
    return all(getattr(speech, name) == each for name, each in columns.items())


def _check_room(words: Words) -> None:
    if len(words.title.strip()) > MOST_TITLE_CHARS:
        raise Refused("long_title", f"题目最多{MOST_TITLE_CHARS}个字，请精简。")
    if len(words.text) > MOST_DRAFT_CHARS:
        raise Refused("long_text", "正文太长了，存不下，请先精简。")


def _check_whole(speech: Speech, by: Actor, on: date) -> None:
    if not speech.title:
        raise Refused("no_title", "请写上题目。")
    if not speech.text:
        raise Refused("no_text", "正文还是空的，请写好再提交。")
    most = speech.call.max_chars
    if speech.chars > most:
        raise Refused("too_long", f"正文最多{most}字，现在有{speech.chars}字，请精简{speech.chars - most}字再提交。")
    if speech.state == SpeechState.RETURNED and speech.call.state == CallState.CLOSED:
        return
    late = speech.state == SpeechState.RETURNED or _may_enter_late(speech, by)
    _check_open(speech.call, on, is_late_allowed=late)


def _may_enter_late(speech: Speech, by: Actor) -> bool:
    """Tell whether this is the office with a speech it wrote down itself: such a one is taken after the last day."""
    return speech.is_entered and by.wears(Role.OFFICE_CLERK)
