"""Reading plain text in the encodings that offices use."""

import pytest

from yizheng.document.reading import Line, ReadingRefused, read, read_path

TEXT = "政协云岭区委员会2018年工作要点\n\n一、加强学习。①②③“两学一做”——云岭"


def texts(content: bytes) -> list[str]:
    return [block.text for block in read(content).blocks if isinstance(block, Line)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_a_text_reads_the_same_in_every_encoding(encoding: str) -> None:
    assert texts(TEXT.encode(encoding)) == TEXT.split("\n")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_told_by_its_mark(encoding: str) -> None:
    mark = "\ufeff".encode(encoding)

    assert read(mark + TEXT.encode(encoding)).encoding == encoding


def test_utf_16_without_a_mark_is_recognised() -> None:
    assert texts(TEXT.encode("utf-16-le")) == TEXT.split("\n")


def test_rare_characters_of_gb18030_are_read() -> None:
    assert texts("委员陶赟、龙䶮，镇名䢺".encode("gb18030")) == ["委员陶赟、龙䶮，镇名䢺"]


def test_every_line_keeps_its_number() -> None:
    lines = [block for block in read(TEXT.replace("\n", "\r\n").encode()).blocks if isinstance(block, Line)]

    assert [line.number for line in lines] == [1, 2, 3]


def test_invisible_characters_do_not_remain() -> None:
    assert texts("\ufeff一、\u200b加强\xa0学习".encode()) == ["一、加强 学习"]


def test_a_few_broken_bytes_are_shown_and_warned_of() -> None:
    document = read(TEXT.encode() + "。完".encode()[:-1])

    assert document.encoding == "utf-8"
    assert document.warnings == ("有1处文字无法识别，已用 � 标出，请对照原文补上。",)


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"", "empty", "文件是空的，请选择有内容的文件后再导入。"),
        (b" \r\n\t\n", "empty", "文件是空的，请选择有内容的文件后再导入。"),
        (
            bytes(range(128, 256)) * 40,
            "unknown_encoding",
            "文件的文字编码无法识别，请另存为 docx 或 UTF-8 文本后再导入。",
        ),
        (b"MZ\x90\x00" + bytes(200), "program", "这是一个程序文件，不是文档，请选择 Word、PDF、网页或文本文件。"),
        (
            b"\x7fELF\x02\x01\x01\x00" + bytes(200),
            "program",
            "这是一个程序文件，不是文档，请选择 Word、PDF、网页或文本文件。",
        ),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00" + bytes(200),
            "unknown_kind",
            "无法识别的文件类型，请选择 docx、doc、pdf、html 或 txt 文件。",
        ),
        (b"abc\x00\x01\x02def" * 50, "unknown_kind", "无法识别的文件类型，请选择 docx、doc、pdf、html 或 txt 文件。"),
        (b"{\\rtf1\\ansi text}", "legacy_word", "这个 doc 文件无法直接读取，请另存为 docx 后再导入。"),
    ],
    ids=["nothing", "blank", "noise", "windows program", "linux program", "picture", "binary", "rtf"],
)
def test_what_is_no_text_is_refused_with_a_sentence(content: bytes, code: str, message: str) -> None:
    with pytest.raises(ReadingRefused) as refusal:
        read(content, "要点.docx")

    assert (refusal.value.code, refusal.value.message) == (code, message)


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(ReadingRefused, match="文件超过30MB，请拆分或去掉图片后再导入。"):
        read(b"a" * (30 * 1024 * 1024 + 1))


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(ReadingRefused, match="文件的文字超过300万字，请拆分后再导入。"):
        read("学".encode() * 3_000_001)


def test_a_missing_file_and_a_folder_are_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ReadingRefused, match="找不到文件：没有\\.txt，请检查路径后再试。"):
        read_path(tmp_path / "没有.txt")
    with pytest.raises(ReadingRefused) as refusal:
        read_path(tmp_path)

    assert refusal.value.code in {"not_a_file", "empty"}


def test_the_type_is_told_by_content_and_not_by_name() -> None:
    assert read("<html><body><p>工作要点</p></body></html>".encode(), "要点.docx").kind == "html"
    assert read(TEXT.encode(), "要点.pdf").kind == "txt"
