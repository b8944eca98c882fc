"""What the committee already has, as an import is held against it; read once a job or an act."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..enums import GRASSROOTS_KINDS, BodyKind
from ..models import Body, BodyAlias, Sector, Term, in_force
from ..queries import bodies_in_force, current_term
from .choices import NEW_NAME, Choices

_MARKS = re.compile(r"[\s·（）()]")


def bare_sector(text: str) -> str:
    """Return what a sector is called without 界 or 界别 behind it: 经济界 is 经济."""
    bare = _MARKS.sub("", text)
    return re.sub("(?<=.)(?:界别|界)$", "", bare)


@dataclass
class RollWorld:
    """The term a roll is imported into, its sectors, the bodies of the day."""

    choices: Choices
    on: date
    term: Term | None = None
    _missing: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Find the term: the chosen one, else the one of the day."""
        chosen = Term.objects.filter(public_id=self.choices.term).first() if self.choices.term else None
        self.term = chosen or current_term(self.on)

    @cached_property
    def joined_on(self) -> date:
        """Return from when new members are in the roll: as chosen, else the first day of the term or today."""
        if self.choices.joined_on:
            return date.fromisoformat(self.choices.joined_on)
        return self.term.start_date if self.term and self.term.start_date > self.on else self.on

    @cached_property
    def sectors(self) -> dict[str, Sector]:
        """Return the sectors of the term by name, in the order of rolls."""
        rows = Sector.objects.filter(term=self.term).order_by("order", "id") if self.term else ()
        return {sector.name: sector for sector in rows}

    def sector_called(self, text: str) -> str | None:
        """Return the sector a text means: by its name, without 界, or as the clerk settled it."""
        settled = self.choices.names.get(text, "")
        if settled == NEW_NAME:
            return bare_sector(text)
        return settled or self._by_bare_name.get(bare_sector(text))

    @cached_property
    def _by_bare_name(self) -> dict[str, str]:
        return {bare_sector(name): name for name in self.sectors}

    def body_called(self, kind: str, text: str) -> Body | None:
        """Return the one special committee or grassroots unit of that name; None when there is none or two."""
        found = self._bodies[kind].get(text, [])
        return found[0] if len(found) == 1 else None

    @cached_property
    def _bodies(self) -> dict[str, dict[str, list[Body]]]:
        kinds = {"committee": (BodyKind.SPECIAL_COMMITTEE,), "group": GRASSROOTS_KINDS}
        return {kind: self._named(list(bodies_in_force(self.on, *those))) for kind, those in kinds.items()}

    def _named(self, bodies: list[Body]) -> dict[str, list[Body]]:
        by_id = {body.pk: body for body in bodies}
        named: dict[str, list[Body]] = {}
        aliases = BodyAlias.objects.filter(in_force(self.on), body__in=bodies).values_list("body_id", "text")
        own = [(body.pk, name) for body in bodies for name in (body.full_name, body.short_name)]
        for pk, text in dict.fromkeys([*own, *aliases]):
            named.setdefault(text, []).append(by_id[pk])
        return named

    @cached_property
    def body_names(self) -> dict[int, str]:
        """Return what each body of the day is called in short."""
        return dict(bodies_in_force(self.on).values_list("pk", "short_name"))
