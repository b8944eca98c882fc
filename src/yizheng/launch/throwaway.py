"""Database clusters and folders that live as long as a test or a run; nothing is left behind."""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from yizheng.launch.binaries import Binaries
from yizheng.launch.postgres import Cluster

PREFIX = "yz-test-"
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it, as elsewhere
ROOM_BYTES = 6 * 1024**3
"""Free room in memory that the clusters of a whole run of the tests never filled, with as much again beside it."""


@contextlib.contextmanager
def throwaway_cluster(
    *, binaries: Binaries | None = None, durable: bool = False, in_memory: bool = False
) -> Iterator[Cluster]:
    """
    Start a cluster that lives as long as the block; folders of killed runs are removed first.

    `in_memory` keeps it off the disk where memory has room: for many databases that are small and live for seconds.
    """
    remove_leftovers()
    place = MEMORY if in_memory and has_room(MEMORY) else None
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))
    cluster = Cluster(folder / "cluster", folder, log=folder / "postgres.log", binaries=binaries, durable=durable)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder)


@contextlib.contextmanager
def throwaway_folder() -> Iterator[Path]:
    """Give a folder that lives as long as the block, off the disk where memory has room."""
    remove_leftovers()
    place = MEMORY if has_room(MEMORY) else None
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=place, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def remove_leftovers() -> None:
    """Remove the folders of clusters whose process is gone."""
    places = (Path(tempfile.gettempdir()), MEMORY)
    for folder in (found for place in places for found in place.glob(f"{PREFIX}*")):
        owner = re.match(rf"{PREFIX}(\d+)-", folder.name)
        with contextlib.suppress(FileNotFoundError):  # another run removed it between the two looks
            if owner and folder.stat().st_uid == os.geteuid() and not _alive(int(owner[1])):
                shutil.rmtree(folder, ignore_errors=True)


def has_room(folder: Path) -> bool:
    """Tell whether this process may write there, and as much as the tests may need is free."""
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    there = os.statvfs(folder)
    return there.f_bavail * there.f_frsize >= ROOM_BYTES


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
