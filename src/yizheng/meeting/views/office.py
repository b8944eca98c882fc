"""Pages of the office: one meeting, planning it, the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import ledger, subjects, thread
from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.kernel.workflow import Transition
from yizheng.org.queries import current_term
from yizheng.ui.shapes import Crumb

from .. import document_queries, forms, history, keeping, member_showing, queries, services, showing
from .. import subjects as kinds
from .. import workflow as table
from ..enums import HELD, PAPERS_SHUT, RUNNING, MeetingKind, MeetingState
from ..models import Meeting
from ..notifications import when
from ..quorum import kept_quorum, quorum_of
from ..sitting_forms import StartForm
from .asking import actor_of, visible_or_404


@dataclass(frozen=True)
class MeetingAct:
    """
    One act of the table: its address, what its page says, its form, and the service it calls.

    `perform` takes the meeting, the cleaned form, who and when; `first` fills the form before.
    """

    name: str
    row: Transition
    title: str
    text: str
    said: str
    perform: Callable[[Meeting, Any, Actor, datetime], object]
    form: type[django_forms.Form] = forms.NoForm
    first: Callable[[Meeting], dict[str, Any]] = lambda _meeting: {}
    look: str = ""


NOTIFY = MeetingAct(
    "notify", table.SEND_NOTICE, "发会议通知",
    "名单里的每个人都会收到，不上网的人由办公室打电话或发短信。", "通知已经发出，回执会陆续回来。",
    lambda meeting, _form, by, at: services.send_notice(meeting=meeting, by=by, at=at), look="primary",
)  # fmt: skip
CHANGE = MeetingAct(
    "change", table.CHANGE, "修改会议", "通知发出以前，时间、地点和议程都可以改。", "已改好。",
    lambda meeting, form, by, at: services.change_meeting(
        meeting=meeting, particulars=form.particulars(), by=by, at=at
    ),
    form=forms.ParticularsForm,
    first=lambda meeting: forms.first_particulars(meeting, today=timezone.localdate()),
)  # fmt: skip
DRAW_UP = MeetingAct(
    "list", table.DRAW_UP_LIST, "重新生成应到名单", "按现在在任的人重新生成；已经不在任的会去掉。", "名单已更新。",
    lambda meeting, _form, by, at: services.draw_up_list(meeting=meeting, by=by, at=at),
)  # fmt: skip
POSTPONE = MeetingAct(
    "postpone", table.POSTPONE, "会议延期", "已经通知过的人会再收到一条延期的通知，他们的回执作废。",
    "已延期，定下时间后再发通知。",
    lambda meeting, form, by, at: services.postpone(
        meeting=meeting, reason=form.cleaned_data["reason"], by=by, at=at
    ),
    form=forms.ReasonForm,
)  # fmt: skip
RESCHEDULE = MeetingAct(
    "reschedule", table.RESCHEDULE, "重定会议时间", "定好以后重新发通知。", "时间已定，请再发通知。",
    lambda meeting, form, by, at: services.reschedule(
        meeting=meeting, particulars=form.particulars(), by=by, at=at
    ),
    form=forms.ParticularsForm,
    first=lambda meeting: forms.first_particulars(meeting, today=timezone.localdate()), look="primary",
)  # fmt: skip
CANCEL = MeetingAct(
    "cancel", table.CANCEL, "取消会议", "已经通知过的人会收到取消的通知。会议仍留在表里。", "已取消。",
    lambda meeting, form, by, at: services.cancel(
        meeting=meeting, reason=form.cleaned_data["reason"], by=by, at=at
    ),
    form=forms.ReasonForm, look="danger",
)  # fmt: skip

OPEN = MeetingAct(
    "open", table.OPEN, "开始签到", "名单里的人从这时起可以签到；会场二维码在“会场大屏”上。", "已开始签到。",
    lambda meeting, _form, by, at: services.open_meeting(meeting=meeting, by=by, at=at), look="primary",
)  # fmt: skip
START = MeetingAct(
    "start", table.START, "宣布开会", "按此刻签到的人数算法定人数，连同分母记在会议里。", "会议开始。",
    lambda meeting, form, by, at: services.start_meeting(
        meeting=meeting, by=by, at=at, only_briefing=form.cleaned_data["only_briefing"]
    ),
    form=StartForm, look="primary",
)  # fmt: skip
ADJOURN = MeetingAct(
    "adjourn", table.ADJOURN, "宣布散会", "没有签到、没有准假的按缺席记；确有差错的，散会后还可以更正。",
    "已散会，到会情况已算好。",
    lambda meeting, _form, by, at: services.adjourn_meeting(meeting=meeting, by=by, at=at), look="primary",
)  # fmt: skip
MINUTE = MeetingAct(
    "minute", table.MINUTE, "纪要定稿", "定稿以后，列入任务的决定补充进工作要点，要跟踪的列入待办。", "纪要已定稿。",
    lambda meeting, _form, by, at: services.minute_meeting(meeting=meeting, by=by, at=at), look="primary",
)  # fmt: skip
ARCHIVE = MeetingAct(
    "archive", table.ARCHIVE, "会议归档", "归档以后，签到、表决和纪要都不能再改。", "已归档。",
    lambda meeting, _form, by, at: services.archive_meeting(meeting=meeting, by=by, at=at),
)  # fmt: skip

MEETING_ACTS = (
    NOTIFY, OPEN, START, ADJOURN, MINUTE, ARCHIVE, CHANGE, DRAW_UP, RESCHEDULE, POSTPONE, CANCEL,
)  # fmt: skip


@require_GET
def meeting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a meeting: when and where, who answered what, who came, and what the worn hat may do now."""
    actor, now = actor_of(request), timezone.now()
    row = visible_or_404(actor, public_id)
    own, offered = _own(row, actor, now), _offered(row, actor)
    reads = may("meeting.read_replies", actor)
    context = {
        "meeting": row,
        "when": when(row),
        "files": showing.papers(row) if reads else [],
        "meaning": showing.MEANING[MeetingState(row.state)],
        "steps": showing.steps(row),
        "figures": showing.figures(row) if reads else [],
        **_presence(row, reads=reads),
        "agenda": [line for line in row.agenda.splitlines() if line.strip()],
        "quorum": _quorum(row) if reads else None,
        "doors": showing.doors(row, actor),
        **own,
        "clashes": queries.clashes(row) if _may_clash(row, actor) else [],
        "acts": [(each, url_of(each, row)) for each in offered],
        "may_enter": _may_enter(row, actor),
        "enter_look": "" if any(each.look == "primary" for each in offered) else " btn-primary",
        **_notice_due(row, now),
        "boxes": showing.boxes(row, thread.around(row, actor)),
        "timeline": history.entries(ledger.history("meeting", row.pk).select_related("entered_by")) if reads else [],
        "crumbs": showing.crumbs(row),
    }
    answer = render(request, "meeting/meeting.html", context)
    return keeping.kept(answer, row, row.title, actor=actor, at=now) if own["hall"] else answer


