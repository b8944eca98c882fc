"""
Backup, restore, drill and keys from the command line: find the database, then work in a process of its own.

`python -m yizheng.launch.upkeep ACT …` is that process; the environment tells it where everything is.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

import django

from yizheng.launch import upkeep_words
from yizheng.launch.commands import run_aloud
from yizheng.launch.databases import SUPERUSER, Databases
from yizheng.launch.environment import Assembly
from yizheng.launch.errors import CannotStart
from yizheng.launch.home import Home
from yizheng.launch.office import Urls
from yizheng.launch.on_database import database
from yizheng.launch.postgres import Cluster
from yizheng.launch.roles import DATABASE, script_for_backup_role
from yizheng.launch.talk import say

BACKUP_URL = "DATABASE_BACKUP_URL"


def run(*words: str) -> int:
    """Run an act on the outside database, the running house's, or our own started for it."""
    home = Home.from_environment()
    with database(home) as urls:
        environment = {**_assembly(home, urls).jobs(), BACKUP_URL: _backup_url(home)}
        return run_aloud([sys.executable, "-m", __name__, *words], environment)


def run_on_empty(*words: str) -> int:
    """Run an act (restore) on the outside database, or on a new one of our own."""
    home = Home.from_environment()
    outside = Urls.from_environment()
    if outside is not None:
        return run_aloud([sys.executable, "-m", __name__, *words], _assembly(home, outside).owning())
    with home.alone():
        cluster = Cluster(home.cluster, home.sockets(), log=home.logs / "postgres.log")
        try:
            cluster.start()
            if not cluster.exists(DATABASE):
                cluster.create(DATABASE)
            urls = Urls(cluster.app_url, cluster.owner_url)
            return run_aloud([sys.executable, "-m", __name__, *words], _assembly(home, urls).owning())
        finally:
            cluster.stop()


def _backup_url(home: Home) -> str:
    if Urls.from_environment() is None:
        return Databases(home.sockets()).url(SUPERUSER)
    return os.environ.get(BACKUP_URL, "")


def _assembly(home: Home, urls: Urls) -> Assembly:
    return Assembly(home, urls.app, urls.owner, home.secret_key(), "127.0.0.1", demo=False)


# In the process of its own


def main(words: list[str] | None = None) -> int:
    """Do one act; the exit code says whether it came out well."""
    given = _reader().parse_args(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizheng.config.settings")
    django.setup()
    act: Callable[[argparse.Namespace], bool] = given.act
    try:
        return 0 if act(given) else 1
    except CannotStart as reason:
        say(f"✗ {reason}")
        return 1


def needed_backup_url() -> str:
    """Return the address for backups. Raises: CannotStart with the SQL that makes its role."""
    url = os.environ.get(BACKUP_URL, "")
    if not url:
        raise CannotStart(
            f"备份外部数据库需要设置 {BACKUP_URL}：一个只读、不受行级安全限制的角色。"
            f"由数据库管理员用 psql 执行一次：\n\n{script_for_backup_role()}"
        )
    return url


def _backup(given: argparse.Namespace) -> bool:
    from django.utils import timezone

    from yizheng.kernel.models import UpkeepRun
    from yizheng.launch import backup, drill

    at = timezone.now()
    with drill.recorded(UpkeepRun.Kind.BACKUP, began_at=at) as told:
        made = backup.backup(given.folder, backup_url=needed_backup_url(), keep_days=given.keep, at=at)
        told.backup = made.folder.name
        told.figures = {"rows": sum(made.manifest.counts.values()), "files": len(made.manifest.files)}
    backup.tell(made)
    return True


def _restore(given: argparse.Namespace) -> bool:
    from django.utils import timezone

    from yizheng.launch import backup, restore

    done = restore.restore(backup.chosen(given.folder), at=timezone.now())
    restore.tell(done)
    return True  # a ring that is still to be placed by hand is said, it is no failure


def _drill(given: argparse.Namespace) -> bool:
    from django.utils import timezone

    from yizheng.kernel.models import UpkeepRun
    from yizheng.launch import backup, drill

    with drill.recorded(UpkeepRun.Kind.DRILL, began_at=timezone.now()) as told:
        folder = backup.chosen(given.folder or drill.home_backups())
        told.backup = folder.name
        done = drill.drill(folder)
        told.sentence, told.figures = "；".join(done.faults), done.figures
    drill.tell(done)
    return not done.faults


def _rotate(given: argparse.Namespace) -> bool:
    from django.utils import timezone

    from yizheng.launch import rotating

    rotating.tell(rotating.rotate(retire_old=given.retire_old, at=timezone.now()), retire_old=given.retire_old)
    return True


def _examine(_given: argparse.Namespace) -> bool:
    from django.utils import timezone

    from yizheng.launch.doctor_house import findings
    from yizheng.launch.findings import told

    return told(findings(now=timezone.now()))


def _reader() -> argparse.ArgumentParser:
    reader = argparse.ArgumentParser(prog="yizheng")
    acts = reader.add_subparsers(required=True)
    acts.add_parser("examine").set_defaults(act=_examine)
    upkeep_words.add_backup(acts.add_parser("backup")).set_defaults(act=_backup)
    upkeep_words.add_restore(acts.add_parser("restore")).set_defaults(act=_restore)
    upkeep_words.add_drill(acts.add_parser("drill")).set_defaults(act=_drill)
    upkeep_words.add_rotate(acts.add_parser("rotate-keys")).set_defaults(act=_rotate)
    return reader


if __name__ == "__main__":
    sys.exit(main())
