"""Who is told what of a promise."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import holders, holders_in
from yizheng.kernel import subjects
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.ui.tags.marks import long_date

from .models import Promise

MOST_TEXT = 300
MOST_WORDS = 80
_WORDS = {
    "send_back_promise": "承诺“{text}”报的兑现情况被退回，请补充后再报。",
    "move_due": "承诺“{text}”的期限改到{due}。",
    "confirm_kept": "承诺“{text}”已核实兑现。",
    "give_up": "承诺“{text}”已记为未兑现。",
}


def tell_of_promise(moved: Moved) -> None:
    """Tell the unit what the office did with its promise; all other acts concern nobody here."""
    if not isinstance(moved.obj, Promise) or moved.act not in _WORDS:
        return
    text = _WORDS[moved.act].format(text=_short(moved.obj), due=long_date(moved.obj.due_on))
    people = unit_of(moved.obj, timezone.localdate(moved.at))
    _tell(moved.obj, people, text, f"{moved.act}-{moved.obj.pk}-{moved.at.isoformat()}", moved.at)


def tell_of_overdue(promise: Promise, *, on: date, at: datetime) -> None:
    """Tell the unit and the office once a due date that a promise is overdue (F058)."""
    text = f"{promise.promiser_name}承诺的“{_short(promise)}”{long_date(promise.due_on)}已到期，还没有报兑现。"
    people = [*unit_of(promise, on), *holders(Role.PROPOSAL_CLERK, "", None, on=on)]
    _tell(promise, people, text, f"promise-late-{promise.pk}-{promise.due_on}", at)


def unit_of(promise: Promise, on: date) -> list[int]:
    """Return the users of the unit that promised."""
    return holders_in("org_unit", promise.promiser_unit_id, on=on) if promise.promiser_unit_id else []


def _tell(promise: Promise, people: list[int], text: str, key: str, at: datetime) -> None:
    url = subjects.of(promise).url(promise)
    notify.tell(recipients=people, text=text[:MOST_TEXT], url=url, key=key, at=at)


def _short(promise: Promise) -> str:
    return promise.text if len(promise.text) <= MOST_WORDS else f"{promise.text[: MOST_WORDS - 1]}…"
