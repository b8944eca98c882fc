"""What the shared rooms must know of official documents."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.subjects import Owed, Subject, register

from . import queries
from .enums import DocumentState as S
from .indexed import document_indexed
from .models import Document, OwnTemplate, WorkSecret


def owed(document: Document) -> Iterator[Owed]:
    """
    Return who owes what on a document.

    Our decision: the secretary-general checks; leaders sign on paper, so the clerk owes the entry (office-practice 8).
    """
    note = document.get_kind_display()
    if document.state == S.SUBMITTED:
        yield Owed("check_document", "核稿", role=Role.SECRETARY_GENERAL, note=note)
    if document.state == S.RETURNED:
        yield Owed("revise_document", "修改", user_id=document.drafted_by_id, note=note)
    for state, act, label in (
        (S.CHECKED, "record_document_signature", "送签并登记签发"),
        (S.COUNTERSIGNED, "record_document_signature", "送签并登记签发"),
        (S.SIGNED, "number_document", "编号"),
        (S.NUMBERED, "issue_document", "印发"),
    ):
        if document.state == state:
            yield Owed(act, label, role=Role.OFFICE_CLERK, note=note)


def _url(document: Document) -> str:
    return address("document:document", public_id=document.public_id)


def _secrets(actor: Actor) -> object:
    rows = WorkSecret.objects.all()
    return rows if may("document.register_secret", actor) else rows.none()


def _templates(actor: Actor) -> object:
    rows = OwnTemplate.objects.all()
    return rows if may("document.templates", actor) else rows.none()


def register_all() -> None:
    """Make the kinds of the document room known to the house."""
    register(
        Subject(
            "document", Document, "公文", visible_to=queries.documents_visible_to, url=_url, owed=owed,
            caption=lambda d: d.number or d.get_state_display(), indexed=document_indexed,
        ),
        Subject(
            "work_secret", WorkSecret, "工作秘密登记", visible_to=_secrets,  # type: ignore[arg-type]
            url=lambda _row: address("document:work-secrets"),
        ),
        Subject(
            "own_template", OwnTemplate, "公文模板", visible_to=_templates,  # type: ignore[arg-type]
            url=lambda _row: address("document:templates"),
        ),
    )  # fmt: skip
