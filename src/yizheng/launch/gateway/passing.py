"""
Passes a request on to the pages over their Unix socket.

A request goes on when it is here as a whole, and an answer is taken as a whole before the browser gets it: a telephone
in a tunnel waits for the gateway, which costs nothing, and never holds one of the few workers. Each request has a
connection of its own to the seat that is free next (`seats`).
"""

import tempfile
import time
from collections.abc import Sequence

from yizheng.launch.gateway.asgi import Headers, Receive, Scope, Send, answer_page, header
from yizheng.launch.gateway.exchange import Answer, Asked, PagesAway, PagesGone, Room, exchange, pieces
from yizheng.launch.gateway.seats import NobodyHere, Seat, Seats

LARGEST_BODY = 64 * 1024 * 1024  # bytes; forms refuse much earlier, with a better sentence
IN_MEMORY = 1024 * 1024  # bytes of a body; what is longer waits in a file that has no name
PATIENCE = 4.0  # seconds to wait for pages that are being restarted
MOST_BROKEN = 1
SAFE = ("GET", "HEAD", "OPTIONS")
HEALTH = Asked("GET", b"/healthz", [(b"host", b"localhost")])

_OF_THE_CONNECTION = frozenset(
    (b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade")
)
_SAID_BY_US = frozenset((b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"expect"))

RESTARTING = "网站正在重新启动，请过几秒钟刷新本页。"
UNSURE = "网站刚刚重新启动，刚才的提交可能没有完成。请返回上一页刷新后查看；需要时可放心再提交一次，不会重复办理。"

Body = tempfile.SpooledTemporaryFile[bytes]


class Pages:
    """The pages behind the gateway, at their sockets. `behind_https`: a proxy before us speaks https and says so."""

    def __init__(self, sockets: Sequence[str], *, behind_https: bool = False) -> None:
        self._seats = Seats(sockets, _answers)
        self._behind_https = behind_https

    async def ask(self, path: str, headers: Headers) -> tuple[int, bytes]:
        """Fetch a small answer for the gateway itself: its status and its body. Raises: PagesGone."""
        with _waiting_room() as room:
            answer = await self._send(Asked("GET", path.encode(), headers), room)
            room.seek(0)
            return answer.status, room.read()

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
        with _waiting_room() as body, _waiting_room() as room:
            if has_body and not await _take_in(receive, body):
                return
            asked = Asked(scope["method"], _target(scope), self._forwarded(scope), body if has_body else None)
            try:
                answer = await self._send(asked, room)
            except PagesGone as gone:
                await answer_page(send, 502, RESTARTING if _unseen(asked, gone) else UNSURE, retry_after=3)
                return
            await _relay(answer, room, send)

    async def _send(self, asked: Asked, room: Body) -> Answer:
        """
        Send; ask another seat, or the same once it is back, for what has certainly not been begun.

        What broke one exchange is asked once more and no oftener: a page that kills its worker must not kill them all.
        """
        deadline, broken = time.monotonic() + PATIENCE, 0
        while True:
            try:
                return await self._ask_one(asked, room, deadline - time.monotonic())
            except PagesGone as gone:
                broken += not isinstance(gone, PagesAway)
                if not _unseen(asked, gone) or broken > MOST_BROKEN or time.monotonic() > deadline:
                    raise
            room.seek(0)
            room.truncate()

    async def _ask_one(self, asked: Asked, room: Room, patience: float) -> Answer:
        try:
            seat = await self._seats.take(max(patience, 0))
        except NobodyHere as error:
            raise PagesAway("every seat is away") from error
        try:
            return await exchange(seat.socket, asked, room)
        except PagesGone:
            self._seats.broke(seat)
            raise
        finally:
            self._seats.leave(seat)

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
        before = header(scope["headers"], b"x-forwarded-for") if self._behind_https else None
        return before.split(b",")[-1].strip() if before else client.encode()

    def _scheme(self, scope: Scope) -> bytes:
        said = header(scope["headers"], b"x-forwarded-proto") if self._behind_https else None
        return said or str(scope["scheme"]).encode()


async def _answers(seat: Seat) -> bool:
    """Tell whether somebody serves pages there; what they answer does not matter."""
    with _waiting_room() as room:
        try:
            await exchange(seat.socket, HEALTH, room)
        except PagesGone:
            return False
    return True


def _target(scope: Scope) -> bytes:
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    return path + b"?" + query if query else path


def _waiting_room() -> Body:
    return tempfile.SpooledTemporaryFile(IN_MEMORY)


async def _take_in(receive: Receive, body: Body) -> bool:
    """Take the body as a whole; tell whether the browser stayed until its end."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return False
        body.write(message.get("body", b""))
        if not message.get("more_body"):
            return True


async def _relay(answer: Answer, room: Body, send: Send) -> None:
    """Hand the answer on piece by piece, at the browser's pace."""
    kept = [pair for pair in answer.headers if pair[0] not in _OF_THE_CONNECTION]
    await send({"type": "http.response.start", "status": answer.status, "headers": kept})
    for piece in pieces(room):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _unseen(asked: Asked, gone: PagesGone) -> bool:
    """Tell whether asking again cannot do anything twice."""
    return asked.method in SAFE or isinstance(gone, PagesAway)
