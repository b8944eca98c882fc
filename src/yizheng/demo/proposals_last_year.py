"""Last year's proposals: filed, answered, rated; some answered a second time, some carried into this year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from yizheng.proposal.enums import ConversionKind, Outcome, ReasonCode
from yizheng.proposal.models import Feedback, LookBack
from yizheng.proposal.services import (
    adjusting,
    consenting,
    feedback,
    joining,
    look_back,
    snapshots,
    tracking,
)
from yizheng.proposal.services.reviewing import Opinion

from . import proposals_acts as acts
from .proposals_acts import Desk
from .proposals_course import Phase, after, from_plenary, season
from .proposals_lives import Life
from .proposals_this_year import BASIC
from .proposals_turns import write_second
from .story import Step

P = Phase
PROMOTION = Opinion(Outcome.NOT_FILE, ReasonCode.PROMOTION, "宣传推介具体产品，不予立案，已告知提案人")
BEYOND = Opinion(Outcome.NOT_FILE, ReasonCode.BEYOND_POWER, "税率由国家统一规定，超出本地职权，已作解释")
CLASS_B, CLASS_C = ("y5", "y8", "y15", "y3"), ("y17",)
SIGNED_ALONG = ("y2", "y6", "y13")
SECOND_REPLIES = {
    "y5": "其余26条背街小巷路灯已全部亮灯，全区背街小巷路灯补齐。",
    "y3": "异常项目一周内电话告知率达到96%，大字说明随报告一并发放。",
}
"""What was answered a second time in the same year; the other class B items were carried over."""
STILL_OPEN = {
    "y8": "另一处观鸟点因用地手续推迟，已列入来年计划。",
    "y15": "其余货车因车主分散，已加装六成，来年上半年完成。",
}
"""What was still class B at the end of the year and went over to the next."""
CARRIED_SETTLED = "y8"
CARRIED_REPLY = "另一处观鸟点已建成开放，望远镜和讲解牌全部到位。"


def lives(desk: Desk) -> list[Life]:
    """Return every life of last year."""
    return list(_lives(desk))


def _lives(desk: Desk) -> Iterator[Life]:
    year = season(desk.house.days) - 1
    for place, key in enumerate(key for key in desk.rows if key.startswith("y")):
        course = from_plenary(desk.house.days, year, place)
        if key in ("y18", "y19"):
            yield Life(key, course, until=P.DECIDED, opinion=PROMOTION if key == "y18" else BEYOND)
        elif key == "y20":
            yield Life(key, course, until=P.SECOND)
        else:
            mark = "B" if key in CLASS_B else "C" if key in CLASS_C else "A"
            agreeing = 2 if key in SIGNED_ALONG else 0
            ratings = BASIC if key in ("y15", "y17") else Life.ratings
            yield Life(key, course, agreeing=agreeing, mark=mark, ratings=ratings)


def turns_of(desk: Desk, lives_by_key: dict[str, Life]) -> Iterator[Step]:
    """Return what happened beside the common way, and what of it reached into this year."""
    days = desk.house.days
    year = season(days)
    closes = days.plenary(year - 1)[1]
    yield Step(after(days, closes, 9), 1, lambda at: _ask_to_convert(desk, at))
    yield Step(after(days, closes, 10), 2, lambda at: _agree_and_convert(desk, at))
    yield from _to_another_unit(desk, lives_by_key["y12"])
    for key, body in SECOND_REPLIES.items():
        rated = lives_by_key[key].course.rated
        yield Step(after(days, rated, 75), 1, _second(desk, key, body))
        yield Step(after(days, rated, 80), 2, _implementation(desk, key))
        yield Step(after(days, rated, 82), 3, _settled(desk, key))
    for key, body in STILL_OPEN.items():
        letter = partial(write_second, desk, key, body, "B", True)
        yield Step(after(days, lives_by_key[key].course.rated, 78), 1, letter)
    new_year = after(days, date(year, 1, 4), 2)
    yield Step(new_year, 4, lambda at: _carry(desk, year - 1, at))
    yield Step(after(days, new_year, 4), 5, lambda at: _freeze(desk, year - 1, at))
    yield from _looked_back(desk, year)


def _ask_to_convert(desk: Desk, at: datetime) -> None:
    consenting.ask_to_convert(
        proposal=desk.get("y20"), conversion=ConversionKind.LETTER, words="事项单一，转区城管局按来信办理，可以吗？",
        by=desk.cast.clerk(at), at=at,
    )  # fmt: skip


def _agree_and_convert(desk: Desk, at: datetime) -> None:
    proposal = desk.get("y20")
    for ask in proposal.consent_asks.select_related("proposal"):
        consenting.answer(ask=ask, agreed=True, by=desk.cast.first_of(proposal), at=at)
    joining.convert(
        proposal=desk.get("y20"), kind=ConversionKind.LETTER, sent_to="区城市管理局", note="庙会前办理",
        by=desk.cast.clerk(at), at=at,
    )  # fmt: skip


def _to_another_unit(desk: Desk, life: Life) -> Iterator[Step]:
    """The unit first named was not the right one; the proposal went on to another."""
    days, assigned = desk.house.days, life.course.assigned
    yield Step(after(days, assigned, 3), 4, lambda at: _ask_for_another(desk, at))
    yield Step(after(days, assigned, 4), 5, lambda at: _reassign(desk, at))
    yield Step(after(days, assigned, 5), 6, lambda at: acts.sign(desk, "y12", at))


def _ask_for_another(desk: Desk, at: datetime) -> None:
    asking, housing = desk.answering("y12"), desk.house.units["区住房和城乡建设局"]
    adjusting.request_adjustment(
        handling=asking, reason="出场检查由工地主管部门负责，建议由区住建局办理，我局配合路面执法",
        suggested_unit=housing, signed_by_name="戚立山", by=desk.cast.unit(asking.unit), at=at,
    )  # fmt: skip


def _reassign(desk: Desk, at: datetime) -> None:
    request = desk.answering("y12").adjust_requests.get()
    adjusting.reassign(
        request=request, unit=desk.house.units["区住房和城乡建设局"], reason="职责清楚，同意改办",
        by=desk.cast.assigner(), at=at,
    )  # fmt: skip


def _second(desk: Desk, key: str, body: str) -> acts.Act:
    return lambda at: write_second(desk, key, body, "A", True, at)


def _settled(desk: Desk, key: str) -> acts.Act:
    return lambda at: tracking.settle_tracking(proposal=desk.get(key), by=desk.cast.clerk(at), at=at)


def _implementation(desk: Desk, key: str) -> acts.Act:
    return lambda at: _rate_implementation(desk, key, at)


def _rate_implementation(desk: Desk, key: str, at: datetime) -> None:
    rows = Feedback.objects.filter(proposal=desk.made[key], is_asked=True, implementation_asked_on__isnull=False)
    for each in rows.select_related("signer__membership__person", "proposal", "reply__handling"):
        feedback.rate_implementation(
            feedback=each, rating="satisfied", comment="", by=desk.cast.signer(each.signer), at=at
        )


def _carry(desk: Desk, year: int, at: datetime) -> None:
    tracking.carry(year=year, by=desk.cast.clerk(at), at=at)


def _freeze(desk: Desk, year: int, at: datetime) -> None:
    snapshots.freeze(year=year, label=f"{year}年提案工作情况报告", by=desk.cast.clerk(at), at=at)


def _looked_back(desk: Desk, year: int) -> Iterator[Step]:
    """In spring, last year's class B items are drawn and two of them visited; one is done at last."""
    days = desk.house.days
    drawn = after(days, days.plenary(year)[1], 8)
    yield Step(drawn, 1, lambda at: _draw(desk, year, at))
    yield Step(after(days, drawn, 9), 2, lambda at: _visit(desk, "y8", "新观鸟点已进场施工，望远镜到货", "B", at))
    yield Step(after(days, drawn, 10), 3, lambda at: _visit(desk, "y15", "重点企业外的货车加装进度较慢", "B", at))
    letter = partial(write_second, desk, "y15", "已加装九成，余下的淘汰更新时一并解决。", "B", True)
    yield Step(after(days, drawn, 48), 3, letter)
    yield Step(after(days, drawn, 20), 4, lambda at: write_second(desk, CARRIED_SETTLED, CARRIED_REPLY, "A", True, at))
    yield Step(after(days, drawn, 26), 5, _settled(desk, CARRIED_SETTLED))


def _draw(desk: Desk, year: int, at: datetime) -> None:
    look_back.sample(year=year, by=desk.cast.clerk(at), at=at)


def _visit(desk: Desk, key: str, finding: str, mark: str, at: datetime) -> None:
    row = LookBack.objects.select_related("proposal", "handling").get(proposal=desk.made[key])
    look_back.record_visit(
        look_back=row, visited_on=at.date(), finding=finding, class_now=mark, by=desk.cast.clerk(at), at=at
    )
