"""Pages of one question for feedback: what is asked, three big choices, what was said (handbook 5.8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.accounts.enums import Role
from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import FileRow

from .. import queries, showing
from ..enums import FeedbackSource, FeedbackState, ReplyKind, ReplyState
from ..forms import following as forms
from ..models import Feedback
from ..phrases import FEEDBACK_MEANING
from ..services import feedback as services
from ..showing import following as showing_following
from ..showing import handling as showing_handling
from .acting import PageAct, url_of
from .asking import actor_of, feedback_or_404


@require_GET
def feedback(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a question for feedback: the reply with the form under it, what may be done now, what was said."""
    actor = actor_of(request)
    require("proposal.read", actor)
    found = feedback_or_404(actor, public_id)
    answer = to_answer(found, actor)
    context = {
        "feedback": found,
        "proposal": found.proposal,
        "facts": showing_following.facts_of(found),
        "said": showing_following.said_of(found),
        "word": found.get_state_display(),
        "meaning": FEEDBACK_MEANING[FeedbackState(found.state)],
        "buttons": buttons(found, actor),
        "reply_url": _reply_url(found),
        **(_to_rate(answer, found, actor) if answer else {}),
        "files": [_file(found.scan)] if found.scan else [],
        "crumbs": showing.crumbs(found.proposal, "评价"),
    }
    return render(request, "proposal/following/feedback.html", context)


def to_answer(found: Feedback, actor: Actor) -> PageAct[Feedback] | None:
    """Return the rating this person is asked for themself, what is owed first; the clerk enters a paper elsewhere."""
    if actor.wears(Role.PROPOSAL_CLERK) or not may(GIVE.permission, actor, found):
        return None
    asked = (
        (GIVE, found.state == FeedbackState.ASKED), (IMPLEMENTATION, _is_asked_again(found)), (GIVE, is_open(found)),
    )  # fmt: skip
    return next((each for each, is_due in asked if is_due), None)


def _to_rate(answer: PageAct[Feedback], found: Feedback, actor: Actor) -> dict[str, Any]:
    """Return the reply in full and the form that stands under it."""
    letters = queries.replies_visible_to(actor).filter(handling=found.reply.handling_id)
    second = letters.filter(kind=ReplyKind.SECOND, state=ReplyState.ISSUED).order_by("-sent_on", "-id")
    reply = (second if answer is IMPLEMENTATION else letters.filter(pk=found.reply_id)).first()
    return {
        "answer": answer,
        "action": url_of(answer, found),
        "form": forms.ImplementationForm() if answer is IMPLEMENTATION else forms.FeedbackForm(),
        "reply": reply,
        "answers": reply.answers.select_related("suggestion") if reply else [],
        "commitments": showing_handling.commitments(reply),
    }


def buttons(found: Feedback, actor: Actor) -> list[tuple[str, str, str]]:
    """Return what else this person may do with the question now: address, label, look."""
    here = to_answer(found, actor)
    offered = [
        (GIVE, is_open(found)),
        (IMPLEMENTATION, _is_asked_again(found)),
        (CONFIRM, found.result_rating == "not_satisfied" and found.confirmed_on is None and found.state == "given"),
    ]
    return [
        (url_of(each, found), each.title, "primary" if n == 0 and not here else "")
        for n, (each, is_due) in enumerate(offered)
        if is_due and each is not here and may(each.permission, actor, found)
    ]


def _is_asked_again(found: Feedback) -> bool:
    """Tell whether what was carried out waits to be rated."""
    return found.implementation_asked_on is not None and not found.implementation_rating


def is_open(found: Feedback) -> bool:
    """Tell whether the question can still be answered; what stands by rule only can."""
    by_rule = found.state == FeedbackState.GIVEN and found.source == FeedbackSource.DEFAULT
    return found.state in (FeedbackState.ASKED, FeedbackState.NO_FEEDBACK) or by_rule


def _give_form(request: HttpRequest, _feedback: Feedback) -> forms.FeedbackForm:
    kind = forms.PaperFeedbackForm if actor_of(request).wears(Role.PROPOSAL_CLERK) else forms.FeedbackForm
    return kind(request.POST, request.FILES) if request.method == "POST" else kind()


def _give(found: Feedback, form: Any, by: Actor, at: datetime) -> Feedback:
    scan = _kept(form.cleaned_data.get("scan"), by, at)
    return services.give(feedback=found, ratings=form.ratings(), by=by, at=at, scan=scan)


def _rate(found: Feedback, form: Any, by: Actor, at: datetime) -> Feedback:
    given = form.cleaned_data
    return services.rate_implementation(feedback=found, rating=given["rating"], comment=given["comment"], by=by, at=at)


def _confirm(found: Feedback, _form: Any, by: Actor, at: datetime) -> Feedback:
    return services.confirm_dissatisfied(feedback=found, by=by, at=at)


def _kept(upload: Any, by: Actor, at: datetime) -> StoredFile | None:
    return files.keep(file=upload, name=upload.name, by=by, at=at) if upload else None


def _file(stored: StoredFile) -> FileRow:
    return FileRow(stored.name, address("attachment:open", public_id=stored.public_id))


def _about(found: Feedback, _actor: Actor) -> dict[str, Any]:
    return {
        "facts": showing_following.facts_of(found)[:4],
        "today": timezone.localdate(),
        "reply_url": _reply_url(found),
    }


def _reply_url(found: Feedback) -> str:
    return address("proposal:handling", public_id=found.reply.handling.public_id)


GIVE = PageAct(
    "feedback-give", "feedback.give", "评价办理", "各选一项，一分钟就好；交了以后不能再改。", "提交评价",
    "谢谢，评价已收到。", feedback_or_404, _give, form=_give_form, template="proposal/following/give.html",
    context=_about,
)  # fmt: skip
IMPLEMENTATION = PageAct(
    "feedback-implementation", "feedback.give", "评价落实情况", "承诺的事做得怎么样，选一项就好。", "提交评价",
    "谢谢，评价已收到。", feedback_or_404, _rate, form=forms.ImplementationForm,
    template="proposal/following/give.html", context=_about,
)  # fmt: skip
CONFIRM = PageAct(
    "feedback-confirm", "proposal.order_redo", "确认不满意",
    "请先与提案人通个电话，问清哪里不满意；确认后才能要求重新办理。",
    "已核实，确认", "已确认。可以要求重新办理了。", feedback_or_404, _confirm,
)  # fmt: skip
FEEDBACK_ACTS = (GIVE, IMPLEMENTATION, CONFIRM)
