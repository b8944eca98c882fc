"""Texts of cells as offices write them, read to values: names with remarks, telephone numbers, dates."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

ETHNICITIES = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼",
    "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土", "达斡尔",
    "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯",
    "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
)  # fmt: skip
"""The 56 as printed in rolls, without 族."""

_NAME = re.compile(r"(?P<name>[^(（]*)(?:[(（](?P<remark>[^)）]*)[)）])?\s*(?P<rest>.*)", re.S)
_DOTS = re.compile("[•・‧∙⋅●.。．]")
_MOBILE = re.compile(r"(?:\+?0{0,2}86[- ]?)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(0\d{2,3})?-?(\d{7,8})(?:[-转](\d{1,6}))?")
_YMD = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*(?:[-./月]\s*(\d{1,2})?\s*[日号]?)?"
    r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:生|出生)?"
)
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_EXCEL_FIRST = date(1899, 12, 30)
_EARLIEST, _LATEST = 1900, 2100


@dataclass(frozen=True)
class WrittenName:
    """A name out of a cell, with what its remark in brackets says: 马　兰（女，回族）."""

    name: str
    gender: str = ""
    ethnicity: str = ""
    remark: str = ""


def folded(text: str) -> str:
    """Return text with full-width digits, letters and marks made half-width, without outer spaces."""
    kept = "".join(mark for mark in unicodedata.normalize("NFKC", text) if unicodedata.category(mark) != "Cf")
    return kept.strip()


def written_name(text: str) -> WrittenName:
    """
    Read a person's name: padding between its characters goes, a remark in brackets is read, dots become ·.

    What the remark says beyond gender and ethnicity is kept as `remark`. Rare characters stay as they are.
    """
    found = _NAME.fullmatch(text.strip())
    assert found is not None, "every text has this shape"
    name = _DOTS.sub("·", "".join(mark for mark in found["name"] if not mark.isspace() and mark not in "\u200b\ufeff"))
    gender, ethnicity, rest = "", "", []
    for part in re.split(r"[,，、;；\s]+", found["remark"] or ""):
        if part in ("男", "女"):
            gender = part
        elif part.removesuffix("族") in ETHNICITIES:
            ethnicity = part.removesuffix("族") + "族"
        elif part:
            rest.append(part)
    return WrittenName(name, gender, ethnicity, "，".join([*rest, *([found["rest"]] if found["rest"] else [])]))


def ethnicity(text: str) -> str:
    """Return an ethnicity as rolls print it: 回 is 回族; what is none of the 56 stays as written."""
    bare = "".join(folded(text).split())
    return bare.removesuffix("族") + "族" if bare.removesuffix("族") in ETHNICITIES else bare


def phones(text: str) -> list[str]:
    """Return the telephone numbers of a cell: mobiles first; kept as a number (1.38E10) or as text, spaces gone."""
    plain = folded(text).replace("−", "-").replace("—", "-").replace("–", "-")
    numbers = [_phone(part) for part in re.split(r"[/、,;，；\n]|\s{2,}", plain)]
    found = list(dict.fromkeys(number for number in numbers if number))
    return sorted(found, key=lambda number: not _MOBILE.fullmatch(number))


def _phone(part: str) -> str:
    bare = re.sub(r"[\s()（）]", "", part)
    if re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", bare):
        bare = str(int(float(bare)))
    bare = bare.removesuffix(".0")
    mobile = _MOBILE.fullmatch(bare.replace("-", "")) if not bare.startswith("0") else None
    if mobile:
        return mobile[1]
    line = _LANDLINE.fullmatch(bare)
    return "-".join(each for each in line.groups() if each) if line else ""


def day(text: str) -> str:
    """
    Return a date as ISO text, to the month where no more is written: 1968.5 is 1968-05; empty when it is none.

    Reads 1968.5, 1968.05, 1968年5月, 1968-05-01, 1968/5/1, 196805, 19680501 and Excel's serial numbers.
    """
    plain = folded(text)
    found = _YMD.fullmatch(plain) or _RUN_TOGETHER.fullmatch(plain)
    if found:
        return _day(int(found[1]), found[2], found[3])
    if re.fullmatch(r"\d{5}(?:\.\d+)?", plain):
        return (_EXCEL_FIRST + timedelta(days=int(float(plain)))).isoformat()
    return ""


def _day(year: int, month: str, of_month: str | None) -> str:
    """1968.1 can be January or a clipped 1968.10; the sheet says no more, so January stands and is shown."""
    if not _EARLIEST <= year <= _LATEST or not 1 <= int(month) <= 12:
        return ""
    if of_month is None:
        return f"{year:04}-{int(month):02}"
    try:
        return date(year, int(month), int(of_month)).isoformat()
    except ValueError:
        return ""
