"""What other rooms hear of speeches; `wiring.py` says who listens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yizheng.kernel.acting import Actor
from yizheng.org.models import OrgUnit

from .models import Rehearsal, Speech, SpeechCall


@dataclass(frozen=True)
class SpeechesCalled:
    """A plenary asks for speeches."""

    call: SpeechCall
    by: Actor
    at: datetime


@dataclass(frozen=True)
class SpeechConverted:
    """A speech becomes something else: `target` is one of `enums.ConversionTarget`."""

    speech: Speech
    target: str
    by: Actor
    at: datetime


@dataclass(frozen=True)
class SpeechSentToUnits:
    """A speech that was given goes to units, which are asked to answer (转办)."""

    speech: Speech
    units: Sequence[OrgUnit]
    asked_action: str
    by: Actor
    at: datetime


@dataclass(frozen=True)
class RehearsalSet:
    """A rehearsal was planned, or its time or place was changed."""

    rehearsal: Rehearsal
    by: Actor
    at: datetime
