"""What the page of a piece offers the information office after the signing, and shows of slips, reports, adoptions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from yizheng.deadline.calendars import work_calendar
from yizheng.instruction import queries as instructions
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.ui.shapes import FileRow

from .. import queries_following as queries
from .. import showing_following as showing
from ..enums import AdoptionState, FeedbackState, UpLevel
from ..models import Opinion, OpinionAdoption, OpinionTransfer, PointEntry
from ..workflow import opinions as table
from .acting import url_of
from .following_acts import ADOPT, INSTRUCT, REPORT_UP, TRANSFER, VOID_ADOPTION, VOID_POINTS
from .offers import offer
from .sections import section

ROWS = (
    ({*table.TRANSFER.sources, *table.TRANSFER_TOO.sources}, TRANSFER, "转办"),
    ({*table.REPORT_UP.sources, *table.REPORT_UP_TOO.sources}, REPORT_UP, "上报"),
    ({*table.ADOPT_UP.sources, *table.ADOPT_UP_TOO.sources}, ADOPT, "登记上级采用"),
    ({*table.NOTE_SEEN.sources}, INSTRUCT, "登记批示"),
)


@offer
def following_acts(opinion: Opinion, actor: Actor) -> Iterator[tuple[str, str, str]]:
    """Offer what may be done with a signed piece."""
    for states, page, label in ROWS:
        if opinion.state in states and may(page.permission, actor, opinion):
            yield url_of(page, opinion), label, ""
    if may(VOID_POINTS.permission, actor, opinion) and _has_points(opinion):
        yield url_of(VOID_POINTS, opinion), VOID_POINTS.title, "danger"


def _has_points(opinion: Opinion) -> bool:
    return PointEntry.objects.filter(opinion=opinion, is_void=False).exists()


@section
def what_became(opinion: Opinion, actor: Actor) -> tuple[str, dict[str, Any]] | None:
    """Show the office slips, reports, adoptions, instructions and feedback owed of a piece."""
    if not may("opinion.see_desk", actor):
        return None
    slips = queries.slips_in_full(actor).filter(opinion=opinion).order_by("id")
    found: dict[str, Any] = {
        "slips": _slips(list(slips)),
        "reports": list(queries.reports_in_full(actor).filter(opinion=opinion).order_by("id")),
        "adoptions": _adoptions(opinion, actor),
        "instructions": list(instructions.itemised(instructions.of_target(opinion))),
        "owed": list(queries.feedback_visible_to(actor).filter(opinion=opinion, state=FeedbackState.OWED)),
        "reports_url": address("opinion:reports"),
    }
    shown = any(found[name] for name in ("slips", "reports", "adoptions", "instructions", "owed"))
    return ("opinion/following/became.html", found) if shown else None


def _adoptions(opinion: Opinion, actor: Actor) -> list[tuple[OpinionAdoption, str, list[FileRow], str]]:
    """Return the adoptions with their words, proofs and where they are voided; the proofs are read once."""
    rows = list(queries.adoptions_visible_to(actor).filter(opinion=opinion).order_by("id"))
    files = showing.files_of_all("opinion_adoption", [each.pk for each in rows]) if rows else {}
    return [(each, showing.adoption_words(each), files.get(each.pk, []), _void_url(each, actor)) for each in rows]


def _void_url(adoption: OpinionAdoption, actor: Actor) -> str:
    """Return where a mistaken adoption is voided; nothing where that is not for us."""
    by_itself = adoption.report is not None and adoption.report.to_committee_id is not None
    if adoption.state != AdoptionState.STANDING or adoption.level == UpLevel.SELF or by_itself:
        return ""
    return url_of(VOID_ADOPTION, adoption) if may(VOID_ADOPTION.permission, actor, adoption) else ""


def _slips(slips: list[OpinionTransfer]) -> list[tuple[OpinionTransfer, str, tuple[str, str] | None]]:
    """Return the slips with their states' meanings and lights; the calendar is read once."""
    calendar, today = work_calendar(), timezone.localdate()
    return [(each, showing.MEANING[showing.S(each.state)], showing.slip_light(each, today, calendar)) for each in slips]
