"""Chinese names: how they sort (拼音) and how they are padded in print."""

from __future__ import annotations

SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "区": "ou", "解": "xie", "查": "zha", "任": "ren", "朴": "piao",
    "盖": "ge", "乐": "yue", "缪": "miao", "秘": "bi", "翟": "zhai", "员": "yun", "种": "chong", "召": "shao",
    "覃": "qin", "郇": "xun", "折": "she", "隗": "wei",
}  # fmt: skip
"""Characters that are read otherwise as a surname. Double surnames are read rightly by the dictionary."""
IDEOGRAPHIC_SPACE = "　"


def sort_key(name: str) -> str:
    """
    Return the key by which a name stands in a list: its pinyin, a space between syllables, then its characters.

    Surnames are read as surnames: 曾 zeng, 单 shan, 仇 qiu.
    """
    from pypinyin import lazy_pinyin  # its dictionary costs every process half a second and 60 MB

    bare = bare_name(name)
    surname = SURNAMES.get(bare[:1])
    syllables = [surname, *lazy_pinyin(bare[1:])] if surname else lazy_pinyin(bare)
    return " ".join([*syllables, bare]).lower()


def bare_name(name: str) -> str:
    """Return a name without the padding of print: 孟　珂 is 孟珂 (never padded in search)."""
    return "".join(name.split())


def padded(name: str) -> str:
    """Return a name as printed in rolls: two characters take the room of three (office-practice 14)."""
    bare = bare_name(name)
    return f"{bare[0]}{IDEOGRAPHIC_SPACE}{bare[1]}" if len(bare) == 2 else bare
