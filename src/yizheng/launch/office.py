"""`yizheng up` and `yizheng serve`: from an empty folder, or a server's environment, to a running house."""

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yizheng.launch import given_environment, programs, roles, static_files
from yizheng.launch.commands import django_command, run_aloud, run_quietly
from yizheng.launch.door import open_door, shown_address
from yizheng.launch.environment import Assembly
from yizheng.launch.errors import CannotStart
from yizheng.launch.home import Home
from yizheng.launch.postgres import Cluster
from yizheng.launch.purpose import Purpose, purpose_of, refuse_other_purpose
from yizheng.launch.readiness import wait_until_ready
from yizheng.launch.serving_role import connect, refuse_old_server, refuse_powerful_role
from yizheng.launch.stopping import Stopped, stop_signals_raise
from yizheng.launch.supervisor import Supervisor
from yizheng.launch.talk import answer, say


@dataclass(frozen=True)
class Urls:
    """The addresses of one database for the serving role and for its owner."""

    app: str
    owner: str

    @classmethod
    def from_environment(cls) -> "Urls | None":
        """
        Return the outside database, None if none is named.

        Raises: CannotStart if only one of the two variables is set.
        """
        app, owner = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
        if app and owner:
            return cls(app, owner)
        if app or owner:
            raise CannotStart(
                "使用外部数据库需要同时设置 DATABASE_URL（网站用）和 DATABASE_OWNER_URL（升级用）；"
                "建立两个角色的 SQL 见 yizheng doctor。"
            )
        return None


def up(*, demo: bool, host: str, port: int) -> int:
    """Run an office, or a demo of one, on this machine until a stop signal; returns the exit code."""
    home = Home.from_environment()
    with _house(home) as house:
        urls = Urls.from_environment()
        embedded = urls is None
        say("4/7 连接数据库…" if urls else "4/7 启动数据库…")
        urls = urls or _own_database(home, house)
        found = _check_database(urls, demo=demo)
        assembly = Assembly(home, urls.app, urls.owner, home.secret_key(), host, demo)
        say("5/7 更新数据库结构…")
        _prepare(assembly)
        say("6/7 启动网站、实时更新和后台任务…")
        with _programs(house, assembly, port, only_one_worker=embedded, logs=home.logs) as address:
            _furnish(assembly, found)  # while the pages start
            _watch(house, address, logs=home.logs)
    return 0


def serve(*, host: str, port: int) -> int:
    """Run in production until a stop signal: an outside database, everything said aloud to the journal."""
    given_environment.refuse_unfit_for_serving(os.environ)
    for remark in given_environment.remarks(os.environ):
        say(remark)
    home = Home.from_environment()
    with _house(home) as house:
        urls = Urls.from_environment()
        if urls is None:
            raise CannotStart("正式运行需要设置 DATABASE_URL 和 DATABASE_OWNER_URL；见 yizheng doctor。")
        found = _check_database(urls, demo=False)
        assembly = Assembly(home, urls.app, urls.owner, home.secret_key(), host, demo=False)
        _prepare(assembly)
        if found is Purpose.EMPTY:
            say("还没有任何账号；请在同样的环境中执行 yizheng manage first_admin。")
        with _programs(house, assembly, port, only_one_worker=False, logs=None) as address:
            _watch(house, address, logs=None)
    return 0


@contextlib.contextmanager
def _house(home: Home) -> Iterator[Supervisor]:
    """Hold the data folder, and stop whatever was started when the block ends in any way."""
    house = Supervisor()
    with home.alone(), stop_signals_raise():
        try:
            yield house
        except Stopped:
            say("\n正在停止…")
            house.stop()
            say("已停止。")
        finally:
            house.stop()


def _own_database(home: Home, house: Supervisor) -> Urls:
    cluster = Cluster(home.cluster, home.sockets(), log=home.logs / "postgres.log")
    house.start_database(cluster)
    if not cluster.exists(roles.DATABASE):
        cluster.create(roles.DATABASE)
    return Urls(cluster.app_url, cluster.owner_url)


def _check_database(urls: Urls, *, demo: bool) -> Purpose:
    refuse_old_server(urls.app, "DATABASE_URL")
    with connect(urls.owner, "DATABASE_OWNER_URL") as session:
        found = purpose_of(session)
    refuse_other_purpose(found, demo=demo)
    return found


def _prepare(assembly: Assembly) -> None:
    """Bring tables and static files up to date, in one process: starting Django is the slow part."""
    collected = static_files.are_collected(assembly.home)
    command = [sys.executable, "-m", "yizheng.launch.prepare", *([] if collected else ["--static"])]
    run_quietly(
        command,
        assembly.owning(),
        log=assembly.home.logs / "prepare.log",
        failed="数据库结构没有更新完；再次运行会从中断处继续。",
    )
    if not collected:
        static_files.mark_collected(assembly.home)
    refuse_powerful_role(assembly.app_url)


def _furnish(assembly: Assembly, found: Purpose) -> None:
    """Make the demo office, or the first administrator of an empty one."""
    if assembly.demo:
        say("7/7 准备演示机关…")
        done = run_aloud(django_command("demo"), assembly.serving())
    elif found is Purpose.EMPTY:
        say("7/7 建立首位系统管理员…")
        done = run_aloud(django_command("first_admin"), assembly.serving())
    else:
        say("7/7 机关数据：已就绪")
        return
    if done != 0:
        raise CannotStart("没有准备好初始数据；请把上面的输出发给开发者。")


@contextlib.contextmanager
def _programs(
    house: Supervisor, assembly: Assembly, port: int, *, only_one_worker: bool, logs: Path | None
) -> Iterator[str]:
    """Start everything at once, each in its own time; yields the address."""
    with open_door(assembly.host, port, exactly=logs is None) as door:
        for seat in programs.seats():
            house.start(programs.pages(assembly, seat=seat, log=logs and logs / "pages.log"))
        house.start(programs.gateway(assembly, door, log=logs and logs / "live.log"))
        house.start(programs.jobs(assembly, only_one=only_one_worker, log=logs and logs / "jobs.log"))
        yield shown_address(door)


def _watch(house: Supervisor, address: str, *, logs: Path | None) -> None:
    """Say the address when it answers, and keep everything running until a stop signal."""
    wait_until_ready(address, house.look, log=logs and logs / "pages.log")
    answer(f"议政已就绪：{address}")
    say("按 Ctrl-C 停止。")
    house.watch()
