"""What measured pages stand on: a throw-away cluster, a database a scale, granian as `yizheng up` starts it."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import psycopg

from bench.client import Sockets, wait_for
from bench.scales import Scale, fill
from yizheng.launch import programs, roles
from yizheng.launch.commands import django_command, run_quietly
from yizheng.launch.databases import SUPERUSER
from yizheng.launch.environment import Assembly
from yizheng.launch.home import Home
from yizheng.launch.postgres import Cluster
from yizheng.launch.supervisor import Program
from yizheng.launch.throwaway import throwaway_cluster

TEMPLATE = "migrated_template"
SECRET_KEY = "measured-in-a-throw-away-cluster-and-nowhere-else"


@dataclass(frozen=True)
class Stage:
    """One scale's database and the environment its programs are given."""

    name: str
    scale: Scale
    assembly: Assembly
    fill_seconds: float
    megabytes: int

    @property
    def log(self) -> Path:
        """Return where its pages write."""
        return self.assembly.home.logs / "pages.log"


@contextlib.contextmanager
def stages(scales: Mapping[str, Scale], *, on: date, durable: bool = False) -> Iterator[list[Stage]]:
    """
    Make a database for each scale; everything is gone when the block ends.

    `durable` waits for the disk at every commit, as the product does; reading pages does not need it.
    """
    with throwaway_cluster(durable=durable) as cluster, tempfile.TemporaryDirectory(prefix="yz-bench-") as folder:
        _migrate(cluster, _assembly(cluster, Path(folder) / "template", TEMPLATE))
        made = [_stage(cluster, Path(folder), name, scale, on) for name, scale in scales.items()]
        begin_django(made[0])
        yield made


def _assembly(cluster: Cluster, folder: Path, database: str) -> Assembly:
    home = Home(folder)
    home.make()
    home.static.mkdir()
    urls = cluster.url(roles.SERVING, database), cluster.url(roles.OWNER, database)
    return Assembly(home, *urls, SECRET_KEY, "127.0.0.1", demo=False)


def _migrate(cluster: Cluster, assembly: Assembly) -> None:
    cluster.create(TEMPLATE)
    command = django_command("migrate", "--noinput", "--verbosity=0")
    run_quietly(command, assembly.owning(), log=assembly.home.logs / "migrate.log", failed="migrations failed")


def _stage(cluster: Cluster, folder: Path, name: str, scale: Scale, on: date) -> Stage:
    tell(f"{name}: making {scale.committees} committees")
    cluster.create(name, template=TEMPLATE)
    assembly = _assembly(cluster, folder / name, name)
    begin = time.perf_counter()
    with psycopg.connect(cluster.url(SUPERUSER, name), autocommit=True) as session:
        fill(session, scale, on=on, unchecked=True)
        size = session.execute("select pg_database_size(current_database()) / 1024 / 1024").fetchone()
    taken = time.perf_counter() - begin
    tell(f"{name}: {size[0] if size else 0} MB in {taken:.1f} s")
    return Stage(name, scale, assembly, round(taken, 1), size[0] if size else 0)


def begin_django(stage: Stage) -> None:
    """Let this process be one more web process of the stage."""
    os.environ.update(stage.assembly.serving())
    import django

    django.setup()


def point_django_at(stage: Stage) -> None:
    """Let every connection that this process opens from now on go to the stage's database."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = stage.name


@contextlib.contextmanager
def serving(stage: Stage) -> Iterator[Sockets]:
    """Serve the stage's pages; yields the socket of each seat."""
    with _running(_pages(stage.assembly, stage.log)) as sockets:
        yield sockets


@contextlib.contextmanager
def serving_by_hand(stage: Stage, told: Mapping[str, str]) -> Iterator[Sockets]:
    """Serve the hand-written comparison in the same way, from a folder of its own; yields the socket of each seat."""
    home = Home(stage.assembly.home.path / "by-hand")
    home.make()
    told = {**told, "PYTHONPATH": str(Path(__file__).parent.parent)}
    with _running([_by_hand(each, told) for each in _pages(replace(stage.assembly, home=home), stage.log)]) as sockets:
        yield sockets


def _pages(assembly: Assembly, log: Path) -> list[Program]:
    return [programs.pages(assembly, seat=seat, log=log) for seat in programs.seats()]


def _by_hand(pages: Program, told: Mapping[str, str]) -> Program:
    command = [word.replace("yizheng.launch.web:", "bench.handwritten:") for word in pages.command]
    return replace(pages, command=command, environment={**pages.environment, **told})


@contextlib.contextmanager
def _running(pages: list[Program]) -> Iterator[Sockets]:
    for program in pages:
        program.start()
    try:
        for program in pages:
            wait_for(listening(program), program.log)
        yield [listening(program) for program in pages]
    finally:
        for program in pages:
            program.ask_to_stop()
        for program in pages:
            program.wait_or_kill(5)


def listening(program: Program) -> Path:
    """Return where a set of pages listens."""
    assert program.listens_on is not None, "pages listen on a socket of their own"
    return program.listens_on


def tell(line: str) -> None:
    """Say how far it is; stdout is kept for the figures."""
    print(line, file=sys.stderr, flush=True)
