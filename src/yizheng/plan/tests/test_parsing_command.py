"""`yizheng plan parse`: JSON on stdout and nothing else, or one sentence on stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from yizheng.document.tests.built_files import package
from yizheng.plan.parsing.command import main, parse_file

from .papers import Style, printed


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "要点.txt"
    file.write_bytes(printed(Style(annex="tab_cells")).encode("gb18030"))
    return file


def test_the_plan_is_printed_as_one_json_object(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(plan), "--json"]) == 0

    out, err = capsys.readouterr()
    assert json.loads(out) == json.loads(json.dumps(parse_file(plan)))
    assert len(json.loads(out)["tasks"]) == 8
    assert err == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的，请选择有内容的文件后再导入。"),
        (b"MZ" + bytes(500), "这是一个程序文件，不是文档，请选择 Word、PDF、网页或文本文件。"),
        (
            package({"word/document.xml": b"0" * 30_000_000}),
            "文件解压后大得不正常，为安全起见没有打开，请用 Word 重新另存为 docx 后再导入。",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "这个 doc 文件无法直接读取，请另存为 docx 后再导入。"),
    ],
    ids=["empty", "program", "zip bomb", "old Word"],
)
def test_what_cannot_be_read_gives_two_and_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, sentence: str
) -> None:
    file = tmp_path / "要点.docx"
    file.write_bytes(content)

    assert main([str(file), "--json"]) == 2

    assert capsys.readouterr() == ("", sentence + "\n")
    assert file.read_bytes() == content


@pytest.mark.parametrize("argv", [[], ["--json"], ["a.txt", "b.txt"], ["--help"]])
def test_a_wrong_call_is_explained(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2

    assert capsys.readouterr() == ("", "用法：yizheng plan parse 文件 --json\n")


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "没有.txt")]) == 2

    assert capsys.readouterr() == ("", "找不到文件：没有.txt，请检查路径后再试。\n")


def test_the_command_needs_no_django(plan: Path) -> None:
    program = (
        "import sys; from yizheng.plan.parsing.command import main; "
        "code = main(sys.argv[1:]); sys.exit(9 if 'django' in sys.modules else code)"
    )

    run = subprocess.run([sys.executable, "-c", program, str(plan), "--json"], capture_output=True, timeout=60)

    assert (run.returncode, run.stderr) == (0, b"")
    assert json.loads(run.stdout)["year"] == 2018
