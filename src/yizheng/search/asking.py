"""From what a person typed to what is looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import grams
from .folding import fold
from .models import MOST_QUERY_CHARS
from .words import content_words, cut

_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|「([^」]+)」')
MOST_PHRASES = 8
_FULL_STOPS = "*,。，、;；!！?？"


@dataclass(frozen=True)
class Asked:
    """
    `phrases` must each stand in the text as they are, in the one spelling of `folding`; none: nothing is asked.

    `quoted` phrases are never taken apart. `text` is what was typed.
    """

    text: str
    phrases: tuple[str, ...]
    quoted: frozenset[str] = frozenset()

    def must(self) -> list[str]:
        """Return the lexemes every answer has; single characters are looked for in titles, if nothing else is asked."""
        found = set[str]().union(*map(grams.pairs, self.phrases))
        return sorted(found or {grams.TITLE + phrase for phrase in self.phrases})

    def title(self) -> list[str]:
        """Return the lexemes every answer has besides that says the longest part in its title; none: all of them do."""
        return sorted(grams.TITLE + each for each in grams.pairs(max(self.phrases, key=len)))


def read(text: str) -> Asked:
    """
    Read a question: blanks part what must stand somewhere each, quotation marks hold together.

    Every part is found inside words too, so that the beginning of a word is enough; an asterisk after it is taken
    for what it means elsewhere and left out.
    """
    typed = text.replace("\0", " ").strip()[:MOST_QUERY_CHARS]
    quoted = [fold(next(filter(None, match.groups()))).strip() for match in _QUOTED.finditer(typed)]
    rest = [_bare(part) for part in fold(_QUOTED.sub(" ", typed)).split(" ")]
    parts = [" ".join(part.split()) for part in [*quoted, *rest] if part.strip()]
    if not parts:  # nothing but punctuation: then that is what is asked for
        parts = fold(typed).split()
    return Asked(typed, tuple(dict.fromkeys(parts))[:MOST_PHRASES], frozenset(quoted))


def _bare(part: str) -> str:
    """Leave out punctuation around a part, unless less than a pair would stay."""
    bare = part.strip(fold(_FULL_STOPS))
    return bare if len(bare) > 1 or len(part) == 1 else part


def loosened(asked: Asked) -> Asked | None:
    """
    Return the question taken apart into its words, None when there is nothing to take apart.

    For questions nobody wrote just so: 老旧小区电梯加装 finds what speaks of 老旧小区, 电梯 and 加装.
    """
    parts: list[str] = []
    for phrase in asked.phrases:
        parts += [phrase] if phrase in asked.quoted else _words(phrase)
    apart = tuple(dict.fromkeys(parts))[:MOST_PHRASES]
    return None if not apart or set(apart) == set(asked.phrases) else Asked(asked.text, apart, asked.quoted)


def _words(phrase: str) -> list[str]:
    told = [word for word in content_words(phrase) if word in phrase]
    whole = [word for word in told if not any(word != other and word in other for other in told)]
    return whole or [word for word in cut(phrase) if len(word) > 1] or [phrase]
