"""
Find who is meant by the names in a plan's columns, on a given day.

Exact names, dated aliases, posts and phrases such as 各副主席 are resolved; abbreviations and
misspellings are only suggested. Pure: the caller loads the candidates, and keeps what a person
confirms as an alias.
Rule: handbook 1.4, 3.3 and 18.3 (4, 13).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from yizheng.org.likeness import contract, folded, likeness, squeeze
from yizheng.org.naming import (
    Alias,
    Charge,
    Kind,
    NameCandidate,
    Resolution,
    ResolutionState,
    Suggestion,
    Target,
    Tenure,
    holds,
    nearest,
    resolved,
    target_of,
    together,
    unknown,
    unsure,
)
from yizheng.org.roll import Roll
from yizheng.ui.tags.marks import long_date

__all__ = [
    "Alias",
    "Charge",
    "Directory",
    "Kind",
    "NameCandidate",
    "Resolution",
    "ResolutionState",
    "Suggestion",
    "Target",
    "Tenure",
    "resolve",
]

_BETWEEN = re.compile(r"[\s、，,；;/|]+")
_FIRM = re.compile("[、，,；;/|]")
_JOINTS = "和与及"
_ROLE = re.compile(r"\s*\((?:牵头|主办|承办|协办|会办|配合|负责)\)")
_CLEAR = 0.65
R = ResolutionState


def resolve(
    display_text: str,
    candidates: Sequence[NameCandidate],
    *,
    on: date,
    departments: Sequence[Resolution] = (),
) -> Resolution:
    """
    Say who `display_text` means on that day; see `Directory.resolve`.

    For more than one text make one `Directory` and ask it.
    """
    return Directory(candidates, on).resolve(display_text, departments)


class Directory:
    """The candidates as they stand on one day, ready to be asked for many names."""

    def __init__(self, candidates: Sequence[NameCandidate], on: date) -> None:
        self._on = on
        self._all = candidates
        self._roll = Roll(candidates, on)
        present = self._roll.present
        self._names = _index((squeeze(one.name), one) for one in present)
        self._aliases = _index((text, one) for one in present for text in self._aliases_of(one))
        self._short = _index(
            (contract(text), one)
            for one in present
            if one.kind in ("body", "unit")
            for text in (one.name, *self._aliases_of(one))
        )

    def resolve(self, display_text: str, departments: Sequence[Resolution] = ()) -> Resolution:
        """
        Say who is meant, however the text is padded with spaces.

        One name, or several with spaces or 、 between them. `departments` is what the same row
        says of departments: it tells who 分管主席 is. RESOLVED only for exact names, aliases in force, posts
        and phrases whose members are known; what is merely alike is UNSURE and has suggestions.
        """
        text = _ROLE.sub("", folded(display_text))
        whole = squeeze(text)
        if not whole:
            return Resolution(display_text, R.UNKNOWN, note="这里没有写名称，请补上。")
        found = (
            self._understood(whole, departments)
            or self._out_of_use(whole)
            or self._several(text, whole, departments)
            or self._guess(text, whole)
        )
        return replace(found, display_text=display_text)

    def _understood(self, name: str, departments: Sequence[Resolution]) -> Resolution | None:
        """Read one name that needs no guessing; None when it is not known as it stands."""
        phrase = self._roll.read(name, departments)
        if phrase and phrase.state is R.RESOLVED:
            return phrase
        return self._exact(name) or phrase or self._with_post(name)

    def _exact(self, name: str) -> Resolution | None:
        """By name, else by an alias in force, else with 委员会 written as 委."""
        if hits := self._names.get(name):
            return _decide(name, hits)
        if hits := self._aliases.get(name):
            return _decide(name, hits, several=True)
        hits = self._short.get(contract(name))
        return _decide(name, hits) if hits else None

    def _with_post(self, name: str) -> Resolution | None:
        """陆青副主席 is 陆青, when the post is hers on that day."""
        for post, persons in self._persons_beside_posts(name):
            holders = [one for one in persons if post in self._roll.held_by(one)]
            if len(holders) == 1:
                return resolved([target_of(holders[0])])
        return None

    def _beside_post(self, name: str) -> Resolution | None:
        """A known person with a post of somebody else is worth a look."""
        for post, persons in self._persons_beside_posts(name):
            reason = f"{persons[0].name}当日登记的任职中没有“{post}”"
            return unsure([Suggestion(target_of(one), 0.9, reason) for one in persons], f"{reason}，请核对。")
        return None

    def _persons_beside_posts(self, name: str) -> Iterator[tuple[str, list[NameCandidate]]]:
        """Read the text as a post before or behind a person's name, the longest post first."""
        for post in sorted(self._roll.posts, key=lambda post: (-len(post), post)):
            rest = name.removeprefix(post) if name.startswith(post) else name.removesuffix(post)
            persons = [one for one in self._names.get(rest, []) if one.kind == "person"]
            if rest != name and persons:
                yield post, persons

    def _out_of_use(self, whole: str) -> Resolution | None:
        """A name that is right but not on this day: it is offered beside what resembles it."""
        known = any(self._out_of_force(whole, candidate) for candidate in self._all)
        return self._alike(whole) if known else None

    def _several(self, text: str, whole: str, departments: Sequence[Resolution]) -> Resolution | None:
        """Read more than one name; a person beside a post of somebody else may be one slip instead."""
        pieces = self._in_pieces(text, departments)
        if pieces and pieces.state is R.RESOLVED:
            return pieces
        return self._beside_post(whole) or pieces or self._run_together(whole)

    def _in_pieces(self, text: str, departments: Sequence[Resolution]) -> Resolution | None:
        """Read several names, when at least one of them is known or a mark stands between them."""
        pieces = [squeeze(piece) for piece in _BETWEEN.split(text)]
        names = self._joined([piece for piece in pieces if piece], departments)
        known = [self._understood(name, departments) for name in names]
        nameless = any(len(name) < 2 and not one for name, one in zip(names, known, strict=True))
        if len(names) < 2 or nameless or not (any(known) or _FIRM.search(text)):
            return None
        return together(one or self._alike(name) for name, one in zip(names, known, strict=True))

    def _joined(self, pieces: Sequence[str], departments: Sequence[Resolution]) -> list[str]:
        """Join padded pieces (孟 珂) so that the fewest characters stay unknown, in the fewest names."""
        best: list[tuple[int, int, list[str]]] = [(0, 0, [])]
        for end in range(1, len(pieces) + 1):
            options = []
            for start in range(end):
                name, part = "".join(pieces[start:end]), pieces[start:end]
                known = self._understood(name, departments) is not None
                if known or len(part) == 1 or all(len(piece) == 1 for piece in part):
                    missed, count, names = best[start]
                    options.append((missed + (0 if known else len(name)), count + 1, [*names, name]))
            best.append(min(options, key=lambda option: option[:2]))
        return best[-1][2]

    def _run_together(self, whole: str) -> Resolution | None:
        """主席副主席, or 提案委和办公室: known names without spaces between them."""
        names = self._cut(whole)
        if len(names) < 2:
            return None
        found = together(self._understood(name, ()) or self._alike(name) for name in names)
        posts_only = all(name in self._roll.posts for name in names)
        if posts_only or len("".join(names)) + len(names) - 1 == len(whole):
            return found
        suggestions = [Suggestion(target, 0.8, "像是几个名称连写") for target in found.targets]
        return unsure(suggestions, "像是几个名称连写，请核对。") if suggestions else None

    def _cut(self, whole: str) -> list[str]:
        """The fewest known names that make up the text, joints (和) aside; empty if there are none."""
        known = {
            *self._names,
            *self._aliases,
            *self._short,
            *self._roll.posts,
            *(f"各{one}" for one in self._roll.collectives),
        }
        best: list[list[str] | None] = [[]]
        for end in range(1, len(whole) + 1):
            options = [
                [*before, whole[start:end]]
                for start, before in enumerate(best)
                if before is not None and whole[start:end] in known
            ]
            carried = best[end - 1] if whole[end - 1] in _JOINTS and best[end - 1] else None
            best.append(min([*options, *([carried] if carried else [])], key=len, default=None))
        return best[-1] or []

    def _guess(self, text: str, whole: str) -> Resolution:
        """One misspelt name, or several abbreviations with spaces between them."""
        as_one = self._alike(whole)
        pieces = text.split()
        clear = as_one.suggestions and as_one.suggestions[0].score >= _CLEAR
        if clear or len(pieces) < 2 or min(len(piece) for piece in pieces) < 2:
            return as_one
        return together(self._alike(piece) for piece in pieces)

    def _alike(self, name: str) -> Resolution:
        """Suggest the most similar names; never more than a suggestion."""
        found = [one for candidate in self._all for one in self._likenesses(name, candidate)]
        found += [*self._alike_posts(name), *self._by_surname(name)]
        near = nearest(found)
        if not near:
            return unknown(f"没有找到与“{name}”相近的名称，请补登或改正。")
        return unsure(near, f"没有叫“{name}”的，请从相近的名称里选定。")

    def _likenesses(self, name: str, candidate: NameCandidate) -> list[Suggestion]:
        if candidate.kind in ("post", "group"):
            return []
        if not holds(candidate, self._on):
            return self._out_of_force(name, candidate)
        target, body = target_of(candidate), candidate.kind != "person"
        texts = [squeeze(text) for text in (candidate.name, *self._aliases_of(candidate))]
        if body:
            texts += [contract(text) for text in texts]
        found = [likeness(name, text, abbreviated=body) for text in dict.fromkeys(texts)]
        alike = [Suggestion(target, one.score, one.reason) for one in found if one]
        return [*self._out_of_force(name, candidate), *alike]

    def _out_of_force(self, name: str, candidate: NameCandidate) -> list[Suggestion]:
        """Offer a candidate whose name or alias fits, but not on this day."""
        past = [alias.text for alias in candidate.aliases if not holds(alias, self._on)]
        if not holds(candidate, self._on):
            past = [candidate.name, *(alias.text for alias in candidate.aliases)]
        if contract(name) not in (contract(text) for text in past):
            return []
        reason = f"名称相同，但{long_date(self._on)}不在用"
        return [Suggestion(target_of(candidate), 0.8, reason)]

    def _alike_posts(self, name: str) -> list[Suggestion]:
        """付主席 sounds like 副主席."""
        return [
            Suggestion(target_of(holder, post), alike.score, alike.reason)
            for post in sorted(self._roll.posts)
            if (alike := likeness(name, post, abbreviated=False))
            for holder in self._roll.holders([post])
        ]

    def _by_surname(self, name: str) -> list[Suggestion]:
        """陆副主席 is the vice-chairperson of that surname."""
        return [
            Suggestion(target_of(holder), 0.9, f"姓{surname}的{post}")
            for post in sorted(self._roll.posts)
            if 0 < len(surname := name.removesuffix(post)) <= 2 and surname != name
            for holder in self._roll.holders([post])
            if holder.name.startswith(surname)
        ]

    def _aliases_of(self, candidate: NameCandidate) -> list[str]:
        return [squeeze(alias.text) for alias in candidate.aliases if holds(alias, self._on)]


def _index(entries: Iterable[tuple[str, NameCandidate]]) -> dict[str, list[NameCandidate]]:
    """Who answers to which text, each candidate once."""
    found: dict[str, list[NameCandidate]] = {}
    for text, candidate in entries:
        answering = found.setdefault(text, [])
        if candidate not in answering:
            answering.append(candidate)
    return found


def _decide(name: str, hits: Sequence[NameCandidate], *, several: bool = False) -> Resolution:
    """One hit is it; an alias may name several bodies; in any other case a person decides."""
    if len(hits) == 1 or (several and all(hit.kind in ("body", "unit") for hit in hits)):
        return resolved(target_of(hit) for hit in hits)
    note = f"有{len(hits)}个都叫“{name}”"
    return unsure([Suggestion(target_of(hit), 0.9, note) for hit in hits], f"{note}，请选定。")
