"""What the clerk decided about an import: the tree of its batch."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

Json = dict[str, Any]
OUT, NAMESAKES, ANOTHER, SAME = "out", "namesakes", "another", "same:"
NEW_NAME = "+"
"""Chosen for a sector that is not in the dictionary: put it there."""


@dataclass(frozen=True)
class Choices:
    """
    Which sheet and columns are read, what kind of roll it is, what was decided about single rows.

    `sheet` and `columns` empty: the house chooses. `names` settles sectors that are not in the dictionary.
    `decisions` holds words by the number of the row; `counts` what the rows would do.
    """

    sheet: int | None = None
    columns: dict[str, int] = field(default_factory=dict)
    standing: str = "active"
    term: str = ""
    joined_on: str = ""
    names: dict[str, str] = field(default_factory=dict)
    skips_problems: bool = False
    decisions: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)

    @classmethod
    def from_json(cls, tree: Json) -> Choices:
        """Read the tree of a batch; an empty one has no choices yet."""
        return cls(**tree)

    def to_json(self) -> Json:
        """Return the tree of a batch."""
        return asdict(self)

    def words(self, row: int) -> list[str]:
        """Return what was decided about a row."""
        return self.decisions.get(str(row), [])

    def is_out(self, row: int) -> bool:
        """Tell whether a row is left out."""
        return OUT in self.words(row)

    def decided(self, row: int, word: str) -> Choices:
        """Add a decision about a row; the same person and another person exclude each other."""
        kept = [each for each in self.words(row) if not (_is_who(word) and _is_who(each)) and each != word]
        return self._with(row, [*kept, word])

    def undecided(self, row: int) -> Choices:
        """Take back what was decided about a row."""
        return self._with(row, [])

    def _with(self, row: int, words: list[str]) -> Choices:
        decisions = {**self.decisions, str(row): words}
        return replace(self, decisions={key: each for key, each in decisions.items() if each})


def _is_who(word: str) -> bool:
    return word == ANOTHER or word.startswith(SAME)
