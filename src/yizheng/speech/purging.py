"""Where the content of speeches lies: titles, texts, what came of them."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import Speech, SpeechCall

SPEECH = ("title", "theme", "text", "result")
VERSION = ("title", "text", "note")
CALL = ("themes", "guide")
REHEARSAL = ("note",)
TURN = ("remark",)


def _of_speech(speech: Speech) -> Iterator[Part]:
    yield from (Part(row, VERSION) for row in speech.versions.all())
    yield from (Part(row, TURN) for row in speech.rehearsals.all())


def _of_call(call: SpeechCall) -> Iterator[Part]:
    yield from (Part(row, REHEARSAL) for row in call.rehearsals.all())


def register() -> None:
    """Tell the house; called when it starts. Who spoke, when and how are facts and stay."""
    purging_kinds.register(Content("speech", SPEECH, _of_speech), Content("speech_call", CALL, _of_call))
