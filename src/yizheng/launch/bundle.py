"""`yizheng bundle FILE`: one archive from which a server without internet installs and upgrades."""

from __future__ import annotations

import gzip
import hashlib
import importlib.machinery
import importlib.metadata
import importlib.util
import json
import os
import platform
import sys
import tarfile
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

from yizheng.launch.bundle_lock import runtime, variants
from yizheng.launch.commands import run_aloud
from yizheng.launch.errors import CannotStart
from yizheng.launch.home import project_root
from yizheng.launch.talk import answer, say

MACHINES = ("x86_64", "aarch64")
GLIBC = 28
"""Wheels ask for glibc 2.28 at most, which the servers of offices have (our decision)."""

NOT_SHIPPED = {"node_modules", "var", "wheels", "__pycache__", "screenshots", "results"}
COMPRESSION = 3  # wheels are compressed already


def bundle(file: Path, *, machine: str, python: str) -> int:
    """
    Write the source tree, the built front end and the wheels of the lock (database included) into one archive.

    Raises: CannotStart if there is no source tree, no front end, no registry, or no room; no file is left then.
    """
    root = project_root()
    if root is None:
        raise CannotStart("离线包要从源代码制作；请在源代码文件夹里运行 ./yizheng bundle 文件。")
    if not _front_end_is_current(root):
        raise CannotStart("样式和脚本还没有按现在的源文件生成；请用 ./yizheng bundle 制作，它会先生成。")
    if not file.parent.is_dir():
        raise CannotStart(f"文件夹 {file.parent} 不存在，不能写离线包。")
    with tempfile.TemporaryDirectory(prefix="yizheng-bundle-") as scratch:
        wheels = Path(scratch) / "wheels"
        say("1/2 按锁定文件下载软件包…")
        _collect(root, wheels, machine, python)
        say("2/2 打包…")
        _pack(root, wheels, file)
    _tell(file, machine, python)
    return 0


def _front_end_is_current(root: Path) -> bool:
    """Ask the entry of the source tree, which builds the front end and knows from what."""
    loader = importlib.machinery.SourceFileLoader("entry", str(root / "yizheng"))
    described = importlib.util.spec_from_loader("entry", loader)
    assert described is not None
    entry = importlib.util.module_from_spec(described)
    loader.exec_module(entry)
    return bool(entry.assets_are_ready())


def _collect(root: Path, wheels: Path, machine: str, python: str) -> None:
    """Download with the hashes of the lock; the archive keeps those hashes for its own installation."""
    wheels.mkdir()
    packages = runtime((root / "requirements.lock").read_text())
    pip = wheels.parent / "pip"
    venv.create(pip, with_pip=True)
    for number, once in enumerate(variants(packages)):
        wanted = wheels.parent / f"wanted-{number}.txt"
        wanted.write_text("".join(each.without_marker for each in once))
        command = [str(pip / "bin/python"), "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        command += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--ignore-requires-python"]
        command += ["--dest", str(wheels), "--requirement", str(wanted), *_target(machine, python)]
        if run_aloud(command, _environment()) != 0:
            raise CannotStart(f"没有下载齐 {machine} 上 Python {python} 的软件包；请检查网络或软件源后重新运行。")
    (wheels / "requirements.txt").write_text("".join(each.text for each in packages))
    (wheels / "made-for.json").write_text(json.dumps({"machine": machine, "python": python, "glibc": f"2.{GLIBC}"}))


def _target(machine: str, python: str) -> list[str]:
    tags = [f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC, 4, -1)] + [f"manylinux2014_{machine}"]
    tags += [f"manylinux2010_{machine}", f"manylinux1_{machine}"] if machine == "x86_64" else []
    return ["--python-version", python, *(word for tag in tags for word in ("--platform", tag))]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def _pack(root: Path, wheels: Path, file: Path) -> None:
    """Write beside the target first, so that a file of that name is always whole."""
    partial = file.with_name(f"{file.name}.partial")
    top = f"yizheng-{importlib.metadata.version('yizheng')}"
    try:
        with (
            gzip.open(partial, "wb", compresslevel=COMPRESSION) as packed,
            tarfile.open(fileobj=packed, mode="w|") as tar,
        ):
            for path in _shipped(root):
                tar.add(path, f"{top}/{path.relative_to(root)}", recursive=False, filter=_of_root)
            for path in sorted(wheels.iterdir()):
                tar.add(path, f"{top}/wheels/{path.name}", filter=_of_root)
        partial.replace(file)
    except OSError as error:
        raise CannotStart(f"离线包没有写成：{error.strerror}；请换一个有空间的位置。") from error
    finally:
        partial.unlink(missing_ok=True)


def _shipped(folder: Path) -> Iterator[Path]:
    """Yield the files of the tree: nothing hidden but the stamp of the front end, nothing that was made by running."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or path.name in NOT_SHIPPED or (path.name.startswith(".") and path.name != ".made-from"):
            continue
        if path.is_dir():
            yield from _shipped(path)
        elif path.suffix not in (".pyc", ".partial") and not path.name.endswith((".tar.gz", ".egg-info")):
            yield path


def _of_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Belong to root and be readable by the service: whoever made the bundle does not matter."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mode = 0o755 if entry.mode & 0o100 else 0o644
    return entry


def _tell(file: Path, machine: str, python: str) -> None:
    with file.open("rb") as packed:
        digest = hashlib.file_digest(packed, "sha256").hexdigest()
    answer(f"离线包：{file}，{file.stat().st_size / 1024**2:.0f}MB，用于 {machine}、Python {python}。")
    answer(f"SHA-256：{digest}")


def this_machine() -> str:
    """Return the machine a bundle is for unless another is named."""
    return platform.machine()


def this_python() -> str:
    """Return the Python a bundle is for unless another is named: wheels fit one minor version."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"
