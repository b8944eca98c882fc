"""
The typefaces of official documents: by which names Word asks for them, and what stands in where one is missing.

仿宋, 小标宋 and 楷体 may not be handed on: they are named, never shipped. Word files name each face and, in the
font table, the names of its substitutes; a PDF carries its faces, so there the substitute is said in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yizheng.kernel.errors import Refused


@dataclass(frozen=True)
class Faces:
    """The five faces as Word shall name them."""

    body: str = "仿宋_GB2312"
    title: str = "方正小标宋简体"
    heading: str = "黑体"
    sub_heading: str = "楷体_GB2312"
    plain: str = "宋体"
    latin: str = "Times New Roman"


GB2312 = Faces()
WINDOWS = Faces(body="仿宋", title="华文中宋", sub_heading="楷体")
OPEN = Faces(
    body="方正仿宋_GBK", title="方正小标宋_GBK", heading="方正黑体_GBK", sub_heading="方正楷体_GBK",
    plain="方正书宋_GBK",
)  # fmt: skip
SETS: dict[str, Faces] = {"gb2312": GB2312, "windows": WINDOWS, "gbk": OPEN}

SUBSTITUTES: dict[str, tuple[str, ...]] = {
    "仿宋_GB2312": ("仿宋", "FangSong", "华文仿宋"),
    "仿宋": ("FangSong", "仿宋_GB2312", "华文仿宋"),
    "方正仿宋_GBK": ("仿宋_GB2312", "仿宋"),
    "楷体_GB2312": ("楷体", "KaiTi", "华文楷体"),
    "楷体": ("KaiTi", "楷体_GB2312", "华文楷体"),
    "方正楷体_GBK": ("楷体_GB2312", "楷体"),
    "方正小标宋简体": ("方正小标宋_GBK", "华文中宋", "宋体"),
    "方正小标宋_GBK": ("方正小标宋简体", "华文中宋", "宋体"),
    "华文中宋": ("STZhongsong", "宋体"),
    "黑体": ("SimHei", "思源黑体"),
    "方正黑体_GBK": ("黑体", "SimHei"),
    "宋体": ("SimSun", "思源宋体"),
    "方正书宋_GBK": ("宋体", "SimSun"),
}
"""What Word may take where a face is not installed, in this order (written into each file's font table)."""


@dataclass(frozen=True)
class Wanted:
    """One face a PDF asks for: what it is called, and the families that are it."""

    role: str
    label: str
    families: tuple[str, ...]


PDF_WANTED = (
    Wanted("body", "仿宋", ("FangSong_GB2312", "FangSong", "仿宋_GB2312", "仿宋", "STFangsong", "FandolFang R")),
    Wanted("title", "小标宋", ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK")),
    Wanted("sub_heading", "楷体", ("KaiTi_GB2312", "KaiTi", "楷体_GB2312", "楷体", "STKaiti", "FandolKai")),
    Wanted("heading", "黑体", ("SimHei", "黑体", "STHeiti", "Source Han Sans SC", "Noto Sans CJK SC")),
    Wanted("plain", "宋体", ("SimSun", "宋体", "STSong", "Source Han Serif SC", "Noto Serif CJK SC")),
)
STAND_INS = (
    ("Source Han Serif SC", "思源宋体"),
    ("Noto Serif CJK SC", "思源宋体"),
    ("Source Han Sans SC", "思源黑体"),
    ("Noto Sans CJK SC", "思源黑体"),
)
"""Open families that may stand in, the likeliest first, with the name a clerk knows."""


NO_FONT = "这台服务器没有{wanted}，也没有可以代替的中文字体，不能生成 PDF。请下载 Word 文件，或请管理员安装中文字体。"


@dataclass(frozen=True)
class Chosen:
    """The families a PDF is set in, by role, and the sentence that says what was replaced (empty: nothing)."""

    families: dict[str, list[str]]
    remark: str


def choose(installed: Iterable[str]) -> Chosen:
    """
    Choose families for a PDF from what is installed; a missing face is replaced and the replacement is said.

    Raises: Refused `no_font` when no Chinese family is there at all.
    """
    there = set(installed)
    stand_ins = [(family, label) for family, label in STAND_INS if family in there]
    families, replaced = {}, []
    for wanted in PDF_WANTED:
        found = [family for family in wanted.families if family in there]
        if not found and not stand_ins:
            raise Refused("no_font", NO_FONT.format(wanted=wanted.label))
        if not found:
            replaced.append((wanted.label, stand_ins[0][1]))
        families[wanted.role] = [*found[:1], *(family for family, _ in stand_ins if family not in found[:1])]
    return Chosen(families, _remark(replaced))


def _remark(replaced: list[tuple[str, str]]) -> str:
    by_stand_in: dict[str, list[str]] = {}
    for label, stand_in in replaced:
        by_stand_in.setdefault(stand_in, []).append(label)
    said = [f"以{stand_in}代替{'、'.join(labels)}" for stand_in, labels in by_stand_in.items()]
    return f"本件{'，'.join(said)}" if said else ""
