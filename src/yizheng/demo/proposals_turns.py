"""The turns of this year's proposals: merger, conversion, withdrawal, return, adjustment, extension, redo, tracking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from yizheng.promise import services as promises
from yizheng.promise.models import Promise
from yizheng.proposal.enums import ConversionKind
from yizheng.proposal.models import Feedback
from yizheng.proposal.services import (
    adjusting,
    collective,
    consenting,
    cosigning,
    extending,
    feedback,
    following,
    joining,
    redoing,
    replying,
    reviewing,
    tracking,
    writing,
)

from . import proposals_acts as acts
from .proposals_acts import Desk
from .proposals_cast import turn_of
from .proposals_course import after, season
from .proposals_lives import Life
from .proposals_this_year import TOO_SLOW
from .story import Step

MEMBER = "林佳音"


def turns_of(desk: Desk, lives: dict[str, Life]) -> Iterator[Step]:
    """Return the steps that are no proposal's common way."""
    yield from _before_the_decision(desk)
    yield from _entered_by_the_clerk(desk, lives)
    yield from _withdrawn(desk, lives["swim"])
    yield from _of_this_month(desk)
    yield from _redone(desk, lives["lanes"], closes=True)
    yield from _redone(desk, lives["bench"], closes=False)
    yield from _kept(desk, lives["river"])
    yield from _second_reply(desk, lives["schoolbus"])
    yield _progress(desk, lives["elevator"])
    yield from _second_reply(desk, lives["elevator"], "B", 100)


def _before_the_decision(desk: Desk) -> Iterator[Step]:
    """Three proposals about parking become one; one goes on as an opinion."""
    days = desk.house.days
    closes = days.plenary(season(days))[1]
    asked, answered, done = (after(days, closes, count) for count in (9, 10, 11))
    yield Step(asked, 1, lambda at: _ask_to_merge(desk, at))
    yield Step(asked, 2, lambda at: _ask_to_convert(desk, at))
    yield Step(answered, 3, lambda at: _agree(desk, at))
    yield Step(done, 4, lambda at: _merge(desk, at))
    yield Step(done, 5, lambda at: _convert(desk, at))


def _ask_to_merge(desk: Desk, at: datetime) -> None:
    words = "三件都提老城停车，拟以经济界别委员提出的一件为主案并案办理，联名保留，可以吗？"
    others = [desk.get("parking2"), desk.get("parking3")]
    consenting.ask_to_merge(main=desk.get("parking"), others=others, words=words, by=desk.cast.clerk(at), at=at)


def _ask_to_convert(desk: Desk, at: datetime) -> None:
    consenting.ask_to_convert(
        proposal=desk.get("opinion"), conversion=ConversionKind.OPINION,
        words="事情具体、时间紧，转为社情民意信息办理更快，可以吗？", by=desk.cast.clerk(at), at=at,
    )  # fmt: skip


def _agree(desk: Desk, at: datetime) -> None:
    for key in ("parking", "parking2", "parking3", "opinion"):
        proposal = desk.get(key)
        for ask in proposal.consent_asks.filter(agreed__isnull=True).select_related("proposal"):
            consenting.answer(ask=ask, agreed=True, by=desk.cast.first_of(proposal), at=at)


def _merge(desk: Desk, at: datetime) -> None:
    others = [desk.get("parking2"), desk.get("parking3")]
    joining.merge(main=desk.get("parking"), others=others, by=desk.cast.clerk(at), at=at)


def _convert(desk: Desk, at: datetime) -> None:
    joining.convert(
        proposal=desk.get("opinion"), kind=ConversionKind.OPINION, sent_to="区政协办公室信息科",
        note="考试前送有关街道办理", by=desk.cast.clerk(at), at=at,
    )  # fmt: skip


def _entered_by_the_clerk(desk: Desk, lives: dict[str, Life]) -> Iterator[Step]:
    """One came on paper and was confirmed in the plenary; another still waits for its proposer."""
    days, begun, wait = desk.house.days, lives["longread"].course.begun, desk.house.days.workdays_ago(5)
    yield Step(begun, 0, lambda at: _enter(desk, "longread", at))
    yield Step(after(days, begun, 1), 2, lambda at: _confirm(desk, "longread", at))
    yield Step(wait, 0, lambda at: _enter(desk, "clerkwait", at))


