"""An older release does not serve the tables of a newer one."""

import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from yizheng.launch.commands import REFUSED, run_quietly
from yizheng.launch.errors import CannotStart
from yizheng.launch.prepare import newer_database

pytestmark = pytest.mark.django_db


def test_the_database_of_this_release_is_not_newer() -> None:
    assert newer_database(MigrationLoader(connection)) is None


def test_a_migration_of_ours_that_is_unknown_is_named_with_the_way_back() -> None:
    loader = MigrationLoader(connection)
    loader.applied_migrations = {**loader.applied_migrations, ("org", "0999_later"): MigrationRecorder.Migration()}

    assert newer_database(loader) == (
        "这个数据库已由更新的版本升级过（org.0999_later）；请运行那个版本，"
        "或者先把升级前的备份恢复到一个空数据库（yizheng restore），再运行本版本。"
    )


def test_a_migration_of_an_app_that_is_gone_is_left_alone() -> None:
    loader = MigrationLoader(connection)
    loader.applied_migrations = {**loader.applied_migrations, ("gone", "0001_initial"): MigrationRecorder.Migration()}

    assert newer_database(loader) is None


def test_a_refusal_of_a_short_program_is_said_as_it_is(tmp_path: Path) -> None:
    code = f"import sys; print('第一行'); print('请先恢复备份。'); sys.exit({REFUSED})"

    with pytest.raises(CannotStart) as refused:
        run_quietly([sys.executable, "-c", code], {}, log=tmp_path / "log", failed="没有更新完")

    assert str(refused.value) == "请先恢复备份。"
