"""
Live updates (server-sent events): one LISTEN connection feeds every open stream.

A message says only that something changed for a topic; the page then asks for what it may see.
`NOTIFY live, '{"topic": "user:7", "event": "todo"}'` reaches the streams that hold the topic.
"""

import asyncio
import json
import logging
from collections import defaultdict
from http import HTTPStatus

import psycopg

from yizheng.launch.gateway.asgi import Headers, Receive, Scope, Send, answer_page
from yizheng.launch.gateway.exchange import PagesGone
from yizheng.launch.gateway.passing import Pages

CHANNEL = "live"
GRANT = "/live/grant/"
WAITING_MESSAGES = 32  # a reader that lets more pile up is dropped; its browser connects anew
HEARTBEAT_SECONDS = 20.0
LONGEST_QUERY = 500  # a page's ticket to a topic; the pages judge it
LONGEST_PAUSE = 5.0
_HEARTBEAT = b": still here\n\n"
_STREAM: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]

log = logging.getLogger("yizheng.live")


class Stream:
    """One open browser page: a short queue of messages not yet sent."""

    __slots__ = ("_queue",)

    def __init__(self) -> None:
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING_MESSAGES)

    def offer(self, message: bytes) -> None:
        """Queue a message; a full queue means a reader too slow to keep."""
        try:
            self._queue.put_nowait(message)
        except asyncio.QueueFull:
            self.close()

    def close(self) -> None:
        """End the stream after what is being sent now; what still waits is dropped."""
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    async def next(self) -> bytes | None:
        return await self._queue.get()


class Hub:
    """The open streams by topic."""

    def __init__(self) -> None:
        self._streams: dict[str, set[Stream]] = defaultdict(set)

    def join(self, stream: Stream, topics: list[str]) -> None:
        for topic in topics:
            self._streams[topic].add(stream)

    def leave(self, stream: Stream, topics: list[str]) -> None:
        for topic in topics:
            self._streams[topic].discard(stream)
            if not self._streams[topic]:
                del self._streams[topic]

    def tell(self, topic: str, message: bytes) -> None:
        for stream in tuple(self._streams.get(topic, ())):
            stream.offer(message)

    def tell_all(self, message: bytes) -> None:
        for stream in set().union(*self._streams.values()):
            stream.offer(message)

    def close(self) -> None:
        for stream in set().union(*self._streams.values()):
            stream.close()


def event(name: str) -> bytes:
    return f"event: {name}\ndata: {name}\n\n".encode()


class Live:
    """The address /live/, its hub, and the connection that feeds it."""

    def __init__(self, database_url: str, pages: Pages) -> None:
        self.hub = Hub()
        self._database_url = database_url
        self._pages = pages

    async def listen(self) -> None:
        """Feed the hub for ever; after a lost connection every page is told to look again."""
        pause = 0.1
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._database_url, autocommit=True) as session:
                    await session.execute(f"LISTEN {CHANNEL}")
                    self.hub.tell_all(event("missed"))
                    pause = 0.1
                    async for notice in session.notifies():
                        self._route(notice.payload)
            except psycopg.OperationalError as error:
                log.warning("live updates lost the database: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def beat(self) -> None:
        """Keep proxies from closing quiet streams, and notice readers that are gone."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            self.hub.tell_all(_HEARTBEAT)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream to one browser; who it is and what it may follow is asked once, at the start."""
        try:
            topics = await self._granted(scope)
        except PagesGone:
            await answer_page(send, 503, "实时更新暂时不可用，页面会自动重试。", retry_after=3)
            return
        if topics is None:
            await answer_page(send, 403, "请先登录，再打开实时更新。")
            return
        await self._stream(topics, receive, send)

    async def _granted(self, scope: Scope) -> list[str] | None:
        wanted = (b"cookie", b"host")
        headers = [(name, value) for name, value in scope["headers"] if name in wanted]
        asked = scope.get("query_string", b"").decode("ascii", "ignore")[:LONGEST_QUERY]
        status, body = await self._pages.ask(f"{GRANT}?{asked}" if asked else GRANT, headers)
        if status != HTTPStatus.OK:
            return None
        topics: list[str] = json.loads(body)["topics"]
        return topics

    async def _stream(self, topics: list[str], receive: Receive, send: Send) -> None:
        stream = Stream()
        self.hub.join(stream, topics)
        gone = asyncio.create_task(_close_when_gone(stream, receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _STREAM})
            await send({"type": "http.response.body", "body": b"retry: 3000\n\n", "more_body": True})
            while (message := await stream.next()) is not None:
                await send({"type": "http.response.body", "body": message, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self.hub.leave(stream, topics)
            gone.cancel()

    def _route(self, payload: str) -> None:
        try:
            said = json.loads(payload)
            topic, name = str(said["topic"]), str(said["event"])
        except (ValueError, KeyError, TypeError):
            log.warning("a live message without topic and event: %r", payload[:200])
            return
        if name.isidentifier():
            self.hub.tell(topic, event(name))


async def _close_when_gone(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.close()
