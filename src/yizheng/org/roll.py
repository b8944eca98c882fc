"""Who stands where on a given day: posts, collectives, those in charge, and the phrases for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from yizheng.org.naming import (
    NameCandidate,
    Resolution,
    ResolutionState,
    Suggestion,
    Target,
    holds,
    resolved,
    target_of,
    unknown,
    unsure,
)
from yizheng.ui.tags.marks import long_date

POSTS = ("主席", "副主席", "秘书长", "副秘书长")
# The chairpersons' meeting is made up of these (handbook 1.1).
_CHAIRS = ("主席", "副主席", "秘书长")
_CHAIRS_MEETING = re.compile("主席会议(?:全体)?成员|主席班子|班子成员|领导班子(?:成员)?")
_NOT_SAID = "没有写明是哪几个，请选定，或保留原文。"
_EACH = re.compile("(?:各位?|全体|所有)(?P<of>.+)")
_SOME = re.compile("各?(?:有关|相关|部分|责任)(?P<of>.+)")
_IN_CHARGE = re.compile("(?:各)?(?:分管|联系)的?(?P<post>副主席|主席|领导)")
_COLLECTIVE = {"专门委员会": "专委会", "专委": "专委会", "委": "专委会", "委员会": "专委会"}

_ONLY_AFTER_ALL = ("委", "委员会")  # 各委 is a phrase, 委 alone is a torn name


class Roll:
    """The candidates in force on one day, and what is held on it."""

    def __init__(self, candidates: Sequence[NameCandidate], on: date) -> None:
        self._on = on
        self.present = [one for one in candidates if holds(one, on)]
        self.posts = {*POSTS, *(tenure.post for one in candidates for tenure in one.posts)}
        self.collectives = {name for one in self.present for name in one.collectives}

    def read(self, name: str, departments: Sequence[Resolution]) -> Resolution | None:
        """Read posts (主席), all (各副主席), some (有关专委会) and those in charge (分管主席)."""
        if name in self.posts:
            return self._members(name, self.holders([name]))
        if _CHAIRS_MEETING.fullmatch(name):
            return self._members(name, self.holders(_CHAIRS))
        if found := _IN_CHARGE.fullmatch(name):
            return self._in_charge(name, found["post"], departments)
        if found := _SOME.fullmatch(name):
            return self._some(name, self._reached(found["of"])) or unknown(f"“{name}”{_NOT_SAID}")
        if found := _EACH.fullmatch(name):
            return self._each(name, found["of"])
        return self._some(name, self._reached(name)) if name not in _ONLY_AFTER_ALL else None

    def _each(self, name: str, of: str) -> Resolution | None:
        if of in self.posts or _COLLECTIVE.get(of, of) in self.collectives:
            return self._members(name, self._reached(of))
        return None

    def _members(self, name: str, members: Sequence[NameCandidate]) -> Resolution:
        if not members:
            return unknown(f"{long_date(self._on)}没有登记“{name}”，请先补登任职。")
        return resolved(target_of(member, name) for member in members)

    def _some(self, name: str, members: Sequence[NameCandidate]) -> Resolution | None:
        if not members:
            return None
        suggestions = [Suggestion(target_of(one, name), 0.5, f"“{name}”可能包括它") for one in members]
        return unsure(suggestions, f"“{name}”{_NOT_SAID}")

    def _in_charge(self, name: str, post: str, departments: Sequence[Resolution]) -> Resolution:
        """Who leads the departments of the row, when all of them are known and led."""
        bodies = [target for department in departments for target in department.targets]
        led = [(body, leader) for body in bodies for leader in self._leaders_of(body)]
        if post == "副主席":
            led = [(body, leader) for body, leader in led if post in self.held_by(leader)]
        clear = all(department.state is ResolutionState.RESOLVED for department in departments)
        if led and clear and {body for body, _ in led} == set(bodies):
            return resolved(target_of(leader, name) for _, leader in led)
        offered = {leader: f"分管{body.name}" for body, leader in reversed(led)}
        offered = offered or dict.fromkeys(self.holders(["副主席"]), "在任副主席")
        suggestions = [Suggestion(target_of(one, name), 0.5, reason) for one, reason in offered.items()]
        return unsure(suggestions, f"“{name}”要看责任部门由谁分管，请选定。")

    def _leaders_of(self, body: Target) -> list[NameCandidate]:
        if body.kind != "body":
            return []
        return [
            one
            for one in self.present
            if any(charge.body_id == body.id and holds(charge, self._on) for charge in one.charges)
        ]

    def _reached(self, of: str) -> list[NameCandidate]:
        """The members of a post or a collective, in official order."""
        if of in self.posts:
            return self.holders([of])
        wanted = _COLLECTIVE.get(of, of)
        return [one for one in self.present if wanted in one.collectives]

    def holders(self, posts: Sequence[str]) -> list[NameCandidate]:
        """Those who hold one of the posts, by post as given, then by official rank."""
        held = [
            (posts.index(tenure.post), tenure.rank, place, one)
            for place, one in enumerate(self.present)
            for tenure in one.posts
            if tenure.post in posts and holds(tenure, self._on)
        ]
        return list(dict.fromkeys(one for *_, one in sorted(held, key=lambda entry: entry[:3])))

    def held_by(self, person: NameCandidate) -> set[str]:
        """The posts a person holds."""
        return {tenure.post for tenure in person.posts if holds(tenure, self._on)}
