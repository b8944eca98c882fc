"""Pages of entering for others: the clerk begins, the proposer confirms, or the sealed paper does."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Crumb

from .. import writing_page
from ..enums import EntrySource
from ..forms.member import OwnerForm, ScanForm
from ..models import Proposal
from ..services import collective, writing
from ..standing import is_first_proposer
from .acting import PageAct
from .asking import actor_of, proposal_or_404


def _editor(proposal: Proposal) -> str:
    return address("proposal:write", public_id=proposal.public_id)


ASK_TO_CONFIRM = PageAct(
    "ask-to-confirm", "proposal.review", "请提案人确认",
    "提案人会收到通知，看过以后在系统里确认。不上网的，请上传签字件。",
    "请他确认", "已通知提案人。", proposal_or_404,
    lambda proposal, _form, by, at: collective.ask_to_confirm(proposal=proposal, by=by, at=at), after=_editor,
)  # fmt: skip
SEALED_SCAN = PageAct(
    "sealed-scan", "proposal.write", "上传盖章件或签字件", "有了这份扫描件，就算提案人确认过，可以提交。",
    "上传并确认", "已确认，扫描件随提案保存。", proposal_or_404,
    lambda proposal, form, by, at: collective.confirm_by_scan(
        proposal=proposal, scan=form.cleaned_data["file"], name=form.cleaned_data["file"].name, by=by, at=at
    ),
    form=ScanForm, after=_editor,
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def enter(request: HttpRequest) -> HttpResponse:
    """Begin a draft for a member or a body (代录)."""
    actor, now = actor_of(request), timezone.now()
    require("proposal.review", actor)
    form = OwnerForm(request.POST or None, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                draft = writing.enter_for(owner=form.chosen(), by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"已为{draft.proposer_name}建好草稿，请录入。", to=_editor(draft))
    crumbs = [Crumb("代录的提案", address("proposal:mine")), Crumb("代录提案")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "proposal/member/enter.html", context, status=409 if form.non_field_errors() else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@act
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let the member, or the body's own clerk, confirm what was entered for them."""
    actor, now = actor_of(request), timezone.now()
    proposal = proposal_or_404(actor, public_id)
    require("proposal.write", actor, proposal)
    if proposal.source != EntrySource.CLERK or not is_first_proposer(actor, proposal):
        raise Http404("nothing to confirm")
    refusal = ""
    if request.method == "POST":
        agrees = request.POST.get("answer") == "agree"
        try:
            with transaction.atomic():
                collective.confirm_entry(proposal=proposal, agrees=agrees, by=actor, at=now)
        except Refused as refused:
            refusal = refused.message
        else:
            said = "已确认，提案委会替您提交；您也可以自己提交。" if agrees else "已告诉提案委：您不同意。"
            return done(request, said, to=address("proposal:mine"))
    context = {
        "proposal": proposal, "suggestions": proposal.suggestions.all(), "refusal": refusal,
        "files": writing_page.files(proposal), "editor": _editor(proposal),
        "crumbs": [Crumb("我的提案", address("proposal:mine")), Crumb("确认代录")],
    }  # fmt: skip
    return render(request, "proposal/member/confirm.html", context, status=409 if refusal else 200)
