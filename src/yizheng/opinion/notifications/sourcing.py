"""Who hears of a call for pieces: when it is made, and once more before it ends (F080)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from yizheng.kernel import quarantine
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.notify.services import Addressee
from yizheng.org.queries import in_office

from ..enums import CallState
from ..models import CallInvitee, Officer, TopicCall
from ..services.sourcing import MADE
from .authors import SCOPES, reached

REMIND_DAYS = 3
"""So many days before the end those who have sent nothing in are reminded once. Rule: our decision."""

ASKED = "信息科就“{title}”向您约稿，{due}前报送。{guide}"
SOON = "约稿“{title}”{due}截止，还没有收到您的稿件。手头有线索，写几句就可以报。"


def tell(moved: Moved) -> None:
    """Tell those asked that a call was made."""
    if isinstance(moved.obj, TopicCall) and moved.act == MADE:
        call = moved.obj
        _send(call, "made", f"约稿：{call.title}", call_words(call), asked(call, moved.at), by=moved.by, at=moved.at)


def call_words(call: TopicCall) -> str:
    """Return the wording of a call as it is sent and pasted into a group."""
    return ASKED.format(title=call.title, due=_day(call.due_on), guide=call.guide)


def remind(*, at: datetime) -> int:
    """Remind once those asked by name who have sent nothing in; return how many calls end soon. Safe to run twice."""
    on = timezone.localdate(at)
    closed = quarantine.was_closed("topic_call").values("object_id")
    ending = TopicCall.objects.exclude(pk__in=closed).filter(
        state=CallState.OPEN, is_to_all=False, due_on__gte=on, due_on__lte=on + timedelta(days=REMIND_DAYS)
    )
    for call in ending:
        words = SOON.format(title=call.title, due=_day(call.due_on))
        _send(call, "soon", f"约稿快截止：{call.title}", words, _silent(call, on), by=SYSTEM, at=at)
    return len(ending)


def asked(call: TopicCall, at: datetime) -> list[Addressee]:
    """Return whom a call asks: those named, or all members in office and officers with a login."""
    on = timezone.localdate(at)
    if not call.is_to_all:
        return reached(_authors(call), on)
    people = in_office(on).values_list("person_id", flat=True)
    officers = Officer.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), user__isnull=False)
    users = officers.values_list("user_id", flat=True)
    return [*(Addressee(person_id=pk) for pk in people), *(Addressee(user_id=pk) for pk in users)]


def _silent(call: TopicCall, on: date) -> list[Addressee]:
    sent = list(call.pieces.filter(submitted_at__isnull=False).prefetch_related("authors"))
    columns = ("membership_id", "officer_id", *SCOPES)
    came = {(column, getattr(author, column)) for piece in sent for author in piece.authors.all() for column in columns}
    named = [
        each for each in _authors(call) if not any((c, getattr(each, c)) in came for c in columns if getattr(each, c))
    ]
    return reached(named, on)


def _authors(call: TopicCall) -> list[CallInvitee]:
    return list(call.invitees.select_related("membership__person", "officer").order_by("id"))


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _send(
    call: TopicCall, part: str, title: str, text: str, to: list[Addressee], *, by: Actor, at: datetime
) -> None:  # fmt: skip
    if not to:
        return
    notify.send(
        key=f"topic_call-{call.public_id}-{part}", title=title, text=text,
        url=address("opinion:call", public_id=call.public_id), to=to, subject=call, wants_receipt=False, by=by, at=at,
    )  # fmt: skip
