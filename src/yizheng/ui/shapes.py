"""The plain values that components draw. Rooms fill them; templates only read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.safestring import SafeString


class Meaning(StrEnum):
    """What a colour says. There is no other source of status colours, and a word always stands beside it."""

    NEUTRAL = "neutral"
    OK = "ok"
    BUSY = "busy"
    WARN = "warn"
    LATE = "late"
    OVER = "over"
    ACCENT = "accent"


class LightColour(StrEnum):
    """The deadline light of the handbook (期限灯); `done` and `none` stand outside of it."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    DONE = "done"
    NONE = "none"


LIGHT_MEANING: dict[str, Meaning] = {
    LightColour.GREEN: Meaning.NEUTRAL,
    LightColour.YELLOW: Meaning.WARN,
    LightColour.ORANGE: Meaning.LATE,
    LightColour.RED: Meaning.OVER,
    LightColour.DONE: Meaning.OK,
    LightColour.NONE: Meaning.NEUTRAL,
}


@dataclass(frozen=True)
class Crumb:
    """One step of the way here; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Tab:
    """One view of a thing; tabs are links."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Step:
    """One step of a course; `state` is done, now or next."""

    label: str
    when: str = ""
    state: str = "next"


@dataclass(frozen=True)
class ThreadBox:
    """
    One box of 来龙去脉. `here` marks the object of the page, `open` an end that is still expected (dashed).
    """

    label: str
    text: str
    url: str = ""
    here: bool = False
    open: bool = False


@dataclass(frozen=True)
class TimelineEntry:
    """
    One act: who, in which hat, when, by which way (`source` is printed unless it is the web page).

    `at` is a day where nobody knows the hour.
    """

    act: str
    who: str
    at: datetime | date
    hat: str = ""
    source: str = ""
    entered_by: str = ""
    reason: str = ""
    text: str = ""
    state: str = ""
    meaning: str = Meaning.NEUTRAL


@dataclass(frozen=True)
class TodoLine:
    """One piece of open work. `action` is the word on the button, `url` where the act is done."""

    act: str
    text: str
    url: str
    words: str
    colour: str = LightColour.GREEN
    about: str = ""
    action: str = "打开"
    due: date | None = None


@dataclass(frozen=True)
class Segment:
    """One part of a progress bar: how many, in which words, and the list behind it."""

    count: int
    label: str
    meaning: str = Meaning.NEUTRAL
    url: str = ""


@dataclass(frozen=True)
class Figure:
    """One key figure; the number opens its list."""

    number: str | int
    label: str
    url: str = ""
    unit: str = ""
    note: str = ""
    meaning: str = Meaning.NEUTRAL


@dataclass(frozen=True)
class Move:
    """One lane a card can be moved to."""

    value: str
    label: str


@dataclass(frozen=True)
class TaskCard:
    """
    One card of a board. `move_url` takes a POST with `lane` (and `act_key`, `hat`); empty means it stays.
    `asks`: moving asks for more (a reason), so a dragged card opens the page of the move with `?month=<lane>`.
    """

    key: str
    text: str
    url: str
    state: str = ""
    meaning: str = Meaning.NEUTRAL
    who: str = ""
    colour: str = LightColour.NONE
    words: str = ""
    note: str = ""
    move_url: str = ""
    lane: str = ""
    asks: bool = False


@dataclass(frozen=True)
class Lane:
    """One lane of a board: usually a month. `now` marks the current one."""

    value: str
    title: str
    cards: Sequence[TaskCard] = ()
    note: str = ""
    now: bool = False


@dataclass(frozen=True)
class Change:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RemovedLine:
    """A line that was taken out of a document, and why."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Column:
    """One column of a plain table; `kind` is text, number or date."""

    label: str
    kind: str = "text"


@dataclass(frozen=True)
class Cell:
    """One cell of a plain table: words, perhaps a link, perhaps a mark of one meaning."""

    text: str | SafeString
    url: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class FileRow:
    """One file that can be fetched; `kind` is word, sheet, pdf or another."""

    name: str
    url: str
    kind: str = ""
    note: str = ""
