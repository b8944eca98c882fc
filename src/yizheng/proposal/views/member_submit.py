"""Pages before and around submission: check and submit, throw away, files, the Word file."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yizheng.accounts.enums import Role
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Crumb

from .. import own, writing_page
from ..enums import PeriodKind, ProposalState
from ..forms.member import FileForm, TextForm, WordForm, first_text
from ..importing import word_form
from ..models import Proposal
from ..services import enclosing, submitting, writing
from .acting import PageAct
from .asking import actor_of, proposal_or_404

DISCARD = PageAct(
    "discard", "proposal.write", "删除草稿", "删掉以后找不回来，附件也一起删掉。", "删除", "草稿已删除。",
    proposal_or_404, lambda proposal, _form, by, at: writing.discard(proposal=proposal, by=by, at=at),
    look="danger", after=lambda _proposal: address("proposal:mine"),
)  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@act
def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Look it over once more, then submit; a returned one is submitted again."""
    actor, now = actor_of(request), timezone.now()
    proposal = proposal_or_404(actor, public_id)
    require("proposal.submit", actor, proposal)
    refusal = ""
    if request.method == "GET" and not own.may_change(proposal, actor):
        return redirect(address("proposal:proposal", public_id=public_id))
    if request.method == "POST":
        again = proposal.state == ProposalState.RETURNED
        perform = submitting.resubmit if again else submitting.submit
        try:
            sent = perform(proposal=proposal, by=actor, at=now)
        except Refused as refused:
            refusal = refused.message
        else:
            to = address("proposal:proposal", public_id=public_id)
            return done(request, _said(sent.reception_no, sent.period_kind, again), to=to)
    context = writing_page.check_context(own.anew(proposal) if refusal else proposal, actor) | {"refusal": refusal}
    return render(request, "proposal/member/submit.html", context, status=409 if refusal else 200)


def _said(number: str, kind: str, again: bool) -> str:
    if again:
        return f"已重新提交，来件号{number}。"
    return f"提案已提交，来件号{number}，算{PeriodKind(kind).label}。"


@require_POST
@act
def enclose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Keep a file with a draft."""
    actor, now = actor_of(request), timezone.now()
    proposal = proposal_or_404(actor, public_id)
    require("proposal.write", actor, proposal)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            with transaction.atomic():
                enclosing.enclose(proposal=proposal, file=file, name=file.name, by=actor, at=now)
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            return done(request, "附件已保存。", to=address("proposal:write", public_id=public_id))
    context = {"proposal": proposal, "form": form, "crumbs": [
        Crumb("我的提案", address("proposal:mine")),
        Crumb(str(proposal), address("proposal:write", public_id=public_id)), Crumb("附件"),
    ]}  # fmt: skip
    return render(request, "proposal/member/enclose.html", context, status=409)


@require_POST
@act
def take_out(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    """Take a file away from a draft."""
    actor, now = actor_of(request), timezone.now()
    proposal = proposal_or_404(actor, public_id)
    require("proposal.write", actor, proposal)
    file = get_object_or_404(enclosing.files_of(proposal), public_id=file_id)
    try:
        with transaction.atomic():
            enclosing.take_out(proposal=proposal, file=file, by=actor, at=now)
    except Refused as refusal:
        context = {"proposal": proposal, "refusal": refusal.message, "crumbs": [Crumb("附件")]}
        return render(request, "proposal/member/enclose.html", context, status=409)
    return done(request, "附件已删除。", to=address("proposal:write", public_id=public_id))


@never_cache
@require_http_methods(["GET", "POST"])
def word_import(request: HttpRequest) -> HttpResponse:
    """
    Read a Word file in the usual form into the editor, of a new proposal or of the draft `?proposal=`.

    Nothing is kept before the person saves.
    """
    actor = actor_of(request)
    require("proposal.begin", actor)
    draft = _draft_of(request)
    if draft is None and actor.wears(Role.PROPOSAL_CLERK):
        return redirect(address("proposal:enter"))
    form = WordForm(request.POST, request.FILES) if request.method == "POST" else WordForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = word_form.read_form(file.read(word_form.MOST_BYTES + 1), file.name)
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            return _filled(request, read, draft)
    crumbs = [Crumb("我的提案", address("proposal:mine")), Crumb("从 Word 文件读入")]
    context = {"form": form, "crumbs": crumbs, "draft": draft}
    return render(request, "proposal/member/word_import.html", context, status=409 if form.errors else 200)


def _draft_of(request: HttpRequest) -> Proposal | None:
    """Return the draft the file is read into, None for a new proposal. Raises: Http404, PermissionDenied."""
    asked = request.GET.get("proposal")
    if not asked:
        return None
    actor = actor_of(request)
    draft = own.found(actor, asked)
    if draft is None or draft.state not in writing.WRITABLE:
        raise Http404("no such draft")
    require("proposal.write", actor, draft)
    return draft


def _filled(request: HttpRequest, read: word_form.WordForm, draft: Proposal | None) -> HttpResponse:
    standing = writing.text_of(draft) if draft else writing.EMPTY
    text = replace(
        standing, title=read.title, background=read.background, analysis=read.analysis,
        suggestions=tuple(read.suggestions), research_basis=read.research_basis or standing.research_basis,
    )  # fmt: skip
    form = TextForm(on=timezone.localdate(), initial=first_text(text, draft.edition if draft else 0))
    notes = ["已从文件读入，还没有保存。请逐栏核对，再点“保存草稿”。"]
    if read.proposer:
        notes.append(f"文件里的提案人：{read.proposer}。")
    if read.names:
        notes.append(f"文件里的联名人：{'、'.join(read.names)}。保存以后，请在“联名”里邀请他们。")
    if draft is not None:
        return writing_page.page(request, draft, form, actor_of(request), notes)
    return writing_page.new_page(request, form, notes)
