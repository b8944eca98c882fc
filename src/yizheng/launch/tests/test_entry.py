"""The root file `yizheng`: what it says when it cannot prepare, and what it prepares again."""

import importlib.machinery
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from yizheng.launch.home import project_root

SCRIPT = project_root() / "yizheng"


@pytest.fixture
def entry(tmp_path: Path) -> ModuleType:
    """The script, copied into an empty tree and loaded as a module."""
    copied = shutil.copy(SCRIPT, tmp_path / "yizheng")
    loader = importlib.machinery.SourceFileLoader("entry", str(copied))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("entry", loader))
    loader.exec_module(module)
    return module


def test_a_python_without_venv_is_told_the_package(entry: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError")

    done = subprocess.run(
        [sys.executable, entry.ROOT / "yizheng", "up"],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "1/7 准备 Python 环境…",
        "✗ 这台机器的 Python 缺少 venv；请先执行：sudo apt-get install python3-venv，然后重新运行。",
    ]
    assert not (tmp_path / ".venv").exists()


def test_an_old_python_is_refused(entry: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "OLDEST", (99, 0))

    with pytest.raises(entry.Failed, match=r"需要 Python 3\.11 或更新的版本"):
        entry.check_python()


def test_a_failed_command_is_named_with_advice(entry: ModuleType) -> None:
    with pytest.raises(entry.Failed, match=r"请检查网络（未成功的命令：.*python.* -c exit\(3\)）"):
        entry.run([sys.executable, "-c", "exit(3)"], "请检查网络")


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_changed_requirements_are_installed_again(entry: ModuleType, name: str) -> None:
    before = entry.packages_key()

    (entry.ROOT / name).write_text("changed")

    assert entry.packages_key() != before


def test_a_new_style_sheet_is_built_again(entry: ModuleType) -> None:
    entry.ASSETS.mkdir(parents=True)
    entry.BUILT.mkdir(parents=True)
    (entry.BUILT / "manifest.json").write_text("{}")
    entry.stamp(entry.BUILT / ".made-from", entry.assets_key())
    assert entry.assets_are_ready()

    (entry.ASSETS / "new.css").write_text("a{}")

    assert not entry.assets_are_ready()


def test_a_moved_folder_gets_a_new_environment(entry: ModuleType, tmp_path: Path) -> None:
    before = entry.environment_key()

    entry.VENV = tmp_path / "elsewhere" / ".venv"

    assert entry.environment_key() != before


def test_a_bundle_for_another_machine_is_refused_before_anything_is_made(entry: ModuleType) -> None:
    entry.WHEELS.mkdir()
    (entry.WHEELS / "made-for.json").write_text('{"machine": "abacus", "python": "3.11", "glibc": "2.28"}')

    with pytest.raises(entry.Failed, match=r"这个离线包用于 abacus 上的 Python 3\.11，而这里是"):
        entry.make_environment()

    assert not entry.VENV.exists()
