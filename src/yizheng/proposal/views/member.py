"""Pages of those who write: own proposals, the editor, what it saves by itself, similar ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizheng.accounts.enums import Role
from yizheng.assist import elsewhere
from yizheng.assist.texts import Text
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui import autosaving
from yizheng.ui.shapes import Crumb

from .. import own, similar, standard, writing_page
from ..enums import ProposalState
from ..forms.member import TextForm, first_text
from ..models import MOST_TITLE_CHARS, Proposal
from ..services import writing
from .asking import actor_of, proposal_or_404

PAGE_ROWS = 50


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List what the worn hat proposes: what waits for an answer, drafts, what was submitted."""
    actor = actor_of(request)
    require("proposal.begin", actor)
    listed: Any = own.Submitted(actor, PAGE_ROWS)
    page = Paginator(listed, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": own.rows(page),
        "columns": own.COLUMNS,
        "drafts": own.drafts(actor),
        "asked": own.asked(actor),
        "is_clerk": actor.wears(Role.PROPOSAL_CLERK),
    }
    return render(request, "proposal/member/mine.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@act
def new(request: HttpRequest) -> HttpResponse:
    """Write a new proposal, perhaps with a title from elsewhere; nothing is kept before the first save."""
    actor, now = actor_of(request), timezone.now()
    require("proposal.begin", actor)
    if actor.wears(Role.PROPOSAL_CLERK):
        return redirect(address("proposal:enter"))
    today = timezone.localdate(now)
    posted = request.method == "POST"
    first = first_text(writing.Text(title=request.GET.get("title", "")[:MOST_TITLE_CHARS]))
    form = TextForm(request.POST, on=today) if posted else TextForm(on=today, initial=first)
    if posted and form.is_valid():
        try:
            draft = writing.begin(text=form.text(), by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return _saved(request, draft)
    return writing_page.new_page(request, form)


@require_POST
@autosaving.tells_gone
def new_autosave(request: HttpRequest) -> HttpResponse:
    """Keep the first words of a new proposal: the draft begins now, once a form."""
    actor, now = actor_of(request), timezone.now()
    require("proposal.begin", actor)
    form = TextForm(request.POST, on=timezone.localdate(now))
    beginning = autosaving.Beginning(
        begin=lambda: writing.begin(text=form.text(), by=actor, at=now),
        found=lambda key: proposal_or_404(actor, key),
        save_on=lambda draft: writing.save_first_again(proposal=draft, text=form.text(), by=actor, at=now),
        editor=lambda draft: address("proposal:write", public_id=draft.public_id),
        autosave=lambda draft: address("proposal:autosave", public_id=draft.public_id),
    )
    return autosaving.begun(request, form, beginning, lambda draft: _kept(draft, form.text(), now))


@never_cache
@require_http_methods(["GET", "POST"])
@act
def write(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write on: a draft, or what was returned. What was typed stays on the page when it cannot be saved (409)."""
    actor, now = actor_of(request), timezone.now()
    proposal = proposal_or_404(actor, public_id)
    require("proposal.write", actor, proposal)
    if request.method == "GET" and not own.may_change(proposal, actor):
        return redirect(address("proposal:proposal", public_id=public_id))
    today = timezone.localdate(now)
    if request.method == "GET":
        first = first_text(writing.text_of(proposal), proposal.edition)
        return writing_page.page(request, proposal, TextForm(on=today, initial=first), actor)
    form = TextForm(request.POST, on=today)
    if form.is_valid():
        try:
            saved = _save(proposal, form, actor, now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return _saved(request, saved)
    return writing_page.page(request, proposal, form, actor)


@require_POST
@autosaving.tells_gone
def autosave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Save what is being written, by the browser itself; no act. 409 when it was changed elsewhere."""
    actor, now = actor_of(request), timezone.now()
    proposal = proposal_or_404(actor, public_id)
    require("proposal.write", actor, proposal)
    form = TextForm(request.POST, on=timezone.localdate(now))

    def told(draft: Proposal) -> dict[str, Any]:
        return _kept(draft, form.text(), now)

    return autosaving.saved(form, lambda: _save(proposal, form, actor, now), told)


@require_GET
def find_similar(request: HttpRequest) -> HttpResponse:
    """Show proposals of all years on the same matter, among those the person may see."""
    actor = actor_of(request)
    require("proposal.read", actor)
    text = " ".join(request.GET.get(name, "") for name in sorted(request.GET) if name.startswith("suggestion_"))
    title = request.GET.get("title", "")[:200]
    found = similar.find(title, text[:3000], actor, own.found(actor, request.GET.get("proposal", "")))
    crumbs = [Crumb("提案", address("proposal:proposals")), Crumb("查类似提案")]
    context = {
        "found": found, "elsewhere": elsewhere.find(Text(title, text[:3000])), "title": title, "crumbs": crumbs,
        "may_begin": may("proposal.begin", actor),
    }  # fmt: skip
    return render(request, "proposal/member/similar.html", context)


def _save(proposal: Proposal, form: TextForm, actor: Actor, now: datetime) -> Proposal:
    edition = form.cleaned_data["edition"] or 0
    return writing.autosave(proposal=proposal, text=form.text(), edition=edition, by=actor, at=now)


def _saved(request: HttpRequest, draft: Proposal) -> HttpResponse:
    if request.POST.get("go") == "check":
        return done(request, "已保存，请再看一遍。", to=address("proposal:submit", public_id=draft.public_id))
    word = "草稿已保存。" if draft.state != ProposalState.RETURNED else "已保存，改好后请提交。"
    return done(request, word, to=address("proposal:write", public_id=draft.public_id))


def _kept(draft: Proposal, text: writing.Text, now: datetime) -> dict[str, Any]:
    shown = [[each.ok, each.words] for each in standard.hints(text, timezone.localdate(now))]
    return autosaving.kept(draft.edition, at=now, hints=shown, chars=standard.body_chars(text))
