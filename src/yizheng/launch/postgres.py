"""A PostgreSQL cluster of our own: made, started, watched and stopped by this process."""

import os
import signal
import subprocess
import time
from pathlib import Path

from yizheng.launch import binaries as programs
from yizheng.launch import roles
from yizheng.launch.children import start_child
from yizheng.launch.databases import SUPERUSER, Databases
from yizheng.launch.errors import CannotStart

LOCK_SECONDS = 15.0  # how long an earlier server may take to let go of the data folder
READY_SECONDS = 600.0  # crash recovery of a big database takes minutes
STOP_SECONDS = 4.0
STATUS_LINE = 7  # of postmaster.pid, counted from 0

_QUICK_FOR_TESTS = (
    "fsync=off",  # commits still reach the operating system
    "full_page_writes=off",
    "autovacuum=off",  # else tables whose rows were rolled back pass for empty, and the next rows are planned so
)
_SETTINGS = (
    "listen_addresses=",  # Unix socket only: no port is opened
    "unix_socket_permissions=0700",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_checkpoints=off",
    "lc_messages=C",  # the log is read by `_start_once`
)
_SHARE_OF_MEMORY = 4
_MOST_BUFFERS_MB = 2048
_HELD = ("lock file", "pre-existing shared memory")


class Cluster(Databases):
    """
    One data folder with a server on a Unix socket and the two roles of the product.

    `durable=False` is for tests: it does not wait for the disk.
    """

    def __init__(
        self,
        data: Path,
        sockets: Path,
        *,
        log: Path,
        binaries: programs.Binaries | None = None,
        durable: bool = True,
    ) -> None:
        super().__init__(sockets)
        self.data = data
        self.log = log
        self.durable = durable
        self._binaries = programs.for_this_user(binaries or programs.embedded(), data)
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The postmaster's process id, None when it does not run."""
        return self._server.pid if self._server and self._server.poll() is None else None

    def start(self) -> None:
        """
        Make the cluster if it is not there, start it, and wait until it answers.

        A lock left by a server that was killed is cleared; a server that is just ending is waited for.

        Raises: CannotStart with the last line of the server's log.
        """
        if not (self.data / "PG_VERSION").exists():
            self._make()
        self._refuse_other_version()
        deadline = time.monotonic() + LOCK_SECONDS
        while not self._start_once():
            if time.monotonic() > deadline:
                raise CannotStart(f"数据文件夹 {self.data} 正被另一个数据库进程使用；请先停止它。")
            time.sleep(0.1)
        self._ensure_roles()

    def stop(self) -> None:
        """End all sessions and stop (fast shutdown); after 4 s stop without ceremony."""
        if self._server is None:
            return
        if self._server.poll() is None:
            self._server.send_signal(signal.SIGINT)
        try:
            self._server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._server.send_signal(signal.SIGQUIT)  # children end too; recovery at the next start
            self._server.wait()
        self._server = None

    def _refuse_other_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != str(self._binaries.major):
            raise CannotStart(
                f"数据文件夹 {self.data} 由 PostgreSQL {made_by} 建立，而这里是 {self._binaries.major}；"
                "请用原来的版本导出，或用 YIZHENG_HOME 指定另一个文件夹。"
            )

    def _make(self) -> None:
        self.data.parent.mkdir(parents=True, exist_ok=True)
        self.data.mkdir(mode=0o700, exist_ok=True)
        self._hand_over(self.data, self.sockets)
        user = self._binaries.user
        made = subprocess.run(
            self._initdb(), capture_output=True, text=True, check=False, cwd=self.data.parent, user=user, group=user
        )
        if made.returncode != 0:
            raise CannotStart(f"无法建立数据库文件夹 {self.data}：{_last_line(made.stderr)}")

    def _initdb(self) -> list[str]:
        command = self._binaries.command("initdb", "-D", str(self.data), "-E", "UTF8")
        command += self._binaries.initdb_locale()
        command += ["-U", SUPERUSER, "-A", "trust", "--no-instructions"]
        return command if self.durable else [*command, "--no-sync"]

    def _hand_over(self, *folders: Path) -> None:
        user = self._binaries.user
        if user is not None:
            for folder in folders:
                os.chown(folder, user, user)

    def _start_once(self) -> bool:
        """Start and wait; False if an earlier server still holds the data folder."""
        _clear_dead_lock(self.data)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            begin = log.tell()
            self._server = start_child(
                self._postgres(),
                log=log,
                cwd=self.data.parent,
                user=self._binaries.user,
                on_parent_death=signal.SIGINT,
            )
        if self._wait_until_ready():
            return True
        self._server = None
        said = self.log.read_bytes()[begin:].decode(errors="replace")
        if any(sign in said for sign in _HELD):
            return False
        raise CannotStart(f"数据库没有启动：{_last_line(said)}（日志：{self.log}）")

    def _postgres(self) -> list[str]:
        settings = [*_SETTINGS, f"unix_socket_directories={self.sockets}", f"shared_buffers={_buffers_mb()}MB"]
        if not self.durable:
            settings += _QUICK_FOR_TESTS
        flags = [part for setting in settings for part in ("-c", setting)]
        return self._binaries.command("postgres", "-D", str(self.data), *flags)

    def _wait_until_ready(self) -> bool:
        """Return True when a session can be opened, False when the server has ended."""
        assert self._server is not None
        deadline = time.monotonic() + READY_SECONDS
        while self._server.poll() is None:
            if self._answers():
                return True
            if time.monotonic() > deadline:
                self.stop()
                raise CannotStart(f"数据库 {READY_SECONDS:.0f} 秒内没有就绪（日志：{self.log}）")
            time.sleep(0.02)
        return False

    def _answers(self) -> bool:
        """Ask the lock file, as pg_ctl does: an earlier server may still answer on our socket."""
        assert self._server is not None
        lines = _lock_lines(self.data)
        return lines[:1] == [str(self._server.pid)] and lines[STATUS_LINE:] == ["ready"]

    def _ensure_roles(self) -> None:
        with self.admin() as connection:
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [roles.SERVING]).fetchone()
            if found is None:
                connection.execute(roles.CREATE_ROLES)


def _buffers_mb() -> int:
    """Return what of the tables is kept at hand, in MB: a quarter of the memory; taken page by page as it is needed."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(128, min(memory_mb // _SHARE_OF_MEMORY, _MOST_BUFFERS_MB))


def _clear_dead_lock(data: Path) -> None:
    """
    Remove postmaster.pid if the process it names is not a PostgreSQL of this data folder.

    PostgreSQL itself believes any living process with that number, also a zombie that nobody has
    collected, or a stranger that got the number after a restart of the machine.
    """
    pid = next(iter(_lock_lines(data)), "")
    if pid and Path("/proc/self").exists() and os.fsencode(data) not in _command_line(pid):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _lock_lines(data: Path) -> list[str]:
    try:
        return [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return []


def _command_line(pid: str) -> bytes:
    """Return the words of a process, empty for one that has ended (a zombie has none)."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "没有说明原因"
