"""The book of a running year: facts come and go one by one, and only what they touch is reckoned anew."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable

from .facts import Fact, Member
from .reckoning import Line, Tally, gather, item_lines
from .scheme import Scheme


class Book:
    """
    Tallies that follow the facts. At any moment they equal `reckon_year` over the facts it holds (F147).

    A fact that comes twice is one fact; a fact that leaves (void) takes its points with it.
    """

    def __init__(self, scheme: Scheme, members: Iterable[Member]) -> None:
        self._scheme = scheme
        self._members = {member.id: member for member in members}
        self._facts: dict[int, Fact] = {}
        self._by_item: dict[tuple[int, str], list[Fact]] = {}
        self._by_member: dict[int, list[Fact]] = {member: [] for member in self._members}
        self._lines: dict[tuple[int, str], list[Line]] = {}
        self._touched: dict[int, set[str]] = {m: {item.code for item in scheme.items} for m in self._members}
        self._tallies: dict[int, Tally] = {}

    def add(self, fact: Fact) -> None:
        """Take a fact in; one that is there already, or of nobody known, changes nothing."""
        if fact.id in self._facts or fact.member not in self._members:
            return
        self._facts[fact.id] = fact
        insort(self._by_member[fact.member], fact, key=lambda f: f.order)
        for item in self._scheme.kinds.get(fact.kind, ()):
            insort(self._by_item.setdefault((fact.member, item.code), []), fact, key=lambda f: f.order)
        self._touch(fact)

    def void(self, fact_id: int) -> None:
        """Let a fact count no more; one that is not there changes nothing."""
        fact = self._facts.pop(fact_id, None)
        if fact is None:
            return
        self._by_member[fact.member].remove(fact)
        for item in self._scheme.kinds.get(fact.kind, ()):
            self._by_item[fact.member, item.code].remove(fact)
        self._touch(fact)

    def tally(self, member_id: int) -> Tally:
        """Return the member's reckoning as of now."""
        touched = self._touched.pop(member_id, None)
        if touched is not None:
            self._reckon(self._members[member_id], touched)
        return self._tallies[member_id]

    def _touch(self, fact: Fact) -> None:
        items = {item.code for item in self._scheme.kinds.get(fact.kind, ())}
        self._touched.setdefault(fact.member, set()).update(items)

    def _reckon(self, member: Member, touched: set[str]) -> None:
        for item in self._scheme.items:
            if item.code in touched:
                facts = self._by_item.get((member.id, item.code), [])
                self._lines[member.id, item.code] = item_lines(self._scheme, item, member, facts)
        lines = {item.code: self._lines[member.id, item.code] for item in self._scheme.items}
        self._tallies[member.id] = gather(self._scheme, member, lines, self._by_member[member.id])
