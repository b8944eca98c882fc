"""Cells read to values."""

import pytest

from yizheng.intake.sheets.columns import recognise
from yizheng.intake.sheets.values import WrittenName, day, ethnicity, phones, written_name

from .books import FIELDS


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1968.5", "1968-05"),
        ("1968.05", "1968-05"),
        ("1968年5月", "1968-05"),
        ("1968年5月3日", "1968-05-03"),
        ("1968-05-03", "1968-05-03"),
        ("1968/5/3", "1968-05-03"),
        ("１９６８．０５", "1968-05"),
        ("196805", "1968-05"),
        ("19680503", "1968-05-03"),
        ("24961", "1968-05-03"),
        ("1968-05-03 00:00:00", "1968-05-03"),
        ("1968.13", ""),
        ("1968-02-30", ""),
        ("五十八岁", ""),
    ],
)
def test_dates(written: str, read: str) -> None:
    assert day(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("13800001111", ["13800001111"]),
        ("1.3800001111E10", ["13800001111"]),
        ("13800001111.0", ["13800001111"]),
        ("１３８００００１１１１", ["13800001111"]),
        ("138 0000 1111", ["13800001111"]),
        ("+86-138-0000-1111", ["13800001111"]),
        ("0571-88886666、13800001111", ["13800001111", "0571-88886666"]),
        ("1380000111", []),
        ("无", []),
    ],
)
def test_telephones(written: str, read: list[str]) -> None:
    assert phones(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("王　明", WrittenName("王明")),
        ("王明（女，回族）", WrittenName("王明", "女", "回族")),
        ("王 明(女、土家族、博士)", WrittenName("王明", "女", "土家族", "博士")),
        ("阿依古丽•买买提（维吾尔族）", WrittenName("阿依古丽·买买提", "", "维吾尔族")),
        ("𠮷㛃", WrittenName("𠮷㛃")),
    ],
)
def test_names(written: str, read: WrittenName) -> None:
    assert written_name(written) == read


def test_ethnicities() -> None:
    assert [ethnicity(each) for each in ("回", "回族", "汉 族", "穿青人")] == ["回族", "回族", "汉族", "穿青人"]


def test_a_column_is_given_to_one_field() -> None:
    assert recognise(["手机号码", "联系电话", "委员 姓名", "单位及职务（简称）"], FIELDS) == {
        "phone": 0,
        "name": 2,
        "work": 3,
    }
