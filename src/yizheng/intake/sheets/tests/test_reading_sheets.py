"""Rolls come in many shapes: headers, merges, hidden parts, formulas."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from yizheng.intake.sheets.book import Book
from yizheng.intake.sheets.table import glance, likeliest

from .books import FIELDS, book_of, read, saved, sheet_of


def test_headers_stand_in_any_order_and_under_titles(tmp_path: Path) -> None:
    book = book_of(
        [
            ["政协云溪区第三届委员会委员名册"],
            ["2026年1月"],
            ["手 机", "＊姓　名（必填）", "界别"],
            ["13800001111", "王明", "经济"],
        ],
        ["A1:C1"],
    )

    rows, _ = read(saved(book, tmp_path))

    assert [(row.number, dict(row.texts)) for row in rows] == [
        (4, {"phone": "13800001111", "name": "王明", "sector": "经济"})
    ]


def test_three_header_rows_with_merges_are_one_header(tmp_path: Path) -> None:
    book = book_of(
        [
            ["序号", "基本情况", None, None, None],
            [None, "姓名", "出生\n年月", "联系方式", None],
            [None, None, None, "手机", "邮箱"],
            [1, "王明", "1968.5", 13800001111, "a@b.cn"],
        ],
        ["A1:A3", "B1:E1", "B2:B3", "C2:C3", "D2:E2"],
    )

    rows, _ = read(saved(book, tmp_path))

    assert [dict(row.texts) for row in rows] == [{"name": "王明", "birth": "1968.5", "phone": "13800001111"}]


def test_a_lower_header_row_that_adds_no_column_is_no_person(tmp_path: Path) -> None:
    book = book_of(
        [["姓名", "界别", "联系电话", None], [None, None, "手机", "邮箱"], ["王明", "经济", 13800001111, "a@b.cn"]],
        ["A1:A2", "B1:B2", "C1:D1"],
    )

    rows, _ = read(saved(book, tmp_path))

    assert [(row.number, row.texts["phone"]) for row in rows] == [(3, "13800001111")]


def test_a_cell_merged_downwards_holds_for_every_row_it_covers(tmp_path: Path) -> None:
    book = book_of([["界别", "姓名"], ["经济", "王明"], [None, "李文"], ["教育", "赵青"]], ["A2:A3"])

    rows, _ = read(saved(book, tmp_path))

    assert [(row.texts["name"], row.texts["sector"]) for row in rows] == [
        ("王明", "经济"), ("李文", "经济"), ("赵青", "教育"),
    ]  # fmt: skip


def test_a_heading_between_the_rows_belongs_to_those_below_it(tmp_path: Path) -> None:
    book = book_of(
        [["序号", "姓名", "性别"], ["中共（1人）"], [1, "王明", "男"], ["民革（1人）"], [2, "李文", "女"], ["合计", 2]],
        ["A2:C2", "A4:C4"],
    )

    rows, leftovers = read(saved(book, tmp_path))

    assert [(row.texts["name"], row.section) for row in rows] == [("王明", "中共（1人）"), ("李文", "民革（1人）")]
    assert leftovers.headings == [(2, "中共（1人）"), (4, "民革（1人）")]
    assert leftovers.notes == [(6, "合计")]


def test_a_header_printed_again_on_each_page_is_no_person(tmp_path: Path) -> None:
    book = book_of([["姓名", "性别"], ["王明", "男"], ["姓名", "性别"], ["李文", "女"]])

    rows, _ = read(saved(book, tmp_path))

    assert [row.texts["name"] for row in rows] == ["王明", "李文"]


def test_a_hidden_sheet_is_listed_and_never_taken_unasked(tmp_path: Path) -> None:
    book = book_of([["姓名", "性别"], ["王明", "男"]])
    old = book.create_sheet("旧名单")
    old.append(["姓名", "性别", "手机", "界别"])
    old.sheet_state = "hidden"
    path = saved(book, tmp_path)

    with Book(path, path.name) as opened:
        glances = glance(opened, FIELDS)

    assert [(each.name, each.is_hidden, len(each.header.columns)) for each in glances if each.header] == [
        ("Sheet", False, 2), ("旧名单", True, 4),
    ]  # fmt: skip
    taken = likeliest(glances)
    assert taken is not None
    assert taken.name == "Sheet"


def test_hidden_rows_are_marked(tmp_path: Path) -> None:
    book = book_of([["姓名", "性别"], ["王明", "男"], ["李文", "女"]])
    sheet_of(book).row_dimensions[3].hidden = True

    rows, _ = read(saved(book, tmp_path))

    assert [row.is_hidden for row in rows] == [False, True]


def test_a_formula_gives_its_saved_result_and_says_so(tmp_path: Path) -> None:
    path = saved(book_of([["姓名", "手机"], ["王明", "=1+1"]]), tmp_path)
    with_result = tmp_path / "有结果.xlsx"
    _replace_in_sheet(path, with_result, b"<f>1+1</f><v></v>", b"<f>1+1</f><v>13800001111</v>")

    without, _ = read(path)
    reckoned, _ = read(with_result)

    assert [(row.texts.get("phone"), row.formulas, row.unreckoned) for row in without] == [(None, (), ("phone",))]
    assert [(row.texts.get("phone"), row.formulas) for row in reckoned] == [("13800001111", ("phone",))]


def test_numbers_and_dates_come_as_a_person_typed_them(tmp_path: Path) -> None:
    rows, _ = read(
        saved(
            book_of(
                [["姓名", "手机", "出生年月"], ["王明", 13800001111.0, date(1968, 5, 1)], ["李文", 1.39e10, 1970.5]]
            ),
            tmp_path,
        )
    )

    assert [(row.texts["phone"], row.texts["birth"]) for row in rows] == [
        ("13800001111", "1968-05-01"), ("13900000000", "1970.5"),
    ]  # fmt: skip


def test_rare_characters_stay_as_they_are(tmp_path: Path) -> None:
    rows, _ = read(saved(book_of([["姓名", "性别"], ["𠮷㛃", "女"], ["阿依古丽·买买提", "女"]]), tmp_path))

    assert [row.texts["name"] for row in rows] == ["𠮷㛃", "阿依古丽·买买提"]


def test_csv_is_read_in_both_encodings(tmp_path: Path) -> None:
    text = "姓名,性别\n王明,男\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))

        rows, _ = read(path)

        assert [dict(row.texts) for row in rows] == [{"name": "王明", "gender": "男"}]


def test_a_sheet_without_names_has_no_header(tmp_path: Path) -> None:
    path = saved(book_of([["月份", "支出"], ["3月", 5]]), tmp_path)

    with Book(path, path.name) as book:
        assert [each.header for each in glance(book, FIELDS)] == [None]


def test_an_empty_book_has_no_header(tmp_path: Path) -> None:
    path = saved(Workbook(), tmp_path)

    with Book(path, path.name) as book:
        assert likeliest(glance(book, FIELDS)) is None


def _replace_in_sheet(source: Path, target: Path, old: bytes, new: bytes) -> None:
    """Put a result where openpyxl writes none."""
    import zipfile

    with zipfile.ZipFile(source) as read_from, zipfile.ZipFile(target, "w") as written:
        for name in read_from.namelist():
            content = read_from.read(name)
            if name.endswith("sheet1.xml"):
                assert old in content
                content = content.replace(old, new)
            written.writestr(name, content)
