"""
Members come in by SMS code while clerks work; JSON on stdout.

    ./yizheng bench sign-in [--members 400] [--minutes 5] [--seconds 60]

A house of one committee: pages, worker and an SMS gateway of our own, all on this machine. Members arrive evenly at
the rate of `--members` in `--minutes`, for `--seconds` of it, all from one network address: the sign-in page, the
telephone, the code as the gateway got it, their desk. Ten clerks open pages all the while. Then somebody guesses.
Every answer of the pages counts; waiting for the short message does not, it is told apart.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import httpx

from bench.client import Sockets
from bench.figures import spread
from bench.scales import SCALES
from bench.sms_outlet import Outlet, outlet
from bench.stage import Stage, serving, stages, tell
from bench.visits import session_of
from yizheng.launch import programs

CLERKS = 10
CLERK_PAUSE_SECONDS = 3
CLERK_PAGES = ("", "plan/", "plan/tasks/", "org/members/", "notices/", "meetings/", "calendar/")
ADDRESS = {"X-Forwarded-For": "10.7.7.7"}
CODE_SECONDS = 30
MOST_SECONDS = 300
GUESSED = 5
WRONG_CODES = 5
AT_ONCE = 60


@dataclass
class Told:
    """What was seen so far, by all threads: seconds of each answer, who was let in, who was not."""

    answers: dict[str, list[float]] = field(default_factory=dict)
    let_in: int = 0
    refused: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str, seconds: float) -> None:
        """Note how long one answer took."""
        with self._lock:
            self.answers.setdefault(what, []).append(seconds)

    def done(self, why_not: str) -> None:
        """Note that a member is in, or why not."""
        with self._lock:
            self.let_in += not why_not
            if why_not:
                self.refused.append(why_not)


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    asked = _asked(words)
    before = os.getloadavg()[0]
    with outlet() as messages:
        os.environ.update(YIZHENG_SMS="http", YIZHENG_SMS_URL=messages.url)
        scale = replace(SCALES["office"], members=max(asked.members, 1))
        with stages({"sign_in": scale}, on=date.today(), durable=True) as (stage,):  # noqa: DTZ011
            phones = _give_phones(stage)
            cookies = [session_of(1 + n) for n in (0, *range(11, 10 + CLERKS))]
            with serving(stage) as sockets, _worker(stage):
                figures = _measure(sockets, phones, cookies, messages, asked)
    figures["load_average"] = {"before": before, "after": os.getloadavg()[0], "cores": os.cpu_count()}
    print(json.dumps(figures, ensure_ascii=False, indent=2))


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="bench sign-in", description=__doc__)
    reader.add_argument("--members", type=int, default=400, help="members of the whole period")
    reader.add_argument("--minutes", type=float, default=5, help="the whole period")
    reader.add_argument("--seconds", type=int, default=60, help=f"how much of it is driven, at most {MOST_SECONDS}")
    asked = reader.parse_args(words)
    asked.seconds = min(asked.seconds, MOST_SECONDS)
    return asked


def _give_phones(stage: Stage) -> list[str]:
    """Give every member a telephone; return them."""
    from yizheng.accounts.models import User
    from yizheng.kernel import secrets

    if not secrets.ring_path().exists():
        secrets.write_ring(secrets.ring_path(), secrets.new_ring())
    members = list(User.objects.filter(pk__gt=stage.scale.staff + stage.scale.units).order_by("pk"))
    for number, user in enumerate(members):
        user.phone = f"138{number:08d}"
        user.save(update_fields=["phone", "phone_digest"])
    return [user.phone for user in members]


@contextmanager
def _worker(stage: Stage) -> Iterator[None]:
    worker = programs.jobs(stage.assembly, only_one=False, log=stage.assembly.home.logs / "jobs.log")
    worker.start()
    try:
        yield
    finally:
        worker.ask_to_stop()
        worker.wait_or_kill(10)


def _measure(
    sockets: Sockets, phones: list[str], cookies: list[str], messages: Outlet, asked: argparse.Namespace
) -> dict[str, Any]:
    coming = min(round(asked.members * asked.seconds / (asked.minutes * 60)), len(phones) - GUESSED)
    _come_in(sockets, phones[-1], messages, Told())  # the worker is up and every page was drawn once
    told, over = Told(), threading.Event()
    clerks = [threading.Thread(target=_work, args=(sockets, cookie, told, over)) for cookie in cookies]
    for clerk in clerks:
        clerk.start()
    _arrive(sockets, phones[:coming], messages, told, asked.seconds / max(coming, 1))
    over.set()
    for clerk in clerks:
        clerk.join()
    tell(f"{told.let_in} of {coming} are in")
    return _figures(told, coming, asked) | {"guessing": _guess(sockets, phones[-1 - GUESSED : -1], messages)}


def _figures(told: Told, coming: int, asked: argparse.Namespace) -> dict[str, Any]:
    steps = {name: spread(seconds) for name, seconds in sorted(told.answers.items())}
    doors = [seconds for name in ("page", "phone", "code", "desk") for seconds in told.answers.get(name, [])]
    return {
        "rate": f"{asked.members} members in {asked.minutes:g} minutes, driven for {asked.seconds} s",
        "n": coming,
        "let_in": told.let_in,
        "refused": len(told.refused),
        "why_refused": sorted(set(told.refused)),
        **{name: value for name, value in spread(doors).items() if name != "n"},
        "answers": steps,
    }


def _arrive(sockets: Sockets, phones: list[str], messages: Outlet, told: Told, pause: float) -> None:
    """Let members arrive one after the other, whoever is still at the door."""
    begin = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as door:
        for place, phone in enumerate(phones):
            time.sleep(max(begin + place * pause - time.monotonic(), 0))
            door.submit(_come_in, sockets, phone, messages, told)


def _come_in(sockets: Sockets, phone: str, messages: Outlet, told: Told) -> None:
    """Let one member in as a browser would; what goes wrong is told, never raised."""
    try:
        with _browser(sockets) as browser:
            told.done(_through_the_door(browser, phone, messages, told))
    except (OSError, httpx.HTTPError) as error:
        told.done(f"{type(error).__name__}: {error}"[:120])


def _through_the_door(browser: Any, phone: str, messages: Outlet, told: Told) -> str:
    _timed(told, "page", lambda: browser.get("/accounts/phone/"))
    asked = _timed(told, "phone", lambda: _post(browser, "/accounts/phone/", phone=phone))
    if asked.status_code != 302:
        return f"telephone: {asked.status_code}"
    code = _timed(told, "message", lambda: messages.code_for(phone, within=CODE_SECONDS))
    answered = _timed(told, "code", lambda: _post(browser, "/accounts/phone/code/", code=code))
    if answered.status_code != 302:
        return f"code: {answered.status_code}"
    committee = browser.get("/").headers.get("Location", "/nowhere/")
    desk = _timed(told, "desk", lambda: browser.get(committee))
    return "" if desk.status_code == 200 else f"desk: {desk.status_code}"


def _work(sockets: Sockets, cookie: str, told: Told, over: threading.Event) -> None:
    """Open one page after the other until it is over."""
    place = 0
    with _browser(sockets) as browser:
        browser.cookies.set("sessionid", cookie)
        while not over.wait(CLERK_PAUSE_SECONDS):
            below = CLERK_PAGES[place % len(CLERK_PAGES)]
            answer = _timed(told, "clerk", lambda below=below: browser.get(f"/c1/{below}"))
            place += 1
            if answer.status_code not in (200, 403, 404):  # not every clerk may see every page
                told.done(f"clerk /{below}: {answer.status_code}")


def _guess(sockets: Sockets, phones: list[str], messages: Outlet) -> dict[str, int]:
    """Guess the codes of some telephones: five wrong ones each, then the right one, which is worth nothing now."""
    told = {"telephones": len(phones), "wrong_codes": 0, "let_in_by_wrong": 0, "let_in_by_right_after_five_wrong": 0}
    for phone in phones:
        with _browser(sockets) as browser:
            browser.get("/accounts/phone/")
            _post(browser, "/accounts/phone/", phone=phone)
            right = messages.code_for(phone, within=CODE_SECONDS)
            for step in range(1, WRONG_CODES + 1):
                wrong = f"{(int(right) + step) % 10**6:06d}"
                told["wrong_codes"] += 1
                told["let_in_by_wrong"] += _post(browser, "/accounts/phone/code/", code=wrong).status_code == 302
            last = _post(browser, "/accounts/phone/code/", code=right)
            told["let_in_by_right_after_five_wrong"] += last.status_code == 302
    return told


def _browser(sockets: Sockets) -> httpx.Client:
    transport = httpx.HTTPTransport(uds=str(random.choice(sockets)))
    return httpx.Client(transport=transport, base_url="http://127.0.0.1", headers=ADDRESS, timeout=CODE_SECONDS)


def _post(browser: Any, address: str, **fields: str) -> Any:
    token = browser.cookies.get("csrftoken", "")
    return browser.post(address, data={**fields, "csrfmiddlewaretoken": token})


def _timed(told: Told, what: str, ask: Any) -> Any:
    begin = time.perf_counter()
    answer = ask()
    told.add(what, time.perf_counter() - begin)
    return answer


if __name__ == "__main__":
    main()
