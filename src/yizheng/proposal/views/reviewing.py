"""Pages of review: what waits at which step, and one proposal with its text beside the form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.org.models import Session
from yizheng.ui.shapes import Tab

from ..enums import ProposalState
from ..forms.review import FirstReviewForm, OpinionForm
from ..models import Proposal
from ..queries import review as waiting
from ..queries.review import FIRST, QUEUES, SECOND, Queue
from ..services import reviewing
from ..services.shares import planned_shares
from ..showing import review as showing
from .asking import actor_of, proposal_or_404
from .reviewing_offers import review_acts

PAGE_ROWS = 50
SEES = "proposal.see_review"


def session_asked(request: HttpRequest) -> Session | None:
    """Return the session of the address, or the current one."""
    today = timezone.localdate()
    try:
        wanted = UUID(request.GET.get("session", ""))
    except ValueError:
        return waiting.current_session(today)
    return waiting.sessions(today).filter(public_id=wanted).first() or waiting.current_session(today)


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """List what waits at one step of review, fifty a page."""
    actor = actor_of(request)
    require(SEES, actor)
    session = session_asked(request)
    queue = QUEUES.get(request.GET.get("step", ""), FIRST)
    counts = waiting.queue_counts(actor, session)
    page = Paginator(waiting.in_queue(actor, session, queue), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "session": session,
        "sessions": waiting.sessions(timezone.localdate())[:12],
        "queue": queue,
        "page": page,
        "tabs": _tabs(session, queue, counts),
        "columns": showing.COLUMNS,
        "rows": [showing.row(each, queue) for each in page],
        "buttons": _buttons(actor, session, counts),
        "figures": showing.figures(session) if session else [],
        "files": showing.papers_of(session, actor) if session else [],
        "report": showing.report_card(session, actor, timezone.localdate()) if session else None,
        "asks": [showing.ask_row(each) for each in waiting.open_asks(actor, session)[:PAGE_ROWS]],
        "ask_columns": showing.ASK_COLUMNS,
    }
    return render(request, "proposal/review/list.html", context)


def _tabs(session: Session | None, queue: Queue, counts: dict[str, int]) -> list[Tab]:
    return [
        Tab(each.label, showing.list_url(session, each), each is queue, counts[each.code]) for each in QUEUES.values()
    ]


def _buttons(actor: Actor, session: Session | None, counts: dict[str, int]) -> list[tuple[str, str, str]]:
    if session is None or not may("proposal.decide", actor):
        return []
    key, found = session.public_id, []
    if counts["final"]:
        found.append(
            (address("proposal:review-decide", public_id=key), f"录入审定结果（{counts['final']}件）", "primary")
        )
    if counts["number"]:
        found.append((address("proposal:review-numbers", public_id=key), f"编号（{counts['number']}件）", ""))
    return [*found, (address("proposal:review-share", public_id=key), "让委员看审查结果", "")]


@require_http_methods(["GET", "POST"])
@act
def review_one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Read one proposal and do the step it waits at; then the next one that waits at the same step."""
    actor = actor_of(request)
    require(SEES, actor)
    proposal = proposal_or_404(actor, public_id)
    queue = waiting.queue_of(actor, proposal)
    step = _step(proposal, queue)
    if request.method == "POST":
        if step is None:
            return redirect(address("proposal:proposal", public_id=public_id))
        require("proposal.review" if step is FIRST else "proposal.second_review", actor, proposal)
    form = _form(request, proposal, step)
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            _perform(proposal, form, step, actor)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(
                request, f"{proposal.number}已{step.act if step else ''}。", to=_onward(request, proposal, step)
            )
    context = showing.review_page(proposal, actor, queue, form)
    context["others"] = [each for each in review_acts(proposal, actor) if each[0] != request.path]
    context["may_act"] = step is not None and _may(actor, proposal, step)
    status = 409 if form is not None and form.is_bound and form.non_field_errors() else 200
    return render(request, "proposal/review/one.html", context, status=status)


def _step(proposal: Proposal, queue: Queue | None) -> Queue | None:
    """A second reading can be done again while the proposal waits for the meeting."""
    if proposal.state == ProposalState.SUBMITTED:
        return FIRST
    return SECOND if proposal.state == ProposalState.FIRST_REVIEWED and queue is not None else None


def _may(actor: Actor, proposal: Proposal, step: Queue) -> bool:
    if step is FIRST:
        return may("proposal.review", actor, proposal)
    return may("proposal.second_review", actor, proposal) and proposal.reviewed_by_id != actor.user_id


def _form(request: HttpRequest, proposal: Proposal, step: Queue | None) -> Any:
    if step is None:
        return None
    if step is FIRST:
        shares = planned_shares(proposal) or showing.wished(proposal)
        return FirstReviewForm(request.POST or None, on=timezone.localdate(), proposal=proposal, shares=shares)
    first = {"outcome": proposal.review_outcome, "reason_code": proposal.review_reason_code}
    return OpinionForm(request.POST or None, initial=first)


def _perform(proposal: Proposal, form: Any, step: Queue | None, by: Actor) -> None:
    now, opinion = timezone.now(), form.as_opinion()
    if step is not FIRST:
        reviewing.second_review(proposal=proposal, opinion=opinion, by=by, at=now)
        return
    given = form.cleaned_data
    reviewing.first_review(
        proposal=proposal, category=given["category"], keywords=given["keywords"].split(), opinion=opinion,
        units=form.shares(), is_comprehensive=given["is_comprehensive"], by=by, at=now,
    )  # fmt: skip


def _onward(request: HttpRequest, proposal: Proposal, step: Queue | None) -> str:
    if "stay" in request.POST or step is None:
        return address("proposal:review-one", public_id=proposal.public_id)
    following = waiting.next_in(actor_of(request), proposal, step)
    if following is None:
        return showing.list_url(proposal.session, step)
    return address("proposal:review-one", public_id=following.public_id)
