"""
What members, units and clerks do on a plenary evening, as Locust runs it; started by plenary_evening.py.

Everybody is a browser: a page is opened, its act key and CSRF token go into the form, and what meets a broken
connection is sent again with the same key. What was acknowledged is written down and compared with the database.
"""

from __future__ import annotations

import json
import os
import random
import re
import time
from collections.abc import Iterator
from http.cookiejar import Cookie
from pathlib import Path
from typing import Any

import gevent
from locust import FastHttpUser, events, task

GIVEN = json.loads(Path(os.environ["PLENARY_GIVEN"]).read_text())
BASE = f"/{GIVEN['slug']}/"
MOST_TRIES = 40
DOUBLE_CLICKS = 0.3
BROKEN = (0, 502, 503, 504)
TOLD: dict[str, Any] = {
    "answers": {}, "asked_at": [], "until_done": {}, "errors": [], "retries": 0, "broken": 0, "refused": 0,
    "repeats": 0, "saved": {}, "saving": {}, "submitted": {}, "signed": [], "reviewed": [], "begun": {},
}  # fmt: skip
_random = random.Random(20260303)


@events.quitting.add_listener
def _write(**_named: Any) -> None:
    Path(os.environ["PLENARY_TOLD"]).write_text(json.dumps(TOLD))


class Person(FastHttpUser):
    """Somebody with a browser who does one thing after the other."""

    abstract = True
    seats: list[dict[str, Any]] = []
    rate: float  # requests a second
    connection_timeout = 30
    network_timeout = 300

    def on_start(self) -> None:
        """Take a seat and come in, not all at the same moment."""
        gevent.sleep(_random.random() / self.rate)
        self.seat = type(self).seats.pop()
        self.page = ""
        self.client.cookiejar.set_cookie(_cookie(self.seat["cookie"]))
        self.client.client.redirect_response_codes = frozenset()  # for good: two clicks share this client
        self.doing = self.evening()

    def wait_time(self) -> float:
        """Wait, in seconds, as long as people who do not know of each other: arrivals without a beat."""
        return _random.expovariate(self.rate)

    @task
    def step(self) -> None:
        """Do the next thing."""
        next(self.doing)

    def evening(self) -> Iterator[None]:
        """Return what this person does, one request a step."""
        raise NotImplementedError

    def open(self, kind: str, path: str) -> str:
        """Open a page and keep its text."""
        self.page = self.ask(kind, "GET", path, {}, expects=(200,))[1]
        return self.page

    def post(self, kind: str, path: str, *, expects: tuple[int, ...] = (302,), **fields: str) -> tuple[int, str, str]:
        """Send the form of the open page: sometimes by a double click, both with the same key."""
        told = {"csrfmiddlewaretoken": _field(self.page, "csrfmiddlewaretoken"),
                "act_key": _field(self.page, "act_key"), **fields}  # fmt: skip
        if "edition" in fields or _random.random() > DOUBLE_CLICKS:
            return self.ask(kind, "POST", path, told, expects=expects)
        TOLD["repeats"] += 1
        clicks = [gevent.spawn(self.ask, kind, "POST", path, told, expects=expects) for _ in range(2)]
        gevent.joinall(clicks)
        one, two = (click.value or (0, "", "") for click in clicks)
        if one[0] != two[0] or one[2] != two[2]:
            _note(kind, f"a double click got two answers: {one[0]} {one[2]} and {two[0]} {two[2]}")
        return one

    def ask(
        self, kind: str, method: str, path: str, fields: dict[str, str], *, expects: tuple[int, ...]
    ) -> tuple[int, str, str]:
        """Ask, and ask again with the very same words as long as the connection breaks."""
        begin, answer = time.perf_counter(), None
        for _ in range(MOST_TRIES):
            start = time.perf_counter()
            answer = self.client.request(method, path, data=fields or None, name=kind, headers={"Accept": "*/*"})
            if answer.status_code not in BROKEN:
                TOLD["answers"].setdefault(kind, []).append(time.perf_counter() - start)
                TOLD["asked_at"].append([start, time.perf_counter() - start])
                break
            TOLD["retries"] += 1
            gevent.sleep(0.3 + _random.random() * 0.7)
        assert answer is not None, "tried at least once"
        TOLD["until_done"].setdefault(kind, []).append(time.perf_counter() - begin)
        if answer.status_code not in expects:
            _note(kind, f"{method} {path}: {answer.status_code} {_words(answer.text or '')}")
        return answer.status_code, answer.text or "", (answer.headers or {}).get("location", "")