def _enter(desk: Desk, key: str, at: datetime) -> None:
    row, clerk = desk.rows[key], desk.cast.clerk(at)
    draft = writing.enter_for_member(
        membership=desk.cast.membership(row.who), text=acts.text_of(row), by=clerk, at=at
    )  # fmt: skip
    desk.made[key] = draft.pk
    collective.ask_to_confirm(proposal=draft, by=clerk, at=at)


def _confirm(desk: Desk, key: str, at: datetime) -> None:
    draft = desk.get(key)
    collective.confirm_entry(proposal=draft, agrees=True, by=desk.cast.first_of(draft), at=at)


def _withdrawn(desk: Desk, life: Life) -> Iterator[Step]:
    """Withdrawn after its assignment: the number stays, the unit stops."""
    days, signed = desk.house.days, life.course.signed
    yield Step(after(days, signed, 6), 1, lambda at: _ask_to_withdraw(desk, at))
    yield Step(after(days, signed, 8), 2, lambda at: _withdraw(desk, at))


def _ask_to_withdraw(desk: Desk, at: datetime) -> None:
    proposal, reason = desk.get("swim"), "区教育局已把学校泳池开放列入民生实事，内容相同，申请撤案"
    consenting.ask_to_withdraw(proposal=proposal, reason=reason, by=desk.cast.first_of(proposal), at=at)


def _withdraw(desk: Desk, at: datetime) -> None:
    reason = "所提事项已列入当年民生实事，提案人书面申请撤案"
    joining.withdraw(proposal=desk.get("swim"), reason=reason, by=desk.cast.clerk(at), at=at)


def _of_this_month(desk: Desk) -> Iterator[Step]:
    days, ago = desk.house.days, desk.house.days.workdays_ago
    yield Step(ago(2), 5, lambda at: _return(desk, at))
    yield Step(ago(1), 2, lambda at: _invite_the_member(desk, at))
    yield Step(ago(1), 3, lambda at: _ask_for_another_unit(desk, at))
    yield Step(ago(4), 4, lambda at: _reject(desk, at))
    yield Step(days.workday(days.today - timedelta(days=14)), 4, lambda at: _extend(desk, at))


def _return(desk: Desk, at: datetime) -> None:
    reason = "建议第一条请写明是哪五所初中，并说明耗材费用的来源，改好后再提交"
    reviewing.return_for_change(proposal=desk.get("labschool"), reason=reason, by=desk.cast.clerk(at), at=at)


def _invite_the_member(desk: Desk, at: datetime) -> None:
    draft = desk.get("cosignme")
    cosigning.invite(proposal=draft, memberships=[desk.house.seats[MEMBER]], by=desk.cast.first_of(draft), at=at)


def _ask_for_another_unit(desk: Desk, at: datetime) -> None:
    asking = desk.answering("crossing")
    police = desk.house.units["青澜市公安局云岭分局"]
    adjusting.request_adjustment(
        handling=asking, reason="信号灯配时和路口渠化由公安交管部门负责，我局只负责公交站点，建议改由区公安分局办理",
        suggested_unit=police, signed_by_name="路长青", by=desk.cast.unit(asking.unit), at=at,
    )  # fmt: skip


def _reject(desk: Desk, at: datetime) -> None:
    reason = "答复没有回应“场地翻一番”的具体数字，请补充开班名单后重新答复"
    replying.reject_reply(
        handling=desk.answering("summercamp"), reason=reason, by=desk.cast.assigner(party=True), at=at
    )


def _extend(desk: Desk, at: datetime) -> None:
    days = desk.house.days
    extending.extend(
        handling=desk.answering("charging"), to=days.workday(days.today + timedelta(days=25)), granted_by="葛明远",
        reason="变压器增容方案需与供电公司会商，申请延期一个月", by=desk.cast.assigner(), at=at,
    )  # fmt: skip


def _redone(desk: Desk, life: Life, *, closes: bool) -> Iterator[Step]:
    """The proposer is not satisfied, the clerk orders a redo; one of the two ends with the difference noted."""
    key, days, rated = life.key, desk.house.days, life.course.rated
    yield Step(after(days, rated, 1), 1, lambda at: _confirm_dissatisfied(desk, key, at))
    yield Step(after(days, rated, 2), 2, lambda at: _order_redo(desk, key, at))
    if closes:
        yield Step(after(days, rated, 8), 1, lambda at: acts.talk(desk, key, at, leader=True))
        yield Step(after(days, rated, 14), 2, lambda at: acts.draft_reply(desk, key, "C", (), at))
        yield Step(after(days, rated, 15), 3, lambda at: acts.issue(desk, key, at))
        yield Step(after(days, rated, 20), 4, lambda at: acts.rate(desk, key, TOO_SLOW, at))
        yield Step(after(days, rated, 22), 5, lambda at: _confirm_dissatisfied(desk, key, at))
        yield Step(after(days, rated, 24), 6, lambda at: _close_disputed(desk, key, at))


