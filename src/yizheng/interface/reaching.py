"""
Where webhooks may go: to the open network over https, never into the network the house stands in.

A name is resolved at each delivery and the connection goes to the address that was looked at, so that a name
which changes its address in between leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from yizheng.kernel.errors import Refused

MOST_CHARS = 500
_CARRIES_ANOTHER = tuple(ipaddress.ip_network(each) for each in ("2002::/16", "64:ff9b::/96", "64:ff9b:1::/48"))
"""IPv6 ranges in which an IPv4 address is hidden."""
BAD_URL = "请填完整的网址，以 https:// 开头，例如 https://hooks.example.cn/yizheng，不带账号、密码和 #。"
INNER = "网址指向本机或内网，不能推送。请填外网能访问的 https 网址。"


class NotReachable(Exception):
    """A delivery cannot even be tried; the words are for the owner."""


def allows_private() -> bool:
    """Tell whether addresses of the inner network may be told, without https too: for tests only."""
    return bool(settings.WEBHOOK_ALLOW_PRIVATE)


def check(url: str) -> None:
    """Raises: Refused `bad_url`, `inner_url`."""
    parts = _parts(url)
    if parts is None or len(url) > MOST_CHARS or not url.isascii():
        raise Refused("bad_url", BAD_URL)
    if _is_inner_name(parts.hostname or "") and not allows_private():
        raise Refused("inner_url", INNER)


def address_of(url: str) -> str:
    """Return the network address to connect to. Raises: NotReachable."""
    parts = _parts(url)
    if parts is None:
        raise NotReachable("网址不对")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError:
        raise NotReachable("找不到这个主机名") from None
    addresses = [str(each[4][0]) for each in found]
    if not allows_private() and not all(is_open(each) for each in addresses):
        raise NotReachable("网址指向本机或内网，没有推送")
    return addresses[0]


def is_open(address: str) -> bool:
    """Tell whether an address lies in the open network."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.is_multicast or not ip.is_global:
        return False
    return not (ip.version == 6 and any(ip in network for network in _CARRIES_ANOTHER))


def _parts(url: str) -> SplitResult | None:
    """Return the parts of an address that may be told, None for any other."""
    schemes = ("https", "http") if allows_private() else ("https",)
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - a wrong port is an error only when asked
    except ValueError:
        return None
    fine = parts.scheme in schemes and parts.hostname and "@" not in parts.netloc and not parts.fragment
    return parts if fine and not any(each.isspace() for each in url) else None


def _is_inner_name(host: str) -> bool:
    try:
        return not is_open(host)
    except ValueError:
        return "." not in host.strip(".") or host.rstrip(".").endswith((".localhost", ".local", ".internal"))
