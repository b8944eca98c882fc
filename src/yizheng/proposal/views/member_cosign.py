"""Pages of signing along: whom to ask, the one-tap answer, letting somebody go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value
from yizheng.org.queries import in_office, memberships_visible_to
from yizheng.ui.shapes import Crumb

from .. import keys, queries, writing_page
from ..enums import Consent, SignerRole
from ..forms.member import InviteForm
from ..models import Proposal, Signer
from ..services import cosigning
from .acting import PageAct
from .asking import actor_of, proposal_or_404

MOST_FOUND = 40


def signer_or_404(actor: Actor, public_id: UUID) -> Signer:
    """Return a signature on a proposal the person may see."""
    rows = Signer.objects.filter(proposal__in=queries.proposals_visible_to(actor))
    return get_object_or_404(rows.select_related("proposal", "membership__person"), public_id=public_id)


TAKE_BACK = PageAct(
    "take-back", "proposal.write", "收回联名邀请", "收回以后，他就不在联名里了；可以再邀请。", "收回", "已收回邀请。",
    signer_or_404, lambda signer, _form, by, at: cosigning.take_back(signer=signer, by=by, at=at),
    after=lambda signer: address("proposal:cosigners", public_id=signer.proposal.public_id),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def cosigners(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Look for members by name or sector and ask them to sign along."""
    actor, now = actor_of(request), timezone.now()
    proposal = proposal_or_404(actor, public_id)
    require("proposal.write", actor, proposal)
    asked = request.GET.get("q", "").strip()
    able = _able(proposal, actor)
    posted = request.method == "POST"
    form = InviteForm(request.POST, found=able) if posted else InviteForm(found=_named(able, asked))
    if posted and form.is_valid():
        chosen = list(form.cleaned_data["members"].select_related("person"))
        try:
            with transaction.atomic():
                cosigning.invite(proposal=proposal, memberships=chosen, by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            names = "、".join(str(each) for each in chosen)
            return done(request, f"已邀请{names}。", to=address("proposal:cosigners", public_id=public_id))
    context = {**_context(proposal), "form": form, "q": asked}
    return render(request, "proposal/member/cosigners.html", context, status=409 if form.non_field_errors() else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@act
def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let the invited member read the text and answer with one tap."""
    actor, now = actor_of(request), timezone.now()
    signer = signer_or_404(actor, public_id)
    require("proposal.answer_invitation", actor, signer)
    if signer.role != SignerRole.CO:
        raise Http404("nobody asks the first proposer")
    refusal = ""
    if request.method == "POST":
        agrees = request.POST.get("answer") == "agree"
        try:
            with transaction.atomic():
                cosigning.answer_invitation(signer=signer, agrees=agrees, by=actor, at=now)
        except Refused as refused:
            refusal = refused.message
        else:
            said = "已同意联名。提交以前还可以改。" if agrees else "已答复不参加。"
            return done(request, said, to=address("proposal:mine"))
    proposal = signer.proposal
    context = {
        "signer": signer, "proposal": proposal, "suggestions": proposal.suggestions.all(), "refusal": refusal,
        "files": writing_page.files(proposal), "is_open": proposal.state in cosigning.OPEN,
        "has_agreed": signer.consent == Consent.AGREED and not refusal,
        "crumbs": [Crumb("我的提案", address("proposal:mine")), Crumb("联名邀请")],
    }  # fmt: skip
    return render(request, "proposal/member/answer.html", context, status=409 if refusal else 200)


def _able(proposal: Proposal, actor: Actor) -> Any:
    today = timezone.localdate()
    standing = proposal.signers.filter(consent__in=cosigning.STANDING).values("membership")
    rows = memberships_visible_to(actor).filter(pk__in=in_office(today).values("pk"), term=proposal.session.term)
    if proposal.first_proposer_id is not None:
        rows = rows.exclude(pk=proposal.first_proposer_id)
    return rows.exclude(pk__in=standing).select_related("person", "sector")


def _named(able: Any, asked: str) -> Any:
    if not asked:
        return able.none()
    found = able.filter(Q(person__name__icontains=asked) | Q(sector__name__icontains=asked))
    return found.order_by("sector__order", "person__sort_key")[:MOST_FOUND]


def _context(proposal: Proposal) -> dict[str, Any]:
    editor = address("proposal:write", public_id=proposal.public_id)
    return {
        "proposal": proposal, "signers": writing_page.signers(proposal), "editor": editor,
        "may_invite": writing_page.may_invite(proposal),
        "most": value(keys.MAX_COSIGNERS, on=timezone.localdate()),
        "crumbs": [Crumb("我的提案", address("proposal:mine")), Crumb(str(proposal), editor), Crumb("联名")],
    }  # fmt: skip
