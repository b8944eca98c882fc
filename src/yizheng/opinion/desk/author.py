"""What an author sees on their desk: calls for pieces, and where the latest pieces stand."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.together import Asked, Steps
from yizheng.todo.desk import ASIDE, LINES, MAIN, DeskCard, Line

from .. import own
from ..enums import OpinionState
from ..models import TopicCall
from ..phrases import MEANING
from ..standing import owner

MOST = 5


@Asked
def read_own(actor: Actor, on: date) -> Steps[list[Any] | None]:
    """
    Return the latest pieces of the worn hat, news first; None for hats that write none.

    Who writes in person finds the way to a first piece here; bodies find it in their navigation.
    """
    if owner(actor) is None:
        return None
    found = yield own.sent(actor).order_by("-has_news", "-submitted_at", "-id")[: MOST + 1]
    return found if found or actor.wears(Role.MEMBER, Role.INFO_OFFICER) else None


def own_pieces(found: list[Any]) -> dict[str, Any]:
    """Return the card, one line a piece; without any, how to begin."""
    if not found:
        begin = Line("写一件社情民意", address("opinion:new"), note="手机上写几句、拍张照片就能报")
        return {"title": "社情民意", "lines": [begin]}
    more = {"more": "写一件", "url": address("opinion:new")}
    if len(found) > MOST:
        more = {"more": "全部", "url": address("opinion:mine")}
    return {"title": "我的社情民意", "lines": [_line(each) for each in found[:MOST]], **more}


@Asked
def read_calls(actor: Actor, on: date) -> Steps[list[TopicCall] | None]:
    """Return the open calls that ask the worn hat; None where there is none."""
    if owner(actor) is None or actor.wears(Role.OPINION_CLERK):
        return None
    found = yield own.open_calls(actor)
    return found or None


def calls(found: list[TopicCall]) -> dict[str, Any]:
    """Return the card of calls."""
    return {"title": "正在约稿", "lines": [_call(each) for each in found], "more": "写社情民意",
            "url": address("opinion:new")}  # fmt: skip


def _line(each: Any) -> Line:
    state = OpinionState(each.state)
    word, meaning = ("有反馈", "ok") if each.has_news else (str(state.label), str(MEANING[state]))
    url = address("opinion:opinion", public_id=each.public_id)
    return Line(
        str(each), url, word, meaning, "　".join(filter(None, (each.number, own.adopted(each.adoptions.all()))))
    )


def _call(each: TopicCall) -> Line:
    note = f"{each.due_on.month}月{each.due_on.day}日截止"
    return Line(each.title, address("opinion:call", public_id=each.public_id), "约稿", "warn", note)


CARDS = (
    DeskCard("opinion-own", MAIN, LINES, read_own, own_pieces, own=True),
    DeskCard("opinion-calls", ASIDE, LINES, read_calls, calls),
)
