"""Reading Word 97-2003 files by their piece table."""

import pytest

from yizheng.document.reading import Line, ReadingRefused, Table, read

from .built_files import Stretch, compound, doc

BODY = "政协云岭区委员会2018年工作要点\r一、加强学习\r1.办好读书班。每季一次。\r"


def shown(content: bytes) -> list[str]:
    return [text for _, text in read(content).shown_lines()]


def refused(content: bytes) -> str:
    with pytest.raises(ReadingRefused) as refusal:
        read(content)
    return refusal.value.message


def test_pieces_of_one_and_two_bytes_a_character_are_put_together() -> None:
    content = doc([Stretch(BODY), Stretch("Plan 2018, page A\r", compressed=True), Stretch("二、加强协商\r")])

    assert shown(content) == [*BODY.split("\r")[:-1], "Plan 2018, page A", "二、加强协商"]


def test_the_other_table_stream_is_used_when_the_file_says_so() -> None:
    assert shown(doc([Stretch(BODY)], flags=0x0200)) == BODY.split("\r")[:-1]


def test_fields_keep_their_result_and_lose_their_code() -> None:
    content = doc([Stretch('详见\x13 HYPERLINK "x" \x14云岭政协网\x15。\r\x0b第二行\x0c分页后\r')])

    assert [line for line in shown(content) if line] == ["详见云岭政协网。", "第二行", "分页后"]


def test_a_table_without_properties_is_found_by_its_empty_row_end() -> None:
    rows = "月份\x07工作内容\x07\x071\x07召开全会\x07\x07\x07走访委员\x07\x07"
    found = read(doc([Stretch(f"附件\r{rows}备注：以通知为准\r")])).blocks

    table = next(block for block in found if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["月份", "工作内容"],
        ["1", "召开全会"],
        ["", "走访委员"],
    ]
    assert [block.text for block in found if isinstance(block, Line)] == ["附件", "备注：以通知为准"]


def test_a_table_with_properties_keeps_paragraphs_inside_a_cell() -> None:
    pieces = ["附件\r", "主席\r", "副主席\x07", "召开全会\x07", "\x07", "\x07", "走访\x07", "\x07", "完\r"]
    places = [
        (False, False),
        *[(True, False)] * 3,
        (True, True),
        (True, False),
        (True, False),
        (True, True),
        (False, False),
    ]
    paragraphs = [(len(text), *place) for text, place in zip(pieces, places, strict=True)]
    found = read(doc([Stretch("".join(pieces))], paragraphs=paragraphs)).blocks

    table = next(block for block in found if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.rows] == [["主席\n副主席", "召开全会"], ["", "走访"]]
    assert [block.text for block in found if isinstance(block, Line)] == ["附件", "完"]


@pytest.mark.parametrize(
    "content",
    [
        doc([Stretch(BODY)], version=0x0068),
        doc([Stretch(BODY)])[:3000],
        compound({"WordDocument": bytes(5000), "0Table": b"x"}),
        compound({"WordDocument": b"\xec\xa5\xc1\x00" + bytes(4000), "0Table": b"x"}),
    ],
    ids=["too old", "cut off", "no Word file", "no piece table"],
)
def test_what_cannot_be_read_is_to_be_saved_as_docx(content: bytes) -> None:
    assert refused(content) == "这个 doc 文件无法直接读取，请另存为 docx 后再导入。"


def test_a_password_is_named() -> None:
    assert refused(doc([Stretch(BODY)], flags=0x0100)) == "文件设有密码，无法读取，请去掉密码后再导入。"


def test_other_compound_files_are_not_word() -> None:
    assert (
        refused(compound({"Workbook": b"x" * 100})) == "无法识别的文件类型，请选择 docx、doc、pdf、html 或 txt 文件。"
    )
