"""What assistance learns of pieces: to which unit they went, in which category they were put."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone

from yizheng.assist.enums import Question
from yizheng.assist.models import Decision
from yizheng.assist.services import Chosen, record_decisions
from yizheng.assist.sources import Example, Source, offer
from yizheng.assist.suggesting_categories import CategorySuggestion, suggest_category
from yizheng.assist.texts import Text
from yizheng.kernel import quarantine
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value

from . import suggesting
from .keys import CATEGORIES
from .models import Opinion, OpinionTransfer
from .suggesting import AREA, UNDONE
from .texts import text_of
from .workflow.opinions import APPROVE


def offer_sources() -> None:
    """Say where decisions on pieces lie; called when the house starts."""
    offer(
        Source(Question.UNIT, AREA, "转办单位推荐", _unit_examples),
        Source(Question.CATEGORY, AREA, "社情民意类别推荐", _category_examples, categories_on),
    )


def categories_on(on: date) -> Sequence[str]:
    """Return the categories of a day."""
    return value(CATEGORIES, on=on)


def _unit_examples(most: int) -> Iterator[Example]:
    """Yield the newest pieces with the unit each went to first; slips sent back or recalled teach nothing."""
    rows = OpinionTransfer.objects.exclude(state__in=UNDONE).order_by("-opinion_id", "id")
    readable = Opinion.objects.exclude(quarantine.is_closed("opinion"))
    seen: set[int] = set()
    for slip in rows.filter(opinion__in=readable).select_related("opinion")[: most * 2]:
        if slip.opinion_id not in seen and len(seen) < most:
            seen.add(slip.opinion_id)
            yield Example(slip.opinion_id, suggesting.asked_of(slip.opinion).text, str(slip.unit_id))


def _category_examples(most: int) -> Iterator[Example]:
    rows = Opinion.objects.exclude(quarantine.is_closed("opinion")).exclude(category="")
    for each in rows.filter(approved_on__isnull=False).order_by("-id")[:most]:
        yield Example(each.pk, Text(str(each), text_of(each)), each.category)


def note_slip(moved: Moved) -> None:
    """Remember to which unit a piece went, beside what had been suggested; of several at once the first counts."""
    slip = moved.obj
    if not isinstance(slip, OpinionTransfer) or moved.act != "send_slip":
        return
    before = Decision.objects.filter(question=Question.UNIT, kind=AREA, object_id=slip.opinion_id, is_latest=True)
    if before.filter(decided_at=moved.at).exists():
        return
    known = suggesting.adviser_for(moved.by, on=timezone.localdate(moved.at), without={slip.opinion_id})
    found = known.suggest(suggesting.asked_of(slip.opinion))
    chosen = Chosen(
        AREA, slip.opinion_id, str(slip.unit_id), slip.unit.name,
        tuple((str(each.unit.pk), each.share) for each in found),
        found[0].level if found else "", known.version_id,
    )  # fmt: skip
    record_decisions(question=Question.UNIT, chosen=[chosen], act="transfer", by=moved.by, at=moved.at)


def note_category(moved: Moved) -> None:
    """Remember in which category a piece was signed, beside what had been suggested."""
    piece = moved.obj
    if moved.act != APPROVE.name or not isinstance(piece, Opinion) or not piece.category:
        return
    found = suggested_categories(piece, timezone.localdate(moved.at))
    chosen = Chosen(
        AREA, piece.pk, piece.category, piece.category, tuple((each.category, each.share) for each in found),
        found[0].level if found else "", found[0].version_id if found else None,
    )  # fmt: skip
    record_decisions(question=Question.CATEGORY, chosen=[chosen], act="approve", by=moved.by, at=moved.at)


def suggested_categories(opinion: Opinion, on: date) -> list[CategorySuggestion]:
    """Return the categories a piece may belong to."""
    return suggest_category(suggesting.asked_of(opinion).text, area=AREA, categories=categories_on(on))
