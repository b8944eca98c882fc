"""Files that are no rolls, or dangerous ones: one sentence each."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from yizheng.intake.sheets import book as books
from yizheng.intake.sheets import limits, refusals, text_table, xlsx
from yizheng.kernel.errors import Refused

from .books import book_of, read, saved


def _ole(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)


def _macros(path: Path) -> None:
    saved(book_of([["姓名"]]), path.parent, path.name)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")


def _bomb(path: Path) -> None:
    """A part that unpacks to a gigabyte is never unpacked: its claimed size is enough."""
    saved(book_of([["姓名"]]), path.parent, path.name)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/big.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(limits.MOST_UNPACKED_BYTES // (1 << 20) + 1):
            part.write(b" " * (1 << 20))


def _cut(path: Path) -> None:
    saved(book_of([["姓名"]]), path.parent, path.name)
    path.write_bytes(path.read_bytes()[:-100])


def _word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")


def _picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)


def _entities(path: Path) -> None:
    saved(book_of([["姓名"]]), path.parent, path.name)
    whole = path.with_name("plain.xlsx")
    path.rename(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("sheet1.xml"):
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text
            target.writestr(name, text)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_ole, refusals.OLD),
        (_macros, refusals.MACROS),
        (_bomb, refusals.BOMB),
        (_cut, refusals.BROKEN),
        (_word, refusals.NOT_A_SHEET),
        (_picture, refusals.NOT_A_SHEET),
        (_entities, refusals.BROKEN),
    ],
)
def test_what_is_no_roll_is_refused_in_one_sentence(
    make: Callable[[Path], None], sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "名册.xlsx"
    make(path)

    with pytest.raises(Refused) as refused:
        read(path)

    assert refused.value.message == sentence


def test_a_part_longer_than_it_claims_is_cut_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = saved(book_of([["姓名"], *([f"王{n}"] for n in range(2000))]), tmp_path)
    opened = xlsx.XlsxBook(path)
    monkeypatch.setattr(xlsx, "MOST_UNPACKED_BYTES", 2000)

    with pytest.raises(Refused) as refused:
        list(opened.rows(opened.sheets[0]))

    assert refused.value.code == "bomb"


@pytest.mark.parametrize("name", ["长.xlsx", "长.csv"])
def test_too_many_rows_are_refused_with_the_limit(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for module in (xlsx, text_table, refusals):
        monkeypatch.setattr(module, "MOST_ROWS", 50)
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text("姓名,性别\n" + "王明,男\n" * 60)
    else:
        saved(book_of([["姓名", "性别"], *(["王明", "男"] for _ in range(60))]), tmp_path, name)

    with pytest.raises(Refused) as refused:
        read(path)

    assert refused.value.code == "too_long"
    assert "超过50行" in refused.value.message


def test_a_text_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xff\xff\x80\x81,\xff")

    with pytest.raises(Refused) as refused:
        books.Book(path, path.name)

    assert refused.value.message == refusals.BAD_TEXT
