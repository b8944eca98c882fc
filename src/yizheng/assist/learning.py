"""
A training: read the committee's decisions, check on the newest what was learned from the others, learn from all.

Nothing is read or written while it computes, so that it holds no lock; a training that comes twice does nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee
from yizheng.org.models import OrgUnit
from yizheng.org.queries import units_in_force

from . import category, queries, services, sources
from .enums import ModelState, Question
from .models import DutyText, ModelVersion
from .routing import Router
from .sources import Example
from .texts import Text

MOST_EXAMPLES = 2_000
LEAST_EXAMPLES = 5
CHECKED_SHARE = 5
"""One in five, the newest, is kept aside for the check."""

LEAST_TO_CHECK = 40
TOO_FEW = "已有的决定只有{count}件，至少要{least}件才能学习；现在按通用知识和单位职责推荐。"
UNEXPECTED = "训练时遇到没有料到的情况，没有做成；现在用的版本不受影响。请联系管理员。"
log = logging.getLogger("yizheng.assist")


@dataclass(frozen=True)
class Lesson:
    """
    What one training learns from: examples with their labels, and what may be chosen.

    For units `duties` says what each is there for and `choices` which unit a label means; else `categories`.
    """

    examples: Sequence[tuple[int, Example, str]]
    duties: Mapping[str, str]
    choices: Mapping[str, int]
    categories: Sequence[str] = ()

    def learn(self, told: Iterable[tuple[Text, str]]) -> Router:
        """Learn from texts and their labels; from none, what was shipped answers alone."""
        if self.categories:
            return category.train(self.categories, told)
        return Router.train(told, self.duties)


def train(*, committee_id: int, version_id: int) -> None:
    """Fill a version that still waits. Whatever goes wrong, whoever asked gets a sentence."""
    committee = Committee.objects.get(pk=committee_id)
    with tenancy.scope(committee):
        version = ModelVersion.objects.filter(pk=version_id, state=ModelState.WAITING).first()
    if version is None:
        return
    try:
        _Training(committee, version).run()
    except DatabaseError:
        raise
    except Refused as refusal:
        _fail(committee, version, refusal.message)
    except Exception:
        log.exception("version %s could not be trained", version_id)
        _fail(committee, version, UNEXPECTED)


def _fail(committee: Committee, version: ModelVersion, why: str) -> None:
    with tenancy.scope(committee):
        services.fail(version=version, why=why, at=timezone.now())


class _Training:
    """One run of the job."""

    def __init__(self, committee: Committee, version: ModelVersion) -> None:
        self._committee, self._version = committee, version
        self._done, self._total = 0, 1

    def run(self) -> None:
        """Read, check, learn, hand over. Raises: Refused."""
        began = time.monotonic()
        with tenancy.scope(self._committee):
            lesson = lesson_of(self._version.question, self._version.area, timezone.localdate())
        if len(lesson.examples) < LEAST_EXAMPLES:
            count = len(lesson.examples)
            raise Refused("too_few", TOO_FEW.format(count=count, least=LEAST_EXAMPLES))
        checks = len(lesson.examples) >= LEAST_TO_CHECK
        self._total = len(lesson.examples) * (2 if checks else 1)
        checked = self._check(lesson) if checks else {}
        router = self._learn(lesson, lesson.examples)
        found = {
            "learned": router.to_json(), "choices": dict(lesson.choices), "checked": checked,
            "holds": sorted(pk for pk, _example, _label in lesson.examples), "examples": len(lesson.examples),
            "seconds": round(time.monotonic() - began), "total": self._total,
        }  # fmt: skip
        with tenancy.scope(self._committee):
            services.finish(version=self._version, found=found, at=timezone.now())

    def _learn(self, lesson: Lesson, examples: Sequence[tuple[int, Example, str]]) -> Router:
        return lesson.learn((example.text, label) for _pk, example, label in self._counted(examples))

    def _counted(self, examples: Sequence[tuple[int, Example, str]]) -> Iterator[tuple[int, Example, str]]:
        """Hand the examples on and say how far it is, a dozen times in all."""
        step = max(self._total // 12, 1)
        for each in examples:
            yield each
            self._done += 1
            if self._done % step == 0:
                with tenancy.scope(self._committee):
                    services.show_progress(version_id=self._version.pk, done=self._done, total=self._total)

    def _check(self, lesson: Lesson) -> dict[str, Any]:
        """Learn without the newest decisions and count how many of these come out right."""
        aside = len(lesson.examples) // CHECKED_SHARE
        newest, others = lesson.examples[:aside], lesson.examples[aside:]
        learned = self._learn(lesson, others)
        shipped = lesson.learn(())
        return {"n": aside, **_right(learned, newest, ""), **_right(shipped, newest, "shipped_")}


def _right(router: Router, examples: Sequence[tuple[int, Example, str]], prefix: str) -> dict[str, int]:
    first = top = 0
    for _pk, example, label in examples:
        named = [each.label for each in router.suggest(example.text)]
        first += named[:1] == [label]
        top += label in named
    return {f"{prefix}first": first, f"{prefix}top3": top}


def lesson_of(question: str, area: str, on: date) -> Lesson:
    """Read what there is to learn from, the newest decisions first; what no unit of today sees to is left out."""
    source = sources.get(question, area)
    given = source.examples(MOST_EXAMPLES)
    if question != Question.UNIT:
        categories = list(source.choices(on))
        told = [(each.object_id, each, each.choice) for each in given if each.choice in categories]
        return Lesson(told, {}, {}, categories)
    labels = labels_of(units_in_force(on))
    heirs = _heirs(set(labels))
    duties = queries.duties_by_unit()
    examples = [(each.object_id, each, labels[heirs[int(each.choice)]]) for each in given if int(each.choice) in heirs]
    return Lesson(
        examples,
        {label: duties.get(pk, "") for pk, label in labels.items()},
        {label: pk for pk, label in labels.items()},
    )


def labels_of(units: Sequence[OrgUnit] | Any) -> dict[int, str]:
    """Return by unit the label it is learned under: its name, with its place where two bear one name."""
    found: dict[int, str] = {}
    for unit in units:
        found[unit.pk] = unit.name if unit.name not in found.values() else f"{unit.name}#{unit.order}-{unit.pk}"
    return found


def _heirs(today: set[int]) -> dict[int, int]:
    """Return by unit, closed ones too, the unit of today that goes on with its work."""
    into = dict(OrgUnit.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))
    found = {pk: pk for pk in today}
    for pk in into:
        heir, seen = pk, {pk}
        while heir not in today and heir in into and into[heir] not in seen:
            heir = into[heir]
            seen.add(heir)
        if heir in today:
            found[pk] = heir
    return found


def is_due(question: str, area: str) -> bool:
    """
    Tell whether enough was decided since the last training to learn again, duties changed, or its content is gone.

    Rule: our decision: a tenth more than it knows, at least ten.
    """
    last = queries.last_trained(question, area)
    if last is None:
        some = islice(sources.get(question, area).examples(LEAST_EXAMPLES), LEAST_EXAMPLES)
        return sum(1 for _ in some) == LEAST_EXAMPLES
    new = queries.decided_since(question, area, last.trained_at)
    if _duties_changed(last) and question == Question.UNIT:
        return True
    return new >= max(10, last.examples // 10)


def _duties_changed(last: ModelVersion) -> bool:
    return last.trained_at is not None and DutyText.objects.filter(written_at__gt=last.trained_at).exists()
