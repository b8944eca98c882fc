"""Commands that need the database but no running house."""

import contextlib
from collections.abc import Iterator

from yizheng.launch.commands import django_command, run_aloud
from yizheng.launch.databases import Databases
from yizheng.launch.environment import Assembly
from yizheng.launch.errors import CannotStart
from yizheng.launch.home import Home
from yizheng.launch.office import Urls
from yizheng.launch.postgres import Cluster


def run_on_database(name: str = "help", *arguments: str) -> int:
    """Run a Django command on the outside database, the running house's, or our own started for it."""
    home = Home.from_environment()
    with database(home) as urls:
        assembly = Assembly(home, urls.app, urls.owner, home.secret_key(), "127.0.0.1", demo=False)
        return run_aloud(django_command(name, *arguments), assembly.jobs())


@contextlib.contextmanager
def database(home: Home) -> Iterator[Urls]:
    """Reach the outside database, the running house's, or our own, started for as long as the block."""
    outside = Urls.from_environment()
    if outside is not None:
        yield outside
        return
    if not (home.cluster / "PG_VERSION").exists():
        raise CannotStart(f"数据文件夹 {home.path} 里还没有数据库；请先运行 ./yizheng up。")
    if home.is_held():
        running = Databases(home.sockets())
        yield Urls(running.app_url, running.owner_url)
        return
    with home.alone():
        cluster = Cluster(home.cluster, home.sockets(), log=home.logs / "postgres.log")
        try:
            cluster.start()
            yield Urls(cluster.app_url, cluster.owner_url)
        finally:
            cluster.stop()
