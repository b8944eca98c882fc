"""What the demo's proposal office does around its proposals: consultations, publication, awards, appraisal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from yizheng.proposal.enums import (
    ConsultationLevel,
)
from yizheng.proposal.models import (
    AppraisalRound,
    AppraisalScore,
    AwardSelection,
    Publication,
)
from yizheng.proposal.services import (
    appraising,
    awarding,
    consulting,
    inspecting,
    publishing,
    visiting,
)

from . import bodies
from .proposals_acts import Desk
from .proposals_cast import turn_of
from .proposals_course import after, season
from .proposals_keys import keys_of
from .proposals_leads import leads_of
from .proposals_lives import Life
from .story import Step
from .today import SHANGHAI

PUBLIC_ONES = ("y1", "y4", "y14")


def steps_of(desk: Desk, lives: dict[str, Life]) -> Iterator[Step]:
    """Return everything beside the proposals' own way."""
    yield from leads_of(desk)
    yield from keys_of(desk)
    yield from _meetings(desk, lives)
    yield from _publications(desk)
    yield from _awards(desk)
    yield from _appraisal(desk)


# Consultation, inspection, the press


def _meetings(desk: Desk, lives: dict[str, Life]) -> Iterator[Step]:
    days, canteen = desk.house.days, lives["canteen"].course
    yield Step(after(days, canteen.talked, 10), 1, lambda at: _consult(desk, at))
    yield Step(after(days, canteen.issued, 12), 2, lambda at: _inspect(desk, at))
    yield Step(after(days, lives["library"].course.issued, 15), 3, lambda at: _visit(desk, at))


def _consult(desk: Desk, at: datetime) -> None:
    handlings = [desk.answering("canteen"), desk.answering("street")]
    given = consulting.Consultation(
        title="养老和社区服务类提案集中协商", level=ConsultationLevel.COMMITTEE,
        happened_on=at.astimezone(SHANGHAI).date(), place="区政协一楼协商议事室",
        participants="区民政局、区城管局有关负责人", host_body=desk.house.bodies[bodies.SOCIAL], category="社会事业",
        notes="两件提案都涉及社区用房，商定食堂优先使用闲置用房，用房清单共享。",
    )  # fmt: skip
    present = {each.pk for each in handlings}
    consulting.hold_consultation(given=given, handlings=handlings, present=present, by=desk.cast.clerk(at), at=at)


def _inspect(desk: Desk, at: datetime) -> None:
    clerk = desk.cast.clerk(at)
    given = inspecting.Inspection(
        "主席会议视察提案办理情况", at.astimezone(SHANGHAI).date(), "沈若松", "部分政协常委、提案委委员",
        "看了三个点，总体进展好；建议单位把办到哪一步写进答复。",
    )  # fmt: skip
    inspection = inspecting.record_inspection(given=given, by=clerk, at=at)
    inspecting.record_finding(
        inspection=inspection, unit=desk.house.units["区民政局"], proposals=[desk.get("canteen")],
        finding="食堂运营补贴已发放到6月，账目张贴上墙。", advice="把早晚餐试点扩大到六个街道。", by=clerk, at=at,
    )  # fmt: skip


def _visit(desk: Desk, at: datetime) -> None:
    visit = visiting.Visit(
        "云岭区融媒体中心", "《民生面对面》", at.astimezone(SHANGHAI).date(), "提案人、区文旅局、读者",
        "跟拍一家夜间书房，读者从六点后的零星几人增加到每晚四十多人。",
    )  # fmt: skip
    visiting.record_visit(proposal=desk.get("library"), visit=visit, by=desk.cast.clerk(at), at=at)


# Publication, award, appraisal


def _publications(desk: Desk) -> Iterator[Step]:
    days = desk.house.days
    first = after(days, date(season(days), 3, 10), 2)
    yield Step(first, 1, lambda at: _prepare(desk, (*PUBLIC_ONES, "y7"), at))
    yield Step(after(days, first, 2), 2, lambda at: _read_again(desk, (*PUBLIC_ONES, "y7"), at))
    yield Step(after(days, first, 4), 3, lambda at: _publish(desk, PUBLIC_ONES, at))


def _prepare(desk: Desk, keys: tuple[str, ...], at: datetime) -> None:
    clerk = desk.cast.clerk(at)
    for key in keys:
        made = publishing.prepare(proposal=desk.get(key), by=clerk, at=at)
        review = "经保密审查，不涉及国家秘密和工作秘密，可以公开（方以诚）"
        publishing.first_reading(publication=made, confidentiality_review=review, by=clerk, at=at)
        desk.made[f"public-{key}"] = made.pk


