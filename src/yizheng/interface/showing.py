"""Rows of the room's tables."""

from __future__ import annotations

from datetime import date

from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Cell, Column, Meaning
from yizheng.ui.tags.marks import long_date, moment

from .enums import TEST, DeliveryState, Event
from .models import ApiToken, WebhookDelivery, WebhookEndpoint

TOKEN_COLUMNS = (
    Column("用途"), Column("身份"), Column("可以办什么"), Column("用到", "date"), Column("上次使用", "date"),
    Column("状态"), Column("操作"),
)  # fmt: skip
ALL_COLUMNS = (Column("本人"), *TOKEN_COLUMNS[:2], *TOKEN_COLUMNS[3:])
WEBHOOK_COLUMNS = (Column("用途"), Column("身份"), Column("推送什么"), Column("状态"))
DELIVERY_COLUMNS = (
    Column("时间", "date"),
    Column("内容"),
    Column("状态"),
    Column("对方怎么回"),
    Column("次数", "number"),
)
_MEANING = {
    DeliveryState.WAITING: Meaning.WARN, DeliveryState.SENT: Meaning.OK, DeliveryState.FAILED: Meaning.OVER,
}  # fmt: skip


def token_row(token: ApiToken, today: date) -> list[Cell | str]:
    """Return a row of one's own tokens."""
    return [token.name, token.grant.label, "、".join(token.scope_labels), *_life(token, today)]


def row_of_all(token: ApiToken, today: date) -> list[Cell | str]:
    """Return a row of everybody's tokens."""
    return [token.user.name, token.name, token.grant.label, *_life(token, today)]


def _life(token: ApiToken, today: date) -> list[Cell | str]:
    used = long_date(token.last_used_on) if token.last_used_on else "还没有用过"
    holds = token.holds(today)
    end = Cell("停用", url=address("interface:token-revoke", public_id=token.public_id)) if holds else Cell("")
    return [long_date(token.valid_until), used, token_state(token, today), end]


def token_state(token: ApiToken, today: date) -> Cell:
    """Return how a token stands."""
    if token.revoked_at is not None:
        return Cell("已停用", meaning=Meaning.NEUTRAL)
    return Cell("在用", meaning=Meaning.OK) if token.holds(today) else Cell("已过期", meaning=Meaning.WARN)


def webhook_row(endpoint: WebhookEndpoint) -> list[Cell | str]:
    """Return a row of one's own webhooks."""
    url = address("interface:webhook", public_id=endpoint.public_id)
    return [
        Cell(endpoint.name, url=url),
        endpoint.grant.label,
        "、".join(endpoint.event_labels),
        webhook_state(endpoint),
    ]


def webhook_state(endpoint: WebhookEndpoint) -> Cell:
    """Return how a webhook stands."""
    if not endpoint.is_active:
        return Cell("已停用", meaning=Meaning.NEUTRAL)
    return Cell("送不到", meaning=Meaning.OVER) if endpoint.failing_since else Cell("在用", meaning=Meaning.OK)


def delivery_row(row: WebhookDelivery) -> list[Cell | str]:
    """Return a row of what was sent lately."""
    state = DeliveryState(row.state)
    what = "试送" if row.kind == TEST else str(Event(row.kind).label)
    return [moment(row.made_at), what, Cell(state.label, meaning=_MEANING[state]), row.why, str(row.tries)]
