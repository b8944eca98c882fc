"""A camera for a journey: Chromium's fake device plays a film that shows one QR code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import qrcode
from playwright.sync_api import Browser

from e2e.visitor import DESK, Cookies, House, Visitor
from yizheng.launch.browser import find_browser

WIDTH, HEIGHT = 640, 480
WALL, DARK, LIGHT, GREY = b"\xb4", b"\x10", b"\xeb", b"\x80"
FRAMES = 5


@contextmanager
def desk_with_camera(
    house: House, browser: Browser, passports: dict[str, Cookies], words: str, folder: Path
) -> Iterator[Visitor]:
    """Give a person at a desk whose camera sees a code with these words."""
    film = folder / "code.y4m"
    film.write_bytes(filmed(words))
    flags = ["--no-sandbox", "--disable-gpu", "--lang=zh-CN", "--use-fake-device-for-media-stream",
             "--use-fake-ui-for-media-stream", f"--use-file-for-fake-video-capture={film}"]  # fmt: skip
    seeing = browser.browser_type.launch(executable_path=find_browser(), args=flags)
    context = seeing.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    visitor = Visitor(house, context, context.new_page(), passports)
    visitor.listen()
    yield visitor
    seeing.close()
    assert visitor.complaints == []


def filmed(words: str) -> bytes:
    """Return a film (YUV4MPEG2) of a sheet with the code before a grey wall."""
    code = qrcode.QRCode(border=4)
    code.add_data(words)
    code.make(fit=True)
    rows = code.get_matrix()
    box = min(WIDTH, HEIGHT) // len(rows)
    side, top = (WIDTH - box * len(rows)) // 2, (HEIGHT - box * len(rows)) // 2
    lines = [WALL * side + b"".join((DARK if dark else LIGHT) * box for dark in row) for row in rows]
    sheet = b"".join(line.ljust(WIDTH, WALL) * box for line in lines)
    frame = b"FRAME\n" + (WALL * WIDTH * top + sheet).ljust(WIDTH * HEIGHT, WALL) + GREY * (WIDTH * HEIGHT // 2)
    return f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * FRAMES
