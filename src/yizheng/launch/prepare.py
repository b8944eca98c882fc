"""`python -m yizheng.launch.prepare [--static]`: run by the launcher under the owner role, before the pages start."""

import argparse
import os
import sys
from typing import NoReturn

import django
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from yizheng.launch.commands import REFUSED
from yizheng.launch.talk import say


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--static", action="store_true", help="collect static files too")
    given = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizheng.config.settings")
    django.setup()
    _refuse_missing_ring()
    _refuse_newer_database()
    call_command("migrate", interactive=False, verbosity=0)
    _check_ring()
    call_command("fill_calendar")  # a newer library knows another year's holidays
    if given.static:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def _refuse(sentence: str) -> NoReturn:
    """End with a sentence that the launcher says as it is."""
    say(sentence)
    sys.exit(REFUSED)


def _refuse_missing_ring() -> None:
    """Make the ring of a new house only: where a database was sealed with one, that one must come back."""
    from yizheng.kernel import fingerprints, secrets
    from yizheng.kernel.owner_session import owner_session

    if secrets.ring_path().exists():
        return
    with owner_session() as owner:
        sentence = fingerprints.misfit(owner)
    if sentence:
        _refuse(sentence)
    secrets.write_ring(secrets.ring_path(), secrets.new_ring())


def _refuse_newer_database() -> None:
    """Refuse tables that a newer release has changed: this one would write what that one cannot read."""
    from django.db import connection

    sentence = newer_database(MigrationLoader(connection))
    if sentence:
        _refuse(sentence)


def newer_database(loader: MigrationLoader) -> str | None:
    """Return what to do when the database has had a migration of a room of ours that this release does not know."""
    known, rooms = set(loader.disk_migrations or {}), loader.migrated_apps or set()
    replaced = {old for migration in (loader.disk_migrations or {}).values() for old in migration.replaces}
    later = sorted(done for done in loader.applied_migrations if done[0] in rooms and done not in known | replaced)
    if not later:
        return None
    return (
        f"这个数据库已由更新的版本升级过（{later[-1][0]}.{later[-1][1]}）；请运行那个版本，"
        "或者先把升级前的备份恢复到一个空数据库（yizheng restore），再运行本版本。"
    )


def _check_ring() -> None:
    """Refuse a ring of another house, and remember the keys of this one."""
    from yizheng.kernel import fingerprints
    from yizheng.kernel.owner_session import owner_session

    with owner_session() as owner:
        sentence = fingerprints.misfit(owner)
        if sentence:
            _refuse(sentence)
        fingerprints.take(owner, at=timezone.now())


if __name__ == "__main__":
    main()
