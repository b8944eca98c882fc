"""Folders for Unix sockets: private, and with a path short enough for the kernel."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from yizheng.launch.errors import CannotStart

LONGEST_FOLDER = 80  # bytes; the kernel takes 107 for the whole path


def private_folder(path: Path) -> Path:
    """Make `path` a folder that only its owner can enter (0700); refuse one of somebody else."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), 65534):
        raise CannotStart(f"文件夹 {path} 属于其他用户，不能存放套接字；请删除它后重试。")
    path.chmod(0o700)
    return path


def socket_folder(home: Path) -> Path:
    """Return the private folder for the sockets of the data folder `home`."""
    inside = home / "run"
    if len(os.fsencode(inside)) <= LONGEST_FOLDER:
        return private_folder(inside)
    key = hashlib.sha256(os.fsencode(home)).hexdigest()[:10]
    return private_folder(Path(tempfile.gettempdir()) / f"yizheng-{os.geteuid()}-{key}")
