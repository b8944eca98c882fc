"""
What a committee's own version says of a text, kept in memory while it is the one in use.

Without a version the shipped knowledge and the duties of the committee's units answer. A version whose content was
taken away is not asked for any more: the row is looked up at each request, its content only when it is not known yet.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from yizheng.org.models import OrgUnit

from . import category, queries
from .enums import Question
from .learning import labels_of
from .models import ModelVersion
from .routing import Router, Suggestion
from .texts import Text

MOST_IN_MEMORY = 4
"""So many versions a process keeps; a house of many committees reads the others again (a tenth of a second each)."""

MOST_ASKED = 8
"""So many labels are asked for: some belong to units this committee does not have."""


@dataclass(frozen=True)
class Guide:
    """A router with what its labels mean here, and the duties in the words of this committee."""

    router: Router
    choices: Mapping[str, int]
    duties: Mapping[int, str]
    version: ModelVersion | None

    def shares(self, text: Text) -> list[tuple[int, Suggestion]]:
        """Return units by likelihood; what falls to units this committee does not have is left out, not shared out."""
        named = self.router.suggest(text, MOST_ASKED)
        return [(self.choices[each.label], each) for each in named if each.label in self.choices]


_kept: OrderedDict[int, Router] = OrderedDict()
_lock = Lock()


def unit_guide(area: str, units: Sequence[OrgUnit]) -> Guide:
    """Return who knows which of these units sees to a matter; two queries, three the first time a version is met."""
    version, duties = queries.version_in_use(Question.UNIT, area), queries.duties_by_unit()
    here = {unit.pk for unit in units}
    if version is not None:
        choices = {label: pk for label, pk in version.choices.items() if pk in here}
        return Guide(_router_of(version), choices, duties, version)
    labels = labels_of(units)
    router = Router.train([], {label: duties.get(pk, "") for pk, label in labels.items()})
    return Guide(router, {label: pk for pk, label in labels.items()}, duties, None)


def category_guide(area: str, categories: Sequence[str]) -> tuple[Router, ModelVersion | None]:
    """Return who knows to which of these categories a matter belongs, and the version that speaks; one query."""
    version = queries.version_in_use(Question.CATEGORY, area)
    return (_router_of(version), version) if version else (category.train(categories), None)


def _router_of(version: ModelVersion) -> Router:
    with _lock:
        known = _kept.get(version.pk)
        if known is not None:
            _kept.move_to_end(version.pk)
            return known
    learned = ModelVersion.objects.values_list("learned", flat=True).get(pk=version.pk)
    made = Router.from_json(learned)
    with _lock:
        _kept[version.pk] = made
        while len(_kept) > MOST_IN_MEMORY:
            _kept.popitem(last=False)
    return made


def forget_all() -> None:
    """Drop what is in memory; for tests, whose databases give the same ids again."""
    with _lock:
        _kept.clear()
