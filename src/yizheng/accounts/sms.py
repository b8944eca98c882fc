"""
Short messages (短信): one gateway for codes and for notices.

`send(phone, text, key)` is the interface; which gateway stands behind it is set by the deployment. A key names
the message: a gateway that gets the same key twice sends it once.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from .demo import is_demo_house

if TYPE_CHECKING:
    import httpx

log = logging.getLogger("yizheng.sms")
TIMEOUT_SECONDS = 10


class SmsFailed(RuntimeError):
    """The gateway did not take the message; it may be tried again with the same key."""


class SmsUnclear(SmsFailed):
    """Nobody knows whether the gateway took the message: it was reached and did not answer."""


class Gateway(Protocol):
    """What carries short messages."""

    def send(self, phone: str, text: str, key: str) -> None:
        """Hand over one message. Raises: SmsFailed."""


class ConsoleGateway:
    """Writes each message to the log of the process: for a demo and for trying things out."""

    def send(self, phone: str, text: str, key: str) -> None:
        """Write it."""
        log.warning("短信 %s：%s", phone, text)


@dataclass(frozen=True)
class HttpGateway:
    """
    Posts JSON to a provider.

    `template` is the body as JSON text in which $phone, $text and $key stand as values of their own.
    Any answer of the 200s means taken, unless `success_field` names a field of the JSON answer: then its
    value, as text, must be `success_value`.
    """

    url: str
    token: str = ""
    template: str = '{"phone": "$phone", "text": "$text", "key": "$key"}'
    success_field: str = ""
    success_value: str = "0"
    status_url: str = ""

    def was_taken(self, key: str) -> bool | None:
        """
        Ask what became of a key: `status_url` with $key answers 200 when taken, 404 when never seen.

        None when the gateway has no such address or does not answer.
        """
        if not self.status_url:
            return None
        import httpx  # late: it brings a terminal's whole equipment, and most processes send nothing

        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            answer = httpx.get(self.status_url.replace("$key", key), headers=headers, timeout=TIMEOUT_SECONDS)
        except httpx.HTTPError:
            return None
        return {200: True, 404: False}.get(answer.status_code)

    def send(self, phone: str, text: str, key: str) -> None:
        """Post it. Raises: SmsFailed, which names no telephone."""
        import httpx

        values = {"$phone": phone, "$text": text, "$key": key}
        body = _filled(json.loads(self.template), values)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            answer = httpx.post(self.url, json=body, headers=headers, timeout=TIMEOUT_SECONDS)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise SmsFailed(f"gateway unreachable: {type(error).__name__}") from None
        except httpx.HTTPError as error:
            raise SmsUnclear(f"gateway did not answer: {type(error).__name__}") from None
        if not answer.is_success:
            raise SmsFailed(f"gateway answered {answer.status_code}")
        if self.success_field and _field(answer, self.success_field) != self.success_value:
            raise SmsFailed(f"gateway refused: {_field(answer, self.success_field)[:80]}")


def send(phone: str, text: str, key: str) -> None:
    """Send one short message through the gateway of this deployment. Raises: SmsFailed."""
    found = gateway()
    if found is None:
        raise SmsFailed("no gateway is set (YIZHENG_SMS)")
    found.send(phone, text, key)


def is_open() -> bool:
    """Tell whether this deployment can send short messages."""
    return gateway() is not None


def gateway() -> Gateway | None:
    """Return the gateway of this deployment; None where none is set, the console in a demo."""
    kind = settings.SMS.get("kind", "")
    if kind == "http":
        return HttpGateway(**{name: value for name, value in settings.SMS.items() if name != "kind" and value})
    if kind == "console" or (not kind and is_demo_house()):
        return ConsoleGateway()
    return None


def _filled(shape: object, values: dict[str, str]) -> object:
    if isinstance(shape, dict):
        return {name: _filled(each, values) for name, each in shape.items()}
    if isinstance(shape, list):
        return [_filled(each, values) for each in shape]
    return values.get(shape, shape) if isinstance(shape, str) else shape


def _field(answer: httpx.Response, name: str) -> str:
    try:
        body = answer.json()
    except ValueError:
        return ""
    return str(body.get(name, "")) if isinstance(body, dict) else ""
