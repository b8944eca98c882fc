"""What the shared rooms must know of calls for speeches and of speeches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Indexed, Owed, Subject, register
from yizheng.org.enums import GRASSROOTS_KINDS
from yizheng.search.audience import EVERYBODY, role, scoped

from . import queries
from .enums import GIVEN, SELECTED, CallState, SpeechForm, SpeechState
from .models import Rehearsal, RehearsalTurn, Speech, SpeechCall
from .standing import OWNER_COLUMNS, READERS

S = SpeechState


def call_owed(call: SpeechCall) -> Iterator[Owed]:
    """The office closes in time and draws up the list, a leader approves it before the plenary opens."""
    if call.state == CallState.OPEN:
        yield Owed("close_speech_call", "截止征集", role=Role.OFFICE_CLERK, due_on=call.due_on + timedelta(days=1))
    if call.state == CallState.CLOSED:
        yield Owed("propose_speech_list", "遴选并送审名单", role=Role.OFFICE_CLERK, due_on=call.session.opens)
    if call.state == CallState.PROPOSED:
        yield Owed("approve_speech_list", "审定发言名单", role=Role.LEADER, due_on=call.session.opens)


def speech_owed(speech: Speech) -> Iterator[Owed]:
    """Who reads it first, who writes on, who tells the author what came of it, who has not read that."""
    if speech.state == S.SUBMITTED:
        scope = ("body", speech.checker_id) if speech.checker_id else ("", None)
        reader = Role.COMMITTEE_CLERK if speech.checker_id else Role.OFFICE_CLERK
        yield Owed("check_speech", "初审发言", role=reader, scope_kind=scope[0], scope_id=scope[1], note=speech.who)
    if speech.state == S.RETURNED and speech.call.state not in (CallState.SETTLED, CallState.ARCHIVED):
        yield from _of_author(speech, "submit_speech", "修改发言")
    if speech.state in (S.DELIVERED, S.CONVERTED) and speech.result_on is None:
        yield Owed("feed_back_speech", "反馈发言结果", role=Role.OFFICE_CLERK, note=speech.who)
    if speech.result_on is not None and speech.result_seen_at is None and speech.state != S.ARCHIVED:
        yield from _of_author(speech, "see_speech_result", "看发言结果")


def _of_author(speech: Speech, act: str, label: str) -> Iterator[Owed]:
    """A member by their login; a body by the hat that speaks for it."""
    if speech.membership is not None:
        user = speech.membership.person.user_id
        if user is not None:
            yield Owed(act, label, user_id=user)
        return
    is_grassroots = speech.body is not None and speech.body.kind in GRASSROOTS_KINDS
    roles = {
        "party_body": Role.PARTICIPATING_BODY_CLERK, "sector": Role.SECTOR_CONVENER,
        "body": Role.GRASSROOTS_CLERK if is_grassroots else Role.COMMITTEE_CLERK,
    }  # fmt: skip
    for scope, column in OWNER_COLUMNS.items():
        pk = getattr(speech, f"{column}_id")
        if pk is not None and column in roles:
            yield Owed(act, label, role=roles[column], scope_kind=scope, scope_id=pk)


def told_state(speech: Speech) -> str:
    """Return where a speech stands as everybody may know it: what is only proposed is not told."""
    return "遴选中" if speech.state in (S.CHECKED, S.SHORTLISTED) else state_label(speech)


def state_label(speech: Speech) -> str:
    """Return where a speech stands: a written one is not spoken but handed out."""
    was_handed_out = speech.state == S.DELIVERED and speech.form == SpeechForm.WRITTEN
    return "已印发" if was_handed_out else speech.get_state_display()


def speech_indexed(speech: Speech) -> Indexed | None:
    """Tell of a speech that was handed in: found by whoever may read it."""
    if speech.state == S.DRAFT:
        return None
    when = speech.delivered_at or speech.submitted_at
    people = dict.fromkeys([speech.owner_name, *([speech.speaker.person.name] if speech.speaker else [])])
    sector = speech.sector or (speech.speaker.sector if speech.speaker else None)
    return Indexed(
        str(speech), body="\n".join(part for part in (speech.theme, speech.text) if part), people=tuple(people),
        sector=str(sector) if sector else "", status=told_state(speech),
        happened_on=timezone.localdate(when) if when else None, audience=frozenset(_audience(speech)),
    )  # fmt: skip


def _audience(speech: Speech) -> Iterator[str]:
    yield from map(role, READERS)
    if speech.form and speech.state in (*SELECTED, *GIVEN):
        yield EVERYBODY
    if speech.checker_id is not None:
        yield scoped("body", speech.checker_id)
    for scope, column in OWNER_COLUMNS.items():
        if (pk := getattr(speech, f"{column}_id")) is not None:
            yield scoped(scope, pk)
    if speech.speaker is not None and speech.speaker.person.user_id is not None:
        yield f"user:{speech.speaker.person.user_id}"


def register_all() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "speech_call", SpeechCall, "大会发言征集", visible_to=queries.calls_visible_to,
            url=lambda call: address("speech:call", public_id=call.public_id),
            caption=lambda call: call.get_state_display(), owed=call_owed,
        ),
        Subject(
            "speech", Speech, "大会发言", visible_to=queries.speeches_visible_to,
            url=lambda speech: address("speech:speech", public_id=speech.public_id), caption=told_state,
            owed=speech_owed, indexed=speech_indexed,
            indexed_rows=lambda rows: rows.select_related(*queries.WITH, "sector"),
        ),
        Subject(
            "speech_rehearsal", Rehearsal, "试讲", visible_to=queries.rehearsals_visible_to,
            url=lambda row: address("speech:rehearsal", public_id=row.public_id),
        ),
        Subject(
            "rehearsal_turn", RehearsalTurn, "试讲的发言", visible_to=queries.turns_visible_to,
            url=lambda row: address("speech:rehearsal", public_id=row.rehearsal.public_id),
        ),
    )  # fmt: skip
