"""Lists and scans that came back: kept, read, shown, and written into the handlings once confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from yizheng.attachment import services as attachment
from yizheng.attachment.models import StoredFile
from yizheng.attachment.queries import path_of
from yizheng.intake import services as intake
from yizheng.intake.models import ImportBatch, ImportState
from yizheng.kernel.acting import SYSTEM, Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.org.models import UnitAlias, in_force

from .. import reply_wording as wording
from ..assignment_imports import SCANS, SHEET
from ..enums import ANSWERING, ReplyState
from ..models import Handling, Reply
from ..queries.assigning import progress_of
from ..services import drafting
from . import assignment_scans, assignment_sheet
from .assignment_scans import Candidate
from .assignment_writing import attach_scan, write_row

MOST_FILES = 300
Json = dict[str, Any]


@transaction.atomic
def take_in(*, uploads: Sequence[File[Any]], purpose: str, by: Actor, at: datetime) -> ImportBatch:
    """
    Keep what came back and read it at once; the job that intake queues finds it read.

    Raises: PermissionDenied; Refused `too_many`, `empty`, `too_large`; nothing is kept then.
    """
    if len(uploads) > MOST_FILES:
        raise Refused("too_many", f"一次最多{MOST_FILES}个文件，请分几次上传。")
    batch = intake.receive(upload=uploads[0], purpose=purpose, by=by, at=at)
    for each in uploads[1:]:
        file = attachment.keep(file=each, name=each.name or "", by=by, at=at)
        attachment.attach(file=file, subject=batch)
    return read(batch, reader=by, at=at)


def read(batch: ImportBatch, *, reader: Actor, at: datetime) -> ImportBatch:
    """Read an import that waits; what cannot be read says why."""
    if batch.state != ImportState.WAITING:
        return batch
    today = timezone.localdate(at)
    try:
        tree = _scans(batch, reader, today) if batch.purpose == SCANS.name else _sheet(batch, reader, today)
    except Refused as refusal:
        return intake.reading_failed(batch=batch, why=refusal.message, by=SYSTEM, at=at)
    return intake.reading_done(batch=batch, reading={}, tree=tree, by=SYSTEM, at=at)


def candidates_of(actor: Actor, today: date) -> list[Candidate]:
    """Return the handlings of the side that something may have come back for."""
    rows = list(progress_of(actor).filter(proposal__filed_no__isnull=False))
    names: dict[int, list[str]] = {}
    for unit, text in UnitAlias.objects.filter(in_force(today)).values_list("unit_id", "text"):
        names.setdefault(unit, []).append(text)
    return [_candidate(each, names.get(each.unit_id, [])) for each in rows]


def _candidate(each: Handling, aliases: Iterable[str]) -> Candidate:
    proposal = each.proposal
    return Candidate(
        handling_id=each.pk, session_order=proposal.session_id, is_between=proposal.filed_between,
        filed_no=proposal.filed_no or 0, role=each.role, names=(each.unit.name, *aliases),
        label=f"{proposal.number} {each.unit}（{each.get_role_display()}）",
    )  # fmt: skip


def files_of(batch: ImportBatch) -> list[StoredFile]:
    """Return the files of one upload in the order in which they came."""
    return list(StoredFile.objects.filter(kind="import", object_id=batch.pk).order_by("id"))


def _scans(batch: ImportBatch, reader: Actor, today: date) -> Json:
    candidates = [each for each in candidates_of(reader, today) if each.role in ANSWERING]
    files = files_of(batch)
    matched = assignment_scans.match_all([file.name for file in files], candidates)
    replies = _replies(each.candidate.handling_id for each in matched if each.candidate)
    lines = []
    for file, each in zip(files, matched, strict=True):
        reply = replies.get(each.candidate.handling_id) if each.candidate else None
        why, does = each.why, ""
        if each.candidate is not None:
            why, does = _what_becomes(reply)
        lines.append({
            "file": file.pk, "name": file.name, "handling": each.candidate.handling_id if each.candidate else None,
            "label": each.candidate.label if each.candidate else "", "does": does, "problem": why,
        })  # fmt: skip
    return {"lines": lines}


def _replies(handlings: Iterable[int]) -> dict[int, Reply]:
    rows = Handling.objects.filter(pk__in=list(handlings))
    found = {each.pk: drafting.reply_of(each) for each in rows}
    return {pk: reply for pk, reply in found.items() if reply is not None}


def _what_becomes(reply: Reply | None) -> tuple[str, str]:
    """Return why a scan cannot be taken yet, or what confirming it does."""
    if reply is None or (reply.state != ReplyState.ISSUED and not (reply.class_mark and reply.signed_by_name)):
        return "对上了，但还不知道类别和签发人。请先用回执表读回来，或到办理页代录。", ""
    return "", "附上盖章件" if reply.state == ReplyState.ISSUED else "签发答复，附上盖章件"


def _sheet(batch: ImportBatch, reader: Actor, today: date) -> Json:
    rows = assignment_sheet.read(path_of(batch.file), batch.file.name)
    marks = [mark for mark, _ in wording.classes(today)]
    judged = assignment_sheet.judge(rows, candidates_of(reader, today), marks, today)
    return {"lines": [each.to_json() for each in judged]}


def good_lines(batch: ImportBatch) -> list[Json]:
    """Return the lines that confirming would write."""
    return [line for line in batch.tree.get("lines", []) if not line["problem"]]


def confirm(*, batch: ImportBatch, edition: int, by: Actor, at: datetime) -> ImportBatch:
    """
    Write what came back into the handlings (确认); lines the rules refuse are told, the others are written.

    Rule: office-practice 19. Raises: PermissionDenied; Refused `stale`, `corrected_meanwhile`, `nothing` when no
    line could be written; nothing is changed then.
    """
    return intake.confirm(batch=batch, edition=edition, make=lambda kept: _write(kept, by=by, at=at), by=by, at=at)


def _write(batch: ImportBatch, *, by: Actor, at: datetime) -> ImportBatch:
    importer, written, refused = replace(by, source=Source.IMPORT), 0, ""
    for line in good_lines(batch):
        try:
            with transaction.atomic():
                _write_line(batch, line, by=importer, at=at)
            written += 1
        except Refused as refusal:
            line["problem"] = refused = refusal.message
    if not written:
        raise Refused("nothing", refused or "没有可以记的内容。")
    batch.save(update_fields=["tree"])
    return batch


def _write_line(batch: ImportBatch, line: Json, *, by: Actor, at: datetime) -> None:
    handling = Handling.objects.select_related("proposal__session__term", "unit").get(pk=line["handling"])
    if batch.purpose == SHEET.name:
        write_row(handling, line, by=by, at=at)
    else:
        attach_scan(handling, StoredFile.objects.get(pk=line["file"]), by=by, at=at)