def _read_again(desk: Desk, keys: tuple[str, ...], at: datetime) -> None:
    for key in keys:
        publishing.second_reading(publication=_publication(desk, key), by=desk.cast.deputy(), at=at)


def _publish(desk: Desk, keys: tuple[str, ...], at: datetime) -> None:
    for key in keys:
        publishing.publish(publication=_publication(desk, key), leader="沈若松", by=desk.cast.secretary(), at=at)


def _publication(desk: Desk, key: str) -> Publication:
    return Publication.objects.get(pk=desk.made[f"public-{key}"])


NOMINATED = ("y9", "y10", "y14", "y1", "y11")


def _awards(desk: Desk) -> Iterator[Step]:
    """Last year's excellent proposals are chosen before the plenary and honoured at it."""
    days = desk.house.days
    opens = days.plenary(season(days))[0]
    yield Step(days.workday(opens - timedelta(days=30)), 1, lambda at: _nominate_awards(desk, at))
    yield Step(days.workday(opens - timedelta(days=18)), 2, lambda at: _vote(desk, at))
    yield Step(days.workday(opens - timedelta(days=9)), 3, lambda at: _award(desk, at))
    yield Step(opens, 4, lambda at: awarding.publish(selection=_selection(desk), by=desk.cast.clerk(at), at=at))


def _selection(desk: Desk) -> AwardSelection:
    return AwardSelection.objects.get(year=season(desk.house.days) - 1)


def _nominate_awards(desk: Desk, at: datetime) -> None:
    clerk, year = desk.cast.clerk(at), season(desk.house.days) - 1
    selection = awarding.begin_selection(year=year, title=f"{year}年优秀提案评选", by=clerk, at=at)
    for key in NOMINATED:
        awarding.nominate(
            selection=selection, proposal=desk.get(key), nominated_by="提案委员会", by=clerk, at=at,
            reason="调研深入，建议具体，办理后群众看得见变化",
        )  # fmt: skip


def _vote(desk: Desk, at: datetime) -> None:
    clerk, selection = desk.cast.clerk(at), _selection(desk)
    chosen = list(selection.nominations.order_by("id").values_list("pk", flat=True))[:4]
    selection = awarding.shortlist(selection=selection, chosen=chosen, by=clerk, at=at)
    votes = dict(zip(chosen, (26, 21, 24, 17), strict=True))
    awarding.enter_votes(selection=selection, votes=votes, by=clerk, at=at)


def _award(desk: Desk, at: datetime) -> None:
    selection = _selection(desk)
    ranked = list(selection.nominations.filter(is_shortlisted=True).order_by("-votes").values_list("pk", flat=True))
    awarding.decide(
        selection=selection, awarded=ranked[: selection.quota], decided_by="五届四十次主席会议",
        decided_on=at.astimezone(SHANGHAI).date(), by=desk.cast.clerk(at), at=at,
    )  # fmt: skip


def _appraisal(desk: Desk) -> Iterator[Step]:
    """Both sides are asked about last year's work while it is fresh; a few have answered."""
    ago = desk.house.days.workdays_ago
    yield Step(ago(7), 1, lambda at: _open_round(desk, at))
    yield Step(ago(4), 2, lambda at: _score(desk, at))


def _open_round(desk: Desk, at: datetime) -> None:
    days, clerk = desk.house.days, desk.cast.clerk(at)
    year = season(days) - 1
    closes = after(days, days.today, 8)
    made = appraising.prepare_round(year=year, title=f"{year}年提案双向评议", closes_on=closes, by=clerk, at=at)
    appraising.open_round(round_=made, by=clerk, at=at)


def _score(desk: Desk, at: datetime) -> None:
    asked = AppraisalScore.objects.filter(round=AppraisalRound.objects.get(), side="unit").order_by("id")[:5]
    for each in asked.select_related("round", "handling__unit", "handling__proposal"):
        criteria = {name: int(most) for name, _, most in (line.partition("=") for line in each.round.criteria["unit"])}
        points = {name: most - turn_of(each.handling) % 3 for name, most in criteria.items()}
        by = desk.cast.unit(each.handling.unit)
        if by.hat.scope_kind == "org_unit":
            appraising.score(asked=each, points=points, comment="调研扎实，建议能够操作", by=by, at=at)
