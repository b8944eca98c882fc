"""
The official order of names by strokes (姓氏笔画), as rolls, sign-in sheets and desk cards are set (office-practice 14).

Surnames with fewer strokes stand first; of equal ones the order of writing decides, stroke by stroke: 横竖撇点折.
Within a surname names of one character stand before longer ones, then the characters count likewise.
Rule: office-practice 14. Names of one character first is our decision, after published rolls.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .names import bare_name

TABLE = Path(__file__).parent / "stroke_table.txt"
_DOUBLE_SURNAMES = (
    "欧阳 太史 上官 司马 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 濮阳 公冶 太叔 申屠 公孙 慕容 "
    "仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 司寇 巫马 颛孙 漆雕 拓跋 轩辕 令狐 百里 呼延 东郭 羊舌 纳兰 西门 "
    "端木 东方 公西 壤驷 亓官 第五 贺兰 叶赫 完颜 耶律"
)
DOUBLE_SURNAMES = frozenset(_DOUBLE_SURNAMES.split())
MOST_CHARS = 160
UNKNOWN = "99"
"""Where the strokes of a character would be counted: what the table does not know stands last."""


def stroke_key(name: str) -> str:
    """
    Return the key by which a name stands in stroke order; compare keys as plain text.

    Each character is its number of strokes, its strokes and itself, so that one surname stays together.
    """
    surname, given = parted(name)
    length = "1" if len(given) <= 1 else "2"
    return f"{_coded(surname)} {length}{_coded(given)}"[:MOST_CHARS]


def parted(name: str) -> tuple[str, str]:
    """Return surname and given name; a double surname is taken only where a given name follows it."""
    bare = bare_name(name)
    cut = 2 if len(bare) > 2 and bare[:2] in DOUBLE_SURNAMES else 1
    return bare[:cut], bare[cut:]


def unknown_in(name: str) -> list[str]:
    """Return the characters of a name that the table does not know: it stands last and somebody has to look."""
    return [character for character in bare_name(name) if character not in _table() and character not in "·•"]


def strokes_of(character: str) -> str:
    """Return the strokes of a character in the order of writing, 1 横 to 5 折; empty when unknown."""
    return _table().get(character, "")


def _coded(characters: str) -> str:
    return "".join(f"{_counted(each)}{ord(each):05x}" for each in characters)


def _counted(character: str) -> str:
    strokes = strokes_of(character)
    return f"{len(strokes):02}{strokes}" if strokes else UNKNOWN


@cache
def _table() -> dict[str, str]:
    lines = TABLE.read_text("utf-8").splitlines()
    return {line[0]: line[2:] for line in lines if line[0] != "#"}
