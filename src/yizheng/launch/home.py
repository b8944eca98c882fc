"""The data folder (`var/`, or where YIZHENG_HOME points) and what the launcher keeps in it."""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yizheng.launch.errors import CannotStart
from yizheng.launch.sockets import socket_folder

PACKAGE = Path(__file__).resolve().parent.parent
KEY_BYTES = 48


def project_root() -> Path | None:
    """Return the folder of the source tree, None when the package is installed without one."""
    root = PACKAGE.parent.parent
    return root if (root / "pyproject.toml").is_file() else None


@dataclass(frozen=True)
class Home:
    """The data folder of one running house."""

    path: Path

    @classmethod
    def from_environment(cls) -> "Home":
        chosen = os.environ.get("YIZHENG_HOME")
        path = Path(chosen) if chosen else (project_root() or Path.cwd()) / "var"
        return cls(path.absolute())

    @property
    def cluster(self) -> Path:
        return self.path / "postgres"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def static(self) -> Path:
        return self.path / "static"

    def sockets(self) -> Path:
        return socket_folder(self.path)

    def make(self) -> None:
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
        except PermissionError as error:
            raise CannotStart(
                f"不能写入数据文件夹 {self.path}；请换用它的属主运行，或用 YIZHENG_HOME 指定另一个文件夹。"
            ) from error

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """
        Hold the data folder for this process; the kernel lets go when the process ends.

        Raises: CannotStart if another process holds it.
        """
        self.make()
        with (self.path / "launch.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CannotStart(
                    f"数据文件夹 {self.path} 已有一个议政在运行；请先停止它，或用 YIZHENG_HOME 指定另一个文件夹。"
                ) from error
            yield

    def is_held(self) -> bool:
        """Tell whether another process runs a house on this folder."""
        try:
            with self.alone():
                return False
        except CannotStart:
            return True

    def secret_key(self) -> str:
        """Return YIZHENG_SECRET_KEY, or the key kept here (0600), made at the first start."""
        given = os.environ.get("YIZHENG_SECRET_KEY")
        if given:
            return given
        kept = self.path / "secret-key"
        with contextlib.suppress(FileExistsError):
            made = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(made, "w") as file:
                file.write(secrets.token_urlsafe(KEY_BYTES))
        return kept.read_text()
