"""Who is reminded that a proposal became a draft which still waits for its author (handbook 5.4)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import WorkCalendar, add_workdays
from yizheng.kernel import ledger, quarantine, subjects
from yizheng.kernel.acting import SYSTEM
from yizheng.notify import services as notify
from yizheng.org.configuration import value

from ..authorship import main_author
from ..enums import OpinionState, SourceKind
from ..keys import COMPLETION_REMIND_WORKDAYS
from ..models import Opinion
from ..services.taking_over import TAKE_OVER_PROPOSAL
from .authors import reached

WAITS = "提案“{title}”转成的社情民意草稿还没有报送。请补齐、确认不涉密，再报送；不想报了，删除草稿即可。"


def remind(*, at: datetime) -> int:
    """
    Remind once each author whose proposal became a draft so long ago; return how many are due. Safe to run twice.

    On days off nobody is reminded; the next working day does it. Rule: our decision; key
    opinion.completion_remind_workdays, as it was on the day of the conversion.
    """
    on, calendar = timezone.localdate(at), work_calendar()
    if not calendar.is_workday(on):
        return 0
    drafts = Opinion.objects.filter(source_kind=SourceKind.CONVERTED_PROPOSAL, state=OpinionState.DRAFT)
    drafts = drafts.exclude(quarantine.is_closed("opinion")).order_by("id")
    due = [each for each in drafts if _is_due(each, on, calendar)]
    for draft in due:
        _remind(draft, on, at)
    return len(due)


def _is_due(draft: Opinion, on: date, calendar: WorkCalendar) -> bool:
    came = ledger.history("opinion", draft.pk).filter(act=TAKE_OVER_PROPOSAL).values_list("at", flat=True).first()
    if came is None:
        return False
    day = timezone.localdate(came)
    return on >= add_workdays(day, value(COMPLETION_REMIND_WORKDAYS, on=day), calendar, event="转来").due_on


def _remind(draft: Opinion, on: date, at: datetime) -> None:
    author = main_author(draft)
    people = reached([author], on) if author is not None else []
    if people:
        notify.send(
            key=f"opinion-{draft.pk}-still-to-complete", title="社情民意草稿还没有报送",
            text=WAITS.format(title=draft), url=subjects.of(draft).url(draft), to=people, subject=draft,
            wants_receipt=False, by=SYSTEM, at=at,
        )  # fmt: skip
