"""The job: a file is read, every row judged and kept, the batch waits for its clerk."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.db import DatabaseError
from django.utils import timezone

from yizheng.attachment.queries import path_of
from yizheng.intake import services as intake
from yizheng.intake.models import ImportBatch, ImportRow, RowVerdict
from yizheng.intake.sheets.book import Book
from yizheng.intake.sheets.columns import JOINT
from yizheng.intake.sheets.headers import Header
from yizheng.intake.sheets.limits import MOST_ROWS
from yizheng.intake.sheets.table import Leftovers, SheetGlance, TableRow, glance, likeliest, read_table
from yizheng.kernel import secrets, tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee

from . import phrases
from .choices import Choices
from .findings import Entry, Finding
from .kinds import SheetKind, World, kind_of

CHUNK = 500
MOST_PEERS = 20
MOST_TOLD = 30
"""Headings and notes between the rows that are shown; a roll has a few dozen at most."""

READ_SHARE = 55
UNEXPECTED = "读取时遇到没有料到的情况，文件没有导入。请把表格另存为 xlsx 后再试；还是不行，请联系管理员。"
Json = dict[str, Any]
log = logging.getLogger("yizheng.org")


@dataclass
class Peers:
    """Who shares a name or a telephone with whom in the sheet; small, so that it fits beside 100,000 rows."""

    key: Callable[[Mapping[str, str]], str]
    names: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)
    phones: dict[str, list[int]] = field(default_factory=dict)

    def add(self, number: int, values: dict[str, str]) -> None:
        """Note a row."""
        phone = values.get("phone", "")
        if name := self.key(values):
            self.names.setdefault(name, []).append((number, values.get("birth_date", ""), phone))
        if phone:
            self.phones.setdefault(phone, []).append(number)

    def of(self, entry: Entry) -> None:
        """Tell an entry of the others, twenty at most."""
        same = (list(each) for each in self.names.get(self.key(entry.values), []) if each[0] != entry.number)
        entry.peers = list(islice(same, MOST_PEERS))
        shared = (row for row in self.phones.get(entry.values.get("phone", ""), []) if row != entry.number)
        entry.phone_rows = list(islice(shared, MOST_PEERS))


def prepare_import(*, committee_id: int, batch_id: int) -> None:
    """
    Read the file of an import and judge its rows.

    Reading runs outside any transaction, rows are kept by the half thousand. A job that comes twice begins
    anew; one that comes after the import was discarded does nothing; a killed one is taken up again.
    """
    committee = Committee.objects.get(pk=committee_id)
    with tenancy.scope(committee):
        batch = intake.start_reading(batch_id=batch_id)
        path = path_of(batch.file) if batch else None
        if batch is not None:
            ImportRow.objects.filter(batch=batch).delete()
    if batch is None or path is None:
        return
    try:
        _Reading(committee, batch, kind_of(batch.purpose)).run(path)
    except DatabaseError:
        raise
    except Refused as refusal:
        _fail(committee, batch, refusal.message)
    except Exception:
        # Whatever the file holds, an import never stays waiting for ever: the clerk gets a sentence.
        log.exception("import %s could not be read", batch_id)
        _fail(committee, batch, UNEXPECTED)


def _fail(committee: Committee, batch: ImportBatch, why: str) -> None:
    with tenancy.scope(committee):
        ImportRow.objects.filter(batch=batch).delete()
        if intake.start_reading(batch_id=batch.pk) is not None:
            intake.reading_failed(batch=batch, why=why, by=SYSTEM, at=timezone.now())


class _Reading:
    """One run of the job over one file."""

    def __init__(self, committee: Committee, batch: ImportBatch, kind: SheetKind) -> None:
        self._committee, self._batch, self._kind = committee, batch, kind
        self._choices = Choices.from_json(batch.tree)
        self._peers, self._leftovers = Peers(kind.key), Leftovers()
        self._counts: Counter[str] = Counter()
        self._unknown: Counter[str] = Counter()

    def run(self, path: Path) -> None:
        """Read, judge, keep, hand over. Raises: Refused, with the sentence for the clerk."""
        with Book(path, self._batch.file.name) as book, TemporaryFile("w+", encoding="utf-8") as spool:
            glances = glance(book, self._kind.fields)
            taken, header = self._taken(glances)
            columns = self._columns(header)
            length = self._read(book, taken, header, columns, spool)
            if not length:
                raise Refused("nothing", phrases.NOTHING)
            self._judge(spool, length)
        reading = self._told(glances, taken, header, columns)
        choices = replace(self._choices, sheet=taken.place, columns=columns, counts=dict(self._counts))
        with tenancy.scope(self._committee):
            intake.reading_done(
                batch=self._batch, reading=reading, tree=choices.to_json(), by=SYSTEM, at=timezone.now()
            )

    def _taken(self, glances: list[SheetGlance]) -> tuple[SheetGlance, Header]:
        wanted = self._choices.sheet
        taken = likeliest(glances) if wanted is None else next((g for g in glances if g.place == wanted), None)
        if taken is None or taken.header is None:
            hidden = [each.name for each in glances if each.is_hidden and each.header is not None]
            if hidden and taken is None:
                raise Refused("only_hidden", phrases.ONLY_HIDDEN.format(names="、".join(hidden)))
            raise Refused("no_header", phrases.NO_HEADER.format(label=self._kind.required.label))
        return taken, taken.header

    def _columns(self, header: Header) -> dict[str, int]:
        """The clerk's choice of columns holds for the header it was made for."""
        return self._choices.columns or header.columns

    def _read(self, book: Book, taken: SheetGlance, header: Header, columns: dict[str, int], spool: IO[str]) -> int:
        """Read every row into the spool and note who shares a name with whom; return how many there are."""
        with tenancy.scope(self._committee):
            world = self._kind.look(self._choices, timezone.localdate())
        expected, count = max(taken.length, 1), 0
        rows = read_table(book, taken.place, header, columns, self._kind.required.name, self._leftovers)
        for batch in _chunks(rows):
            with tenancy.scope(self._committee):
                for row in batch:
                    self._spool(row, world, spool)
                count += len(batch)
                self._progress(10 + (READ_SHARE - 10) * min(count / expected, 1))
        return count

    def _spool(self, row: TableRow, world: World, spool: IO[str]) -> None:
        values, found = self._kind.read(row, world)
        self._peers.add(row.number, values)
        self._unknown.update(finding.unknown_sector for finding in found if finding.unknown_sector)
        told = [[f.text, f.is_problem, list(f.choices), f.unknown_sector] for f in found]
        spool.write(json.dumps([row.number, values, row.cells, told], ensure_ascii=False) + "\n")

    def _judge(self, spool: IO[str], length: int) -> None:
        spool.seek(0)
        with tenancy.scope(self._committee):
            world = self._kind.look(self._choices, timezone.localdate())
        for done, lines in enumerate(_chunks(spool)):
            entries = [_entry(line) for line in lines]
            with tenancy.scope(self._committee):
                for entry in entries:
                    self._peers.of(entry)
                self._kind.judge(entries, world)
                ImportRow.objects.bulk_create(row_of(self._batch, self._kind, entry) for entry in entries)
                self._progress(READ_SHARE + (99 - READ_SHARE) * min(done * CHUNK / length, 1))
            self._counts.update(str(entry.verdict) for entry in entries)

    def _progress(self, percent: float) -> None:
        intake.show_progress(batch=self._batch, percent=int(percent))

    def _told(self, glances: list[SheetGlance], taken: SheetGlance, header: Header, columns: dict[str, int]) -> Json:
        """Return what stands on the page beside the rows: nothing personal, but names of headings."""
        sheets = [
            {"place": each.place, "name": each.name, "hidden": each.is_hidden, "readable": each.header is not None}
            for each in glances
        ]
        return {
            "sheets": sheets,
            "header_rows": [header.first_row, header.last_row],
            "labels": [label.replace(JOINT, "／") for label in header.labels],
            "unread": [label for place, label in enumerate(header.labels) if label and place not in columns.values()],
            "headings": [list(each) for each in self._leftovers.headings[:MOST_TOLD]],
            "notes": [list(each) for each in self._leftovers.notes[:MOST_TOLD]],
            "unknown_sectors": dict(self._unknown.most_common(60)),
            "limit": MOST_ROWS,
        }


def _entry(line: str) -> Entry:
    number, values, cells, told = json.loads(line)
    read = [Finding(text, bad, tuple((a, b) for a, b in offered), sector) for text, bad, offered, sector in told]
    return Entry(number, values, cells, read)


def row_of(batch: ImportBatch, kind: SheetKind, entry: Entry) -> ImportRow:
    """Return the row that keeps an entry; rows of one name are found by its digest, without knowing the name."""
    digest = secrets.digest(kind.key(entry.values))
    return ImportRow(batch=batch, sheet_row=entry.number, match_key=digest, **kept(entry))


def kept(entry: Entry) -> Json:
    """Return the columns of a row that follow its judgement."""
    return {
        "verdict": entry.verdict,
        "has_warning": any(not finding.is_problem for finding in entry.findings)
        and entry.verdict != RowVerdict.LEFT_OUT,
        "cells": json.dumps(entry.cells, ensure_ascii=False),
        "judged": json.dumps(entry.judged_json(), ensure_ascii=False),
    }


def _chunks(rows: Any, size: int = CHUNK) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
