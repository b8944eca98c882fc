"""Files that are no plan: each must end in a sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path

BOMB_MB = 600
MACRO_TYPE = b"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/word/document.xml"
 ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>"""


def empty(folder: Path) -> Path:
    """Write nothing."""
    path = folder / "空文件.docx"
    path.write_bytes(b"")
    return path


def renamed_program(folder: Path) -> Path:
    """Write a program that calls itself a Word file."""
    path = folder / "工作要点.docx"
    path.write_bytes(b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 4096)
    return path


def with_macros(folder: Path) -> Path:
    """Write a Word file that carries macros."""
    path = folder / "带宏的要点.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", MACRO_TYPE)
        archive.writestr("word/document.xml", "<w:document/>")
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"\x00" * 512)
    return path


def bomb(folder: Path) -> Path:
    """Write a small file that unpacks to hundreds of megabytes."""
    path = folder / "压缩炸弹.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as document:
            for _ in range(BOMB_MB):
                document.write(b"\x00" * 1024 * 1024)
    return path


def emoji(folder: Path) -> Path:
    """Write a text of signs, in a file named with them."""
    path = folder / "😀要点🎉.txt"
    path.write_text("😀🎉🚀" * 200, encoding="utf-8")
    return path
