"""
The door of a plenary: 300 members check in within 3 minutes while 10 clerks work, driven by Locust; JSON on stdout.

    ./yizheng bench check-in [--minutes 3] [--members 300] [--cut] [--kill-every 30]

Half of the members open their desk, scan the code of the hall and tap; the other half hold their own code before one
of six desks. With `--cut` three of the desks are without network for a third of the time: they note what they see and
send it together afterwards, twice. With `--kill-every` a set of pages is killed that often. Afterwards everybody who
was told that they are checked in must stand in the database once.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.plenary_evening import LOCUST, PAGES, Killer, _cpu, _house, _spread
from bench.scales import SCALES
from bench.stage import SECRET_KEY, Stage, stages, tell
from bench.visits import session_of

MEMBERS = 300
DESKS = 6
CLERKS = 10
CLERK_RATE = 0.3
STAFF = range(12, 12 + DESKS + CLERKS)
"""Logins of a committee's staff that keep the door or work this morning, all of them in the hat of the office."""
MOST_MINUTES = 10
PATIENCE_SECONDS = 90


@dataclass(frozen=True)
class Morning:
    """Who comes: the phones with their cookies, the desks with the codes held before them, the clerks at work."""

    slug: str
    meeting: str
    half_day: int
    secret: str
    seconds: float
    cut: bool
    phones: list[dict[str, Any]]
    desks: list[dict[str, Any]]
    at_work: list[dict[str, Any]]
    work_rate: float
    members: tuple[()] = ()
    units: tuple[()] = ()
    clerks: tuple[()] = ()
    member_rate: float = 1
    unit_rate: float = 1
    clerk_rate: float = 1


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    asked = _asked(words)
    before = os.getloadavg()[0]
    scale = replace(SCALES["office"], members=asked.members, proposals=200)
    with stages({"door": scale}, on=date.today(), durable=True) as (stage,):  # noqa: DTZ011
        figures = measure(stage, asked)
    figures["load_average"] = {"before": before, "after": os.getloadavg()[0], "cores": os.cpu_count()}
    print(json.dumps(figures, ensure_ascii=False, indent=2))


def measure(stage: Stage, asked: argparse.Namespace) -> dict[str, Any]:
    """Open the door, let them come, compare."""
    from django.utils import timezone

    morning = prepare(stage, asked, at=timezone.localtime())
    with _house(stage) as (house, address):
        pages = [program for name, program in house.items() if name.startswith(PAGES)]
        killer, before = Killer(pages, asked.kill_every or 10**6), _cpu(house, stage)
        told = _drive(morning, stage, address, killer)
        took = {name: value - before[name] for name, value in _cpu(house, stage).items()}
    every = [each for answers in told["answers"].values() for each in answers]
    figures = {
        "asked": {name: getattr(asked, name) for name in ("minutes", "members", "cut", "kill_every")},
        "requests": len(every),
        "overall": _spread(every),
        "answers": {kind: _spread(answers) for kind, answers in sorted(told["answers"].items())},
        "until_done": {
            kind: _spread(told["until_done"][kind]) for kind in ("scan", "desk") if kind in told["until_done"]
        },
        "errors": len(told["errors"]),
        "first_errors": told["errors"][:10],
        "retries": told["retries"],
        "double_clicks": told["repeats"],
        "scanned_again": told["refused"],
        "kills": killer.kills,
    }
    if not killer.kills:
        figures["cpu_ms_a_request"] = {n: round(each * 1000 / len(every), 1) for n, each in took.items()}
    return figures | {"stands": compare(told)}


def compare(told: dict[str, Any]) -> dict[str, Any]:
    """Compare what people and desks were told with what stands; every list should be empty."""
    from yizheng.kernel import tenancy
    from yizheng.kernel.models import Committee, LedgerEntry
    from yizheng.meeting.enums import CAME
    from yizheng.meeting.models import Attendance

    with tenancy.scope(Committee.objects.get(slug="c1")):
        rows = Attendance.objects.filter(status__in=CAME)
        stand = {str(each): pk for each, pk in rows.values_list("invitation__public_id", "pk")}
        acts = Counter(LedgerEntry.objects.filter(act="check_in").values_list("object_id", flat=True))
    return {
        "told": len(told["came"]),
        "stored": len(stand),
        "lost": sorted(each for each in told["came"] if each not in stand),
        "doubled": sorted(each for each, pk in stand.items() if acts[pk] != 1),
        "acts_of_nobody": len(set(acts) - set(stand.values())),
        "still_waiting_at_desks": told["left"],
    }


