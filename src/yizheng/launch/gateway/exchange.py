"""
One request to the pages over their Unix socket, and its answer: HTTP/1.1 with a connection of its own.

No more than the gateway needs, because every page passes here: a client library takes ten times the processor's time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import httptools

from yizheng.launch.gateway.asgi import Headers

PIECE = 64 * 1024  # bytes
CONNECT_SECONDS = 5.0


class PagesGone(Exception):
    """The pages ended the exchange before their answer was complete."""


class PagesAway(PagesGone):
    """Nobody answers at the socket: the pages have certainly seen nothing of the request."""


class Room(Protocol):
    """Where a body waits: a file, in memory or not."""

    def write(self, piece: bytes, /) -> int: ...
    def read(self, most: int, /) -> bytes: ...
    def seek(self, to: int, /) -> int: ...


@dataclass(frozen=True)
class Asked:
    """What is sent to the pages, headers without those of the connection."""

    method: str
    target: bytes
    headers: Headers
    body: Room | None = None

    def head(self) -> bytes:
        """Return the first lines as they go over the wire."""
        lines = [b"%s %s HTTP/1.1" % (self.method.encode("ascii"), self.target)]
        lines += [b"%s: %s" % pair for pair in self.headers]
        return b"\r\n".join([*lines, b"connection: close", b"", b""])


@dataclass
class Answer:
    """The head of what the pages answered; its body lies in the room it was given."""

    status: int = 0
    headers: Headers = field(default_factory=list)


async def exchange(path: str, asked: Asked, room: Room) -> Answer:
    """Ask the pages at a socket and put the body of the answer into `room`. Raises: PagesAway, PagesGone."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            transport, line = await loop.create_unix_connection(lambda: _Line(asked.method, room), path)
    except (OSError, TimeoutError) as error:
        raise PagesAway(str(error)) from error
    try:
        transport.write(asked.head())
        for piece in pieces(asked.body) if asked.body is not None else ():
            await line.may_write()
            if line.answered.done():  # refused half-way
                break
            transport.write(piece)
        return await line.answered
    finally:
        transport.abort()


def pieces(waiting: Room) -> Iterator[bytes]:
    """Read a room from its beginning."""
    waiting.seek(0)
    while piece := waiting.read(PIECE):
        yield piece


class _Line(asyncio.Protocol):
    """One connection: reads the answer piece by piece as it comes."""

    def __init__(self, method: str, room: Room) -> None:
        self.answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._method = method
        self._room = room
        self._answer = Answer()
        self._until_the_end = True  # neither length nor chunks were announced
        self._parser = httptools.HttpResponseParser(self)
        self._writable = asyncio.Event()
        self._writable.set()

    async def may_write(self) -> None:
        """Wait while the pages have not taken what was sent. A line that broke lets go: the answer tells."""
        await self._writable.wait()

    # What the event loop says.

    def data_received(self, data: bytes) -> None:
        if self.answered.done():
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(f"not HTTP: {error}")

    def connection_lost(self, exc: Exception | None) -> None:
        self._writable.set()
        if self._answer.status and self._until_the_end and exc is None:
            self._succeed()
        else:
            self._fail("the line broke")

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    # What the parser says.

    def on_header(self, name: bytes, value: bytes) -> None:
        self._answer.headers.append((name.lower(), value))
        if name.lower() in (b"content-length", b"transfer-encoding"):
            self._until_the_end = False

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < 200:  # an interim answer; the real one follows
            self._answer = Answer()
            return
        self._answer.status = status
        if self._method == "HEAD":  # announces a length that does not come
            self._succeed()

    def on_body(self, piece: bytes) -> None:
        self._room.write(piece)

    def on_message_complete(self) -> None:
        if self._answer.status:
            self._succeed()

    def _succeed(self) -> None:
        if not self.answered.done():
            self.answered.set_result(self._answer)

    def _fail(self, words: str) -> None:
        if not self.answered.done():
            self.answered.set_exception(PagesGone(words))
