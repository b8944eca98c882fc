"""Writes: a piece goes to be signed, is signed on screen or from paper, or comes back (审签; handbook 6.3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.org.configuration import value

from .. import phrases_editing as phrases
from ..enums import VersionKind
from ..keys import MAX_CHARS
from ..models import Opinion
from ..signers import Signer
from ..workflow import opinions as table
from .editing import add_reader, keep_version
from .reviewing import lock


@dataclass(frozen=True)
class PaperSignature:
    """A signature given on the printed sheet: whose, when, and its proof."""

    signer_name: str
    signed_on: date
    signer_user_id: int | None = None
    scan: File[Any] | None = None
    register_no: str = ""

    def check(self, at: datetime) -> None:
        """Raises: Refused `no_signer`, `no_proof`, `future`."""
        if not self.signer_name.strip():
            raise Refused("no_signer", phrases.NO_SIGNER)
        if self.scan is None and not self.register_no.strip():
            raise Refused("no_proof", phrases.NO_PROOF)
        if self.signed_on > timezone.localdate(at):
            raise Refused("future", phrases.FUTURE)

    def actor(self, by: Actor) -> Actor:
        """Return who acted: the signer, entered by the clerk."""
        return replace(
            by, user_id=self.signer_user_id, name=self.signer_name.strip()[:60], source=Source.PAPER,
            entered_by_id=by.user_id,
        )  # fmt: skip

    @property
    def words(self) -> str:
        """Return what the ledger tells of the paper."""
        day = self.signed_on
        number = f"，登记号{self.register_no.strip()}" if self.register_no.strip() else ""
        return f"{day.year}年{day.month}月{day.day}日纸质签批{number}"


@transaction.atomic
def send_to_sign(*, opinion: Opinion, signer: Signer, by: Actor, at: datetime) -> Opinion:
    """
    Send an edited piece to be signed (送审签), complete and not too long; the signer may read it from now on.

    Rule: handbook 6.3 (facts and secrecy are checked before); key opinion.max_chars.
    Raises: PermissionDenied; Refused `no_title`, `no_body`, `too_long`, `no_category`, `no_facts`, `no_secrecy`,
    `no_author`, `stale`; nothing is changed then.
    """
    locked = lock(opinion)
    if locked.state in table.SEND_TO_SIGN.sources:
        _check_complete(locked, at)
    changes = {"signer_user_id": signer.user_id, "signer_name": signer.name}
    moved = workflow.apply(table.SEND_TO_SIGN, locked, by=by, at=at, changes=changes)
    if signer.user_id is not None:
        add_reader(moved, signer.user_id, signer.name, at)
    return moved


@transaction.atomic
def approve(*, opinion: Opinion, by: Actor, at: datetime) -> Opinion:
    """Sign a piece on screen (审签): its text is what will be issued. Raises: PermissionDenied; Refused `stale`."""
    return _approve(opinion, by.name, timezone.localdate(at), "", by, at)


@transaction.atomic
def record_signature(*, opinion: Opinion, paper: PaperSignature, by: Actor, at: datetime) -> Opinion:
    """
    Enter that a leader signed the printed sheet (录入纸质签批), with its scan or register number.

    The scan is kept with the signed version: it is the editors', authors never see it.
    Rule: office-practice 8 and 2; both names stand in the ledger.
    Raises: PermissionDenied; Refused `no_signer`, `no_proof`, `future`, `stale`; nothing is changed then.
    """
    paper.check(at)
    moved = _approve(opinion, paper.signer_name.strip()[:60], paper.signed_on, paper.words, paper.actor(by), at)
    if paper.scan is not None:
        signed = moved.versions.order_by("-ordinal")[0]
        files.keep(file=paper.scan, name=paper.scan.name or "呈批单", by=by, at=at, subject=signed)
    return moved


@transaction.atomic
def record_refusal(*, opinion: Opinion, paper: PaperSignature, reason: str, by: Actor, at: datetime) -> Opinion:
    """
    Enter that a leader sent a piece back on the printed sheet (录入退回), with what was written there.

    Raises: PermissionDenied; Refused `no_signer`, `no_proof`, `future`, `no_reason`, `stale`; nothing is changed then.
    """
    paper.check(at)
    return workflow.apply(table.SEND_BACK, opinion, by=paper.actor(by), at=at, reason=reason)


def send_back(*, opinion: Opinion, reason: str, by: Actor, at: datetime) -> Opinion:
    """Send a piece back to the editors with the reason (退回修改). Raises: Refused `stale`, `no_reason`."""
    return workflow.apply(table.SEND_BACK, opinion, by=by, at=at, reason=reason)


def _approve(opinion: Opinion, name: str, on: date, reason: str, by: Actor, at: datetime) -> Opinion:
    changes = {"signed_by_name": name, "approved_on": on}
    moved = workflow.apply(table.APPROVE, opinion, by=by, at=at, changes=changes, reason=reason)
    keep_version(moved, VersionKind.SIGNED, by=by, at=at)
    return moved


def _check_complete(opinion: Opinion, at: datetime) -> None:
    most, now = value(MAX_CHARS, on=timezone.localdate(at)), len("".join(opinion.edited_body.split()))
    missing = (
        ("no_title", not opinion.edited_title, phrases.NO_TITLE),
        ("no_body", not opinion.edited_body, phrases.NO_BODY),
        ("too_long", now > most, phrases.LONG_BODY.format(most=most, now=now)),
        ("no_category", not opinion.category, phrases.NO_CATEGORY),
        ("no_facts", not opinion.fact_note, phrases.NO_FACTS),
        ("no_secrecy", opinion.secrecy_checked_on is None, phrases.NO_SECRECY),
        ("no_author", not opinion.authors.exists(), phrases.NO_AUTHOR),
    )
    for code, is_missing, sentence in missing:
        if is_missing:
            raise Refused(code, sentence)
