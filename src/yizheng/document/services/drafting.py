"""Drafting and changing the text: every version is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org import configuration

from .. import workflow as table
from ..copies import in_order
from ..enums import DocumentState
from ..keys import COPY_TO
from ..models import Document, DocumentVersion

MAX_TEXT_CHARS = 200_000
CLASSIFIED = re.compile(r"^\s*(绝密|机密|秘密)\s*(★|☆|[\d一二三四五六七八九十]+年|长期|$)", re.MULTILINE)


@dataclass(frozen=True)
class Wording:
    """What a document says and to whom; `annexes` are titles, `copies` bodies in any order."""

    title: str
    text: str
    addressee: str = ""
    signature: str = ""
    copies: Sequence[str] = ()
    annexes: Sequence[str] = ()


@transaction.atomic
def draft(*, kind: str, secrecy: str, wording: Wording, is_clean: bool, by: Actor, at: datetime) -> Document:
    """
    Begin a document (拟稿) with its first version.

    `is_clean` is the drafter's tick that nothing classified and no 工作秘密 is in it.
    Rule: office-practice 1; key document.copy_to_default.
    Raises: PermissionDenied, Refused `classified`, `no_title`, `long_text`; nothing is kept then.
    """
    require("document.draft", by)
    _check(wording, is_clean=is_clean)
    assert by.user_id is not None, "a person drafts"
    usual = configuration.value(COPY_TO, on=timezone.localdate(at))
    document = Document.objects.create(
        kind=kind,
        secrecy=secrecy,
        drafted_by_id=by.user_id,
        drafted_by_name=by.name,
        drafted_at=at,
        **{**_fields(wording), "copies": in_order(wording.copies or usual)},
    )
    _keep(document, wording, "", by, at)
    fields = {"kind": kind, "secrecy": secrecy, "version": 1, "text_sha256": document.text_sha256}
    ledger.record("draft_document", document, by=by, at=at, to_state=document.state, fields=fields)
    return document


@transaction.atomic
def revise(*, document: Document, wording: Wording, is_clean: bool, by: Actor, at: datetime) -> Document:
    """Change a draft or a returned document; one more version. Raises: as `draft`, Refused `stale`."""
    return _new_version(table.REVISE, document, wording, "", is_clean, by, at)


@transaction.atomic
def amend(*, document: Document, wording: Wording, reason: str, is_clean: bool, by: Actor, at: datetime) -> Document:
    """Enter what was changed on paper while it was checked or signed; one more version with the reason."""
    return _new_version(table.AMEND, document, wording, reason, is_clean, by, at)


def _new_version(
    row: workflow.Transition, document: Document, wording: Wording, reason: str, is_clean: bool, by: Actor, at: datetime
) -> Document:
    _check(wording, is_clean=is_clean)
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    changes = {
        **_fields(wording),
        "copies": in_order(wording.copies),
        "version": locked.version + 1,
        "text_sha256": _digest(wording.text),
    }
    moved = workflow.apply(row, document, by=by, at=at, reason=reason, changes=changes)
    _keep(moved, wording, reason, by, at)
    return moved


def _fields(wording: Wording) -> dict[str, object]:
    return {
        "title": wording.title.strip(),
        "addressee": wording.addressee.strip(),
        "signature": wording.signature.strip(),
        "annexes": [each.strip() for each in wording.annexes if each.strip()],
        "text_sha256": _digest(wording.text),
    }


def _keep(document: Document, wording: Wording, note: str, by: Actor, at: datetime) -> None:
    DocumentVersion.objects.create(
        document=document,
        ordinal=document.version,
        title=document.title,
        text=wording.text,
        note=note[:200],
        made_in=document.state or DocumentState.DRAFTING,
        made_by_name=by.name,
        made_at=at,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _check(wording: Wording, *, is_clean: bool) -> None:
    if not is_clean:
        raise Refused("classified", "请先确认本文不含国家秘密和工作秘密。涉密文件不得在本系统起草。")
    if CLASSIFIED.search(f"{wording.title}\n{wording.text}"):
        raise Refused(
            "classified", "文中有密级标志。涉密文件不得在本系统起草，请按保密规定在涉密设备上办理；本文没有保存。"
        )
    if not wording.title.strip():
        raise Refused("no_title", "请写上标题。")
    if len(wording.text) > MAX_TEXT_CHARS:
        raise Refused("long_text", f"正文最多{MAX_TEXT_CHARS // 10000}万字，请把附表另作附件。")
