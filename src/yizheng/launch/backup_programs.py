"""PostgreSQL's own pg_dump and pg_restore, of a version that fits the server, told where to go by environment."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from yizheng.launch import binaries
from yizheng.launch.errors import CannotStart

SYSTEM_FOLDERS = "/usr/lib/postgresql/{major}/bin"
_VARIABLES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
}  # fmt: skip
LINES_SHOWN = 3


def folder_for(server_major: int, program: str = "pg_dump") -> Path:
    """
    Return the folder of programs for a server: of the same major version if there are, else newer ones.

    Raises: CannotStart when every pg_dump here is older than the server.
    """
    system = Path(SYSTEM_FOLDERS.format(major=server_major))
    embedded = binaries.embedded()
    candidates = [system, embedded.folder, *(Path(found).parent for found in [shutil.which(program)] if found)]
    fitting = [(major_of(each, program), each) for each in candidates if (each / program).exists()]
    same = [each for major, each in fitting if major == server_major]
    newer = [each for major, each in fitting if major > server_major]
    if not same and not newer:
        raise CannotStart(f"数据库是 PostgreSQL {server_major}，这里没有相配的 {program}：请安装同版本的客户端程序。")
    return (same or newer)[0]


def major_of(folder: Path, program: str) -> int:
    """Return the major version that a program says it has."""
    said = subprocess.run([folder / program, "--version"], check=True, capture_output=True, text=True).stdout
    return int(said.split()[2].split(".")[0])


def server_major(url: str) -> int:
    """Return the major version of the server behind an address."""
    with psycopg.connect(url, autocommit=True) as session:
        return session.info.server_version // 10000


def environment_of(url: str) -> dict[str, str]:
    """Return the environment that leads a client to an address: no password stands in its words."""
    told = {_VARIABLES[name]: str(value) for name, value in conninfo_to_dict(url).items() if name in _VARIABLES}
    return {**{name: value for name, value in os.environ.items() if not name.startswith("PG")}, **told}


def run(command: list[str | Path], url: str, *, failed: str) -> None:
    """Run a client to its end. Raises: CannotStart with the sentence `failed` and what the program said last."""
    done = subprocess.run(
        [str(word) for word in command],
        env=environment_of(url), stdin=subprocess.DEVNULL, capture_output=True,
        text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()][:LINES_SHOWN]
        raise CannotStart(f"{failed}：{' '.join(said) or '没有说明原因'}")


def dump(url: str, target: Path, *, snapshot: str) -> None:
    """Write the whole database, as one exported snapshot shows it, into one compressed file."""
    program = folder_for(server_major(url)) / "pg_dump"
    run(
        [program, "--format=custom", "--compress=6", f"--snapshot={snapshot}", "--no-owner", f"--file={target}"],
        url, failed="数据库没有导出",
    )  # fmt: skip


def load(url: str, dumped: Path, *, dumped_by: int) -> None:
    """
    Bring a dump back into an empty database: whole or not at all, with exactly the rights that it had.

    Default rights of the target are laid down first: what they give to a table as it is made, the dump, which
    says only what was given, would not take away again (seals would become writable).
    """
    _lay_down_default_rights(url)
    major = max(server_major(url), dumped_by)
    program = folder_for(major, "pg_restore") / "pg_restore"
    database = conninfo_to_dict(url)["dbname"]
    run(
        [program, "--exit-on-error", "--single-transaction", "--no-owner", f"--dbname={database}", dumped],
        url, failed="数据库没有恢复",
    )  # fmt: skip


def _lay_down_default_rights(url: str) -> None:
    """The dump itself brings the default rights back, after its tables."""
    with psycopg.connect(url, autocommit=True) as session:
        rows = session.execute(
            "select distinct d.defaclobjtype, coalesce(r.rolname, 'public') from pg_default_acl d, "
            "aclexplode(d.defaclacl) a left join pg_roles r on r.oid = a.grantee "
            "where d.defaclrole = current_user::regrole and d.defaclnamespace = 'public'::regnamespace "
            "and d.defaclobjtype in ('r', 'S')"
        ).fetchall()
        for kind, grantee in rows:
            things = sql.SQL("tables" if kind == "r" else "sequences")
            session.execute(
                sql.SQL("alter default privileges in schema public revoke all on {} from {}").format(
                    things, sql.Identifier(grantee)
                )
            )
