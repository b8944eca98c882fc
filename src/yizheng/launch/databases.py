"""The databases of a server on a Unix socket: their addresses, making and removing them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from yizheng.launch import roles

SUPERUSER = "postgres"


class Databases:
    """What can be done with a running server of ours by whoever can enter its socket folder."""

    def __init__(self, sockets: Path) -> None:
        self.sockets = sockets

    def url(self, role: str, database: str = roles.DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    @property
    def app_url(self) -> str:
        return self.url(roles.SERVING)

    @property
    def owner_url(self) -> str:
        return self.url(roles.OWNER)

    @contextlib.contextmanager
    def admin(self, database: str = "postgres") -> Iterator[psycopg.Connection]:
        """Open a superuser's connection in autocommit mode."""
        with psycopg.connect(self.url(SUPERUSER, database), autocommit=True) as connection:
            yield connection

    def exists(self, name: str) -> bool:
        with self.admin() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def create(self, name: str, *, template: str | None = None) -> None:
        """
        Make a database of the owner role: empty, or a copy of `template` (without sessions).

        Of a template the files are copied, not each page logged: half the time.
        """
        copied = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY {}").format(
            sql.Identifier(name),
            sql.Identifier(roles.OWNER),
            sql.Identifier(template or "template0"),
            sql.SQL("WAL_LOG" if template is None else "FILE_COPY"),
        )
        with self.admin() as connection:
            connection.execute(copied)
        if template is None:
            with self.admin(name) as connection:
                connection.execute(roles.GRANT_IN_DATABASE)

    def rename(self, name: str, new_name: str) -> None:
        with self.admin() as connection:
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(sql.Identifier(name), sql.Identifier(new_name)))

    def drop(self, name: str) -> None:
        """Remove a database together with the sessions in it."""
        with self.admin() as connection:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))
