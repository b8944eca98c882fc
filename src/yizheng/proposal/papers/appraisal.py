"""Papers of appraisals and awards: reports with each unit's result, certificates."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.kernel.papers import Column, Letter, PaperOffer, Table, offer
from yizheng.ui.tags.marks import long_date

from .. import grading
from ..models import AppraisedUnit, Nomination
from ..queries import appraisal as queries
from ..services.unit_appraisal import OPTIONS


def offer_appraisal_papers() -> None:
    """Offer the papers of appraisals and awards; each takes `id`, the public id of its object."""
    offer(
        PaperOffer("round-report", "双向评议结果", "appraisal.see_lists", round_report),
        PaperOffer("appraisal-report", "民主评议结果", "unit_appraisal.read", appraisal_report),
        PaperOffer("award-list", "优秀提案名单", "award.read", award_list),
        PaperOffer("certificate", "优秀提案证书", "award.read", certificate, formats=("docx", "pdf")),
    )


def round_report(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return each unit's result of a closed round. Raises: Http404 before."""
    rows = queries.rounds_visible_to(actor).filter(state__in=queries.READABLE)
    of = get_object_or_404(rows, public_id=_id(asked))
    results = queries.unit_results(of, actor)
    columns = (Column("序号", 0.5, "center"), Column("承办单位", 2.5), Column("评议件数", 1, "right"),
               Column("平均得分", 1, "right"), Column("等次", 1, "center"))  # fmt: skip
    shown = tuple(
        (str(number), str(each.unit), str(each.count), str(each.score), each.grade)
        for number, each in enumerate(results, start=1)
    )
    return Table(of.title, columns, shown, notes=(f"等次：{_bounds(of.grades)}。",))


def appraisal_report(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return each unit's votes, score and grade of a closed appraisal meeting (F059). Raises: Http404 before."""
    rows = queries.unit_appraisals_visible_to(actor).filter(state__in=queries.READABLE)
    of = get_object_or_404(rows, public_id=_id(asked))
    entries = queries.entries_visible_to(actor).filter(appraisal=of)
    columns = (Column("序号", 0.5, "center"), Column("评议对象", 2.5),
               *(Column(label, 0.9, "right") for label in OPTIONS.values()),
               Column("得分", 0.9, "right"), Column("等次", 0.9, "center"))  # fmt: skip
    shown = tuple(_line(number, each) for number, each in enumerate(entries, start=1))
    note = f"得分按有效票计算：满意{grading.FULL}分，基本满意{grading.BASIC_WORTH}分，不满意0分。"
    return Table(f"{of.title}结果", columns, shown, subtitle=long_date(of.held_on), notes=(note,))


def _line(number: int, entry: AppraisedUnit) -> tuple[str, ...]:
    votes = (str(each) for each in (entry.satisfied, entry.basic, entry.not_satisfied))
    return (str(number), str(entry), *votes, "" if entry.score is None else str(entry.score), entry.grade)


def award_list(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the list of awarded proposals."""
    of = get_object_or_404(queries.selections_visible_to(actor), public_id=_id(asked))
    columns = (Column("序号", 0.5, "center"), Column("编号", 1.2), Column("案由", 3), Column("提案人", 1.5),
               Column("证书号", 1.4))  # fmt: skip
    rows = _awarded(actor).filter(selection=of).order_by("proposal__year", "proposal__filed_no", "id")
    shown = tuple(
        (str(number), each.proposal.number, each.proposal.title, each.proposal.proposer_name, each.certificate_no)
        for number, each in enumerate(rows, start=1)
    )
    return Table(f"{of.year}年优秀提案名单", columns, shown)


def certificate(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return the certificate of one awarded proposal (优秀提案证书). Raises: Http404 for any other."""
    row = get_object_or_404(_awarded(actor), public_id=_id(asked))
    house = Committee.objects.get(pk=tenancy.current().committee_id)
    said = (
        f"您提出的《{row.proposal.title}》（{row.proposal.number}），被评为{row.selection.year}年优秀提案，特发此证。"
    )
    values = {
        "issuer": house.full_name, "number": row.certificate_no, "addressee": row.proposal.proposer_name,
        "paragraphs": [said], "signature": house.full_name,
        "date": long_date(row.selection.decided_on),
    }  # fmt: skip
    return Letter("notice", "优秀提案证书", values)


def _awarded(actor: Actor) -> QuerySet[Nomination]:
    rows = queries.nominations_visible_to(actor).filter(is_awarded=True)
    return rows.select_related("proposal", "selection")


def _id(asked: Mapping[str, str]) -> UUID:
    try:
        return UUID(asked.get("id", ""))
    except ValueError:
        raise Http404("no such id") from None


def _bounds(grades: list[str]) -> str:
    return "，".join(f"{word}{least}分以上" if least else f"其余{word}" for word, least in grading.parsed(grades))
