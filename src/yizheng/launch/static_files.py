"""Tells whether styles, scripts and pictures lie where whitenoise serves them, as they are now."""

import hashlib
from pathlib import Path

from yizheng.launch.home import PACKAGE, Home, project_root


def are_collected(home: Home) -> bool:
    stamp = _stamp(home)
    return stamp.exists() and stamp.read_text() == _key()


def mark_collected(home: Home) -> None:
    _stamp(home).write_text(_key())


def _stamp(home: Home) -> Path:
    return home.static / ".collected-from"


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
