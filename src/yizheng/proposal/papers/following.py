"""The sheet for a proposer's views (征询意见表), and the lists of tracking and look-back, to be printed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, PaperOffer, Table, offer
from yizheng.ui import shapes
from yizheng.ui.shapes import Cell
from yizheng.ui.tags.marks import long_date

from .. import queries
from ..enums import FeedbackState, Rating
from ..figures import rates
from ..models import Feedback
from ..queries import following as queries_following
from ..showing import following as showing_following

SEES = "proposal.see_review"
BOXES = "　　".join(f"□{each.label}" for each in Rating)


def offer_following_papers() -> None:
    """Offer the papers; they take `feedback`, a public id, or `year`."""
    offer(
        PaperOffer("feedback-form", "提案办理征询意见表", "proposal.read", feedback_form, formats=("docx", "pdf")),
        PaperOffer("tracked-proposals", "跟踪落实清单", SEES, tracked),
        PaperOffer("look-backs", "回头看结果表", SEES, look_backs),
    )


def feedback_form(actor: Actor, asked: Mapping[str, str]) -> Table:
    """
    Return the sheet on which a proposer says what they think, for those who write on paper. Raises: Http404.

    It prints a box to tick where nothing was said yet. Rule: office-practice 21.
    """
    rows = queries.feedback_visible_to(actor).exclude(state=FeedbackState.TAKEN_BACK)
    rows = rows.select_related("proposal", "reply__handling__unit", "signer")
    row = get_object_or_404(rows, public_id=_id(asked))
    columns = (Column("项目", 1, "center"), Column("内容", 3))
    notes = ("请在方框内打√；选不满意的请写明原因。", f"请于{long_date(row.due_on)}前交提案委员会。")
    return Table("提案办理征询意见表", columns, _lines(row), notes=notes)


def _lines(row: Feedback) -> tuple[tuple[str, str], ...]:
    reply = row.reply
    said = (
        ("办理态度", row.get_attitude_rating_display() or BOXES),
        ("办理结果", row.get_result_rating_display() or BOXES),
        ("意见和建议", row.comment or "\n\n"),
    )
    carried_out = (
        (("落实情况", row.get_implementation_rating_display() or BOXES),) if row.implementation_asked_on else ()
    )
    return (
        ("提案编号", row.proposal.number),
        ("案由", row.proposal.title),
        ("提案人", row.signer.display_name),
        ("承办单位", str(reply.handling.unit)),
        ("办理结果类别", f"{reply.class_mark}类　{reply.class_wording}"),
        *said[:2],
        *carried_out,
        said[2],
        ("提案人签名", "　　　　　　　　年　　月　　日"),
    )


def tracked(actor: Actor, _asked: Mapping[str, str]) -> Table:
    """Return what is tracked, this year's and carried over, with its promises and the next date."""
    today = timezone.localdate()
    found = queries_following.with_course(queries_following.tracked(actor))
    rows = tuple(_texts(showing_following.tracked_row(each, today)) for each in found)
    return Table("提案跟踪落实清单", _columns(showing_following.TRACKED_COLUMNS), rows, landscape=True)


def look_backs(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return what came of a year's look-back. Raises: Http404."""
    given = asked.get("year", "")
    if not given.isdigit():
        raise Http404("no year")
    year = int(given)
    rows = tuple(_texts(showing_following.look_back_row(each)) for each in queries_following.look_backs(actor, year))
    words = rates.look_back_table(year).words
    return Table(
        f"{year}年提案回头看结果表", _columns(showing_following.LOOK_BACK_COLUMNS), rows, subtitle=words, landscape=True
    )


def _columns(columns: list[shapes.Column]) -> tuple[Column, ...]:
    return tuple(Column(each.label, 3 if n == 0 else 1) for n, each in enumerate(columns))


def _texts(cells: list[Cell]) -> tuple[str, ...]:
    return tuple(str(each.text) for each in cells)


def _id(asked: Mapping[str, str]) -> UUID:
    try:
        return UUID(asked.get("feedback", ""))
    except ValueError:
        raise Http404("no such id") from None
