"""`yizheng test` itself: what it runs, what it says of what it could not run."""

import sys
from pathlib import Path

import pytest

from yizheng.launch import checks
from yizheng.launch.checks import Check, Outcome
from yizheng.launch.home import project_root

BROWSER = Check("浏览器测试", ("true",), missing="没有Chromium：apt-get install chromium", needed_in_ci=True)
OLD_SERVER = Check("行级安全", ("true",), missing="没有 postgresql-15")
PASSED = Outcome(Check("测试", ("true",)), 0, 61.0, "9 passed")


def said(outcome: list[Outcome], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = checks._summary(outcome, 61.4)
    return code, capsys.readouterr().out.splitlines()[2:]


def test_without_a_browser_the_rest_counts_and_the_last_line_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)

    code, lines = said([PASSED, Outcome(OLD_SERVER, None), Outcome(BROWSER, None)], capsys)

    assert code == 0
    assert lines == [
        "✓ 测试  61.0 秒  9 passed",
        "– 行级安全：未运行（没有 postgresql-15）",
        "– 浏览器测试：未运行（没有Chromium：apt-get install chromium）",
        "共 1 分 1 秒",
        "全部通过。",
        "浏览器测试未运行：没有Chromium：apt-get install chromium",
    ]


def test_in_ci_a_missing_browser_fails_and_a_missing_server_does_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "true")

    assert said([PASSED, Outcome(OLD_SERVER, None)], capsys)[0] == 0
    code, lines = said([PASSED, Outcome(BROWSER, None)], capsys)

    assert (code, lines[3]) == (1, "未通过：浏览器测试")


def test_one_failed_check_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = said([PASSED, Outcome(Check("类型", ("false",)), 1, 2.0, "Found 1 error")], capsys)

    assert (code, lines[1], lines[3]) == (1, "✗ 类型  2.0 秒  Found 1 error", "未通过：类型")


def test_a_check_tells_its_code_and_its_last_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = "print('1 failed'); print(); raise SystemExit(3)"

    outcome = checks._run(Check("样品", (sys.executable, "-c", code)), tmp_path, str(tmp_path), "1/1")

    assert (outcome.code, outcome.last_line) == (3, "1 failed")
    assert "── 1/1 样品 ─" in capsys.readouterr().out


def test_a_check_sees_no_outside_database_and_no_other_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///real")
    monkeypatch.setenv("YIZHENG_DEMO", "1")

    told = checks._environment(BROWSER, str(tmp_path))

    assert {"DATABASE_URL", "YIZHENG_DEMO"}.isdisjoint(told)
    assert told["YIZHENG_HOME"] == str(tmp_path)


def test_the_walls_run_on_the_old_server_and_the_journeys_in_the_browser() -> None:
    commands = {check.title: check.command for check in checks._checks(project_root())}

    assert "src/yizheng/kernel/tests/test_walls.py" in commands["行级安全（PostgreSQL 15）"]
    assert commands["浏览器测试"][-1] == "e2e"
