"""What the speech room prints: the list of speakers, the written speeches in one volume (handbook 9.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, PaperOffer, Paragraphs, Report, Table, offer

from . import queries
from .enums import CallState
from .models import Speech, SpeechCall

OPEN_TO_READ = (CallState.SETTLED, CallState.ARCHIVED)


def offer_papers() -> None:
    """Offer the papers of a plenary; each takes `call`, its public id."""
    offer(
        PaperOffer("speech-list", "大会发言安排表", "speech.read", speech_list),
        PaperOffer("written-speeches", "书面发言汇编", "speech.read", written_speeches, formats=("docx", "pdf")),
    )


def speech_list(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return who speaks in which order for how long, with the time that goes by. Raises: Http404 before the list."""
    call = _call(actor, asked)
    rows, total = [], 0
    for number, speech in enumerate(queries.in_order(call), start=1):
        total += speech.minutes or 0
        rows.append((str(number), *_named(speech), f"{speech.minutes or ''}", f"{total}"))
    columns = (
        Column("序号", 0.5, "center"), Column("题目", 3), Column("提出", 1.2), Column("发言人", 1, pad_names=True),
        Column("分钟", 0.6, "right"), Column("累计", 0.6, "right"),
    )  # fmt: skip
    subtitle = f"口头发言{len(rows)}篇，共{total}分钟" if rows else "没有口头发言"
    return Table(f"{call}安排表", columns, tuple(rows), subtitle=subtitle)


def written_speeches(actor: Actor, asked: Mapping[str, str]) -> Report:
    """Return the written speeches in one volume: first who wrote, then each word for word. Raises: Http404."""
    call = _call(actor, asked)
    speeches = list(queries.written(call).exclude(quarantine.is_closed("speech")))
    if not speeches:
        raise Http404("no written speech")
    listed = tuple((str(number), *_named(each)) for number, each in enumerate(speeches, start=1))
    columns = (
        Column("序号", 0.5, "center"),
        Column("题目", 3),
        Column("提出", 1.2),
        Column("发言人", 1, pad_names=True),
    )
    table = Table("目录", columns, listed)
    return Report(f"{call.session}书面发言汇编", (table, *_texts(speeches)), subtitle=f"共{len(speeches)}篇")


def _texts(speeches: list[Speech]) -> Iterator[Paragraphs]:
    for number, speech in enumerate(speeches, start=1):
        lines = tuple(line.strip() for line in speech.text.splitlines() if line.strip())
        yield Paragraphs(f"{number}. {speech.title}", (speech.who, *lines))


def _named(speech: Speech) -> tuple[str, str, str]:
    return str(speech), speech.owner_name, speech.speaker.person.name if speech.speaker else ""


def _call(actor: Actor, asked: Mapping[str, str]) -> SpeechCall:
    try:
        public_id = UUID(asked.get("call", ""))
    except ValueError:
        raise Http404("no such id") from None
    return get_object_or_404(queries.calls_visible_to(actor), public_id=public_id, state__in=OPEN_TO_READ)
