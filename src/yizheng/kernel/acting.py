"""Who acts: a person in a hat, or the house itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Source(StrEnum):
    """By which way an act came in."""

    WEB = "web"
    PAPER = "paper"
    IMPORT = "import"
    API = "api"
    SYSTEM = "system"


SOURCE_LABELS = {
    Source.WEB: "网页",
    Source.PAPER: "纸质代录",
    Source.IMPORT: "导入",
    Source.API: "接口",
    Source.SYSTEM: "系统",
}


@dataclass(frozen=True)
class Hat:
    """
    One role of a person in one committee (身份).

    `scope_kind` and `scope_id` narrow it to a body, a unit or a membership; empty means the whole committee.
    """

    role: str
    label: str = ""
    scope_kind: str = ""
    scope_id: int | None = None
    grant_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """A person wearing one of several hats. The worn hat alone decides what may be done."""

    user_id: int | None
    name: str
    hat: Hat
    hats: tuple[Hat, ...] = ()
    source: Source = Source.WEB
    entered_by_id: int | None = None

    def wears(self, *roles: str) -> bool:
        """Tell whether the worn hat is one of these roles."""
        return self.hat.role in roles

    def in_hat(self, hat: Hat) -> Actor:
        """Return the same person in another of the hats they hold."""
        return replace(self, hat=hat)


SYSTEM = Actor(user_id=None, name="系统", hat=Hat(role="system", label="系统"), source=Source.SYSTEM)
