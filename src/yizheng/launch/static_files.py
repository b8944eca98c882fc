"""Collects styles, scripts and pictures where whitenoise serves them, when they have changed."""

import hashlib
from pathlib import Path

from yizheng.launch.commands import django_command, run_quietly
from yizheng.launch.environment import Assembly
from yizheng.launch.home import PACKAGE, project_root


def collect(assembly: Assembly) -> None:
    target = assembly.home.static
    stamp = target / ".collected-from"
    key = _key()
    if stamp.exists() and stamp.read_text() == key:
        return
    run_quietly(
        django_command("collectstatic", "--noinput", "--verbosity=0", "--clear"),
        assembly.serving(),
        log=assembly.home.logs / "static.log",
        failed="没有收齐样式和脚本。",
    )
    stamp.write_text(key)


def _key() -> str:
    """Tell two states of the sources apart by name, size and time of each file, and by the lock."""
    digest = hashlib.sha256(str(PACKAGE).encode())
    for file in sorted(PACKAGE.glob("*/static/**/*")):
        found = file.stat()
        digest.update(f"{file}|{found.st_size}|{found.st_mtime_ns}\n".encode())
    digest.update(_lock().read_bytes() if _lock().exists() else b"")
    return digest.hexdigest()


def _lock() -> Path:
    return (project_root() or PACKAGE) / "requirements.lock"
