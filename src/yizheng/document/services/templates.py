"""The committee's own templates: put in the place of a shipped one, taken back."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from yizheng.attachment import services as files
from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..models import OwnTemplate
from ..templating.checking import check_template
from ..templating.filling import fill
from ..templating.kinds import TemplateKind


@transaction.atomic
def put_template(*, kind: TemplateKind, content: bytes, name: str, by: Actor, at: datetime) -> OwnTemplate:
    """
    Use the committee's own Word file for a kind of paper; the one before it is kept, no longer used.

    Raises: PermissionDenied, Refused as `check_template` does or `unfilled`; the template in use stays then.
    """
    require("document.templates", by)
    check_template(content, kind)
    fill(content, kind, kind.sample())
    _take_back(kind)
    kept = files.keep(file=ContentFile(content), name=name, by=by, at=at)
    row = OwnTemplate.objects.create(code=kind.code, file=kept, put_by_name=by.name, put_at=at)
    files.attach(file=kept, subject=row)
    fields = {"code": kind.code, "sha256": kept.sha256}
    ledger.record("put_template", row, by=by, at=at, to_state="used", fields=fields)
    return row


@transaction.atomic
def reset_template(*, kind: TemplateKind, by: Actor, at: datetime) -> OwnTemplate:
    """Go back to the shipped template of a kind. Raises: PermissionDenied, Refused `shipped`."""
    require("document.templates", by)
    row = _take_back(kind)
    if row is None:
        raise Refused("shipped", f"“{kind.label}”现在用的就是系统自带的模板。")
    ledger.record("reset_template", row, by=by, at=at, from_state="used", fields={"code": kind.code})
    return row


def _take_back(kind: TemplateKind) -> OwnTemplate | None:
    row = OwnTemplate.objects.select_for_update(of=("self",)).filter(code=kind.code, is_used=True).first()
    if row is not None:
        row.is_used = False
        row.save(update_fields=["is_used"])
    return row
