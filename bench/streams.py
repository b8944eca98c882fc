"""
Open streams of a hall: 2,000 pages follow one meeting while people check in; JSON on stdout.

    ./yizheng bench streams [--streams 2000] [--changes 10]

A house with gateway, pages and worker on this machine, and the readers in this process beside it. Each change is a
check-in through the service; its clock starts before the act and stops when the last stream has heard of it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from bench import check_in
from bench.figures import percentile
from bench.plenary_evening import _cpu, _house
from bench.scales import SCALES
from bench.stage import Stage, stages, tell
from bench.visits import session_of
from yizheng.launch.supervisor import Program

STREAMS, CHANGES = 2000, 10
SESSIONS = 40
AT_ONCE = 50
PATIENCE_SECONDS = 20
EVENT = b"event: hall"


@dataclass
class Reader:
    """One open page: when it heard of each change."""

    heard: list[float] = field(default_factory=list)
    is_open: bool = False

    async def follow(self, host: str, port: int, path: str, cookie: str) -> asyncio.Task[None]:
        """Open the stream; returns the task that listens. Raises: RuntimeError when it is not granted."""
        reading, writing = await asyncio.open_connection(host, port)
        head = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: sessionid={cookie}\r\n\r\n"
        writing.write(head.encode())
        status = await reading.readline()
        if b" 200 " not in status:
            raise RuntimeError(f"the stream was not opened: {status!r}")
        while await reading.readline() not in (b"\r\n", b""):
            pass
        self.is_open = True
        return asyncio.create_task(self._listen(reading, writing))

    async def _listen(self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        try:
            while line := await reading.readline():
                if EVENT in line:
                    self.heard.append(time.perf_counter())
        finally:
            self.is_open = False
            writing.close()


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    asked = _asked(words)
    before = os.getloadavg()[0]
    scale = replace(SCALES["office"], members=max(asked.changes * 2, SESSIONS), proposals=0)
    with stages({"hall": scale}, on=date.today(), durable=True) as (stage,):  # noqa: DTZ011
        figures = measure(stage, asked)
    figures["load_average"] = {"before": before, "after": os.getloadavg()[0], "cores": os.cpu_count()}
    print(json.dumps(figures, ensure_ascii=False, indent=2))


def measure(stage: Stage, asked: argparse.Namespace) -> dict[str, Any]:
    """Open the streams, let people check in, see who heard when."""
    from django.utils import timezone

    given = argparse.Namespace(minutes=1, members=asked.changes * 2, cut=False, kill_every=0)
    morning = check_in.prepare(stage, given, at=timezone.localtime())
    with _house(stage) as (house, address):
        gateway = house["gateway"]
        idle, before = _megabytes(gateway), _cpu(house, stage)
        readers, opened, rounds = asyncio.run(_follow(stage, morning, address, asked, gateway))
        took = {name: value - before[name] for name, value in _cpu(house, stage).items()}
        held = rounds.pop("megabytes")
    return {
        "asked": {"streams": asked.streams, "changes": asked.changes},
        "opened": sum(each.is_open or bool(each.heard) for each in readers),
        "open_seconds": opened,
        "gateway_mb": {"idle": idle, "with_streams": held},
        "kb_a_stream": round((held - idle) * 1024 / asked.streams, 1),
        "cpu_seconds": {name: round(each, 2) for name, each in took.items()},
        **rounds,
    }  # fmt: skip


async def _follow(
    stage: Stage, morning: check_in.Morning, address: str, asked: argparse.Namespace, gateway: Program
) -> tuple[list[Reader], float, dict[str, Any]]:
    parts = urlsplit(address)
    assert parts.hostname, "the house has an address"
    tickets = await asyncio.to_thread(_tickets, stage, morning)
    readers = [Reader() for _ in range(asked.streams)]
    turn, begin = asyncio.Semaphore(AT_ONCE), time.perf_counter()

    async def open_one(number: int, reader: Reader) -> asyncio.Task[None]:
        async with turn:
            cookie, ticket = tickets[number % len(tickets)]
            return await reader.follow(parts.hostname or "", parts.port or 80, f"/live/?follow={quote(ticket)}", cookie)

    listening = await asyncio.gather(*(open_one(number, each) for number, each in enumerate(readers)))
    opened = round(time.perf_counter() - begin, 1)
    tell(f"{len(listening)} streams in {opened} s")
    found = await _changes(morning, readers, asked.changes)
    found["megabytes"] = _megabytes(gateway)
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    return readers, opened, found


async def _changes(morning: check_in.Morning, readers: list[Reader], changes: int) -> dict[str, Any]:
    """Let one after the other check in; return how long each stream took to hear of it."""
    delays: list[float] = []
    lasts: list[float] = []
    missed = 0
    for number, person in enumerate((morning.phones + _shown(morning))[:changes], start=1):
        begin = time.perf_counter()
        await asyncio.to_thread(_come, person["id"])
        deadline = begin + PATIENCE_SECONDS
        while time.perf_counter() < deadline and any(len(each.heard) < number for each in readers):
            await asyncio.sleep(0.05)
        told = [each.heard[number - 1] - begin for each in readers if len(each.heard) >= number]
        missed += len(readers) - len(told)
        delays += told
        lasts.append(max(told, default=0))
    spread = {name: percentile(delays, share) for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99))}
    return {"reached": {**spread, "last_ms": round(max(lasts) * 1000, 1), "missed": missed}}


def _shown(morning: check_in.Morning) -> list[dict[str, Any]]:
    return [person for desk in morning.desks for person in desk["shown"]]


def _come(public_id: str) -> None:
    """Check one person in as a clerk does, through the service."""
    from django.db import connection
    from django.utils import timezone

    from yizheng.kernel import tenancy
    from yizheng.kernel.models import Committee
    from yizheng.meeting import services
    from yizheng.meeting.enums import CheckInMethod
    from yizheng.meeting.models import Invitation

    with tenancy.scope(Committee.objects.get(slug="c1")):
        row = Invitation.objects.get(public_id=public_id)
        half = row.meeting.half_days.get()
        services.check_in(
            invitation=row, half_day=half, method=CheckInMethod.CLERK, by=check_in._clerk(), at=timezone.now()
        )
    connection.close()


def _tickets(stage: Stage, morning: check_in.Morning) -> list[tuple[str, str]]:
    from django.db import connection

    from yizheng.kernel import tenancy
    from yizheng.kernel.models import Committee
    from yizheng.meeting.live import ticket
    from yizheng.meeting.models import Meeting

    first = stage.scale.staff + stage.scale.units
    users = range(first + 1, first + 1 + SESSIONS)
    with tenancy.scope(Committee.objects.get(slug="c1")):
        meeting = Meeting.objects.get(public_id=morning.meeting)
    found = [(session_of(user, strict=False), ticket(meeting, user)) for user in users]
    connection.close()
    return found


def _megabytes(program: Program) -> float:
    """Return the memory that a program alone takes (PSS), in megabytes."""
    lines = Path(f"/proc/{program.pid}/smaps_rollup").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024, 1)


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="bench streams", description=__doc__)
    reader.add_argument("--streams", type=int, default=STREAMS)
    reader.add_argument("--changes", type=int, default=CHANGES)
    return reader.parse_args(words)


if __name__ == "__main__":
    main()
