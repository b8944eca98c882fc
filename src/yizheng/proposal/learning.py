"""What assistance learns of proposals: who handled them, in which category they were put."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone

from yizheng.assist.enums import Question
from yizheng.assist.services import Chosen, record_decisions
from yizheng.assist.sources import Example, Source, offer
from yizheng.assist.suggesting_categories import CategorySuggestion, suggest_category
from yizheng.assist.texts import Text
from yizheng.kernel import quarantine
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value

from . import suggesting
from .enums import ANSWERING, Secrecy
from .events import UnitsChosen
from .keys import CATEGORIES
from .models import GONE, Handling, Proposal
from .workflow.proposals import FIRST_REVIEW

AREA = "proposal"


def offer_sources() -> None:
    """Say where decisions on proposals lie; called when the house starts."""
    offer(
        Source(Question.UNIT, AREA, "提案承办单位推荐", _unit_examples),
        Source(Question.CATEGORY, AREA, "提案类别推荐", _category_examples, categories_on),
    )


def categories_on(on: date) -> Sequence[str]:
    """Return the categories of a day."""
    return value(CATEGORIES, on=on)


def _unit_examples(most: int) -> Iterator[Example]:
    for pk, text, unit in suggesting.unit_examples(most):
        yield Example(pk, text, str(unit))


def _category_examples(most: int) -> Iterator[Example]:
    rows = Proposal.objects.exclude(secrecy=Secrecy.INTERNAL).exclude(quarantine.is_closed("proposal"))
    rows = rows.exclude(category="").filter(reviewed_by__isnull=False)
    rows = rows.only("title", "background", "analysis", "category").order_by("-id")[:most]
    for each in rows:
        yield Example(each.pk, Text(each.title, f"{each.background}\n{each.analysis}"), each.category)


def note_units(chosen: UnitsChosen) -> None:
    """Remember which unit was to answer, beside what had been suggested; inner proposals teach nothing."""
    rows = [each for each in chosen.proposals if each.secrecy != Secrecy.INTERNAL]
    own = {each.pk for each in chosen.proposals}
    suggested = suggesting.suggest_for(rows, on=timezone.localdate(chosen.at), by=chosen.by, without=own)
    answering = _answering(rows)
    found = [_chosen(each, suggested[each.pk], answering[each.pk]) for each in rows if each.pk in answering]
    record_decisions(question=Question.UNIT, chosen=found, act=chosen.act, by=chosen.by, at=chosen.at)


def _answering(proposals: Sequence[Proposal]) -> dict[int, Handling]:
    rows = Handling.objects.filter(proposal__in=proposals, role__in=ANSWERING).exclude(state__in=GONE)
    found: dict[int, Handling] = {}
    for row in rows.select_related("unit").order_by("proposal_id", "order", "id"):
        found.setdefault(row.proposal_id, row)
    return found


def _chosen(proposal: Proposal, suggested: Sequence[suggesting.Suggested], handling: Handling) -> Chosen:
    first = suggested[0] if suggested else None
    return Chosen(
        AREA, proposal.pk, str(handling.unit_id), handling.unit.name,
        tuple((str(each.unit.pk), each.score) for each in suggested),
        first.level if first else "", first.version_id if first else None,
    )  # fmt: skip


def note_category(moved: Moved) -> None:
    """Remember in which category first review put a proposal, beside what had been suggested."""
    if moved.act != FIRST_REVIEW.name or not isinstance(moved.obj, Proposal) or moved.obj.secrecy == Secrecy.INTERNAL:
        return
    found = suggested_categories(moved.obj, timezone.localdate(moved.at))
    chosen = Chosen(
        AREA, moved.obj.pk, moved.obj.category, moved.obj.category,
        tuple((each.category, each.share) for each in found),
        found[0].level if found else "", found[0].version_id if found else None,
    )  # fmt: skip
    record_decisions(question=Question.CATEGORY, chosen=[chosen], act=moved.act, by=moved.by, at=moved.at)


def suggested_categories(proposal: Proposal, on: date) -> list[CategorySuggestion]:
    """Return the categories a proposal may belong to."""
    text = suggesting.texts_of([proposal])[proposal.pk]
    return suggest_category(text, area=AREA, categories=categories_on(on))
