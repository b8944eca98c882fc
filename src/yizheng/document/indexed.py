"""What the search knows of official documents, and who may find them."""

from __future__ import annotations

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.subjects import Indexed

from .models import Document
from .permissions import READ_ALL
from .queries import NOT_FOR_LEADERS


def document_indexed(document: Document) -> Indexed:
    """Tell of a document by its newest version; whoever drafted it finds it as long as they may read it."""
    newest = document.versions.filter(ordinal=document.version).first()
    readers = [*READ_ALL, *([] if document.state in NOT_FOR_LEADERS else [Role.LEADER])]
    return Indexed(
        document.title, body=newest.text if newest else "", people=(document.drafted_by_name,),
        numbers=(document.number,) if document.number else (), status=document.get_state_display(),
        happened_on=document.issued_on or document.signed_on or timezone.localdate(document.drafted_at),
        audience=frozenset(f"role:{role}" for role in readers) | {f"user:{document.drafted_by_id}"},
    )  # fmt: skip