def _own(row: Meeting, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return the person's own invitation, the documents they can open with it, what their phone keeps for the hall."""
    own = row.invitations.filter(person__user=actor.user_id).first()
    is_open = own is not None and row.state not in PAPERS_SHUT
    documents = list(document_queries.own_documents(row, own)) if own is not None and is_open else []
    hall = keeping.hall_of(row, documents, now) if own else None
    return {**member_showing.of_member(row, own, now), "own_documents": documents, "hall": hall}


def _presence(row: Meeting, *, reads: bool) -> dict[str, Any]:
    """Return who came, each number with its list; nothing before the meeting was held."""
    if not reads or row.state not in HELD:
        return {"presence": None}
    counted = queries.presence(row)
    return {"presence": counted, "came_figures": showing.presence_figures(row, counted)}


def _notice_due(row: Meeting, now: datetime) -> dict[str, Any]:
    """Return until when the notice goes out in time, and whether that day has passed."""
    if row.state != MeetingState.PLANNED:
        return {"notice_due": None}
    due = kinds.notice_due(row)
    return {"notice_due": due, "is_notice_late": due < timezone.localdate(now)}


def _may_clash(row: Meeting, actor: Actor) -> bool:
    return row.state in (MeetingState.PLANNED, MeetingState.NOTIFIED) and may("meeting.prepare", actor)


def _quorum(row: Meeting) -> str:
    """Return the quorum line: as it is now while people come, as it was when the meeting began afterwards."""
    now = timezone.now()
    kept = kept_quorum(row, on=timezone.localdate(now))
    if kept is not None:
        return f"宣布开会时{kept.words}"
    return quorum_of(row, at=now, on=timezone.localdate(now)).words if row.state in RUNNING else ""


@require_http_methods(["GET", "POST"])
@act
def plan_meeting(request: HttpRequest) -> HttpResponse:
    """Plan a meeting, on its own or for a task of the plan."""
    actor, now = actor_of(request), timezone.now()
    require("meeting.prepare", actor)
    today = timezone.localdate(now)
    form = forms.NewMeetingForm(request.POST or None, on=today, initial=_first(request, today))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = _plan(form, actor, now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"“{made.title}”已在筹备，应到名单已生成。", to=_url(made))
    crumbs = [Crumb("会议", address("meeting:meetings")), Crumb("筹备会议")]
    return render(request, "meeting/new.html", {"form": form, "crumbs": crumbs})


def _plan(form: forms.NewMeetingForm, actor: Actor, now: datetime) -> Meeting:
    given = form.cleaned_data
    term = current_term(timezone.localdate(form.particulars().starts_at))
    if term is None:
        raise Refused("no_term", "会议那天不在任何一届之内，请先在“届次”里建好这一届。")
    return services.plan_meeting(
        kind=MeetingKind(given["kind"]), term=term, body=given["body"], ordinal=given["ordinal"],
        particulars=form.particulars(), origin=_origin(given["task"], actor), by=actor, at=now,
    )  # fmt: skip


def _origin(task: UUID | None, actor: Actor) -> Any:
    """Return the task the meeting is for. Raises: Http404 when the person may not see it."""
    if task is None:
        return None
    found = subjects.get("plan_task").visible_to(actor).filter(public_id=task).first()
    if found is None:
        raise Http404("no such task")
    return found


def _first(request: HttpRequest, today: date) -> dict[str, Any]:
    """Return what stands in the fields first; the number follows the kind, and the body of a committee's meeting."""
    first = {**forms.first_particulars(None, today=today), "task": request.GET.get("task", "")}
    kind, body = forms.asked_kind(request.GET, on=today)
    term = current_term(today)
    if term is None:
        return first
    return first | {"kind": kind, "body": body, "ordinal": queries.next_ordinal(kind, term, body)}


def view_of(meeting_act: MeetingAct) -> Callable[..., HttpResponse]:
    """Return the page of an act: GET asks, POST does it once."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor, now = actor_of(request), timezone.now()
        row = visible_or_404(actor, public_id)
        require(meeting_act.row.permission, actor, row)
        form = meeting_act.form(request.POST or None, initial=meeting_act.first(row))
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    meeting_act.perform(row, form, actor, now)
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                return done(request, meeting_act.said, to=_url(row))
        context = {
            "meeting": row,
            "act": meeting_act,
            "form": form,
            "action": url_of(meeting_act, row),
            "back": _url(row),
        }
        return render(request, "meeting/act.html", context, status=409 if form.non_field_errors() else 200)

    return page


def url_of(meeting_act: MeetingAct, row: Meeting) -> str:
    """Return the address of an act on a meeting."""
    return address(f"meeting:{meeting_act.name}", public_id=row.public_id)


def _offered(row: Meeting, actor: Actor) -> list[MeetingAct]:
    allowed = {each.name for each in engine.available(table.MEETING_MACHINE, row, actor)}
    return [each for each in MEETING_ACTS if each.row.name in allowed]


def _may_enter(row: Meeting, actor: Actor) -> bool:
    names = {each.name for each in engine.available(table.MEETING_MACHINE, row, actor)}
    over = timezone.localdate() >= timezone.localdate(row.ends_at)
    return over and bool(names & {table.ENTER_ATTENDANCE.name, table.CORRECT_ATTENDANCE.name})


def _url(row: Meeting) -> str:
    return address("meeting:meeting", public_id=row.public_id)
