"""The sheet that is printed, signed and scanned back (呈批单); the document room draws it as `approval_sheet`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from yizheng.kernel import scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.kernel.papers import Letter, PaperOffer
from yizheng.ui.tags.marks import long_date

from . import chains, queries
from .models import Approval, ApprovalStep

CODE = "approval-sheet"
TEMPLATE = "approval_sheet"


@dataclass(frozen=True)
class SheetStep:
    """One box of the sheet: what was decided, or blank for a signature."""

    label: str
    kind: str
    words: str


def sheet_context(approval: Approval) -> dict[str, Any]:
    """Return what a sheet says: committee, title, summary, a box for each step, the clerk and the day of begin."""
    committee = Committee.objects.get(pk=scoping.current().committee_id)
    return {
        "committee": committee.full_name,
        "chain": chains.get(approval.chain).label,
        "title": approval.title,
        "summary": approval.summary,
        "steps": [
            asdict(SheetStep(step.label, step.get_kind_display(), decided(step))) for step in approval.steps.all()
        ],
        "clerk": approval.begun_by.name,
        "date": long_date(timezone.localdate(approval.begun_at)),
    }


def decided(step: ApprovalStep) -> str:
    """Say how a step was decided, in one line; empty while it was not."""
    if step.decided_on is None:
        return ""
    where = step.meeting or step.decided_by_name
    parts = (step.get_state_display(), step.note, f"{where} {long_date(step.decided_on)}")
    return "　".join(part for part in parts if part)


def build(actor: Actor, params: Mapping[str, str]) -> Letter:
    """Build the sheet of the approval named by `id`. Raises: Http404 when the actor may not see it."""
    try:
        public_id = UUID(params.get("id", ""))
    except ValueError:
        raise Http404("no such approval") from None
    approval = queries.with_steps(queries.approvals_visible_to(actor)).filter(public_id=public_id).first()
    if approval is None:
        raise Http404("no such approval")
    return Letter(TEMPLATE, f"呈批单：{approval.title}", sheet_context(approval))


SHEET = PaperOffer(CODE, "呈批单", "approval.read", build, formats=("docx", "pdf"))
