"""Read a CSV of any usual writing: UTF-8 with or without mark, UTF-16, GB18030; quoted line breaks; long fields."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from pathlib import Path

_LONGEST_FIELD = 10_000_000
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class TableRefused(Exception):
    """A table that cannot be used; `str()` is the sentence to show."""


Row = dict[str, str]


def read_table(path: str | Path, columns: Sequence[str]) -> list[Row]:
    """
    Give the rows of a CSV by column name.

    Raises: TableRefused when the file is missing, empty, no text, or lacks one of `columns`.
    """
    text = _decode(path, _bytes(path))
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as fault:
        raise TableRefused(f"{path}：不是完好的 CSV（{fault}）") from fault
    lines = [line for line in lines if any(cell.strip() for cell in line)]
    if not lines:
        raise TableRefused(f"{path}：文件是空的")
    header = [name.strip().lower() for name in lines[0]]
    missing = [name for name in columns if name not in header]
    if missing:
        raise TableRefused(f"{path}：缺少列 {'、'.join(missing)}")
    if len(lines) == 1:
        raise TableRefused(f"{path}：只有表头，没有数据")
    return [_row(path, number, header, line) for number, line in enumerate(lines[1:], start=2)]


def _row(path: str | Path, number: int, header: Sequence[str], line: Sequence[str]) -> Row:
    if len(line) > len(header):
        raise TableRefused(f"{path}：第 {number} 行有 {len(line)} 格，表头只有 {len(header)} 格")
    return dict(zip(header, [*line, *[""] * (len(header) - len(line))], strict=True))


def _bytes(path: str | Path) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as fault:
        raise TableRefused(f"{path}：读不到文件（{fault.strerror}）") from fault


def _decode(path: str | Path, written: bytes) -> str:
    if written.startswith(_UTF_16):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = written.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableRefused(f"{path}：不是文本（应为 UTF-8 或 GB18030 的 CSV）")
