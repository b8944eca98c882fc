"""What speeches at a plenary say of whoever gave them: read anew from the rows, never kept twice."""

from __future__ import annotations

from django.utils import timezone

from yizheng.kernel.workflow import Moved
from yizheng.speech.enums import GIVEN, SpeechForm
from yizheng.speech.models import Speech

from .deeds import Deed
from .enums import DutyKind, DutyRole
from .services import recording

KINDS = {SpeechForm.ORAL: DutyKind.SPEECH_ORAL, SpeechForm.WRITTEN: DutyKind.SPEECH_WRITTEN}


def of_speech(speech: Speech) -> list[Deed]:
    """
    Return what a speech says of its speaker: given orally, or printed and handed out; before that, nothing.

    What a body handed in counts for the member who gave it. Rule: handbook 9.6, 10.6 G.
    """
    if speech.state not in GIVEN or not speech.form or speech.speaker_id is None or speech.delivered_at is None:
        return []
    kind, on = KINDS[SpeechForm(speech.form)], timezone.localdate(speech.delivered_at)
    title = f"《{speech}》"[:200]
    return [Deed(speech.speaker_id, on, kind, DutyRole.SPEAKER, f"speech:{speech.pk}", title)]


def follow(moved: Moved) -> None:
    """A speech went on: its speaker's record follows."""
    if isinstance(moved.obj, Speech) and moved.obj.form:
        recording.follow(subject=moved.obj, deeds=of_speech(moved.obj), at=moved.at)
