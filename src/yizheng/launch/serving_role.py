"""Refuse to serve pages as a role that the walls do not hold (design.md section 4)."""

import psycopg

from yizheng.launch import roles
from yizheng.launch.errors import CannotStart

OLDEST_SERVER = 150000

_POWERS = """
SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole,
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
                 AND pg_has_role(current_user, c.relowner, 'USAGE')),
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
                 AND has_table_privilege(c.oid, 'TRUNCATE'))
  FROM pg_roles r WHERE r.rolname = current_user
"""
_NAMES = ("是超级用户", "可绕过行级安全（BYPASSRLS）", "可建立角色", "拥有数据表", "可清空数据表（TRUNCATE）")


def connect(url: str, variable: str) -> psycopg.Connection:
    """Open a session, or say which variable is wrong and what the server answered."""
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1]
        raise CannotStart(f"{variable} 指向的数据库连接不上：{reason}") from error


def refuse_old_server(url: str, variable: str) -> None:
    with connect(url, variable) as session:
        if session.info.server_version < OLDEST_SERVER:
            raise CannotStart("需要 PostgreSQL 15 或更新的版本；请升级数据库。")


def refuse_powerful_role(url: str) -> None:
    """
    Check the role of DATABASE_URL after the migrations.

    Raises: CannotStart if it is a superuser, bypasses row-level security, owns a table, may
    TRUNCATE one, or could give itself any of that.
    """
    with connect(url, "DATABASE_URL") as session:
        found = session.execute(_POWERS).fetchone()
        assert found is not None
        powers = [name for name, has in zip(_NAMES, found, strict=True) if has]
        if powers:
            raise CannotStart(
                f"网站不能用数据库角色 {session.info.user} 提供服务：它{'、'.join(powers)}。"
                f"请把 DATABASE_URL 换成只有读写权限的角色 {roles.SERVING}"
                "（建立角色的 SQL 见 yizheng doctor）。"
            )
