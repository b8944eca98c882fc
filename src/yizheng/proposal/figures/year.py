"""All that a year's report says of proposals, read at once: figures, rates, contacts, satisfaction (handbook 5.11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.together import Steps, in_rounds, side_by_side
from yizheng.org.configuration import value

from .. import figures
from ..keys import CLASSES
from ..models import Proposal
from ..queries import proposals_visible_to
from . import Contacts, Rate, counting
from .counting import Counted
from .rates import Rate as Satisfaction
from .rates import two_rates


@dataclass(frozen=True)
class YearFigures:
    """The figures of one year as a person sees them on a day."""

    year: int
    on: date
    shown: tuple[Counted, ...]
    found: dict[str, int]
    rates: list[Rate]
    contacts: Contacts
    first_timers: int
    handling: Satisfaction
    implementation: Satisfaction

    @classmethod
    def read(cls, year: int, actor: Actor, *, on: date) -> YearFigures:
        """Read everything in a few statements, whatever the year holds."""
        [found] = in_rounds([cls.steps(year, actor, on=on)])
        return found  # type: ignore[no-any-return]

    @classmethod
    def steps(cls, year: int, actor: Actor, *, on: date) -> Steps[YearFigures]:
        """Return the steps of `read`, for a page that asks more at once."""
        rows = proposals_of(year, actor)
        letters = letters_of(year, on)
        shown = figures.all_figures(on, letters)
        found, spoken, first_timers = yield from side_by_side(
            counting.counts.steps(rows, shown), figures.contacts.steps(rows), figures.first_timers.steps(rows)
        )
        shares = [*figures.rates_of(found, shown, letters), spoken.rate]
        return cls(
            year, on, shown, found, shares, spoken, first_timers, *two_rates(year)
        )  # fmt: skip

    def told(self) -> dict[str, Any]:
        """Return the figures as they are frozen: numbers and words, no objects."""
        return {
            "figures": [{"code": each.code, "label": each.label, "n": self.found[each.code]} for each in self.shown],
            "rates": [{"code": each.code, "label": each.label, "n": each.n, "m": each.m} for each in self.rates],
            "first_timers": self.first_timers,
            "handling_satisfaction": _told(self.handling),
            "implementation_satisfaction": _told(self.implementation),
        }


def _told(rate: Satisfaction) -> dict[str, int]:
    return {
        "satisfied": rate.satisfied, "basic": rate.basic, "not_satisfied": rate.not_satisfied, "silent": rate.silent,
    }  # fmt: skip


def proposals_of(year: int, actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals of a year that a person may see."""
    return proposals_visible_to(actor).filter(year=year)


def letters_of(year: int, on: date) -> str:
    """Return the classes in use in a year, in their order: those of its last day, or of today. Rule: handbook 5.7."""
    day = min(on, date(year, 12, 31))
    return "".join(line.partition("=")[0] for line in value(CLASSES, on=day))
