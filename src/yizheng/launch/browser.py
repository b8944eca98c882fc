"""Finds what browser journeys need: Chromium and a font with Chinese characters."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

INSTALL = "sudo apt-get install chromium fonts-noto-cjk"

# The shell without windows first: the same engine in two thirds of the time.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/bin", "/usr/local/bin", "/snap/bin"))
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
_FONT_SIGNS = ("CJK", "wqy", "SourceHan", "NotoSansSC", "uming", "ukai")


def find_browser() -> str | None:
    """Return the path of a Chromium; YIZHENG_BROWSER names another one."""
    given = os.environ.get("YIZHENG_BROWSER")
    if given:
        return given if Path(given).is_file() else None
    return next((path for name in _NAMES if (path := shutil.which(name, path=_PATH))), None)


def find_cjk_font() -> str | None:
    """Return one font that draws Chinese: by fontconfig where it is, else by file name."""
    lister = shutil.which("fc-list", path=_PATH)
    if lister:
        said = subprocess.run([lister, ":lang=zh-cn", "file"], capture_output=True, text=True, check=False)
        return next(iter(said.stdout.splitlines()), "").strip(": ") or None
    return next(_font_files(), None)


def _font_files() -> Iterator[str]:
    for folder in _FONT_FOLDERS:
        for file in Path(folder).rglob("*"):
            if any(sign in file.name for sign in _FONT_SIGNS):
                yield str(file)
