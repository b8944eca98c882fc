"""
Passes a request on to the pages over their Unix socket.

A request goes on when it is here as a whole, and an answer is taken as a whole before the browser gets it: a telephone
in a tunnel waits for the gateway, which costs nothing, and never holds one of the few workers. Each request has a
connection of its own, so that the next free worker takes it: kept ones stay with whoever once took them.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx

from yizheng.launch.gateway.asgi import Headers, Receive, Scope, Send, answer_page, header

LARGEST_BODY = 64 * 1024 * 1024  # bytes; forms refuse much earlier, with a better sentence
IN_MEMORY = 1024 * 1024  # bytes of a body; what is longer waits in a file that has no name
PIECE = 64 * 1024  # bytes
PATIENCE = 4.0  # seconds to wait for pages that are being restarted
SAFE = ("GET", "HEAD", "OPTIONS")

_OF_THE_CONNECTION = frozenset(
    (b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade")
)
_SAID_BY_US = frozenset((b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"expect"))

RESTARTING = "网站正在重新启动，请过几秒钟刷新本页。"
UNSURE = "网站刚刚重新启动，刚才的提交可能没有完成。请返回上一页刷新后查看；需要时可放心再提交一次，不会重复办理。"


Body = tempfile.SpooledTemporaryFile[bytes]


class ClientLeft(Exception):
    """The browser closed the connection before its request was complete."""


@dataclass
class Pages:
    """The pages behind the gateway. `behind_https`: a proxy before us speaks https and says so."""

    socket: str
    behind_https: bool = False
    _client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        transport = httpx.AsyncHTTPTransport(uds=self.socket, limits=limits)
        timeout = httpx.Timeout(None, connect=5.0)
        self._client = httpx.AsyncClient(transport=transport, timeout=timeout, trust_env=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def ask(self, path: str, headers: Headers) -> httpx.Response:
        """Fetch a small answer for the gateway itself."""
        request = httpx.Request("GET", f"http://pages{path}", headers=headers)
        return await self._client.send(request)

    async def pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request with what the pages answer, or with a sentence when they do not."""
        length = header(scope["headers"], b"content-length")
        if header(scope["headers"], b"transfer-encoding") is not None:
            await answer_page(send, 411, "提交的内容没有注明长度，请换用常见的浏览器再试。")
        elif length is not None and int(length) > LARGEST_BODY:
            await answer_page(send, 413, "提交的内容超过64 MB，请压缩或分开后再上传。")
        else:
            await self._exchange(scope, receive, send, has_body=length not in (None, b"0"))

    async def _exchange(self, scope: Scope, receive: Receive, send: Send, *, has_body: bool) -> None:
        safe = scope["method"] in SAFE
        with _waiting_room() as body, _waiting_room() as answer:
            try:
                if has_body:
                    await _take_in(receive, body)
                response = await self._send(scope, body if has_body else None)
                await _collect(response, answer)
            except ClientLeft:
                return
            except httpx.TransportError as error:
                unseen = safe or isinstance(error, httpx.ConnectError)
                await answer_page(send, 502, RESTARTING if unseen else UNSURE, retry_after=3)
                return
            await _relay(response, answer, send)

    async def _send(self, scope: Scope, body: Body | None) -> httpx.Response:
        """Send; while the pages restart, try again what they have certainly not begun to answer."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE
        while True:
            try:
                return await self._client.send(self._request(scope, body), stream=True)
            except httpx.TransportError as error:
                unseen = isinstance(error, httpx.ConnectError) or scope["method"] in SAFE
                if not unseen or loop.time() > deadline:
                    raise
            await asyncio.sleep(0.1)

    def _request(self, scope: Scope, body: Body | None) -> httpx.Request:
        """Return the request as the browser sent it; the client's own would add headers."""
        address = httpx.URL("http://pages", raw_path=_target(scope))
        content = None if body is None else _pieces(body)
        return httpx.Request(scope["method"], address, headers=self._forwarded(scope), content=content)

    def _forwarded(self, scope: Scope) -> Headers:
        given: Headers = [
            (name, value)
            for name, value in scope["headers"]
            if name not in _OF_THE_CONNECTION and name not in _SAID_BY_US
        ]
        client = scope.get("client")
        given.append((b"x-forwarded-for", self._who_asks(scope, client[0] if client else "")))
        given.append((b"x-forwarded-proto", self._scheme(scope)))
        return given

    def _who_asks(self, scope: Scope, client: str) -> bytes:
        """Return who asks: what the proxy before us wrote last; what stands left of it, a stranger may have claimed."""
        before = header(scope["headers"], b"x-forwarded-for") if self.behind_https else None
        return before.split(b",")[-1].strip() if before else client.encode()

    def _scheme(self, scope: Scope) -> bytes:
        said = header(scope["headers"], b"x-forwarded-proto") if self.behind_https else None
        return said or str(scope["scheme"]).encode()


def _target(scope: Scope) -> bytes:
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    return path + b"?" + query if query else path


def _waiting_room() -> Body:
    return tempfile.SpooledTemporaryFile(IN_MEMORY)


async def _take_in(receive: Receive, body: Body) -> None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        body.write(message.get("body", b""))
        if not message.get("more_body"):
            return


async def _pieces(waiting: Body) -> AsyncIterator[bytes]:
    waiting.seek(0)
    while piece := waiting.read(PIECE):
        yield piece


async def _collect(response: httpx.Response, answer: Body) -> None:
    try:
        async for piece in response.aiter_raw():
            answer.write(piece)
    finally:
        await response.aclose()


async def _relay(response: httpx.Response, answer: Body, send: Send) -> None:
    """Hand the answer on piece by piece, at the browser's pace."""
    kept = [(name.lower(), value) for name, value in response.headers.raw if name.lower() not in _OF_THE_CONNECTION]
    await send({"type": "http.response.start", "status": response.status_code, "headers": kept})
    async for piece in _pieces(answer):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
