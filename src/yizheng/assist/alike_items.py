"""
Which items of the committee are on the same matter, among those a person may see, and why (相近的).

The search names candidates by their rarest words; the engine orders them; what persons judged counts: the same
matter comes first, what is not the same leaves the list. Every item shown was asked for by the `visible_to` of its
own room, and nothing that is not shown is counted. Rule: F045, F151; handbook 1.6, 5.5, 6.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.subjects import Indexed
from yizheng.search.alike import Candidate, candidates

from . import alike, explaining, queries, similar
from .enums import Verdict
from .queries import Item
from .texts import Text

MOST_CANDIDATES = 80
TOP = 8


@dataclass(frozen=True)
class Alike:
    """One item on the same matter: how much it covers (0 to 1), the words both say, what a person said of the two."""

    obj: Any
    kind: str
    label: str
    title: str
    url: str
    caption: str
    score: float
    shared: tuple[str, ...]
    verdict: Verdict | None = None

    @property
    def is_same(self) -> bool:
        """Tell whether a person said that it is the same matter."""
        return self.verdict == Verdict.SAME


@dataclass(frozen=True)
class Found:
    """What is alike, and what a person set aside as another matter (both as far as the asker may see)."""

    items: tuple[Alike, ...] = ()
    set_aside: tuple[Alike, ...] = ()


def find(text: Text, *, kinds: Sequence[str], actor: Actor, about: Model | None = None, top: int = TOP) -> Found:
    """
    Return the items of these kinds nearest to a text, the nearest first.

    `about` is the item the text is of: it is not alike itself, and judgements on it count. Queries: one for the
    candidates and their words, one a kind, two for the judgements.
    """
    own = (subjects.kind_of(about), about.pk) if about is not None else None
    judged = queries.verdicts_about(own) if own else {}
    named = _candidates(text, kinds, actor)
    wanted = dict.fromkeys([*(item for item in judged if item[0] in kinds), *named])
    wanted.pop(own, None)  # type: ignore[arg-type]
    seen = _visible(wanted, actor)
    ordered = [item for item in wanted if item in seen]
    told = {place: judged[item] == Verdict.SAME for place, item in enumerate(ordered) if item in judged}
    texts = [_text(seen[item], named.get(item)) for item in ordered]
    asked = explaining.weighed(text)
    near = [each.index for each in similar.rerank(text, texts, len(texts), told)]
    order = [*near, *(place for place in told if place not in set(near))]
    found = [_shown(ordered[n], seen[ordered[n]], asked, texts[n], judged.get(ordered[n])) for n in order]
    kept = [each for each in found if each.is_same or (each.verdict is None and each.score >= explaining.LEAST)]
    return Found(tuple(kept[:top]), tuple(each for each in found if each.verdict == Verdict.DIFFERENT))


def _candidates(text: Text, kinds: Sequence[str], actor: Actor) -> dict[Item, Candidate]:
    asked = Indexed(title=text.title, body=text.body)
    found = candidates(asked, kinds=kinds, actor=actor, limit=MOST_CANDIDATES)
    return {(each.kind, each.object_id): each for each in found}


def _visible(items: Iterable[Item], actor: Actor) -> Mapping[Item, Any]:
    by_kind: dict[str, list[int]] = {}
    for kind, pk in items:
        by_kind.setdefault(kind, []).append(pk)
    return {
        (kind, obj.pk): obj
        for kind, ids in by_kind.items()
        for obj in subjects.get(kind).visible_to(actor).filter(pk__in=ids)
    }


def _text(obj: Any, candidate: Candidate | None) -> Text:
    """What a candidate says; of a judged item that shares no word only the title is known."""
    if candidate is not None:
        return Text(candidate.title, candidate.words)
    return Text(subjects.of(obj).title(obj))


def _shown(item: Item, obj: Any, asked: alike.Bag, text: Text, verdict: Verdict | None) -> Alike:
    subject, why = subjects.get(item[0]), explaining.reason(asked, text)
    return Alike(
        obj, item[0], subject.label, subject.title(obj), subject.url(obj), subject.caption(obj), why.score, why.shared,
        verdict,
    )  # fmt: skip
