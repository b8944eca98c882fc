"""Posting one delivery: within ten seconds altogether, without following redirects, without reading the answer."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from . import reaching
from .signing import DELIVERY, SIGNATURE, signature

TIMEOUT_SECONDS = 5
ALTOGETHER_SECONDS = 10
"""An answer that comes a byte at a time keeps within each single wait; it does not keep a worker."""


@dataclass(frozen=True)
class Parcel:
    """What is sent, and where."""

    url: str
    secret: str
    key: str
    body: str


@dataclass(frozen=True)
class Outcome:
    """How a try ended; `why` is shown to the owner."""

    was_taken: bool
    why: str


def post(parcel: Parcel) -> Outcome:
    """Post a parcel and say how it ended; an answer of 200 to 299 is a taken one."""
    import httpx  # late: it brings a terminal's whole equipment, and most processes send nothing

    try:
        status = asyncio.run(_within(parcel, reaching.address_of(parcel.url)))
    except reaching.NotReachable as refused:
        return Outcome(False, str(refused))
    except (TimeoutError, httpx.TimeoutException):
        return Outcome(False, "对方没有及时回应")
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return Outcome(False, "连不上对方，或证书不对")
    return _judged(status)


def _judged(status: int) -> Outcome:
    if 300 <= status < 400:
        return Outcome(False, f"对方回 {status}，要求改去别处，没有照办")
    return Outcome(200 <= status < 300, f"对方回 {status}")


async def _within(parcel: Parcel, connect_to: str) -> int:
    async with asyncio.timeout(ALTOGETHER_SECONDS):
        return await _status(parcel, connect_to)


async def _status(parcel: Parcel, connect_to: str) -> int:
    """Connect to the address that was looked at, and name the host as the certificate does."""
    import httpx

    url = httpx.URL(parcel.url)
    headers = {
        "Host": url.netloc.decode(), "Content-Type": "application/json; charset=utf-8", "User-Agent": "Yizheng",
        DELIVERY: parcel.key, SIGNATURE: signature(parcel.secret, parcel.body, int(time.time())),
    }  # fmt: skip
    async with (
        httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client,
        client.stream(
            "POST", url.copy_with(host=connect_to), content=parcel.body.encode(), headers=headers,
            extensions={"sni_hostname": url.host},
        ) as answer,
    ):  # fmt: skip
        return answer.status_code