class Member(Person):
    """Writes, saves by itself every now and then, submits, begins anew."""

    fixed_count = len(GIVEN["members"])
    seats = GIVEN["members"]
    rate = GIVEN["member_rate"]

    def evening(self) -> Iterator[None]:
        """Write and submit the draft at hand, then the next."""
        draft = self.seat["draft"]
        while True:
            yield from self._write(draft)
            yield from self._submit(draft)
            draft = yield from self._begin()

    def _write(self, draft: str) -> Iterator[None]:
        self.open("write", f"{BASE}proposals/{draft}/write/")
        edition = int(_field(self.page, "edition") or 0)
        yield
        for turn in range(_random.randint(2, 9)):
            title = f"关于第{turn + 1}稿{_random.randint(1, 10**6)}的建议"
            TOLD["saving"][draft] = title
            status, text, _ = self.post(
                "autosave", f"{BASE}proposals/{draft}/autosave/", expects=(200,), **_text(title), edition=str(edition)
            )
            if status == 200:
                edition = json.loads(text)["edition"]
                TOLD["saved"][draft] = [edition, title]
            yield

    def _submit(self, draft: str) -> Iterator[None]:
        self.open("check", f"{BASE}proposals/{draft}/submit/")
        yield
        status, _, where = self.post("submit", f"{BASE}proposals/{draft}/submit/")
        if status == 302:
            TOLD["submitted"][draft] = where
        yield
        self.open("proposal", f"{BASE}proposals/{draft}/")
        yield
        self.open("mine", f"{BASE}proposals/mine/")
        yield

    def _begin(self) -> Iterator[None]:
        self.open("new", f"{BASE}proposals/new/")
        key = _field(self.page, "act_key")
        yield
        while True:
            status, text, _ = self.post(
                "begin", f"{BASE}proposals/new/autosave/", expects=(200,), **_text("关于新写一件的建议")
            )
            yield
            if status == 200:
                draft = json.loads(text)["write"].rstrip("/").split("/")[-2]
                TOLD["begun"][key] = draft
                return draft


class Unit(Person):
    """Signs for what it was given, then looks after it."""

    fixed_count = len(GIVEN["units"])
    seats = GIVEN["units"]
    rate = GIVEN["unit_rate"]

    def evening(self) -> Iterator[None]:
        """Sign for one after the other; then read."""
        for handling in self.seat["handlings"]:
            self.open("unit desk", f"{BASE}unit/")
            yield
            self.open("sign page", f"{BASE}handlings/{handling}/sign-for/")
            yield
            if self.post("sign", f"{BASE}handlings/{handling}/sign-for/")[0] == 302:
                TOLD["signed"].append(handling)
            yield
        while True:
            self.open("handling", f"{BASE}handlings/{_random.choice(self.seat['handlings'])}/")
            yield
            self.open("unit desk", f"{BASE}unit/")
            yield


class Clerk(Person):
    """Reads what came in, one of those that wait."""

    fixed_count = len(GIVEN["clerks"])
    seats = GIVEN["clerks"]
    rate = GIVEN["clerk_rate"]

    def evening(self) -> Iterator[None]:
        """Choose from the list, read, give an opinion; a colleague may be faster."""
        while True:
            text = self.open("review list", f"{BASE}proposals/review/")
            waiting = sorted(set(re.findall(r"proposals/([0-9a-f-]{36})/review/", text)))
            yield
            if waiting:
                yield from self._review(_random.choice(waiting))

    def _review(self, proposal: str) -> Iterator[None]:
        path = f"{BASE}proposals/{proposal}/review/"
        self.open("review one", path)
        yield
        if 'name="category"' not in self.page:
            TOLD["refused"] += 1
            return
        status, _, where = self.post(
            "review", path, expects=(302, 409), category="社会事业", outcome="file", opinion="", keywords="民生"
        )
        if status == 302 and where != f"{BASE}proposals/{proposal}/":
            TOLD["reviewed"].append(proposal)
        else:
            TOLD["refused"] += 1  # somebody else has just read it
        yield


def _text(title: str) -> dict[str, str]:
    return {
        "title": title, "background": "现状和数据。" * 40, "analysis": "原因。" * 60,
        "research_basis": "走访三个社区。", "publish_consent": "summary", "declared_unclassified": "on",
        "suggestion_1": "由街道牵头建立议事会。", "suggestion_2": "设立后续维护资金池。", "suggestion_3": "",
    }  # fmt: skip


def _field(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', found.group(0)) if found else None
    return value.group(1) if value else ""


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2] or page).split())[:160]


def _note(kind: str, words: str) -> None:
    TOLD["errors"].append(f"{kind}: {words}")


def _cookie(value: str) -> Cookie:
    return Cookie(
        0, "sessionid", value, None, False, "127.0.0.1", False, False, "/", True, False, None, True, None, None, {}
    )  # fmt: skip
