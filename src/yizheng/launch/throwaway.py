"""A database cluster in a temporary folder, for tests and measurements; nothing is left behind."""

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


@contextlib.contextmanager
def throwaway_cluster(*, binaries: Binaries | None = None, durable: bool = False) -> Iterator[Cluster]:
    """Start a cluster that lives as long as the block; folders of killed runs are removed first."""
    remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    cluster = Cluster(folder / "cluster", folder, log=folder / "postgres.log", binaries=binaries, durable=durable)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder)


def remove_leftovers() -> None:
    """Remove the folders of clusters whose process is gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = re.match(rf"{PREFIX}(\d+)-", folder.name)
        with contextlib.suppress(FileNotFoundError):  # another run removed it between the two looks
            if owner and folder.stat().st_uid == os.geteuid() and not _alive(int(owner[1])):
                shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
