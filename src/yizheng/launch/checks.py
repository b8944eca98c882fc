"""`yizheng test`: everything that is checked, one heading each, and a summary at the end."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yizheng.launch.browser import INSTALL, find_browser, find_cjk_font
from yizheng.launch.errors import CannotStart
from yizheng.launch.home import project_root
from yizheng.launch.lanes import Done, Job, run_lanes
from yizheng.launch.stopping import Stopped, stop_signals_raise
from yizheng.launch.talk import answer
from yizheng.launch.throwaway import throwaway_folder

WORKERS = 2
DEBIAN_POSTGRES = Path("/usr/lib/postgresql/15/bin")


@dataclass(frozen=True)
class Check:
    """One command. `missing` says what the machine lacks for it; None when it can run."""

    title: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    missing: str | None = None
    needed_in_ci: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a check; `code` is None when it could not run."""

    check: Check
    code: int | None
    seconds: float = 0.0
    last_line: str = ""

    @property
    def failed(self) -> bool:
        if self.code is None:
            return self.check.needed_in_ci and in_ci()
        return self.code != 0

    def line(self) -> str:
        if self.code is None:
            return f"{'✗' if self.failed else '–'} {self.check.title}：未运行（{self.check.missing}）"
        return f"{'✗' if self.failed else '✓'} {self.check.title}  {self.seconds:.1f} 秒  {self.last_line}"


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def run_all() -> int:
    """Run every check to its end, also after a failed one; 1 if any failed."""
    root = project_root()
    if root is None:
        raise CannotStart("测试需要源代码；请在克隆下来的文件夹里运行 ./yizheng test。")
    begin = time.monotonic()
    try:
        with stop_signals_raise(), throwaway_folder() as scratch:
            outcomes = [each for lanes in _stages(root) for each in _run_stage(lanes, root, scratch)]
    except Stopped:
        answer("\n测试已中断。")
        return 130
    return _summary(outcomes, time.monotonic() - begin)


Lanes = tuple[tuple[Check, ...], ...]


def _stages(root: Path) -> tuple[Lanes, ...]:
    """
    Return what runs after what; the lanes of a stage run beside each other.

    The unit tests fill two cores by themselves. Journeys leave one of them half idle, and their house is built by one
    process for more than a minute: what needs one core stands beside them, looking at pages in a house of its own too.
    """

    def tool(name: str, *arguments: str) -> tuple[str, ...]:
        return (str(Path(sys.executable).parent / name), *arguments)

    pytest = (sys.executable, "-m", "pytest")
    sources = ("src", "e2e", "bench", "conftest.py", "manage.py", "yizheng")
    walls = tuple(str(path.relative_to(root)) for path in sorted(root.glob("src/yizheng/*/tests/test_walls*.py")))
    first = (
        Check("格式（ruff format）", tool("ruff", "format", "--check", *sources)),
        Check("规范（ruff check）", tool("ruff", "check", *sources)),
        Check("导入层次（import-linter）", tool("lint-imports")),
        Check("测试（pytest）", (*pytest, "src", "bench", "-n", str(WORKERS), "--dist", "loadfile")),
    )
    looks = "e2e/test_accessibility.py"
    journeys = Check("浏览器测试", (*pytest, "e2e", f"--ignore={looks}"), missing=_missing_browser(), needed_in_ci=True)
    beside = (
        Check("类型（mypy）", tool("mypy", "src/yizheng")),
        Check("文档是否最新", (sys.executable, "-m", "django", "write_reference", "--check")),
        Check(
            "行级安全（PostgreSQL 15）",
            (*pytest, *walls),
            environment={"YIZHENG_TEST_POSTGRES": str(DEBIAN_POSTGRES)},
            missing=_missing_postgres(),
        ),
        Check("无障碍（axe-core）", (*pytest, looks), missing=_missing_browser(), needed_in_ci=True),
    )
    return ((first,), ((journeys,), beside))


def _missing_postgres() -> str | None:
    return None if (DEBIAN_POSTGRES / "postgres").exists() else "没有 postgresql-15：apt-get install postgresql-15"


def _missing_browser() -> str | None:
    looked_for: dict[str, Callable[[], str | None]] = {"Chromium": find_browser, "中文字体": find_cjk_font}
    missing = [name for name, find in looked_for.items() if find() is None]
    return f"没有{'和'.join(missing)}：{INSTALL}" if missing else None


def _run_stage(lanes: Lanes, root: Path, scratch: Path) -> list[Outcome]:
    """Run the checks of a stage; return what came of them, lane by lane, those that cannot run as well."""
    for check in (each for lane in lanes for each in lane if each.missing):
        answer(f"\n{_heading(check)}\n{check.missing}")
    jobs = [
        [Job(_heading(each), each.command, _environment(each, scratch)) for each in lane if not each.missing]
        for lane in lanes
    ]
    done = run_lanes(jobs, cwd=root)
    return [outcome for lane, came in zip(lanes, done, strict=True) for outcome in _outcomes(lane, came)]


def _outcomes(lane: Sequence[Check], came: Sequence[Done]) -> list[Outcome]:
    rest = iter(came)
    return [Outcome(each, None) if each.missing else _outcome(each, next(rest)) for each in lane]


def _outcome(check: Check, done: Done) -> Outcome:
    return Outcome(check, done.code, done.seconds, done.last_line)


def _heading(check: Check) -> str:
    return f"── {check.title} " + "─" * 40


def _environment(check: Check, scratch: Path) -> dict[str, str]:
    """Tests see neither an outside database nor the data folder of a running house; what they make is in `scratch`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "YIZHENG_"))}
    if "YIZHENG_BROWSER" in os.environ:
        kept["YIZHENG_BROWSER"] = os.environ["YIZHENG_BROWSER"]
    kept.update(DJANGO_SETTINGS_MODULE="yizheng.config.settings", PYTHONUNBUFFERED="1")
    kept.update(YIZHENG_HOME=str(scratch), TMPDIR=str(scratch))
    return {**kept, **check.environment}


def _summary(outcomes: list[Outcome], seconds: float) -> int:
    answer("\n══ 汇总 " + "═" * 40)
    for outcome in outcomes:
        answer(outcome.line())
    failed = [outcome.check.title for outcome in outcomes if outcome.failed]
    answer(f"共 {seconds // 60:.0f} 分 {seconds % 60:.0f} 秒")
    answer(f"未通过：{'、'.join(failed)}" if failed else "全部通过。")
    for outcome in outcomes:
        if outcome.code is None and outcome.check.needed_in_ci:
            answer(f"{outcome.check.title}未运行：{outcome.check.missing}")
    return 1 if failed else 0
