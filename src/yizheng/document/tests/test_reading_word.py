"""Reading Word packages: numbers that Word prints by itself, merged cells, what is left out, what is refused."""

import struct

import docx as python_docx
import pytest

from yizheng.document.reading import Line, ReadingRefused, Table, read

from .built_files import W, cell, compound, docx, package, paragraph, table


def lines(content: bytes) -> list[str]:
    return [block.text for block in read(content).blocks if isinstance(block, Line)]


def only_table(content: bytes) -> list[list[tuple[str, str]]]:
    found = next(block for block in read(content).blocks if isinstance(block, Table))
    return [[(cell.text, cell.source) for cell in row] for row in found.rows]


def refused(content: bytes) -> str:
    with pytest.raises(ReadingRefused) as refusal:
        read(content, "要点.docx")
    return refusal.value.message


def numbering(*levels: str, restart: str = "") -> str:
    second = f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{restart}</w:num>'
    inner = "".join(levels)
    first = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>{first}{second}</w:numbering>'


def level(index: int, number_format: str, pattern: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def listed(text: str, index: int = 0, list_id: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{list_id}"/></w:numPr>')


OFFICIAL = (
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircleChinese", "%4"),
)


def test_automatic_numbers_are_printed_as_word_prints_them() -> None:
    body = listed("总体要求") + listed("加强学习", 1) + listed("办好读书班", 2) + listed("第一期", 3)
    body += listed("第二期", 3) + listed("深化宣讲", 2) + listed("加强党建", 1) + listed("重点任务") + listed("协商", 1)

    assert lines(docx(body, numbering=numbering(*OFFICIAL))) == [
        "一、总体要求",
        "（一）加强学习",
        "1.办好读书班",
        "①第一期",
        "②第二期",
        "2.深化宣讲",
        "（二）加强党建",
        "二、重点任务",
        "（一）协商",
    ]


def test_numbers_above_ten_and_a_restarted_list() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = "".join(listed("要点") for _ in range(3)) + listed("另起", list_id=2) + listed("再来", list_id=2)
    levels = (level(0, "chineseCountingThousand", "%1、", start=19),)

    assert lines(docx(body, numbering=numbering(*levels, restart=restart))) == [
        "十九、要点",
        "二十、要点",
        "二十一、要点",
        "一、另起",
        "二、再来",
    ]


def test_a_number_from_the_style_counts_and_an_empty_paragraph_does_not() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="a"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:name w:val="own"/><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    body = paragraph("思想建设", '<w:pStyle w:val="a"/>') + paragraph("", '<w:pStyle w:val="a"/>')
    body += paragraph("履职建设", '<w:pStyle w:val="b"/>')
    content = docx(body, styles=styles, numbering=numbering(level(0, "decimal", "%1、")))

    assert lines(content) == ["1、思想建设", "", "2、履职建设"]
    assert [block.heading for block in read(content).blocks if isinstance(block, Line)] == [1, 1, 1]


def test_bullets_print_nothing() -> None:
    assert lines(docx(listed("走访委员"), numbering=numbering(level(0, "bullet", "·")))) == ["走访委员"]


def test_merged_cells_repeat_their_text_and_say_where_it_stands() -> None:
    body = table(
        [cell("月份"), cell("工作内容"), cell("分管领导")],
        [cell("1", '<w:vMerge w:val="restart"/>'), cell("召开全会"), cell("主  席\n副主席")],
        [cell("", "<w:vMerge/>"), cell("走访"), cell("周敏")],
        [cell("备注：以通知为准", '<w:gridSpan w:val="3"/>')],
    )

    assert only_table(docx(body)) == [
        [("月份", "own"), ("工作内容", "own"), ("分管领导", "own")],
        [("1", "own"), ("召开全会", "own"), ("主  席\n副主席", "own")],
        [("1", "above"), ("走访", "own"), ("周敏", "own")],
        [("备注：以通知为准", "own"), ("备注：以通知为准", "left"), ("备注：以通知为准", "left")],
    ]


def test_rows_take_line_numbers_in_the_order_of_the_page() -> None:
    content = docx(paragraph("上") + table([cell("月份"), cell("内容")], [cell("1"), cell("全会")]) + paragraph("下"))

    assert [(block.number, block.last) for block in read(content).blocks] == [(1, 1), (2, 3), (4, 4)]


def test_bold_and_centred_text_is_marked() -> None:
    runs = (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>标题。</w:t></w:r>'
        "<w:r><w:t>正文</w:t></w:r></w:p>"
    )
    plain = paragraph("不加粗", run='<w:b w:val="0"/>')

    assert [(b.bold, b.centred) for b in read(docx(runs + plain)).blocks if isinstance(b, Line)] == [
        (((0, 3),), True),
        ((), False),
    ]


def test_deleted_hidden_and_field_text_is_left_out_and_text_boxes_are_read() -> None:
    body = (
        "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:pict><w:txbxContent>" + paragraph("框中文字") + "</w:txbxContent></w:pict></w:r></w:p>"
    )

    assert lines(docx(body)) == ["留增", "框中文字"]


def test_a_line_break_begins_a_line_of_the_same_paragraph() -> None:
    body = "<w:p><w:r><w:t>政协云岭区委员会</w:t><w:br/><w:t>2018年工作要点</w:t></w:r></w:p>" + paragraph("正文")
    found = [block for block in read(docx(body)).blocks if isinstance(block, Line)]

    assert [(line.text, line.whole) for line in found] == [
        ("政协云岭区委员会", False),
        ("2018年工作要点", False),
        ("正文", True),
    ]


def test_headers_footers_and_contents_are_no_text(tmp_path) -> None:  # type: ignore[no-untyped-def]
    made = python_docx.Document()
    made.sections[0].header.paragraphs[0].text = "内部资料"
    made.sections[0].footer.paragraphs[0].text = "第1页"
    made.add_paragraph("正文")
    made.styles.add_style("toc 1", 1)
    made.add_paragraph("一、总体要求\t1", style="toc 1")
    made.save(tmp_path / "a.docx")
    document = read((tmp_path / "a.docx").read_bytes())

    assert [block.text for block in document.blocks if isinstance(block, Line)] == ["正文"]
    assert [(drop.text, drop.why) for drop in document.dropped] == [("一、总体要求\t1", "目录")]


def test_entities_are_not_expanded_and_files_are_not_fetched() -> None:
    document = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "内部实体">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>前&x;&y;后</w:t></w:r></w:p></w:body></w:document>"
    )
    content = package({"[Content_Types].xml": "<Types/>", "word/document.xml": document})

    assert lines(content) == ["前"]


def test_macros_are_refused() -> None:
    sentence = "文件带有宏，为安全起见没有打开，请另存为不带宏的 docx 后再导入。"
    with_project = package(
        {"[Content_Types].xml": "<Types/>", "word/vbaProject.bin": b"x", "word/document.xml": "<a/>"}
    )

    assert refused(with_project) == sentence
    assert refused(docx(paragraph("正文"), kind="ms-word.document.macroEnabled")) == sentence
    assert refused(compound({"WordDocument": b"\xec\xa5", "_VBA_PROJECT": b"x"})) == sentence


def test_a_zip_bomb_is_refused_without_being_unpacked() -> None:
    sentence = "文件解压后大得不正常，为安全起见没有打开，请用 Word 重新另存为 docx 后再导入。"
    many = package({f"word/{index}.xml": "x" for index in range(2001)})

    assert refused(package({"word/document.xml": b"0" * 30_000_000})) == sentence
    assert refused(many) == sentence


def test_a_package_that_promises_less_than_it_holds_is_refused() -> None:
    content = bytearray(package({"[Content_Types].xml": "<Types/>", "word/document.xml": b"<a>" + b"0" * 900_000}))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 100)

    assert refused(bytes(content)) in {
        "文件已损坏，无法读取，请重新另存后再导入。",
        "无法识别的文件类型，请选择 docx、doc、pdf、html 或 txt 文件。",
    }


def test_files_with_a_password_are_refused() -> None:
    sentence = "文件设有密码，无法读取，请去掉密码后再导入。"
    locked = bytearray(docx(paragraph("正文")))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        at = locked.find(start)
        locked[at + (6 if start.endswith(b"\x04") else 8)] |= 1

    assert refused(bytes(locked)) == sentence
    assert refused(compound({"EncryptedPackage": b"x" * 100, "EncryptionInfo": b"y"})) == sentence


def test_other_packages_and_damaged_ones_are_refused() -> None:
    damaged = "文件已损坏，无法读取，请重新另存后再导入。"
    unknown = "无法识别的文件类型，请选择 docx、doc、pdf、html 或 txt 文件。"
    whole = docx(paragraph("正文"))

    assert refused(package({"xl/workbook.xml": "<a/>"})) == unknown
    assert refused(whole[: len(whole) // 2]) == damaged
    assert refused(docx("<w:p>")) == damaged
    assert refused(docx("")) == "文件里没有读到文字，可能是扫描件或图片，请改用文字版后再导入。"
