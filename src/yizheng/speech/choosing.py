"""The speeches in the selection, read from the rows with what the hints need to know of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from yizheng.org.configuration import value
from yizheng.org.enums import ParticipatingKind
from yizheng.org.models import ParticipatingBody, in_force

from . import queries
from .enums import IN_SELECTION
from .hints import Candidate
from .keys import CHARS_A_MINUTE
from .models import Speech, SpeechCall
from .standing import OWNER_COLUMNS

WITH_A_SLOT = (ParticipatingKind.PARTY, ParticipatingKind.FEDERATION)
COLUMNS = tuple(f"{column}_id" for column in OWNER_COLUMNS.values())


def in_selection(call: SpeechCall) -> list[Speech]:
    """Return the speeches that can be chosen: what is on the list first, then as handed in."""
    rows = call.speeches.filter(state__in=IN_SELECTION).select_related(*queries.WITH, "party_body", "sector")
    return sorted(rows, key=lambda each: ("oral written".find(each.wanted) if each.wanted else 99, each.pk))


def candidates(call: SpeechCall, speeches: Sequence[Speech], on: date) -> list[Candidate]:
    """Return what the hints need to know of each speech. Key speech.chars_a_minute."""
    before, speed = queries.spoken_before(call), value(CHARS_A_MINUTE, on=on)
    return [_candidate(call, each, before, speed) for each in speeches]


def bodies_with_a_slot(on: date) -> list[tuple[str, str]]:
    """Return the parties and the federation in statutory order, as (owner, name)."""
    rows = ParticipatingBody.objects.filter(in_force(on), kind__in=WITH_A_SLOT).order_by("order", "id")
    return [(f"party_body_id:{row.pk}", str(row)) for row in rows]


def _candidate(call: SpeechCall, speech: Speech, before: list[dict[str, Any]], speed: int) -> Candidate:
    column = next((name for name in COLUMNS if getattr(speech, name) is not None), COLUMNS[0])
    pk, speaker = getattr(speech, column), speech.speaker_id
    spoken = sum(row[column] == pk or (speaker is not None and row["speaker_id"] == speaker) for row in before)
    party, sector = speech.party_body, speech.sector or (speech.speaker.sector if speech.speaker else None)
    return Candidate(
        pk=speech.pk, owner=f"{column}:{pk}", owner_name=speech.owner_name,
        has_slot=party is not None and party.kind in WITH_A_SLOT, sector=str(sector) if sector else "",
        spoken=spoken, wanted=speech.wanted, minutes_needed=-(-speech.chars // speed), minutes=call.minutes,
    )  # fmt: skip
