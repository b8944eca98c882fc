"""The frame of a room's walk: people try any act in any order, and what is refused leaves every row as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.workflow import Machine


class RoomWalk(RuleBasedStateMachine):
    """
    Rules of a subclass are a room's services; `WATCHED` are the tables an act of it could touch.

    A walk calls `enter` first and sets `people` and `at`; whatever it wrote is undone when it ends.
    """

    WATCHED: tuple[type[Model], ...] = ()
    people: list[Actor]
    at: datetime

    def enter(self, committee: Any) -> None:
        """Open the scope of a committee that is made anew for each walk; `committee` makes it."""
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.scope = tenancy.scope(committee())
        self.scope.__enter__()

    def teardown(self) -> None:
        """Leave the committee and undo the walk."""
        if hasattr(self, "scope"):
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Return every row an act of the room could touch."""
        return {model.__name__: list(model._default_manager.order_by("id").values()) for model in self.WATCHED}

    def attempt(self, who: int, act: Any, **given: Any) -> bool:
        """Let somebody try an act; a refusal changes nothing. Returns whether it was done."""
        before = self.everything()
        try:
            with transaction.atomic():
                act(by=self.people[who], at=self.at, **given)
        except (Refused, PermissionDenied):
            assert self.everything() == before
            return False
        return True


def chains(kind: str) -> Iterator[list[LedgerEntry]]:
    """Yield the ledger of each object of a kind, the earliest first."""
    by_object: dict[int, list[LedgerEntry]] = {}
    for row in LedgerEntry.objects.filter(kind=kind).order_by("id"):
        by_object.setdefault(row.object_id, []).append(row)
    yield from by_object.values()


def assert_whole(machine: Machine, rows: list[LedgerEntry]) -> None:
    """Assert that each row begins where the one before ended, by a row of the table; the first is a beginning."""
    for before, row in pairwise(rows):
        step = machine.get(row.act)
        assert row.from_state == before.to_state
        assert row.from_state in step.sources
        assert row.to_state == (step.target or row.from_state)


def walk(machine: type[RoomWalk], *, examples: int, steps: int) -> None:
    """Walk so many times so many steps, the same on every machine."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
