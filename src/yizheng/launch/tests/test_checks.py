"""`yizheng test` itself: what it runs, what it says of what it could not run."""

import sys
from pathlib import Path

import pytest

from yizheng.launch import checks, lanes, throwaway
from yizheng.launch.checks import Check, Outcome
from yizheng.launch.home import project_root
from yizheng.launch.stopping import Stopped
from yizheng.launch.throwaway import PREFIX, remove_leftovers, throwaway_folder

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


def sample(title: str, code: str) -> Check:
    return Check(title, (sys.executable, "-c", code))


def test_a_check_tells_its_code_and_its_last_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    failing = sample("样品", "print('1 failed'); print(); raise SystemExit(3)")

    (outcome,) = checks._run_stage(((failing,),), tmp_path, tmp_path)

    assert (outcome.code, outcome.last_line, outcome.failed) == (3, "1 failed", True)
    assert "── 样品 ─" in capfd.readouterr().out


def test_a_check_that_says_nothing_has_no_last_line(tmp_path: Path) -> None:
    (outcome,) = checks._run_stage(((sample("样品", ""),),), tmp_path, tmp_path)

    assert (outcome.code, outcome.last_line) == (0, "")


def test_lanes_run_beside_each_other_and_each_check_keeps_its_own_words(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each waits for the other's file: one after the other they would never end."""
    wait = (
        "import pathlib, time\npathlib.Path({own!r}).touch()\n"
        "while not pathlib.Path({other!r}).exists(): time.sleep(0.01)"
    )
    left = sample("左", wait.format(own="left", other="right") + "\nprint('左边完成')")
    right = sample("右", wait.format(own="right", other="left") + "\nprint('右边完成')")
    after = sample("随后", "print('最后完成'); raise SystemExit(1)")

    outcomes = checks._run_stage(((left,), (right, after)), tmp_path, tmp_path)

    assert [(each.check.title, each.code, each.last_line) for each in outcomes] == [
        ("左", 0, "左边完成"), ("右", 0, "右边完成"), ("随后", 1, "最后完成"),
    ]  # fmt: skip
    shown = capfd.readouterr().out.splitlines()
    assert shown[shown.index("右边完成") - 1].startswith("── 右 ")


def test_what_cannot_run_keeps_its_place_among_what_ran(tmp_path: Path) -> None:
    ran = sample("前", "print('好')")

    outcomes = checks._run_stage(((OLD_SERVER, ran), (BROWSER,)), tmp_path, tmp_path)

    assert [(each.check.title, each.code) for each in outcomes] == [("行级安全", None), ("前", 0), ("浏览器测试", None)]


def test_what_a_run_makes_lies_in_a_folder_that_goes_with_it() -> None:
    with throwaway_folder() as folder:
        (folder / "file").touch()
        left_by_a_killed_run = folder.with_name(f"{PREFIX}{2**22 + 1}-killed")
        left_by_a_killed_run.mkdir()
        remove_leftovers()
        assert (folder / "file").exists()
        assert not left_by_a_killed_run.exists()

    assert not folder.exists()


def test_a_folder_without_room_is_not_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throwaway, "ROOM_BYTES", 2**62)
    monkeypatch.setattr(throwaway, "MEMORY", tmp_path)

    with throwaway_folder() as folder:
        assert folder.parent != tmp_path

    monkeypatch.setattr(throwaway, "ROOM_BYTES", 1)
    with throwaway_folder() as folder:
        assert folder.parent == tmp_path


def test_who_stops_the_run_stops_every_lane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = (
        "import pathlib, time\n"
        "try:\n    pathlib.Path({own!r}).touch()\n"
        "    while not pathlib.Path({other!r}).exists(): time.sleep(0.01)\n"
        "    print('等', flush=True)\n    time.sleep(60)\n"
        "except KeyboardInterrupt:\n    pathlib.Path({own!r}).rename({own!r} + '-stopped')"
    )
    left = sample("左", waiting.format(own="left", other="right"))
    right = sample("右", waiting.format(own="right", other="left"))

    def stop_at_the_first_word(words: str) -> None:
        if "等" in words:
            raise Stopped

    monkeypatch.setattr(lanes, "_show", stop_at_the_first_word)
    with pytest.raises(Stopped):
        checks._run_stage(((left,), (right,)), tmp_path, tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["left-stopped", "right-stopped"]


def test_a_check_sees_no_outside_database_and_no_other_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///real")
    monkeypatch.setenv("YIZHENG_DEMO", "1")

    told = checks._environment(BROWSER, tmp_path)

    assert {"DATABASE_URL", "YIZHENG_DEMO"}.isdisjoint(told)
    assert told["YIZHENG_HOME"] == told["TMPDIR"] == str(tmp_path)


def test_the_walls_run_on_the_old_server_and_the_journeys_in_the_browser() -> None:
    stages = checks._stages(project_root())
    commands = {check.title: check.command for stage in stages for lane in stage for check in lane}

    assert "src/yizheng/kernel/tests/test_walls.py" in commands["行级安全（PostgreSQL 15）"]
    assert commands["浏览器测试"][-2:] == ("e2e", "--ignore=e2e/test_accessibility.py")
    assert commands["无障碍（axe-core）"][-1] == "e2e/test_accessibility.py"
