"""Demo and office are never mixed; pages are never served by a powerful role."""

from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from yizheng.launch import office, roles
from yizheng.launch.databases import SUPERUSER, Databases
from yizheng.launch.errors import CannotStart
from yizheng.launch.home import Home
from yizheng.launch.purpose import Purpose, purpose_of, refuse_other_purpose
from yizheng.launch.serving_role import refuse_powerful_role

INSERT_COMMITTEE = (
    "INSERT INTO kernel_committee (full_name, short_name, slug, level, region, doc_prefix, is_demo)"
    " VALUES ('政协甲县委员会', '县政协', 'jia', 'county', '甲县', '甲协', %s)"
)


@pytest.fixture
def session(own_database: str, owner_connection: psycopg.Connection) -> psycopg.Connection:
    return owner_connection


def test_a_migrated_database_is_empty(session: psycopg.Connection) -> None:
    assert purpose_of(session) is Purpose.EMPTY


@pytest.mark.parametrize(("is_demo", "purpose"), [(True, Purpose.DEMO), (False, Purpose.OFFICE)])
def test_the_committees_tell_the_purpose(session: psycopg.Connection, is_demo: bool, purpose: Purpose) -> None:
    session.execute(INSERT_COMMITTEE, [is_demo])

    assert purpose_of(session) is purpose


def test_a_database_before_its_first_migration_is_empty(databases: Databases) -> None:
    with databases.admin() as session:
        assert purpose_of(session) is Purpose.EMPTY


@pytest.mark.parametrize(
    ("found", "demo", "sentence"),
    [(Purpose.OFFICE, True, "不能用 --demo 启动"), (Purpose.DEMO, False, "不能正式使用")],
)
def test_demo_and_office_are_not_mixed(found: Purpose, demo: bool, sentence: str) -> None:
    with pytest.raises(CannotStart, match=sentence):
        refuse_other_purpose(found, demo=demo)


@pytest.mark.parametrize(("found", "demo"), [(Purpose.EMPTY, True), (Purpose.EMPTY, False)])
def test_an_empty_database_takes_either(found: Purpose, demo: bool) -> None:
    refuse_other_purpose(found, demo=demo)


def test_the_serving_role_may_serve(app_url: str) -> None:
    refuse_powerful_role(app_url)


@pytest.mark.parametrize(
    ("role", "power"), [(roles.OWNER, "拥有数据表、可清空数据表"), (SUPERUSER, "是超级用户、可绕过行级安全")]
)
def test_a_powerful_role_is_refused(own_database: str, databases: Databases, role: str, power: str) -> None:
    with pytest.raises(CannotStart, match=power):
        refuse_powerful_role(databases.url(role, own_database))


def test_a_role_that_may_become_the_owner_is_refused(own_database: str, databases: Databases) -> None:
    with databases.admin() as session:
        session.execute("CREATE ROLE climber LOGIN IN ROLE yizheng_owner")

    try:
        with pytest.raises(CannotStart, match="climber 提供服务：它拥有数据表"):
            refuse_powerful_role(databases.url("climber", own_database))
    finally:
        with databases.admin() as session:
            session.execute("DROP ROLE climber")


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "需要设置 YIZHENG_SECRET_KEY"),
        ({"YIZHENG_SECRET_KEY": "k" * 50, "YIZHENG_DEBUG": "1"}, "不允许 YIZHENG_DEBUG=1"),
        ({"YIZHENG_SECRET_KEY": "k" * 50, "YIZHENG_DEMO": "1"}, "不允许 YIZHENG_DEMO=1"),
        ({"YIZHENG_SECRET_KEY": "k" * 50}, "需要设置 DATABASE_URL 和 DATABASE_OWNER_URL"),
        ({"YIZHENG_SECRET_KEY": "k" * 50, "DATABASE_URL": "postgresql:///x"}, "需要同时设置"),
    ],
)
def test_production_names_what_it_lacks(
    environment: dict[str, str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("YIZHENG_SECRET_KEY", "YIZHENG_DEBUG", "YIZHENG_DEMO", "DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**environment, "YIZHENG_HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(CannotStart, match=sentence):
        office.serve(host="127.0.0.1", port=0)


def test_production_refuses_a_demo_database(
    session: psycopg.Connection, app_url: str, owner_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.execute(INSERT_COMMITTEE, [True])
    monkeypatch.setenv("YIZHENG_SECRET_KEY", "k" * 50)
    monkeypatch.setenv("DATABASE_URL", app_url)
    monkeypatch.setenv("DATABASE_OWNER_URL", owner_url)
    monkeypatch.setenv("YIZHENG_HOME", str(tmp_path))

    with pytest.raises(CannotStart, match="演示数据，不能正式使用"):
        office.serve(host="127.0.0.1", port=0)


def test_one_data_folder_serves_one_house(tmp_path: Path) -> None:
    home = Home(tmp_path)

    with home.alone(), pytest.raises(CannotStart, match="已有一个议政在运行"), home.alone():
        pass

    assert not home.is_held()


def test_the_secret_key_is_made_once_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YIZHENG_SECRET_KEY", raising=False)
    home = Home(tmp_path)

    key = home.secret_key()

    assert len(key) >= 50
    assert home.secret_key() == key != settings.SECRET_KEY
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
