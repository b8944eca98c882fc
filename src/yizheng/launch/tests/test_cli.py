"""The words of the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from yizheng import cli

PLAN = """政协青澜市委员会2026年工作要点

2026年，市政协要认真履职。

一、加强协商议政
1.围绕城市更新开展专题协商。
2.办好远程协商会。
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN)
    return file


def test_plan_parse_needs_neither_django_nor_a_database(plan: Path) -> None:
    code = "import sys; from yizheng.cli import main; main(sys.argv[1:]); sys.exit('django' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", code, "plan", "parse", plan, "--json"],
        capture_output=True,
        text=True,
        env={},
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["title"] == "政协青澜市委员会2026年工作要点"


def test_a_plan_that_is_not_there_is_one_line_and_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", "parse", str(tmp_path / "none.docx"), "--json"]) == 2

    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)


def test_an_unknown_word_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["dance"])

    assert ended.value.code == 2
    assert "doctor" in capsys.readouterr().err


def test_a_refusal_is_a_sentence_and_exit_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YIZHENG_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)

    for words in (
        ["verify-ledger"],
        ["verify-ledger", "--committee", "linjiang"],
        ["manage", "seal_ledger", "-v", "0"],
    ):
        assert cli.main(words) == 1

        assert capsys.readouterr().err == f"✗ 数据文件夹 {tmp_path} 里还没有数据库；请先运行 ./yizheng up。\n"


def test_words_that_a_command_does_not_know_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["doctor", "--committee", "linjiang"])

    assert ended.value.code == 2
    assert "unrecognized arguments: --committee linjiang" in capsys.readouterr().err


def test_doctor_prints_the_sql_of_both_roles(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["doctor"])

    said = capsys.readouterr().out
    assert "CREATE ROLE yizheng_owner LOGIN NOSUPERUSER" in said
    assert "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO yizheng_app" in said
    assert "TRUNCATE" not in said
