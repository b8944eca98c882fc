"""Cards of rooms that lie below the desk: a member's own seats, notices unread."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.together import Asked, Steps
from yizheng.notify.enums import MessageState
from yizheng.notify.queries import messages_visible_to, with_receipts
from yizheng.org.models import Seat
from yizheng.todo.desk import ASIDE, LINES, DeskCard, Line, offer

MOST = 4


@Asked
def read_own_seats(actor: Actor, on: date) -> Steps[list[Seat] | None]:
    """Return the special committees of the seat the worn hat hangs on; None for every other hat."""
    if not actor.wears(Role.MEMBER) or actor.hat.scope_kind != "membership":
        return None
    held = Seat.objects.held(on).filter(membership=actor.hat.scope_id)
    found = yield held.select_related("body", "membership__sector").order_by("body__order")
    return found or None


def own_seats(found: list[Seat]) -> dict[str, Any]:
    """Return the card: sector and role first, then the special committees."""
    own = found[0].membership
    lines = [Line(f"{own.sector.name}界别", note=str(own.get_role_display()))] if own.sector else []
    lines += [Line(seat.body.short_name, note=seat.duty) for seat in found]
    return {"title": "我在政协", "lines": lines, "more": "我的资料", "url": address("org:mine")}


@Asked
def read_unread(actor: Actor, _on: date) -> Steps[list[Any] | None]:
    """Return the open notices that somebody has not read yet, for the office that looks after them."""
    if not actor.wears(Role.OFFICE_CLERK):
        return None
    open_ones = messages_visible_to(actor).filter(state=MessageState.SENT, wants_receipt=True)
    rows: list[Any] = yield with_receipts(open_ones)[:MOST]
    return [row for row in rows if row.read_count < row.recipient_count] or None


def unread(found: list[Any]) -> dict[str, Any]:
    """Return the card."""
    lines = [
        Line(row.title, address("notify:sent-message", public_id=row.public_id),
             f"{row.recipient_count - row.read_count} 人未读", "warn", f"已读 {row.read_count} / {row.recipient_count}")
        for row in found
    ]  # fmt: skip
    return {"title": "通知回执", "lines": lines, "more": "已发通知", "url": address("notify:sent")}


def offer_cards() -> None:
    """Put the cards on the desks."""
    offer(
        DeskCard("notices-unread", ASIDE, LINES, read_unread, unread),
        DeskCard("own-seats", ASIDE, LINES, read_own_seats, own_seats),
    )
