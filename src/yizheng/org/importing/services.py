"""The acts of importing a sheet: receive, arrange, decide, confirm, discard."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from yizheng.intake import services as intake
from yizheng.intake.models import ImportBatch, ImportRow, RowVerdict
from yizheng.intake.sheets.values import day
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.sequences import next_number

from ..enums import MembershipState
from ..models import Term
from . import phrases
from .choices import ANOTHER, NAMESAKES, OUT, SAME, Choices
from .findings import Entry, entry_from
from .kinds import SheetKind, World, kind_of
from .preparing import kept
from .roll_judging import rows_words

Json = dict[str, Any]
MOST_WRITTEN = 2_500
"""Rows that one confirmation writes. Rule: our decision; the largest roll, the national one, has some 2,000."""

MOST_REJUDGED = 200
CHUNK = 500
_LOCK = "import-into-organisation"
_TO_WRITE = (RowVerdict.NEW, RowVerdict.CHANGED)
STANDINGS = (MembershipState.ACTIVE, MembershipState.PROPOSED)
BACK = "back"


def receive_sheet(*, upload: File[Any], purpose: str, by: Actor, at: datetime) -> ImportBatch:
    """Take a sheet in; a job reads it. Raises: PermissionDenied; Refused `empty`, `too_large`; nothing is kept then."""
    return intake.receive(upload=upload, purpose=purpose, by=by, at=at)


def arrange(*, batch: ImportBatch, edition: int, posted: Mapping[str, str], by: Actor, at: datetime) -> ImportBatch:
    """
    Read the file again with another sheet, other columns, another term or settled names (重新核对).

    `posted` are the fields of the form: `sheet`, `column-<field>`, `standing`, `term`, `joined_on`, `name-<n>` with
    `text-<n>`. Decisions about single rows stay as long as the sheet is the same.
    Raises: PermissionDenied; Refused `stale`, `corrected_meanwhile`, or what is wrong with a field.
    """

    def change(tree: Json) -> Json:
        return _arranged(Choices.from_json(tree), batch, posted).to_json()

    return intake.read_again(batch=batch, edition=edition, change=change, by=by, at=at)


def _arranged(now: Choices, batch: ImportBatch, posted: Mapping[str, str]) -> Choices:
    place = _number(posted.get("sheet", str(now.sheet)), [each["place"] for each in batch.reading["sheets"]])
    if place != now.sheet:
        return replace(now, sheet=place, columns={}, decisions={}, skips_problems=False)
    return replace(
        now,
        columns=_columns(kind_of(batch.purpose), batch, posted) or now.columns,
        standing=_one_of(posted.get("standing", now.standing), STANDINGS),
        term=_term(posted.get("term", now.term)),
        joined_on=_joined_on(posted.get("joined_on", now.joined_on)),
        names={**now.names, **_names(kind_of(batch.purpose), posted)},
    )


def _columns(kind: SheetKind, batch: ImportBatch, posted: Mapping[str, str]) -> dict[str, int]:
    """Return which field is read from which column; empty when the form did not ask."""
    chosen: dict[str, int] = {}
    for field in kind.fields:
        raw = posted.get(f"column-{field.name}", "")
        if raw:
            column = _number(raw, range(len(batch.reading["labels"])))
            other = next((f.label for f in kind.fields if chosen.get(f.name) == column), None)
            if other:
                raise Refused("column_twice", phrases.COLUMN_TWICE.format(one=other, other=field.label))
            chosen[field.name] = column
    asked = any(name.startswith("column-") for name in posted)
    if asked and kind.required.name not in chosen:
        raise Refused("name_column", phrases.NAME_COLUMN.format(label=kind.required.label))
    return chosen


def _number(raw: str, allowed: Sequence[int]) -> int:
    number = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 5 else -1
    if number not in allowed:
        raise Refused("no_column", phrases.NO_SUCH_COLUMN)
    return number


def _one_of(word: str, allowed: Sequence[str]) -> str:
    if word not in allowed:
        raise Refused("no_such_choice", phrases.NO_SUCH_CHOICE)
    return str(word)


def _term(public_id: str) -> str:
    if public_id and public_id not in {str(each) for each in Term.objects.values_list("public_id", flat=True)}:
        raise Refused("no_such_choice", phrases.NO_SUCH_CHOICE)
    return public_id


def _joined_on(text: str) -> str:
    read = day(text) if text.strip() else ""
    if text.strip() and len(read) != len("2026-01-08"):
        raise Refused("bad_date", phrases.BAD_DATE.format(text=text))
    return read


def _names(kind: SheetKind, posted: Mapping[str, str]) -> dict[str, str]:
    """Return the names that were settled: the text of the sheet to a known name, or to be added."""
    known = set(kind.naming.known()) if kind.naming else set()
    asked = {posted[f"text-{key[5:]}"]: text for key, text in posted.items() if key.startswith("name-") and text}
    if not set(asked.values()) <= known:
        raise Refused("no_such_choice", phrases.NO_SUCH_CHOICE)
    return asked


@transaction.atomic
def decide(*, batch: ImportBatch, edition: int, row: int, word: str, by: Actor, at: datetime) -> ImportBatch:
    """
    Decide about one row: leave it out, same person, another person, two persons of one name; `back` takes it back.

    Rows of the same name are judged again at once.
    Raises: PermissionDenied; Refused `corrected_meanwhile`, `not_open`, `no_row`, `no_such_choice`.
    """
    if word not in (OUT, NAMESAKES, ANOTHER, BACK) and not word.startswith(SAME):
        raise Refused("no_such_choice", phrases.NO_SUCH_CHOICE)
    chosen = ImportRow.objects.filter(batch=batch, sheet_row=row).first()
    if chosen is None:
        raise Refused("no_row", phrases.NO_SUCH_ROW)
    alike = ImportRow.objects.filter(batch=batch, match_key=chosen.match_key).order_by("sheet_row")
    rows = list(alike[:MOST_REJUDGED]) if chosen.match_key else [chosen]
    meant = [each.sheet_row for each in rows] if word == NAMESAKES else [row]

    def change(tree: Json) -> Json:
        choices = Choices.from_json(tree)
        for number in meant:
            choices = choices.undecided(number) if word == BACK else choices.decided(number, word)
        return choices.to_json()

    current = intake.correct(batch=batch, edition=edition, change=change, by=by, at=at)
    _judge_again(current, rows, at)
    return current


def _judge_again(batch: ImportBatch, rows: Sequence[ImportRow], at: datetime) -> None:
    kind, choices = kind_of(batch.purpose), Choices.from_json(batch.tree)
    entries = [entry_of(each) for each in rows]
    kind.judge(entries, kind.look(choices, timezone.localdate(at)))
    for each, entry in zip(rows, entries, strict=True):
        for name, value in kept(entry).items():
            setattr(each, name, value)
        each.save(update_fields=["verdict", "has_warning", "cells", "judged"])
    batch.tree = replace(choices, counts=_counted(batch)).to_json()
    batch.save(update_fields=["tree"])


def _counted(batch: ImportBatch) -> dict[str, int]:
    counted = ImportRow.objects.filter(batch=batch).values("verdict").annotate(count=Count("id"))
    return {each["verdict"]: each["count"] for each in counted}


def skip_problems(*, batch: ImportBatch, edition: int, skips: bool, by: Actor, at: datetime) -> ImportBatch:
    """Say that rows with problems are left out, or no longer. Raises: PermissionDenied; Refused as `decide`."""

    def change(tree: Json) -> Json:
        return replace(Choices.from_json(tree), skips_problems=skips).to_json()

    return intake.correct(batch=batch, edition=edition, change=change, by=by, at=at)


def confirm_import(*, batch: ImportBatch, edition: int, by: Actor, at: datetime) -> ImportBatch:
    """
    Write every row that is new or changed, all of them or nothing (确认导入); the ledger gets one act.

    Each row is judged once more against the rolls of this moment: what the clerk saw is what is written.
    Raises: PermissionDenied; Refused `stale`, `corrected_meanwhile`, `not_ready`, `changed_since`.
    """

    def make(confirmed: ImportBatch) -> ImportBatch:
        _write(confirmed, by, at)
        return confirmed

    return intake.confirm(batch=batch, edition=edition, make=make, by=by, at=at)


def _write(batch: ImportBatch, by: Actor, at: datetime) -> None:
    kind, choices = kind_of(batch.purpose), Choices.from_json(batch.tree)
    next_number(_LOCK)  # two imports confirmed at once wait for each other
    world = kind.look(choices, timezone.localdate(at))
    if why := blocker(kind, choices, world):
        raise Refused("not_ready", why)
    _check_unchanged(batch, kind, world)
    kind.write(_parts(batch), kind.look(choices, timezone.localdate(at)), by, at)
    ImportRow.objects.filter(batch=batch).exclude(verdict__in=(RowVerdict.PROBLEM, RowVerdict.LEFT_OUT)).delete()
    batch.tree = replace(choices, written={word: choices.counts.get(word, 0) for word in _TO_WRITE}).to_json()
    batch.save(update_fields=["tree"])


def blocker(kind: SheetKind, choices: Choices, world: World) -> str:
    """Return why the import cannot be confirmed as it stands; empty when it can."""
    if why := kind.ready(choices, world):
        return why
    problems = choices.counts.get(RowVerdict.PROBLEM, 0)
    if problems and not choices.skips_problems:
        return phrases.PROBLEMS_LEFT.format(count=problems)
    count = sum(choices.counts.get(word, 0) for word in _TO_WRITE)
    if not count:
        return phrases.NOTHING_TO_WRITE
    return phrases.TOO_MANY.format(count=count, most=MOST_WRITTEN) if count > MOST_WRITTEN else ""


def _check_unchanged(batch: ImportBatch, kind: SheetKind, world: World) -> None:
    moved: list[int] = []
    for entries in _parts(batch):
        seen = [(entry.verdict, entry.target, entry.changes) for entry in entries]
        kind.judge(entries, world)
        moved += [
            entry.number
            for entry, before in zip(entries, seen, strict=True)
            if (entry.verdict, entry.target, entry.changes) != before
        ]
    if moved:
        raise Refused("changed_since", phrases.CHANGED_SINCE.format(rows=rows_words(moved)))


class _Parts(Sequence[list[Entry]]):
    """The entries to be written, five hundred at a time; read from the database anew for each walk."""

    def __init__(self, batch: ImportBatch) -> None:
        self._rows = ImportRow.objects.filter(batch=batch, verdict__in=_TO_WRITE).order_by("sheet_row")

    def __len__(self) -> int:
        return -(-self._rows.count() // CHUNK)

    def __getitem__(self, place: Any) -> Any:
        return [entry_of(row) for row in self._rows[place * CHUNK : (place + 1) * CHUNK]]

    def __iter__(self) -> Iterator[list[Entry]]:
        return (self[place] for place in range(len(self)))


def _parts(batch: ImportBatch) -> _Parts:
    return _Parts(batch)


def entry_of(row: ImportRow) -> Entry:
    """Return the entry a row keeps."""
    return entry_from(json.loads(row.judged), json.loads(row.cells))


@transaction.atomic
def discard_import(*, batch: ImportBatch, by: Actor, at: datetime) -> ImportBatch:
    """Give an import up; the rows read from it go, the file stays. Raises: PermissionDenied; Refused `stale`."""
    discarded = intake.discard(batch=batch, by=by, at=at)
    ImportRow.objects.filter(batch=batch).delete()
    return discarded
