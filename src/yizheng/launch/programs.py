"""The long-running programs of a house: pages, a set for each seat; gateway; jobs."""

import os
import socket
import sys
from pathlib import Path

from yizheng.launch.databases import SUPERUSER, Databases
from yizheng.launch.environment import Assembly
from yizheng.launch.gateway.seats import AT_HAND
from yizheng.launch.supervisor import Program

BACKLOG = 2048
KILL_SECONDS = 3


def seats() -> range:
    """Return the numbers of the sets of pages: one a core, and a second one that stays when the first is gone."""
    return range(max(2, os.cpu_count() or 1))


def pages_socket(assembly: Assembly, seat: int) -> Path:
    return assembly.home.sockets() / f"pages-{seat + 1}.sock"


def pages(assembly: Assembly, *, seat: int, log: Path | None) -> Program:
    """
    One set of pages: granian with one worker and one blocking thread (more threads are slower, by the GIL).

    Each has a master of its own, so that nothing that ends one ends the others.
    """
    socket_path = pages_socket(assembly, seat)
    command = [sys.executable, "-m", "granian", "yizheng.launch.web:application", "--interface", "wsgi"]
    command += ["--uds", str(socket_path), "--uds-permissions", "0600", "--no-ws"]
    command += ["--workers", "1", "--blocking-threads", "1"]
    command += ["--backlog", str(BACKLOG), "--backpressure", str(AT_HAND), "--no-http1-keep-alive"]
    command += ["--log-level", "warning"]
    command += ["--respawn-failed-workers", "--respawn-interval", "0.2"]
    command += ["--workers-kill-timeout", str(KILL_SECONDS)]
    return Program(f"网站（{seat + 1}）", command, assembly.pages(), log=log, listens_on=socket_path)


def gateway(assembly: Assembly, door: socket.socket, *, log: Path | None) -> Program:
    command = [sys.executable, "-m", "yizheng.launch.gateway", "--door", str(door.fileno())]
    command += ["--pages", *(str(pages_socket(assembly, seat)) for seat in seats())]
    return Program("实时更新", command, assembly.serving(), log=log, pass_fds=(door.fileno(),))


def jobs(assembly: Assembly, *, only_one: bool, log: Path | None) -> Program:
    """
    `only_one`: the database is ours alone, so jobs in progress at the start are left-overs.

    Such a house backs itself up every night; elsewhere a timer of the machine does, under a role for that.
    """
    command, told = [sys.executable, "-m", "yizheng.launch.jobs"], assembly.jobs()
    if only_one:
        command += ["--only-one", "--nightly"]
        told["DATABASE_BACKUP_URL"] = Databases(assembly.home.sockets()).url(SUPERUSER)
    return Program("后台任务", command, told, log=log)
