"""The three long-running programs of a house: pages, gateway, jobs."""

import os
import socket
import sys
from pathlib import Path

from yizheng.launch.databases import SUPERUSER, Databases
from yizheng.launch.environment import Assembly
from yizheng.launch.supervisor import Program

BACKLOG = 2048
AT_HAND = 2
"""Requests a worker takes at a time: the one it answers and the next. All others wait where any worker finds them."""
KILL_SECONDS = 3


def pages_socket(assembly: Assembly) -> Path:
    return assembly.home.sockets() / "pages.sock"


def pages(assembly: Assembly, *, log: Path | None) -> Program:
    """Granian: a worker a core, one blocking thread each (more threads are slower, by the GIL)."""
    command = [sys.executable, "-m", "granian", "yizheng.launch.web:application", "--interface", "wsgi"]
    command += ["--uds", str(pages_socket(assembly)), "--uds-permissions", "0600", "--no-ws"]
    command += ["--workers", str(os.cpu_count() or 1), "--blocking-threads", "1"]
    command += ["--backlog", str(BACKLOG), "--backpressure", str(AT_HAND), "--no-http1-keep-alive"]
    command += ["--log-level", "warning"]
    command += ["--respawn-failed-workers", "--respawn-interval", "0.2"]
    command += ["--workers-kill-timeout", str(KILL_SECONDS)]
    return Program("网站", command, assembly.pages(), log=log, listens_on=pages_socket(assembly))


def gateway(assembly: Assembly, door: socket.socket, *, log: Path | None) -> Program:
    command = [sys.executable, "-m", "yizheng.launch.gateway", "--door", str(door.fileno())]
    command += ["--pages", str(pages_socket(assembly))]
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
