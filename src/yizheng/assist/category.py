"""Which subject a text belongs to: the committee's own categories, learned from its own decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yizheng.assist import knowledge
from yizheng.assist.routing import Router, Suggestion
from yizheng.assist.texts import Text


def train(categories: Sequence[str], examples: Iterable[tuple[str | Text, str]] = ()) -> Router:
    """Make a model for these categories; their names and the shipped matters stand in for missing examples."""
    wanted = set(categories)
    duties = {category: _duties_of(category) for category in categories}
    return Router.train(((text, label) for text, label in examples if label in wanted), duties, shipped=False)


def suggest(
    text: str | Text, categories: Sequence[str], examples: Iterable[tuple[str | Text, str]] = (), top: int = 3
) -> list[Suggestion]:
    """Name the likeliest categories of one text; for many texts keep the model of `train`."""
    return train(categories, examples).suggest(text, top)


def _duties_of(category: str) -> str:
    """What the units of this subject do; a category we do not know speaks by its own name."""
    units = knowledge.units().values()
    alike = [
        unit.duties for unit in units if unit.subject == category or set(_halves(unit.subject)) & set(_halves(category))
    ]
    return "\n".join([category, *alike])


def _halves(name: str) -> list[str]:
    return [name[place : place + 2] for place in range(0, len(name) - 1, 2)]
