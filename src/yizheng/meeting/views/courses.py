"""Courses for new members and for standing members: who came over the year, several runs together."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Cell, Column, Figure, Meaning, Tab

from .. import activity_showing as showing
from ..courses import Attendee, Course, course_of
from ..enums import Audience
from ..notifications import when
from .activities import PAGE_ROWS
from .asking import actor_of

NAMES = {Audience.NEW: "新任委员班", Audience.STANDING: "常委班"}
RUN_COLUMNS = [Column("期"), Column("时间"), Column("到场", "number")]
PEOPLE_COLUMNS = [Column("委员"), Column("界别"), Column("参加了几期", "number"), Column("哪几期")]


@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    """List who attended the courses of a group this year, and who of the group did not; each number opens its list."""
    actor, today = actor_of(request), timezone.localdate()
    require("meeting.read_replies", actor)
    group = Audience.STANDING if request.GET.get("group") == Audience.STANDING else Audience.NEW
    course = course_of(group, today.year, on=today)
    wanted = request.GET.get("who", "")
    listed, words = _listed(course, wanted)
    page = Paginator(listed, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "name": NAMES[group],
        "year": today.year,
        "tabs": [Tab(label, _url(each), each == group) for each, label in NAMES.items()],
        "figures": _figures(course, group),
        "run_columns": RUN_COLUMNS,
        "runs": [_run(each, group) for each in course.runs],
        "words": words,
        "whole": _url(group) if wanted else "",
        "columns": PEOPLE_COLUMNS,
        "rows": [_person(each) for each in page],
        "page": page,
        "crumbs": showing.crumbs(None, "培训名单"),
    }
    return render(request, "meeting/courses.html", context)


def _listed(course: Course, wanted: str) -> tuple[list[Attendee], str]:
    """Return the list a number opens, and what it is called."""
    run = next((each for each in course.runs if str(each.public_id) == wanted), None)
    if run is not None:
        return course.of_run(run), f"参加“{run.theme}”的"
    if wanted == "missing":
        return course.missing, "还没参加的"
    if wanted == "came":
        return course.came, "参加过的"
    return course.people, "全部"


def _figures(course: Course, group: Audience) -> list[Figure]:
    return [
        Figure(len(course.runs), "已确认", unit="期", url="#runs"),
        Figure(len(course.came), "参加过", unit="人", url=_url(group, "came"), meaning=Meaning.OK),
        Figure(len(course.missing), "还没参加", unit="人", url=_url(group, "missing")),
    ]


def _run(run: Any, group: Audience) -> list[Cell]:
    return [
        Cell(run.theme, url=address("meeting:activity", public_id=run.public_id)),
        Cell(when(run)),
        Cell(f"{run.people}人", url=_url(group, str(run.public_id))),
    ]


def _person(each: Attendee) -> list[Cell]:
    return [
        Cell(each.membership.person.name),
        Cell(str(each.membership.sector or "")),
        Cell(f"{len(each.runs)}期"),
        Cell("、".join(run.theme for run in each.runs)),
    ]


def _url(group: Audience, who: str = "") -> str:
    return f"{address('meeting:courses')}?group={group.value}" + (f"&who={who}" if who else "")
