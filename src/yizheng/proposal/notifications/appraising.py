"""Who is told what of appraisals and awards: units and leaders of their results, proposers of their award."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from yizheng.accounts import queries as accounts
from yizheng.accounts.enums import Role
from yizheng.kernel import subjects
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify

from ..enums import ANSWERING
from ..models import GONE, AppraisedUnit, AwardSelection, Handling, UnitAppraisal
from .reviewing import signers_of

MOST = 300


def tell(moved: Moved) -> None:
    """Tell the people whom an act concerns; acts on other kinds concern nobody here."""
    if isinstance(moved.obj, UnitAppraisal) and moved.act == "close_vote":
        _tell_results(moved, moved.obj)
    if isinstance(moved.obj, AppraisedUnit) and moved.act == "ask_to_improve":
        words = f"“{moved.obj.appraisal.title}”对贵单位提了改进意见，请按期报改进情况。"
        _send(moved, words, _unit(moved.obj.unit_id, _day(moved)), str(moved.obj.pk))
    if isinstance(moved.obj, AwardSelection) and moved.act == "publish_awards":
        _tell_awarded(moved, moved.obj)


def _tell_results(moved: Moved, appraisal: UnitAppraisal) -> None:
    """Each unit hears its own result, the leaders hear each of them in one notice (F061)."""
    entries = list(appraisal.units.select_related("unit", "proposal"))
    for entry in entries:
        _send(moved, f"“{appraisal.title}”结果：{result_words(entry)}", _concerned(entry, _day(moved)), str(entry.pk))
    leaders = accounts.holders(Role.LEADER, "", None, on=_day(moved))
    grades = "；".join(f"{entry}{entry.grade or '无有效票'}" for entry in entries)
    _send(moved, f"“{appraisal.title}”已计票：{grades}。", leaders, "leaders")


def result_words(entry: AppraisedUnit) -> str:
    """Return one result as a sentence."""
    if entry.score is None:
        return f"{entry}没有有效票。"
    return (
        f"{entry}满意{entry.satisfied}票、基本满意{entry.basic}票、不满意{entry.not_satisfied}票，"
        f"得分{entry.score}，等次{entry.grade}。"
    )


def _concerned(entry: AppraisedUnit, on: date) -> list[int]:
    if entry.unit_id is not None:
        return _unit(entry.unit_id, on)
    handlings = Handling.objects.filter(proposal=entry.proposal_id, role__in=ANSWERING).exclude(state__in=GONE)
    return sorted({user for unit in handlings.values_list("unit_id", flat=True) for user in _unit(unit, on)})


def _unit(unit: int | None, on: date) -> list[int]:
    return accounts.holders_in("org_unit", unit, on=on) if unit is not None else []


def _tell_awarded(moved: Moved, selection: AwardSelection) -> None:
    for each in selection.nominations.filter(is_awarded=True).select_related("proposal"):
        words = f"《{each.proposal.title}》被评为{selection.year}年优秀提案。"
        _send(moved, words, signers_of(each.proposal, _day(moved)), str(each.pk))


def _send(moved: Moved, words: str, recipients: list[int], about: str) -> None:
    notify.tell(
        recipients=[user for user in recipients if user != moved.by.user_id],
        text=words[:MOST],
        url=subjects.of(moved.obj).url(moved.obj),
        key=f"{moved.act}-{moved.obj.pk}-{about}",
        at=moved.at,
    )


def _day(moved: Moved) -> date:
    return timezone.localdate(moved.at)
