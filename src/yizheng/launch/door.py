"""The one port that a house opens."""

import errno
import socket

from yizheng.launch.errors import CannotStart
from yizheng.launch.talk import say

TRIES = 20
BACKLOG = 2048


def open_door(host: str, port: int, *, exactly: bool = False) -> socket.socket:
    """
    Listen on `host`:`port`, or on the next free port, and say so; `exactly`: a proxy knows the port, no other will do.

    Held by the supervisor and handed to the gateway, so that a restart of the gateway refuses nobody.
    Raises: CannotStart if no port can be had.
    """
    for candidate in range(port, min(port + (1 if exactly else TRIES), 65536)):
        try:
            door = _listen(host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotStart(f"不能在 {host}:{candidate} 上监听：{error.strerror}。") from error
        else:
            if candidate != port:
                say(f"端口 {port} 已被占用，改用 {candidate}。")
            return door
    if exactly:
        raise CannotStart(f"端口 {port} 已被占用；请停止占用它的程序，或用 --port 另指定一个并同时修改 nginx。")
    raise CannotStart(f"从 {port} 起的 {TRIES} 个端口都被占用；请用 --port 指定另一个端口。")


def _listen(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    door = socket.socket(family, kind, protocol)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(address)
        door.listen(BACKLOG)
    except OSError:
        door.close()
        raise
    return door


def shown_address(door: socket.socket) -> str:
    """Return the address to type into a browser on this machine."""
    host, port = door.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
