"""
A plenary evening: 400 members save and submit, 60 units sign, 5 clerks review, driven by Locust; JSON on stdout.

    ./yizheng bench plenary-evening [--minutes 3] [--rate 50] [--kill-every 30]

A house of one committee with gateway, pages and worker on this machine, watched over as `yizheng up` does. Everybody
posts as a browser: act key and CSRF token of the page; three posts of ten are double clicks. With `--kill-every`
a set of pages is killed that often, one after the other, with `--together` all of them once they answer; whoever meets
a broken connection sends the same again. Afterwards what people were told is compared with the database: what was
acknowledged must stand, once; what was not may stand or not.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from bench import cpu
from bench.client import wait_for
from bench.figures import percentile
from bench.plenary_checks import compare
from bench.plenary_house import Evening, prepare
from bench.scales import SCALES
from bench.stage import Stage, listening, stages, tell
from yizheng.launch import programs
from yizheng.launch.door import open_door, shown_address
from yizheng.launch.supervisor import Program, Supervisor

MEMBERS, UNITS = 400, 60
CLERK_RATE, UNIT_RATE = 0.4, 0.1
PORT = 18890
PAGES = "pages "
MOST_MINUTES = 60
PATIENCE_SECONDS = 60
LOOK_SECONDS = 0.2
WINDOW_SECONDS = 10
LOCUST = ("--headless", "--only-summary", "--skip-log", "--spawn-rate", "200", "--stop-timeout", "20")


@dataclass
class Killer:
    """Kills pages every so many seconds, a set in turn or all `together`, while the house is watched over."""

    pages: Sequence[Program]
    every: float
    together: bool = False
    kills: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Kill until it is over; never before what was killed last answers again."""
        for turn in itertools.count():
            if self.over.wait(self.every):
                return
            killed = self.pages if self.together else [self.pages[turn % len(self.pages)]]
            for program in killed:
                if program.pid is not None:
                    os.kill(program.pid, signal.SIGKILL)
                    self.kills += 1
            for program in killed:
                wait_for(listening(program), program.log)


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    asked = _asked(words)
    before = os.getloadavg()[0]
    scale = replace(SCALES["office"], members=asked.members, proposals=0)
    with stages({"plenary": scale}, on=date.today(), durable=True) as (stage,):  # noqa: DTZ011
        figures = measure(stage, asked)
    figures["load_average"] = {"before": before, "after": os.getloadavg()[0], "cores": os.cpu_count()}
    print(json.dumps(figures, ensure_ascii=False, indent=2))


def measure(stage: Stage, asked: argparse.Namespace) -> dict[str, Any]:
    """Prepare the house, let the evening pass, compare."""
    from django.utils import timezone

    evening = prepare(stage, members=asked.members, units=UNITS, at=timezone.localtime())
    with _house(stage) as (house, address):
        pages = [program for name, program in house.items() if name.startswith(PAGES)]
        killer, before = Killer(pages, asked.kill_every or 10**6, asked.together), _cpu(house, stage)
        told, seconds = _drive(evening, stage, address, asked, killer)
        took = {name: value - before[name] for name, value in _cpu(house, stage).items()}
    figures = _figures(told, seconds, asked) | {"kills": killer.kills}
    if not killer.kills:  # what a killed program took is gone with it
        figures["cpu_ms_a_request"] = {n: round(each * 1000 / figures["requests"], 1) for n, each in took.items()}
    return figures | {"stands": compare(stage, told, at=timezone.now())}


def _cpu(house: Mapping[str, Program], stage: Stage) -> dict[str, float]:
    found = {name: cpu.of_program(program) for name, program in house.items()}
    return found | {"database": cpu.of_database(stage.assembly.app_url), "clients": cpu.of_ended_children()}


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="bench plenary-evening", description=__doc__)
    reader.add_argument("--minutes", type=float, default=3, help=f"how long, at most {MOST_MINUTES}")
    reader.add_argument("--rate", type=float, default=50, help="requests a second of all people together")
    reader.add_argument("--kill-every", type=float, default=0, help="seconds between two kills of pages")
    reader.add_argument("--together", action="store_true", help="kill all sets of pages at once")
    reader.add_argument("--members", type=int, default=MEMBERS)
    asked = reader.parse_args(words)
    asked.minutes = min(asked.minutes, MOST_MINUTES)
    return asked