def _confirm_dissatisfied(desk: Desk, key: str, at: datetime) -> None:
    rows = Feedback.objects.filter(proposal=desk.made[key], state="given", result_rating="not_satisfied")
    for each in rows.filter(confirmed_on__isnull=True).select_related("proposal"):
        feedback.confirm_dissatisfied(feedback=each, by=desk.cast.clerk(at), at=at)


def _order_redo(desk: Desk, key: str, at: datetime) -> None:
    redoing.order_redo(
        proposal=desk.get(key), chosen=[desk.answering(key)], by=desk.cast.clerk(at), at=at,
        reason="提案人对办理结果不满意，请分管领导再次面商，逐条说明办到哪一步",
    )  # fmt: skip


def _close_disputed(desk: Desk, key: str, at: datetime) -> None:
    note = "两轮办理后，提案人对已更换的老构件无法复原仍有意见；二期做法双方一致，作有异议办结，转入日常跟踪"
    redoing.close_disputed(proposal=desk.get(key), note=note, by=desk.cast.clerk(at), at=at)


def _kept(desk: Desk, life: Life) -> Iterator[Step]:
    """What was promised is done, checked, and the proposal is settled."""
    days, rated = desk.house.days, life.course.rated
    yield Step(after(days, rated, 70), 1, lambda at: _write_second(desk, life.key, True, at))
    yield Step(after(days, rated, 75), 2, lambda at: _check_kept(desk, life.key, at))
    yield Step(after(days, rated, 78), 3, lambda at: _settle(desk, life.key, at))


def _second_reply(desk: Desk, life: Life, mark: str = "A", later: int = 90) -> Iterator[Step]:
    day = after(desk.house.days, life.course.rated, later)
    yield Step(day, 1, lambda at: _write_second(desk, life.key, False, at, mark))


def _write_second(desk: Desk, key: str, is_kept: bool, at: datetime, mark: str = "A") -> None:
    done = "已经办完" if mark == "A" else "办到这一步"
    write_second(desk, key, f"首次答复中的事项{done}：{desk.rows[key].answers[0]}", mark, is_kept, at)


def write_second(desk: Desk, key: str, body: str, mark: str, is_kept: bool, at: datetime) -> None:
    """The unit answers a second time and speaks of each promise."""
    handling = desk.answering(key)
    words = "已按承诺完成，资料附后" if is_kept else "正在推进，年内有结果"
    progress = [following.Progress(each, words, is_kept) for each in following.open_promises_of(handling)]
    letter = following.SecondReply(
        progress, body, mark, "芮建平", f"云提复〔{at.year}〕{turn_of(handling) % 90 + 110}号"
    )
    following.write_second_reply(handling=handling, letter=letter, by=desk.cast.unit(handling.unit), at=at)


def promises_of(desk: Desk, key: str) -> list[Promise]:
    """Return what was promised in the replies to a proposal."""
    replies = [each.pk for each in acts.replies_of(desk, key)]
    return list(Promise.objects.filter(origin_kind="reply", origin_id__in=replies).order_by("due_on", "id"))


def _check_kept(desk: Desk, key: str, at: datetime) -> None:
    for each in promises_of(desk, key):
        promises.confirm_kept(promise=each, by=desk.cast.clerk(at), at=at)


def _settle(desk: Desk, key: str, at: datetime) -> None:
    tracking.settle_tracking(proposal=desk.get(key), by=desk.cast.clerk(at), at=at)


def _progress(desk: Desk, life: Life) -> Step:
    day = after(desk.house.days, life.course.rated, 40)
    return Step(day, 4, lambda at: _note_progress(desk, life.key, at))


def _note_progress(desk: Desk, key: str, at: datetime) -> None:
    unit = desk.cast.unit(desk.answering(key).unit)
    for each in promises_of(desk, key)[:1]:
        promises.note_progress(promise=each, words="已完成26部，其余受雨季影响顺延，力争年内全部完成", by=unit, at=at)
