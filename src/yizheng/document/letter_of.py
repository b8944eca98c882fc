"""A document as a letter: what its template is filled with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.kernel.papers import Letter, PaperOffer, offer
from yizheng.ui.tags.marks import long_date

from .enums import DocumentKind as K
from .models import Document, DocumentVersion
from .queries import documents_visible_to, newest

TEMPLATES = {K.LETTER: "letter", K.MINUTES: "minutes"}
UPWARD = (K.REPORT, K.REQUEST)
"""Kinds that name who signed them (GB/T 9704-2012, 7.2.6)."""


def letter_of(document: Document, version: DocumentVersion) -> Letter:
    """Return the letter of one version; number, date and imprint stand as far as they are given."""
    house = Committee.objects.get(pk=tenancy.current().committee_id)
    values: dict[str, Any] = {
        "issuer": _issuer(document, house),
        "number": document.number,
        "signer": document.signed_by_name if document.kind in UPWARD else "",
        "addressee": document.addressee,
        "paragraphs": version.text,
        "annexes": document.annexes,
        "signature": document.signature or house.full_name,
        "date": long_date(document.signed_on),
        "copies": "，".join(document.copies),
        "printed_by": f"{house.short_name}办公室" if document.issued_on else "",
        "printed_on": long_date(document.issued_on),
    }
    return Letter(TEMPLATES.get(K(document.kind), "notice"), version.title, values)


def build(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Build the paper of the document `id`, its newest version or `version`. Raises: Http404."""
    try:
        document = get_object_or_404(documents_visible_to(actor), public_id=UUID(asked.get("id", "")))
    except ValueError:
        raise Http404("no such id") from None
    wanted = asked.get("version", "")
    if not wanted:
        return letter_of(document, newest(document))
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 6):
        raise Http404("no such version")
    return letter_of(document, get_object_or_404(document.versions, ordinal=int(wanted)))


def _issuer(document: Document, house: Committee) -> str:
    if document.kind == K.LETTER:
        return house.full_name
    return f"{house.short_name}{'纪要' if document.kind == K.MINUTES else '文件'}"


def offer_papers() -> None:
    """Offer the paper of a document."""
    offer(PaperOffer("document", "公文", "document.read", build, formats=("docx", "pdf")))
