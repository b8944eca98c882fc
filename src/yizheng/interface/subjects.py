"""What the shared rooms must know of tokens and webhooks: the ledger names them."""

from __future__ import annotations

from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Subject, register

from . import queries
from .models import ApiToken, WebhookEndpoint


def register_all() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "api_token", ApiToken, "接口令牌", url=lambda _token: address("interface:tokens"),
            visible_to=queries.tokens_visible_to,
        ),
        Subject(
            "webhook_endpoint", WebhookEndpoint, "推送地址", visible_to=queries.webhooks_visible_to,
            url=lambda endpoint: address("interface:webhook", public_id=endpoint.public_id),
        ),
    )  # fmt: skip
