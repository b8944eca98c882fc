"""The processor's time of a house by program: what a busy machine does not blur."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from yizheng.launch.supervisor import Program

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """One running process: its parent, its group, its seconds, those of its children that have ended."""

    pid: int
    parent: int
    group: int
    seconds: float
    of_ended: float


def of_program(program: Program) -> float:
    """Return the seconds that a program and its workers took so far."""
    return sum(each.seconds for each in _processes() if each.group == program.pid)


def of_database(url: str) -> float:
    """Return the seconds that the server behind an address took so far, ended connections included."""
    with psycopg.connect(url) as session:
        row = session.execute("select pg_backend_pid()").fetchone()
        assert row is not None, "a session has a process"
        found = {each.pid: each for each in _processes()}
        server = found[found[row[0]].parent]
    children = sum(each.seconds for each in found.values() if each.parent == server.pid)
    return server.seconds + server.of_ended + children


def of_ended_children() -> float:
    """Return the seconds of our own children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _processes() -> Iterator[Process]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # ended between the two looks
            continue
        user, system, ended_user, ended_system = (int(each) / TICKS for each in fields[11:15])
        yield Process(int(folder.name), int(fields[1]), int(fields[2]), user + system, ended_user + ended_system)