def prepare(stage: Stage, asked: argparse.Namespace, *, at: datetime) -> Morning:
    """Call a plenary for half an hour from now and open its door."""
    from yizheng.kernel import secrets, tenancy
    from yizheng.kernel.models import Committee
    from yizheng.meeting import codes

    if not secrets.ring_path().exists():
        secrets.write_ring(secrets.ring_path(), secrets.new_ring())
    committee = Committee.objects.get(slug="c1")
    with tenancy.scope(committee):
        _make_clerks()
        meeting = _opened(at)
        half_day = meeting.half_days.get()
        rows = list(meeting.invitations.filter(role="attend").select_related("person").order_by("order"))
        people = [{"id": str(row.public_id), "user": row.person.user_id, "code": codes.own_code(row)} for row in rows][
            : asked.members
        ]
    scanning, shown = people[::2], people[1::2]
    staff = [{"cookie": session_of(user)} for user in STAFF]
    tell(f"{len(scanning)} with a phone, {len(shown)} at {DESKS} desks, {CLERKS} clerks at work")
    return Morning(
        committee.slug, str(meeting.public_id), half_day.pk, SECRET_KEY, asked.minutes * 60, asked.cut,
        [each | {"cookie": session_of(each["user"], strict=False)} for each in scanning],
        [desk | {"shown": shown[n::DESKS], "number": n} for n, desk in enumerate(staff[:DESKS])],
        staff[DESKS:], CLERK_RATE,
    )  # fmt: skip


def _opened(at: datetime) -> Any:
    from yizheng.meeting import services
    from yizheng.meeting.enums import MeetingKind
    from yizheng.org.models import Term

    term = Term.objects.order_by("-ordinal").first()
    assert term is not None, "the rows of a committee have its term"
    begins = at + timedelta(minutes=30)
    clerk = _clerk()
    meeting = services.plan_meeting(
        kind=MeetingKind.PLENARY, term=term, ordinal=5,
        particulars=services.Particulars(begins, begins + timedelta(minutes=20), "人民会堂", agenda="听取报告"),
        by=clerk, at=at,
    )  # fmt: skip
    services.send_notice(meeting=meeting, by=clerk, at=at)
    return services.open_meeting(meeting=meeting, by=clerk, at=at)


def _make_clerks() -> None:
    from yizheng.accounts.models import RoleGrant

    rows = RoleGrant.objects.filter(user__in=list(STAFF))
    rows.exclude(pk__in=rows.order_by("user", "pk").distinct("user").values("pk")).delete()
    RoleGrant.objects.filter(user__in=list(STAFF)).update(
        role="office_clerk", label="办公室", scope_kind="", scope_id=None
    )


def _clerk() -> Any:
    from yizheng.accounts.models import RoleGrant
    from yizheng.kernel.acting import Actor

    grant = RoleGrant.objects.select_related("user").get(user=STAFF[0])
    return Actor(user_id=grant.user_id, name=grant.user.name, hat=grant.hat(), hats=(grant.hat(),))


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="bench check-in", description=__doc__)
    reader.add_argument("--minutes", type=float, default=3, help=f"within what time they come, at most {MOST_MINUTES}")
    reader.add_argument("--members", type=int, default=MEMBERS)
    reader.add_argument("--cut", action="store_true", help="half of the desks lose their network for a while")
    reader.add_argument("--kill-every", type=float, default=0, help="seconds between two kills of pages")
    asked = reader.parse_args(words)
    asked.minutes = min(asked.minutes, MOST_MINUTES)
    return asked


def _drive(morning: Morning, stage: Stage, address: str, killer: Killer) -> dict[str, Any]:
    """Let Locust run the people; return what they were told."""
    folder = stage.assembly.home.path
    given, said = folder / "given.json", folder / "told.json"
    given.write_text(json.dumps(asdict(morning)))
    people = len(morning.phones) + len(morning.desks) + len(morning.at_work)
    seconds = morning.seconds + PATIENCE_SECONDS / 3
    command = [sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("check_in_locust.py")), *LOCUST]
    command += ["--host", address.rstrip("/"), "--users", str(people), "--run-time", f"{seconds:.0f}s"]
    environment = {
        **os.environ, "PLENARY_GIVEN": str(given), "PLENARY_TOLD": str(said),
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }  # fmt: skip
    killing = threading.Thread(target=killer.run, daemon=True)
    tell(f"{people} people within {morning.seconds:.0f} seconds")
    begin = time.perf_counter()
    killing.start()
    subprocess.run(command, env=environment, check=False, stdout=sys.stderr, timeout=seconds + PATIENCE_SECONDS)
    killer.over.set()
    tell(f"{time.perf_counter() - begin:.0f} seconds")
    found: dict[str, Any] = json.loads(said.read_text())
    return found


if __name__ == "__main__":
    main()
