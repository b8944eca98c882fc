"""
What phones, desks and clerks do while a plenary checks in, as Locust runs it; started by check_in.py.

A phone opens the desk, scans the code that the hall shows at that moment and taps; a desk is handed one code after the
other and sends what it noted, each entry under a key of its own. Whoever meets a broken connection sends it again.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import gevent
from django.utils.crypto import salted_hmac

from bench.plenary_locust import BASE, BROKEN, GIVEN, TOLD, Person, _field, _note, _random

HALL = f"{BASE}meetings/{GIVEN['meeting']}/"
CODE_SECONDS = 20
STEP_SECONDS = 0.5
BEGAN = time.monotonic()
TOLD |= {"came": [], "left": 0}


def _into() -> float:
    return time.monotonic() - BEGAN


def _code() -> str:
    step = int(time.time()) // CODE_SECONDS
    words = f"hall:{GIVEN['half_day']}:{step}"
    made = salted_hmac("yizheng.meeting.codes", words, secret=GIVEN["secret"], algorithm="sha256")
    return made.hexdigest()[:20]


class Phone(Person):
    """A member who comes at some moment, scans and taps."""

    fixed_count = len(GIVEN["phones"])
    seats = GIVEN["phones"]
    rate = 1.0

    def on_start(self) -> None:
        """Come at a moment of one's own."""
        super().on_start()
        gevent.sleep(max(_random.random() * GIVEN["seconds"] - _into(), 0))

    def evening(self) -> Iterator[None]:
        """Check in, look whether it worked, put the phone away."""
        self.open("phone desk", BASE)
        yield
        while not self._scanned():  # the code changed while the page was on its way: it is scanned again
            yield
        TOLD["came"].append(self.seat["id"])
        yield
        self.open("phone desk", BASE)
        while True:
            gevent.sleep(5)
            yield

    def _scanned(self) -> bool:
        path = f"{HALL}check-in/{_code()}/"
        status, self.page, _ = self.ask("scanned", "GET", path, {}, expects=(200, 409))
        if status != 200:
            TOLD["refused"] += 1
            return False
        return self.post("scan", path, seen=_field(self.page, "seen"))[0] == 302


class Desk(Person):
    """The desk at the entrance: one code after the other; without network what was noted waits."""

    fixed_count = len(GIVEN["desks"])
    seats = GIVEN["desks"]
    rate = 1 / STEP_SECONDS

    def evening(self) -> Iterator[None]:
        """Note whoever stands before it, send what waits."""
        self.open("desk page", f"{HALL}desk/")
        who = self.page.partition('data-who="')[2].partition('"')[0]
        queue = list(self.seat["shown"])
        due = [(at + 1) * GIVEN["seconds"] / (len(queue) + 1) for at in range(len(queue))]
        waiting: list[dict[str, Any]] = []
        names: dict[str, str] = {}
        is_cut = GIVEN["cut"] and self.seat["number"] % 2 == 0
        TOLD["left"] += len(queue)
        while True:
            while queue and _into() >= due[0]:
                person, _ = queue.pop(0), due.pop(0)
                entry = _entry(person["code"], who)
                names[entry["key"]] = person["id"]
                waiting.append(entry)
            away = is_cut and GIVEN["seconds"] / 3 <= _into() < GIVEN["seconds"] * 2 / 3
            if waiting and not away:
                for _ in range(2 if len(waiting) > 1 else 1):  # what waited goes out twice: a lost answer
                    answered = self._send(who, waiting)
                waiting = [each for each in waiting if each["key"] not in answered]
                TOLD["came"] += [names[key] for key in answered]
                TOLD["left"] -= len(answered)
            yield

    def _send(self, who: str, entries: list[dict[str, Any]]) -> set[str]:
        token = _field(self.page, "csrfmiddlewaretoken")
        begin = time.perf_counter()
        for _ in range(40):
            start = time.perf_counter()
            answer = self.client.post(
                f"{HALL}desk/send/", json={"who": who, "entries": entries}, name="desk",
                headers={"X-CSRFToken": token, "Referer": self.host or ""},
            )  # fmt: skip
            if answer.status_code not in BROKEN:
                TOLD["answers"].setdefault("desk", []).append(time.perf_counter() - start)
                break
            TOLD["retries"] += 1
            gevent.sleep(0.3 + _random.random() * 0.7)
        TOLD["until_done"].setdefault("desk", []).append(time.perf_counter() - begin)
        if answer.status_code != 200:
            _note("desk", f"{answer.status_code} {(answer.text or '')[:120]}")
            return set()
        told = json.loads(answer.text or "{}")["results"]
        for each in told:
            if not each["ok"]:
                _note("desk", each["message"])
        return {each["key"] for each in told}


class AtWork(Person):
    """A clerk whose morning goes on: the door's list, the screen, lists of other rooms."""

    fixed_count = len(GIVEN["at_work"])
    seats = GIVEN["at_work"]
    rate = GIVEN["work_rate"]

    def evening(self) -> Iterator[None]:
        """Read what a clerk of the office reads on such a morning."""
        pages = (("door", f"{HALL}door/"), ("hall", f"{HALL}hall/?part=1"), ("meeting", HALL),
                 ("office desk", BASE), ("meetings", f"{BASE}meetings/"), ("tasks", f"{BASE}plan/tasks/"))  # fmt: skip
        while True:
            self.open(*_random.choice(pages))
            yield


def _entry(code: str, who: str) -> dict[str, Any]:
    seen = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return {"key": str(uuid.uuid4()), "who": who, "half": str(GIVEN["half_day"]), "seen_at": seen, "code": code}
