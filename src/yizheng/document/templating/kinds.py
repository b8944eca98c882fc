"""The kinds of templates: code, name for a clerk, variables with sample values, and how the shipped one is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..typesetting.faces import Faces


@dataclass(frozen=True)
class Slot:
    """
    One variable of a template. A list has `parts`, the names of what each of its entries holds.

    `is_text` marks a text whose lines become paragraphs with a level, `is_heading` one broken by meaning.
    """

    name: str
    label: str
    sample: Any
    parts: tuple[str, ...] = ()
    is_text: bool = False
    is_heading: bool = False

    @property
    def is_list(self) -> bool:
        """Tell whether a template repeats it."""
        return self.is_text or isinstance(self.sample, tuple)


@dataclass(frozen=True)
class TemplateKind:
    """
    One kind of paper that is filled into a template.

    `finish` is given the filled python-docx document, for what no mark can say (cells merged downwards).
    """

    code: str
    label: str
    slots: tuple[Slot, ...]
    build: Callable[[Faces], bytes]
    first_page_bare: bool = False
    finish: Callable[[Any], None] | None = None

    def sample(self) -> Mapping[str, Any]:
        """Return values to try a template with."""
        return {slot.name: slot.sample for slot in self.slots}


_kinds: dict[str, TemplateKind] = {}


def register(*kinds: TemplateKind) -> None:
    """Make kinds known; rooms above may add their own in `AppConfig.ready`."""
    for kind in kinds:
        _kinds[kind.code] = kind


def get(code: str) -> TemplateKind:
    """Return a kind by code. Raises: LookupError."""
    try:
        return _kinds[code]
    except KeyError:
        raise LookupError(f"no template is called {code!r}") from None


def registered() -> list[TemplateKind]:
    """Return every kind in the order in which they were made known."""
    return list(_kinds.values())