@contextmanager
def _house(stage: Stage) -> Iterator[tuple[dict[str, Program], str]]:
    """Start gateway, pages and worker, and keep them running as the product does."""
    door, logs = open_door("127.0.0.1", PORT), stage.assembly.home.logs
    pages = [programs.pages(stage.assembly, seat=seat, log=stage.log) for seat in programs.seats()]
    programs_by_name = {
        **{f"{PAGES}{seat + 1}": program for seat, program in enumerate(pages)},
        "gateway": programs.gateway(stage.assembly, door, log=logs / "gateway.log"),
        "worker": programs.jobs(stage.assembly, only_one=False, log=logs / "jobs.log"),
    }
    house, over = Supervisor(), threading.Event()
    for program in programs_by_name.values():
        house.start(program)
    watching = threading.Thread(target=_watch, args=(house, over), daemon=True)
    watching.start()
    try:
        for program in pages:
            wait_for(listening(program), stage.log)
        yield programs_by_name, shown_address(door)
    finally:
        over.set()
        watching.join()
        house.stop()
        door.close()


def _watch(house: Supervisor, over: threading.Event) -> None:
    while not over.wait(LOOK_SECONDS):
        house.look()


def _drive(
    evening: Evening, stage: Stage, address: str, asked: argparse.Namespace, killer: Killer
) -> tuple[dict[str, Any], float]:
    """Let Locust run the people; return what they were told and how long it took."""
    folder = stage.assembly.home.path
    given, told = folder / "given.json", folder / "told.json"
    rest = asked.rate - len(evening.units) * UNIT_RATE - len(evening.clerks) * CLERK_RATE
    rates = {"unit_rate": UNIT_RATE, "clerk_rate": CLERK_RATE, "member_rate": rest / len(evening.members)}
    given.write_text(json.dumps(asdict(evening) | rates))
    people = len(evening.members) + len(evening.units) + len(evening.clerks)
    command = [sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("plenary_locust.py")), *LOCUST]
    command += ["--host", address.rstrip("/"), "--users", str(people), "--run-time", f"{asked.minutes * 60:.0f}s"]
    environment = {**os.environ, "PLENARY_GIVEN": str(given), "PLENARY_TOLD": str(told)}
    killing = threading.Thread(target=killer.run, daemon=True)
    tell(f"{people} people for {asked.minutes:g} minutes at {asked.rate:g} requests a second")
    begin = time.perf_counter()
    killing.start()
    subprocess.run(
        command, env=environment, check=False, stdout=sys.stderr, timeout=asked.minutes * 60 + PATIENCE_SECONDS
    )
    killer.over.set()
    return json.loads(told.read_text()), time.perf_counter() - begin


def _figures(told: dict[str, Any], seconds: float, asked: argparse.Namespace) -> dict[str, Any]:
    every = [each for answers in told["answers"].values() for each in answers]
    until = [each for answers in told["until_done"].values() for each in answers]
    return {
        "asked": {
            "minutes": asked.minutes,
            "rate": asked.rate,
            "kill_every": asked.kill_every,
            "together": asked.together,
        },
        "requests": len(every),
        "rate": round(len(every) / (asked.minutes * 60), 1),
        "seconds": round(seconds, 1),
        "overall": _spread(every),
        "until_done": _spread(until),
        "over_time": _over_time(told["asked_at"]),
        "answers": {kind: _spread(answers) for kind, answers in sorted(told["answers"].items())},
        "errors": len(told["errors"]),
        "first_errors": told["errors"][:10],
        "retries": told["retries"],
        "double_clicks": told["repeats"],
        "refused": told["refused"],
    }


def _over_time(asked: Sequence[Sequence[float]]) -> list[dict[str, Any]]:
    """Spread the answers over the evening, a row for every ten seconds by when they were asked for."""
    first = min(start for start, _ in asked)
    rows: dict[int, list[float]] = {}
    for start, took in asked:
        rows.setdefault(int(start - first) // WINDOW_SECONDS, []).append(took)
    return [{"from_second": row * WINDOW_SECONDS, **_spread(rows[row])} for row in sorted(rows)]


def _spread(seconds: Sequence[float]) -> dict[str, Any]:
    shares = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
    return {"n": len(seconds), **{name: percentile(seconds, share) for name, share in shares.items()}}


if __name__ == "__main__":
    main()
